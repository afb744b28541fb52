//! `GET /api/v1/now`: what is due on displays at an instant.

use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;

use super::{asking::Asking, error::ApiError, submissions::said};
use crate::{
    api::{NowAnswer, OnDisplay, Problem},
    model::DisplayId,
    schedule::{Schedule, time_input},
    server::state::PageState,
};

/// Where, and when.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NowQuery {
    display: Option<DisplayId>,
    at: Option<String>,
}

/// What is due on displays
///
/// Worked out from the signed programme as halls work it out, for any instant.
#[utoipa::path(
    get, path = "/api/v1/now", operation_id = "now", tag = "displays",
    params(
        ("display" = Option<String>, Query, description = "One display; without it, all of them"),
        ("at" = Option<String>, Query, description = "When, RFC 3339 or local time such as `2026-11-30 19:30`; without it, now"),
    ),
    responses(
        (status = 200, description = "What is due", body = NowAnswer),
        (status = 400, description = "The question cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such display", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn now(
    _asking: Asking,
    State(state): State<PageState>,
    Query(asked): Query<NowQuery>,
) -> Result<Json<NowAnswer>, ApiError> {
    let office = state.office();
    let (now, newest) = (office.clock().now().wall, state.programmes().newest(office).await?);
    let zone = newest.as_ref().map(|(_, programme)| programme.time_zone.clone()).unwrap_or_default();
    let at = match asked.at {
        None => now,
        Some(text) => time_input::parse(&text, &zone, now)
            .ok_or_else(|| ApiError::BadQuery(format!("`{text}` is not a time: expected {}", time_input::FORMS)))?,
    };
    let programme = newest.map(|(_, programme)| programme);
    let version = programme.as_ref().map_or(0, |programme| programme.version);
    let mut displays = Vec::new();
    for display in programme.iter().flat_map(|programme| &programme.displays) {
        let (Some(programme), true) = (&programme, asked.display.as_ref().is_none_or(|id| *id == display.id)) else {
            continue;
        };
        let slot = Schedule::new(programme.clone(), Some(&display.id)).due(at);
        displays.push(OnDisplay {
            display: display.id.to_string(),
            slide: slot.slide.to_string(),
            since: said(slot.since),
            until: said(slot.until),
            emergency: slot.emergency,
        });
    }
    if asked.display.is_some() && displays.is_empty() {
        return Err(ApiError::NotFound);
    }
    Ok(Json(NowAnswer { version, at: said(at), displays }))
}
