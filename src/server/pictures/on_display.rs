//! `/hinh/luc/{programme}`: what a display shows at an instant, worked out from a signed programme.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::drawn::{Keep, WhichPage, encoding, picture, width, within};
use crate::{
    child::draw::{DrawRequest, PagesWanted, Urgency},
    model::{Digest, DisplayId, Programme, Size, Slide, WallTime},
    office::fold::keys_of,
    schedule::Schedule,
    server::state::PageState,
};

/// Clocks on screens are drawn to the minute: the same picture serves all of it.
const CLOCK_MS: i64 = 60_000;

/// Which display, when, and how large.
#[derive(Debug, Deserialize)]
pub(in crate::server) struct DisplayPictureQuery {
    /// The display; without one, what is meant for all of them.
    o: Option<DisplayId>,
    /// The instant, milliseconds.
    luc: i64,
    /// The width, pixels.
    rong: Option<u32>,
}

/// The picture.
pub(in crate::server) async fn on_display(
    State(state): State<PageState>,
    Path(programme): Path<Digest>,
    Query(asked): Query<DisplayPictureQuery>,
) -> Response {
    let programme = match state.programmes().get(state.office(), programme).await {
        Ok(Some(programme)) => programme,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a programme cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let at = WallTime(asked.luc).in_calendar();
    let screen = asked.o.as_ref().and_then(|id| programme.display(id)?.size).unwrap_or(Size::FULL_HD);
    let slot = Schedule::new(programme.clone(), asked.o.as_ref()).due(at);
    let Some(slide) = programme.slide(&slot.slide) else { return StatusCode::NOT_FOUND.into_response() };
    let clock = slot.status_bar.clock.then(|| WallTime(at.0 - at.0.rem_euclid(CLOCK_MS)));
    let width = width(asked.rong);
    let request = DrawRequest {
        pictures: pictures(&programme, slide),
        time_zone: programme.time_zone.clone(),
        screen,
        status_bar: slot.status_bar,
        clock,
        pages: PagesWanted::All,
        encoding: encoding(width),
        ..DrawRequest::new(slide.clone(), programme.unit.clone(), within(width))
    };
    picture(&state, request, WhichPage::After(at - slot.start), Urgency::Listing, Keep::ForEver).await
}

/// The files of the pictures a slide names, as they were approved.
fn pictures(programme: &Programme, slide: &Slide) -> std::collections::BTreeMap<String, Digest> {
    keys_of(slide).filter_map(|key| Some((key.clone(), programme.assets.get(key)?.original))).collect()
}
