//! What whoever looks after the machine asks: whether it is well, and in figures.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    feed::StatusTo,
    http::{Caller, Metrics},
    live::heard,
    state::PageState,
};
use crate::office::{
    OfficeError,
    arrival::{Arrival, Standing},
};

/// What both answers are made of.
type Watched = (PageState, Metrics, StatusTo);

/// Whether the server can do its work: 200, or 503 where the database does not answer.
pub(super) async fn healthy(State((state, ..)): State<Watched>) -> Response {
    let answer = match state.office().first_start().await {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    };
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

/// The figures, for whoever may have them.
pub(super) async fn metrics(State((state, metrics, to)): State<Watched>, caller: Caller) -> Response {
    if !to.allows(caller) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = metrics.text() + &of_displays(&state).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// How many displays stand how, as they say themselves; nothing where that cannot be known just now.
async fn of_displays(state: &PageState) -> String {
    let read = async {
        let office = state.office();
        let Some((_, programme)) = state.programmes().newest(office).await? else { return Ok(None) };
        let seen = heard(office, state.displays()).await?;
        Ok::<_, OfficeError>(Some(Arrival::new(
            programme.version,
            &programme.displays,
            &seen,
            office.clock().now().wall,
        )))
    };
    let arrival = match read.await {
        Ok(Some(arrival)) => arrival,
        Ok(None) => return String::new(),
        Err(error) => {
            tracing::warn!(%error, "what halls said cannot be counted");
            return String::new();
        }
    };
    let halted = arrival.displays.iter().filter(|heard| heard.halted).count();
    let in_memory = arrival.displays.iter().filter(|heard| heard.in_memory).count();
    let mut text =
        "# HELP bangtin_displays Displays, by where they say they stand.\n# TYPE bangtin_displays gauge\n".to_owned();
    for (name, standing) in [
        ("playing", Standing::Playing),
        ("fetching", Standing::Fetching),
        ("silent", Standing::Silent),
        ("never", Standing::Never),
    ] {
        text += &format!("bangtin_displays{{standing=\"{name}\"}} {}\n", arrival.count(standing));
    }
    text + &format!(
        "# HELP bangtin_displays_in_memory Displays that said last that their disk cannot be written.\n\
         # TYPE bangtin_displays_in_memory gauge\nbangtin_displays_in_memory {in_memory}\n\
         # HELP bangtin_displays_halted Displays that said last that somebody on the spot has halted them.\n\
         # TYPE bangtin_displays_halted gauge\nbangtin_displays_halted {halted}\n"
    )
}
