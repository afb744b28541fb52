//! `POST /man-hinh/{id}/ngung`: asks for a display to be used no longer.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::words as w;
use crate::{
    approval::ItemId,
    model::DisplayId,
    office::Sending,
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Sends the removal for approval: the machine there is heard no more once somebody else has agreed.
pub async fn stop(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let sending = Sending { remove: vec![ItemId::Display(id.clone())], ..Sending::default() };
    let sent = state.office().send(&signed_in.actor(), &sending).await?;
    let toast = Toast::good(w::STOP_SENT.get(language)).link(w::SEE_IT.get(language), format!("/duyet/{}", sent.0));
    Ok(Go::to(&format!("/man-hinh/{id}")).telling(toast).into_response())
}
