//! `/man-hinh/them` and `/man-hinh/{id}/sua`: a display is added or changed by a revision that a second person approves.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{place_form::PlaceForm, standing::DisplaysNow, words as w};
use crate::{
    approval::{ItemId, ItemKind},
    form::Mistakes,
    model::{Display, DisplayId},
    office::{DraftSave, OfficeError, Sending},
    server::{
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page},
        state::PageState,
    },
};

#[derive(Template)]
#[template(path = "pages/displays/add.html")]
struct AddPage {
    shell: Shell,
    action: String,
    back: String,
    form: PlaceForm,
    wrong: Vec<(String, String)>,
    stop: Option<(DisplayId, String)>,
}

impl AddPage {
    fn wrong(&self, path: &str) -> &str {
        self.wrong.iter().find(|(own, _)| own.starts_with(path)).map_or("", |(_, words)| words.as_str())
    }
}

/// Asks for a new display.
pub async fn begin(signed_in: Authorised) -> Result<Response, PageError> {
    let shell = signed_in.task(w::ADD.get(signed_in.language())).await?;
    let action = "/man-hinh/them".to_owned();
    let form = PlaceForm::default();
    Ok(page(&AddPage { shell, action, back: "/man-hinh".to_owned(), form, wrong: Vec::new(), stop: None }))
}

/// Adds it: sent for approval at once, for there is nothing to think over; its kit may be downloaded already.
pub async fn add(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, actor, language) = (state.office(), signed_in.actor(), signed_in.language());
    let form = PlaceForm::sent(&pairs, None);
    let draft = office.new_draft(&actor, ItemKind::Display, "", form.text()).await?;
    let sending = Sending { drafts: vec![draft.item.clone()], ..Sending::default() };
    match office.send(&actor, &sending).await {
        Ok(sent) => {
            let toast = Toast::good(w::SENT.get(language)).link(w::SEE_IT.get(language), format!("/duyet/{}", sent.0));
            Ok(Go::to(&format!("/man-hinh/{}/bo-cai", draft.item.own())).telling(toast).into_response())
        }
        Err(OfficeError::Mistakes { mistakes, .. }) => {
            // The id is used up; what was typed goes on in the form.
            office.discard_draft(&actor, &draft.item).await?;
            let shell = signed_in.task(w::ADD.get(language)).await?;
            let (action, back) = ("/man-hinh/them".to_owned(), "/man-hinh".to_owned());
            let wrong = wrong(&mistakes, &signed_in);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&AddPage { shell, action, back, form, wrong, stop: None }))
                .into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks for what changes.
pub async fn edit(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let display = display(&state, &signed_in, &id).await?;
    let on = state.office().live().await?.displays().any(|display| display.id == id);
    let shell = signed_in.task(display.label.clone()).await?;
    Ok(page(&AddPage {
        shell,
        action: format!("/man-hinh/{id}/sua"),
        back: format!("/man-hinh/{id}"),
        form: PlaceForm::of(&display),
        wrong: Vec::new(),
        stop: on.then(|| (id, w::stop_question(signed_in.language(), &display.label))),
    }))
}

/// Sends what changes for approval.
pub async fn change(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, actor, language) = (state.office(), signed_in.actor(), signed_in.language());
    let before = display(&state, &signed_in, &id).await?;
    let item = ItemId::Display(id.clone());
    let form = PlaceForm::sent(&pairs, Some(&before));
    let draft = office.edit(&signed_in.account.id, &item).await?;
    let save = DraftSave {
        item: item.clone(),
        base: draft.base,
        text: form.text(),
        saves: draft.saves,
        with: Default::default(),
    };
    let saved = office.save_draft(&actor, save).await?;
    if saved.saves == 0 {
        return Err(OfficeError::NothingNew { item }.into());
    }
    let sending = Sending { drafts: vec![item.clone()], ..Sending::default() };
    match office.send(&actor, &sending).await {
        Ok(sent) => {
            let toast =
                Toast::good(w::CHANGE_SENT.get(language)).link(w::SEE_IT.get(language), format!("/duyet/{}", sent.0));
            Ok(Go::to(&format!("/man-hinh/{id}")).telling(toast).into_response())
        }
        Err(OfficeError::Mistakes { mistakes, .. }) => {
            let shell = signed_in.task(before.label.clone()).await?;
            let (action, back) = (format!("/man-hinh/{id}/sua"), format!("/man-hinh/{id}"));
            let wrong = wrong(&mistakes, &signed_in);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&AddPage { shell, action, back, form, wrong, stop: None }))
                .into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The display of that name, on or waiting.
async fn display(state: &PageState, who: &Authorised, id: &DisplayId) -> Result<Display, PageError> {
    DisplaysNow::of(state, who.language()).await?.displays.display(id).ok_or(PageError::NotFound)
}

fn wrong(mistakes: &Mistakes, who: &Authorised) -> Vec<(String, String)> {
    mistakes.listed.iter().map(|mistake| (mistake.path.clone(), mistake.what(who.language()))).collect()
}
