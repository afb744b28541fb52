//! What whoever looks after the machine asks: whether it is well, and in figures.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    feed::StatusTo,
    http::{Caller, Metrics},
    state::PageState,
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
pub(super) async fn metrics(State((_, metrics, to)): State<Watched>, caller: Caller) -> Response {
    if !to.allows(caller) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], metrics.text()).into_response()
}
