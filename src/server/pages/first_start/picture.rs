//! `GET /bat-dau/hinh`: a slide under the name that is being typed, drawn as a hall will draw it.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::commune::TypedCommune;
use crate::{
    child::draw::{DrawRequest, Urgency},
    form,
    model::{Size, SlideId},
    office::{FirstStart, item_form::DraftText, shown},
    server::{
        pictures::{Keep, WhichPage, encoding, picture as drawn, within},
        shell::PageError,
        state::PageState,
    },
};

/// The words of the slide: those of the picture that stands there before anything is typed.
const SLOGAN: &str = "DÂN BIẾT ĐỂ LÀM,|DÂN GIÁM SÁT ĐỂ TIN";
/// The width of the picture, pixels.
const WIDTH: u32 = 960;

/// Draws it, for whoever has the link of a first start that is not over. While what is typed is no name yet there is none.
pub async fn picture(State(state): State<PageState>, Query(typed): Query<TypedCommune>) -> Result<Response, PageError> {
    let office = state.office();
    let is_open = matches!(office.first_start().await?, FirstStart::Commune | FirstStart::Administrator);
    if !is_open || !office.is_first_start_code(&typed.ma).await? {
        return Err(PageError::NoFirstStart);
    }
    let Ok(commune) = typed.read() else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let mut text = DraftText::default();
    for (field, value) in [(form::TEMPLATE.name, "slogan"), ("text", SLOGAN)] {
        text.fields.set(field, value);
    }
    let id: SlideId = "khau-hieu".parse().expect("it is small letters and a dash");
    let today = commune.time_zone.day(office.clock().now().wall);
    let body = shown(&id, &text, today, &commune.time_zone).ok_or(PageError::BadRequest)?;
    let request = DrawRequest {
        time_zone: commune.time_zone,
        screen: Size::FULL_HD,
        encoding: encoding(WIDTH),
        ..DrawRequest::new(body.slide, commune.unit, within(WIDTH))
    };
    let key = format!("bat-dau {}", typed.ma);
    Ok(drawn(&state, request, WhichPage::At(0), Urgency::Typing(key), Keep::Not).await)
}
