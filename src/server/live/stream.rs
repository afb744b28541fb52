//! `/su-kien`: one stream of events for a page that is looked at.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::StatusCode,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;

use crate::server::state::PageState;

/// How long a stream lasts; then the page asks again, and it is looked anew whether its reader is still logged in.
const LASTS: Duration = Duration::from_secs(600);
/// How often a word is sent that says nothing, so that nothing on the way forgets the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// Names what has changed, each time something has: `version`, `submissions`, `banner`, `arrival`. What it says then, the
/// page asks for itself.
pub(in crate::server) async fn stream(State(state): State<PageState>) -> Response {
    let Some(mut pulse) = state.live().watch() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let seen = *pulse.borrow_and_update();
    let ends = Box::pin(tokio::time::sleep(LASTS));
    let events = stream::unfold((pulse, seen, ends), |(mut pulse, mut seen, mut ends)| async move {
        loop {
            tokio::select! {
                changed = pulse.changed() => changed.ok()?,
                () = &mut ends => return None,
            }
            let now = *pulse.borrow_and_update();
            let changes = now.changes_since(&seen);
            seen = now;
            if !changes.is_empty() {
                let event = Event::default().event("change").data(changes.join(" "));
                return Some((Ok::<_, Infallible>(event), (pulse, seen, ends)));
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}
