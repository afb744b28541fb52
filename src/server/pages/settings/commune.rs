//! `/thiet-lap`: the commune and its waiting slide; a change of it is approved like any other.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{tabs::Tab, words as w};
use crate::{
    approval::{ItemId, Right},
    form::{Field, FieldKind},
    office::{
        DraftSave, OfficeError, Sending,
        item_form::{self, COMMUNE, DraftText},
    },
    server::{
        pages::displays::{feed_address, keep_address},
        session::Authorised,
        shell::{Go, OfficeSection, PageError, Shell, Toast, page, words},
        state::PageState,
    },
};

/// One field as it is drawn.
struct CommuneField {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    value: String,
    wrong: String,
    is_flag: bool,
    is_long: bool,
    choices: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "pages/settings/commune.html")]
struct CommunePage {
    shell: Shell,
    tab: Tab,
    fields: Vec<CommuneField>,
    picture: String,
    address: String,
    is_waiting: bool,
}

/// Shows the commune.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let office = state.office();
    let live = office.live().await?;
    let text = match live.body(&ItemId::Commune) {
        Some(body) => item_form::write(body, &live.zone()),
        None => DraftText::default(),
    };
    drawn(&signed_in, &state, &headers, &text, &[]).await
}

async fn drawn(
    who: &Authorised,
    state: &PageState,
    headers: &HeaderMap,
    text: &DraftText,
    wrong: &[(String, String)],
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), who.language());
    let live = office.live().await?;
    let view = |field: &Field| CommuneField {
        name: field.name,
        label: field.label.get(language),
        help: field.help.get(language),
        value: text.fields.get(field.name).to_owned(),
        wrong: wrong.iter().find(|(path, _)| path == field.name).map(|(_, words)| words.clone()).unwrap_or_default(),
        is_flag: matches!(field.kind, FieldKind::Flag),
        is_long: field.name == "waiting",
        choices: match field.kind {
            FieldKind::Choice { choices } => {
                choices.iter().map(|choice| (choice.name, choice.label.get(language))).collect()
            }
            _ => Vec::new(),
        },
    };
    let picture =
        live.digest(&ItemId::Commune).map(|digest| format!("/hinh/ban/commune/{digest}?rong=640&xa={digest}"));
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let sent = crate::records::submission::of_item(&mut tx, &ItemId::Commune).await.map_err(OfficeError::from)?;
    drop(tx);
    let shell = who.shell(OfficeSection::Settings, words::SETTINGS.get(language)).await?;
    Ok(page(&CommunePage {
        shell,
        tab: Tab::Commune,
        fields: COMMUNE.fields.iter().map(view).collect(),
        picture: picture.unwrap_or_default(),
        address: feed_address(office, headers, who.caller).await?.0,
        is_waiting: sent.iter().any(|sent| sent.state == crate::approval::SubmissionState::Open),
    }))
}

/// Sends what was typed for approval.
pub async fn change(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, actor, language) = (state.office(), signed_in.actor(), signed_in.language());
    let item = ItemId::Commune;
    let mut text = DraftText::default();
    for field in COMMUNE.fields {
        let value = pairs.iter().find(|(name, _)| name == field.name).map_or("", |(_, value)| value.trim());
        if !value.is_empty() {
            text.fields.set(field.name, value);
        }
    }
    let draft = office.edit(&signed_in.account.id, &item).await?;
    let save = DraftSave {
        item: item.clone(),
        base: draft.base,
        text: text.clone(),
        saves: draft.saves,
        with: Default::default(),
    };
    if office.save_draft(&actor, save).await?.saves == 0 {
        return Err(OfficeError::NothingNew { item }.into());
    }
    match office.send(&actor, &Sending { drafts: vec![item], ..Sending::default() }).await {
        Ok(sent) => {
            let toast = Toast::good(w::SENT.get(language)).link(w::SEE_IT.get(language), format!("/duyet/{}", sent.0));
            Ok(Go::to("/thiet-lap").telling(toast).into_response())
        }
        Err(OfficeError::Mistakes { mistakes, .. }) => {
            let say = |mistake: &crate::form::Mistake| (mistake.path.clone(), mistake.what(language));
            let wrong: Vec<_> = mistakes.listed.iter().map(say).collect();
            let page = drawn(&signed_in, &state, &headers, &text, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// An address.
#[derive(Deserialize)]
pub struct AddressForm {
    #[serde(rename = "dia-chi")]
    address: String,
}

/// Keeps the address that is written into kits.
pub async fn address(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<AddressForm>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let kept = keep_address(state.office(), &signed_in.actor(), &typed.address).await?;
    let toast =
        if kept { Toast::good(w::ADDRESS_SAVED.get(language)) } else { Toast::bad(w::ADDRESS_WRONG.get(language)) };
    Ok(Go::to("/thiet-lap").telling(toast).into_response())
}
