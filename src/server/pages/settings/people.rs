//! `/thiet-lap/nguoi-dung`: who works here, and what each may do.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{tabs::Tab, words as w};
use crate::{
    approval::{Account, Role},
    form::Language,
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
    },
};

/// One person.
struct PersonLine {
    href: String,
    name: String,
    post: String,
    login: String,
    duties: String,
    emergency: bool,
    has_codes: bool,
    is_closed: bool,
}

#[derive(Template)]
#[template(path = "pages/settings/people.html")]
struct PeoplePage {
    shell: Shell,
    tab: Tab,
    rows: Vec<PersonLine>,
}

/// Shows everybody.
pub async fn show(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let language = signed_in.language();
    let mut entries = state.office().accounts().await?;
    // Those who work here first.
    entries.sort_by_key(|entry| entry.account.off.is_some());
    let rows = entries.into_iter().map(|entry| PersonLine {
        href: format!("/thiet-lap/nguoi-dung/{}", entry.account.id),
        duties: duties(&entry.account, language),
        name: entry.account.name,
        post: entry.account.post,
        login: entry.account.login,
        emergency: entry.account.emergency,
        has_codes: entry.has_codes,
        is_closed: entry.account.off.is_some(),
    });
    let rows = rows.collect();
    let shell = signed_in.shell(OfficeSection::Settings, words::SETTINGS.get(language)).await?;
    Ok(page(&PeoplePage { shell, tab: Tab::People, rows }))
}

/// "Soạn, Duyệt".
fn duties(account: &Account, language: Language) -> String {
    let names: Vec<&str> = Role::ALL
        .into_iter()
        .filter(|role| account.roles.has(*role))
        .map(|role| w::role(role).0.get(language))
        .collect();
    if names.is_empty() { w::NO_ROLE.get(language).to_owned() } else { names.join(", ") }
}
