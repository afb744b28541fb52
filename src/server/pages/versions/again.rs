//! Plays an earlier version again.

use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};

use super::words as w;
use crate::server::{
    session::Authorised,
    shell::{Go, PageError, Toast},
    state::PageState,
};

/// What that version said is on again, as a new version.
pub async fn again(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(n): Path<u64>,
) -> Result<Response, PageError> {
    let published = state.office().take_back(&signed_in.actor(), n).await?;
    state.live().poke();
    let toast = Toast::good(w::again_done(signed_in.language(), n, published.n));
    Ok(Go::to("/phien-ban").telling(toast).into_response())
}
