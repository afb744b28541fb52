//! `GET /trang/{id}/hinh`: a page of what the person has in hand, for a browser without scripts and until they run.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::drawing::{self, Looking};
use crate::{
    approval::{AccountId, ItemId},
    child::draw::{DrawRequest, PagesWanted, Urgency},
    model::SlideId,
    server::{session::Authorised, shell::PageError, state::PageState},
};

/// Which page, and how large.
#[derive(Debug, Deserialize)]
pub struct EditorPictureQuery {
    #[serde(default)]
    trang: Option<usize>,
    #[serde(default)]
    doc: String,
    #[serde(default)]
    nho: String,
    /// Whose draft; without it, the person's own.
    cua: Option<String>,
}

/// The picture.
pub async fn picture(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Query(asked): Query<EditorPictureQuery>,
) -> Result<Response, PageError> {
    let whose = asked.cua.map_or_else(|| who.account.id.clone(), AccountId);
    let draft = state.office().edit(&whose, &ItemId::Slide(id.clone())).await?;
    let live = state.office().live().await?;
    let looking = Looking { page: asked.trang.unwrap_or(1), portrait: asked.doc == "1" };
    let now = state.office().clock().now().wall;
    let wanted = if asked.nho == "1" { drawing::small } else { drawing::large };
    let request = wanted(&live, &id, &draft.text, looking, now).ok_or(PageError::NotFound)?;
    let page = looking.page.saturating_sub(1);
    let request = DrawRequest { pages: PagesWanted::One(page), judging: None, ..request };
    let media_type = request.encoding.media_type();
    let drawing = match state.drawer().draw(request, Urgency::Listing).await {
        Ok(drawing) => drawing,
        Err(error) => {
            tracing::warn!(%error, slide = %id, "there is no picture of a draft");
            return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
        }
    };
    let bytes = drawing.pages.iter().find_map(|page| page.picture.as_ref()).map(|picture| picture.to_vec());
    let bytes = bytes.ok_or(PageError::NotFound)?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "no-store")], bytes).into_response())
}
