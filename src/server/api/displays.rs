//! `GET /api/v1/displays`: the displays, and what was heard of them.

use axum::{Json, extract::State};

use super::{asking::Asking, error::ApiError, submissions::said};
use crate::{
    api::{DisplayAnswer, Displays, Problem},
    office::arrival::{Arrival, Heard, Standing},
    server::{live::heard, state::PageState},
};

/// The displays, and what was heard of them
///
/// As displays say of themselves: nothing proves it.
#[utoipa::path(
    get, path = "/api/v1/displays", operation_id = "displays", tag = "displays",
    responses(
        (status = 200, description = "The displays that are live", body = Displays),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn displays(
    _asking: Asking,
    State(state): State<PageState>,
) -> Result<Json<Displays>, ApiError> {
    let office = state.office();
    let Some((_, programme)) = state.programmes().newest(office).await? else {
        return Ok(Json(Displays { version: 0, displays: Vec::new() }));
    };
    let seen = heard(office, state.displays()).await?;
    let arrival = Arrival::new(programme.version, &programme.displays, &seen, office.clock().now().wall);
    let displays = arrival.displays.into_iter().map(answer).collect();
    Ok(Json(Displays { version: programme.version, displays }))
}

fn answer(heard: Heard) -> DisplayAnswer {
    let Heard { display, standing, version, since, at, in_memory, halted } = heard;
    let standing = match standing {
        Standing::Playing => "playing",
        Standing::Fetching => "fetching",
        Standing::Silent => "silent",
        Standing::Never => "never",
    };
    DisplayAnswer {
        id: display.id.to_string(),
        label: display.label,
        tags: display.tags,
        size: display.size.map(|size| size.to_string()),
        standing: standing.to_owned(),
        version: at.map(|_| version),
        since: since.map(said),
        heard: at.map(said),
        disk: in_memory.then(|| "memory".to_owned()),
        halted,
    }
}
