//! `POST /trang/moi`: a new slide of a template, opened in the editor.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::templates::offered;
use crate::{
    approval::ItemKind,
    form,
    office::item_form::DraftText,
    server::{
        session::Authorised,
        shell::{Go, PageError},
        state::PageState,
    },
};

/// Which template.
#[derive(Debug, Deserialize)]
pub struct TemplateForm {
    mau: String,
}

/// Begins it.
pub async fn begin(
    who: Authorised,
    State(state): State<PageState>,
    Form(chosen): Form<TemplateForm>,
) -> Result<Response, PageError> {
    let form = offered(&chosen.mau).ok_or(PageError::NotFound)?;
    let mut text = DraftText::default();
    text.fields.set(form::TEMPLATE.name, form.name);
    let title = form.title.get(crate::form::Language::Vi);
    let draft = state.office().new_draft(&who.actor(), ItemKind::Slide, title, text).await?;
    Ok(Go::to(&format!("/trang/{}", draft.item.own())).into_response())
}
