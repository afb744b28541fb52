//! `GET /trang/moi/tep`: how far the file is that somebody has just chosen, asked while the next page is waited for.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::words;
use crate::server::{session::Authorised, state::PageState};

/// Says it in words; with none where nothing is being brought, or where it comes to another process of this office.
pub async fn how_far(who: Authorised, State(state): State<PageState>) -> Response {
    let far = state.incoming().how_far(&who.account.id);
    let said = far.map(|far| words::how_far(who.language(), far)).unwrap_or_default();
    Json(json!({ "words": said })).into_response()
}
