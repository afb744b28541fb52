//! `/khan-cap/hinh`: the picture of an emergency that is being put together.

use axum::{
    extract::{Query, State},
    response::Response,
};

use super::alert_form::AlertForm;
use crate::{
    child::draw::{DrawRequest, Urgency},
    model::Size,
    server::{
        pictures::{Keep, WhichPage, encoding, picture, width, within},
        session::Authorised,
        shell::PageError,
        state::PageState,
        times::Times,
    },
};

/// Draws it: with gaps where something is missing.
pub async fn preview_picture(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let asked = AlertForm::of(&pairs);
    let said = |name: &str| pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    let live = state.office().live().await?;
    let times = Times::new(live.zone(), state.office().clock().now().wall, signed_in.language());
    let commune = live.commune().ok_or(PageError::NotFound)?;
    let slide = asked.slide(&times).ok_or(PageError::BadRequest)?;
    let upright = said("doc") == Some("1");
    let width = width(said("rong").and_then(|width| width.parse().ok()));
    let request = DrawRequest {
        time_zone: commune.time_zone.clone(),
        screen: if upright { Size::FULL_HD_PORTRAIT } else { Size::FULL_HD },
        encoding: encoding(width),
        ..DrawRequest::new(slide, commune.unit.clone(), within(width))
    };
    // Each picture of a page is a request of its own: only the same one, typed anew, takes its place.
    let (session, notice) = (&signed_in.session, &asked.template);
    let kind = asked.kind().unwrap_or_default();
    let key = format!("khan-cap {session} {notice} {kind} {} {upright} {width}", asked.page);
    let page = WhichPage::At(asked.page.saturating_sub(1));
    Ok(picture(&state, request, page, Urgency::Typing(key), Keep::Not).await)
}
