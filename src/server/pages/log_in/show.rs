//! The page of the log-in.

use askama::Template;
use axum::{
    Extension,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::words;
use crate::{
    approval::Right,
    office::FirstStart,
    server::{
        http::Caller,
        session::SessionCookie,
        shell::{Go, PageError, PageLook, Shell, Toast, page},
        state::PageState,
    },
};

/// Where to go after the log-in.
#[derive(Debug, Default, Deserialize)]
pub struct LogInQuery {
    #[serde(default)]
    toi: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/log_in/log_in.html")]
pub(super) struct LogInPage {
    pub shell: Shell,
    pub forgotten: String,
    pub to: String,
    pub login: String,
    pub answer: LogInAnswer,
}

/// What the office answered to a try: it stands below the password.
#[derive(Template, Default)]
#[template(path = "pages/log_in/answer.html")]
pub(super) struct LogInAnswer {
    pub icons: String,
    pub wrong: String,
    /// The words of the field for the code and its help, where one is asked for.
    pub code: Option<(&'static str, &'static str)>,
}

/// Shows the log-in; whoever is logged in already goes on, and before the first start there is nobody to log in.
pub async fn show(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<LogInQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if let Some(token) = SessionCookie::of(caller).read(&headers)
        && state.office().who(token).await?.is_some()
    {
        return Ok(Go::to(&asked.toi).into_response());
    }
    if !matches!(state.office().first_start().await?, FirstStart::Done | FirstStart::SecondPerson) {
        return Ok(Go::to("/bat-dau").into_response());
    }
    let answer = LogInAnswer::default();
    let mut page_of = log_in_page(&state, look, asked.toi, answer).await?;
    page_of.shell.toast = Toast::of(&headers);
    Ok(page(&page_of))
}

/// The page with an answer on it.
pub(super) async fn log_in_page(
    state: &PageState,
    look: PageLook,
    to: String,
    answer: LogInAnswer,
) -> Result<LogInPage, PageError> {
    let accounts = state.office().accounts().await?;
    let keeps = accounts.into_iter().filter(|entry| entry.account.may(Right::Administer));
    let administrators: Vec<String> = keeps.map(|entry| entry.account.name).collect();
    let forgotten = words::forgotten(look.language, &administrators);
    let title = words::TITLE.get(look.language);
    let unit = state.office().commune_name().await?.unwrap_or_default();
    Ok(LogInPage { shell: Shell { unit, ..Shell::bare(look, title) }, forgotten, to, login: String::new(), answer })
}
