//! `/trang/{id}/dung-lai`: the words of a slide become a new one.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};

use super::words;
use crate::{
    approval::{ItemId, ItemKind},
    model::SlideId,
    office::{Draft, Office, OfficeError, item_form::DraftText, title_of_draft},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Fields that hold for one time alone, which nobody means to use again: a day that is over.
const ONCE: [&str; 2] = ["checked_on", "date"];

/// Begins a new slide with the words of that one, and opens it.
pub async fn copy(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
) -> Result<Response, PageError> {
    let draft = copied(state.office(), &who, &id).await?;
    let to = Go::to(&format!("/trang/{}", draft.item.own()));
    Ok(to.telling(Toast::good(words::COPIED.get(who.language()))).into_response())
}

/// The new slide's draft.
pub(in crate::server) async fn copied(office: &Office, who: &Authorised, id: &SlideId) -> Result<Draft, OfficeError> {
    let item = ItemId::Slide(id.clone());
    let from = office.edit(&who.account.id, &item).await?;
    let title = title_of_draft(&item, &from.text);
    let mut text: DraftText = from.text;
    text.fields.0.retain(|path, _| !ONCE.contains(&path.as_str()));
    office.new_draft(&who.actor(), ItemKind::Slide, &title, text).await
}
