//! What the sample campaign looks like, under the commune's own name: `GET /bat-dau/mau/{template}` and what stands below.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{named::named, words};
use crate::{
    child::draw::{DrawRequest, Urgency},
    form::{self, Language},
    model::Unit,
    office::OfficeError,
    server::{
        pictures::{Keep, WhichPage, encoding, picture as drawn, within},
        session::Authorised,
        shell::PageError,
        state::PageState,
    },
};

/// The templates of which one slide is shown, in the order of the page.
const SHOWN: [&str; 8] = ["slogan", "guide", "poster", "procedures", "question", "notice", "event", "results"];
/// Pixels across.
const WIDTH: u32 = 480;

/// One kind of slides in the sample.
pub(super) struct SampleKind {
    pub template: &'static str,
    /// "10 khẩu hiệu".
    pub label: String,
}

/// The kinds that there are.
pub(super) async fn kinds(state: &PageState, language: Language) -> Result<Vec<SampleKind>, OfficeError> {
    let (_, slides) = state.sample().await?;
    let kind = |template: &'static str| {
        let many = slides.iter().filter(|body| body.slide.content.template() == template).count();
        let title = form::template(template).filter(|_| many > 0)?.title.get(language);
        Some(SampleKind { template, label: words::so_many(many, title) })
    };
    Ok(SHOWN.into_iter().filter_map(kind).collect())
}

/// Draws the first slide of that template.
pub async fn sample_picture(
    _who: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Path(template): Path<String>,
) -> Result<Response, PageError> {
    let (sample, slides) = state.sample().await?;
    let own = named(&headers).unwrap_or_else(|| sample.clone());
    let body = slides.iter().find(|body| body.slide.content.template() == template).ok_or(PageError::NotFound)?;
    let unit = Unit { mark: sample.mark.clone(), ..own };
    let pictures = body.pictures.clone();
    let request = DrawRequest {
        pictures,
        encoding: encoding(WIDTH),
        ..DrawRequest::new(body.slide.clone(), unit, within(WIDTH))
    };
    Ok(drawn(&state, request, WhichPage::At(0), Urgency::Listing, Keep::Not).await)
}
