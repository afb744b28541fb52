//! `GET /trang/moi`: paste words, bring a file, or choose a template by its picture.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    templates::{OFFERED, example_slide, offered},
    words,
};
use crate::{
    child::draw::{DrawRequest, Encoding, PagesWanted, Urgency},
    model::Size,
    server::{
        session::Authorised,
        shell::{PageError, Shell, page},
        state::PageState,
    },
};

/// The pictures of templates, pixels across: twice that of a card.
const WIDTH: u32 = 480;

#[derive(Template)]
#[template(path = "pages/new_slide/new_slide.html")]
struct NewSlidePage {
    shell: Shell,
    templates: Vec<TemplateView>,
}

/// One template.
struct TemplateView {
    name: &'static str,
    title: &'static str,
    about: &'static str,
    picture: String,
}

/// Shows the page.
pub async fn show(who: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let language = who.language();
    let live = state.office().live().await?;
    let commune = live.digest(&crate::approval::ItemId::Commune).map(|digest| digest.to_string()).unwrap_or_default();
    let view = |form: &'static crate::form::Form| TemplateView {
        name: form.name,
        title: form.title.get(language),
        about: words::about(form.name).get(language),
        picture: format!("/trang/moi/mau/{}?xa={commune}", form.name),
    };
    let templates = OFFERED.into_iter().filter_map(offered).map(view).collect();
    Ok(page(&NewSlidePage { shell: who.task(words::TITLE.get(language)).await?, templates }))
}

/// The picture of a template: its example, under the commune's own name. Of a poster it is the newest of the commune's own.
pub async fn sample_picture(
    _who: Authorised,
    State(state): State<PageState>,
    Path(name): Path<String>,
) -> Result<Response, PageError> {
    let form = offered(&name).ok_or(PageError::NotFound)?;
    let (live, now) = (state.office().live().await?, state.office().clock().now().wall);
    let commune = live.commune().ok_or(PageError::NotFound)?;
    let zone = &commune.time_zone;
    let own = live.slides().find(|body| body.slide.content.template() == form.name && !body.pictures.is_empty());
    let body = own.cloned().or_else(|| example_slide(form, zone.day(now), zone)).ok_or(PageError::NotFound)?;
    let request = DrawRequest {
        pictures: body.pictures,
        time_zone: zone.clone(),
        pages: PagesWanted::One(0),
        encoding: Encoding::Jpeg(86),
        ..DrawRequest::new(body.slide, commune.unit.clone(), Size::new(WIDTH, WIDTH))
    };
    let media_type = request.encoding.media_type();
    match state.drawer().draw(request, Urgency::Listing).await {
        Ok(drawing) => {
            let bytes =
                drawing.pages.iter().find_map(|page| page.picture.as_ref()).ok_or(PageError::NotFound)?.to_vec();
            let kept = "private, max-age=86400";
            Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, kept)], bytes).into_response())
        }
        Err(error) => {
            tracing::warn!(%error, template = form.name, "a template has no picture");
            Ok(StatusCode::SERVICE_UNAVAILABLE.into_response())
        }
    }
}
