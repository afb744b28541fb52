//! `/thiet-lap/sao-luu`: a copy of everything, for the administrator who types the password once more.

use askama::Template;
use axum::{
    Form,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::{tabs::Tab, words as w};
use crate::{
    form::Language,
    model::Zone,
    office::{AccountRefusal, Keeper, LogInError, OfficeError, Password},
    server::{
        pages::log_in,
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
    },
};

#[derive(Template)]
#[template(path = "pages/settings/backup.html")]
struct BackupPage {
    shell: Shell,
    tab: Tab,
    /// Whether a six-digit code is asked for too.
    has_codes: bool,
    wrong: String,
    wrong_code: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct BackupForm {
    #[serde(default, rename = "mat-khau")]
    password: String,
    #[serde(default)]
    ma: String,
}

/// What a backup is, and the form that asks who wants it.
pub async fn ask(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    drawn(&signed_in, &state, String::new(), String::new()).await
}

async fn drawn(who: &Authorised, state: &PageState, wrong: String, wrong_code: String) -> Result<Response, PageError> {
    let entry = state.office().account(&who.account.id).await?.ok_or(PageError::NotFound)?;
    let shell = who.shell(OfficeSection::Settings, words::SETTINGS.get(who.language())).await?;
    Ok(page(&BackupPage { shell, tab: Tab::Backup, has_codes: entry.has_codes, wrong, wrong_code }))
}

/// Makes it and hands it out: to whoever is logged in and knows the password. Guesses count with those of logging in.
pub async fn download(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<BackupForm>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let peer = signed_in.caller.address;
    if !state.log_ins().allows(peer) {
        return Err(PageError::TooOften);
    }
    let (actor, code) = (signed_in.actor(), typed.ma.trim());
    let code = (!code.is_empty()).then_some(code);
    if let Err(wrong) = office.ask_again(&actor, Password::typed(&typed.password), code, peer).await {
        return refused(&signed_in, &state, wrong).await;
    }
    let Some(making) = state.downloads().backup(office.data()) else {
        let page = drawn(&signed_in, &state, w::BACKUP_RUNNING.get(language).to_owned(), String::new()).await?;
        return Ok((StatusCode::CONFLICT, page).into_response());
    };
    let done = office.backup(Keeper::Person(&actor), making.path(), false).await?;
    for digest in &done.missing {
        tracing::warn!(%digest, "a file that the database names is not there, and not in the backup");
    }
    let at = office.clock().now().wall;
    let zone = office.live().await?.zone();
    let name = format!("bangtin-{}-phien-ban-{}.tar", zone.local(at).strftime("%Y-%m-%d-%H%M"), done.version);
    let sent = making.send(&name, "application/x-tar").await;
    sent.map_err(|source| OfficeError::Disk { what: "the backup cannot be read back".to_owned(), source }.into())
}

/// The form again, with why nothing was handed out.
async fn refused(who: &Authorised, state: &PageState, wrong: LogInError) -> Result<Response, PageError> {
    let language: Language = who.language();
    let (wrong, wrong_code) = match wrong {
        LogInError::Wrong { left } => (log_in::words::wrong(language, left), String::new()),
        LogInError::CodeNeeded => (String::new(), log_in::words::CODE_HELP.get(language).to_owned()),
        LogInError::WrongCode { left } => (String::new(), log_in::words::wrong_code(language, left)),
        LogInError::Wait { until } => (log_in::words::wait(language, until, &Zone::default()), String::new()),
        LogInError::Office(OfficeError::Account(AccountRefusal::Busy)) => {
            (log_in::words::BUSY.get(language).to_owned(), String::new())
        }
        LogInError::Office(error) => return Err(error.into()),
    };
    let page = drawn(who, state, wrong, wrong_code).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
