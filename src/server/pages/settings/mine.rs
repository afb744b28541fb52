//! `/thiet-lap/toi`: one's own account: password, six-digit codes, sessions, tokens.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{tabs::Tab, words as w};
use crate::{
    office::{CodesSetUp, OfficeError, Password, TokenScope},
    server::{
        pages::displays::qr_path,
        session::Authorised,
        shell::{Go, OfficeSection, PageError, Shell, Toast, page, words},
        state::PageState,
        times::Times,
    },
};

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// One session.
struct SessionLine {
    id: String,
    agent: String,
    second: String,
    is_this: bool,
}

/// One token.
struct TokenLine {
    id: String,
    name: String,
    second: String,
}

/// What stands on the page beside what is always there.
#[derive(Default)]
struct Beside {
    codes: Option<CodesSetUp>,
    token: Option<String>,
    wrong: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "pages/settings/mine.html")]
struct MinePage {
    shell: Shell,
    tab: Tab,
    has_codes: bool,
    qr: Option<(i32, String)>,
    secret: String,
    token: String,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    scopes: Vec<(String, &'static str)>,
    wrong: Option<(&'static str, String)>,
}

impl MinePage {
    fn wrong(&self, field: &str) -> &str {
        self.wrong.as_ref().filter(|(own, _)| *own == field).map_or("", |(_, words)| words.as_str())
    }
}

/// Shows the page.
pub async fn show(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    drawn(&signed_in, &state, Beside::default()).await
}

async fn drawn(who: &Authorised, state: &PageState, beside: Beside) -> Result<Response, PageError> {
    let (office, language) = (state.office(), who.language());
    let id = &who.account.id;
    let zone = office.live().await?.zone();
    let times = Times::new(zone, office.clock().now().wall, language);
    let entry = office.account(id).await?.ok_or(PageError::NotFound)?;
    let sessions = office.sessions(id).await?.into_iter().map(|session| SessionLine {
        is_this: session.id == who.session,
        agent: browser(&session.agent),
        second: format!("{} · {}", session.peer, times.was(session.seen)),
        id: session.id,
    });
    let tokens = office.tokens(id).await?.into_iter().map(|token| {
        let used = token.seen.map_or_else(|| w::NEVER_USED.get(language).to_owned(), |seen| times.was(seen));
        let scope = token.scope.map(|scope| w::scope(scope).get(language)).unwrap_or_default();
        let until = times.zone().local(token.until).strftime("%d/%m/%Y");
        TokenLine { id: token.id, name: token.name, second: format!("{scope} · → {until} · {used}") }
    });
    let (sessions, tokens) = (sessions.collect(), tokens.collect());
    let shell = who.shell(OfficeSection::Settings, words::SETTINGS.get(language)).await?;
    Ok(page(&MinePage {
        shell,
        tab: Tab::Mine,
        has_codes: entry.has_codes,
        qr: beside.codes.as_ref().and_then(|codes| qr_path(&codes.url)),
        secret: beside.codes.map(|codes| codes.secret).unwrap_or_default(),
        token: beside.token.unwrap_or_default(),
        sessions,
        tokens,
        scopes: TokenScope::ALL.into_iter().map(|scope| (scope.to_string(), w::scope(scope).get(language))).collect(),
        wrong: beside.wrong,
    }))
}

/// What a browser calls itself, as people know it.
fn browser(agent: &str) -> String {
    let known = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("CocCoc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named =
        |list: &[(&str, &'static str)]| list.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (named(&known), named(&systems)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

/// The answer after a verb: back with a word, or the page with what is wrong.
async fn after(
    who: &Authorised,
    state: &PageState,
    done: Result<(), OfficeError>,
    words: crate::form::Words,
) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Go::to("/thiet-lap/toi").telling(Toast::good(words.get(who.language()))).into_response()),
        Err(OfficeError::Account(refusal)) => {
            let wrong = Some(w::refused(who.language(), &refusal));
            let page = drawn(who, state, Beside { wrong, ..Beside::default() }).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Two passwords.
#[derive(Deserialize)]
pub struct PasswordChange {
    #[serde(rename = "mat-khau-cu")]
    present: String,
    #[serde(rename = "mat-khau")]
    new: String,
}

/// Changes the password.
pub async fn password(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<PasswordChange>,
) -> Result<Response, PageError> {
    let (present, new) = (Password::typed(&typed.present), Password::typed(&typed.new));
    let done = state.office().change_password(&signed_in.actor(), Some(&signed_in.session), &present, &new).await;
    after(&signed_in, &state, done, w::PASSWORD_CHANGED).await
}

/// Shows the secret for six-digit codes, once.
pub async fn begin_codes(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    match state.office().begin_codes(&signed_in.actor()).await {
        Ok(codes) => drawn(&signed_in, &state, Beside { codes: Some(codes), ..Beside::default() }).await,
        Err(error) => after(&signed_in, &state, Err(error), w::CODES_ON).await,
    }
}

/// A six-digit code.
#[derive(Deserialize)]
pub struct Code {
    #[serde(rename = "ma")]
    code: String,
}

/// Makes the codes count.
pub async fn confirm_codes(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<Code>,
) -> Result<Response, PageError> {
    let done = state.office().confirm_codes(&signed_in.actor(), &typed.code).await;
    after(&signed_in, &state, done, w::CODES_ON).await
}

/// The present password.
#[derive(Deserialize)]
pub struct PresentPassword {
    #[serde(rename = "mat-khau-cu")]
    present: String,
}

/// Ends the codes.
pub async fn end_codes(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<PresentPassword>,
) -> Result<Response, PageError> {
    let done = state.office().end_codes(&signed_in.actor(), &Password::typed(&typed.present)).await;
    after(&signed_in, &state, done, w::CODES_OFF).await
}

/// Ends one session.
pub async fn end_session(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let done = state.office().end_session(&signed_in.actor(), &id).await;
    after(&signed_in, &state, done, w::OTHERS_ENDED).await
}

/// Ends every session but this one.
pub async fn end_other_sessions(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let done = state.office().end_other_sessions(&signed_in.actor(), &signed_in.session).await.map(drop);
    after(&signed_in, &state, done, w::OTHERS_ENDED).await
}

/// A token to be made.
#[derive(Deserialize)]
pub struct NewToken {
    #[serde(rename = "viec")]
    name: String,
    #[serde(rename = "duoc")]
    scope: String,
    #[serde(rename = "so-ngay")]
    days: String,
}

/// Makes a token and shows it, once.
pub async fn add_token(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(typed): Form<NewToken>,
) -> Result<Response, PageError> {
    let office = state.office();
    let scope: TokenScope = typed.scope.parse().map_err(|_| PageError::BadRequest)?;
    let days: i64 = typed.days.trim().parse().unwrap_or(0);
    let until = office.clock().now().wall + days.saturating_mul(DAY_MS);
    match office.add_token(&signed_in.actor(), &typed.name, scope, until).await {
        Ok(token) => {
            let token = Some(token.as_str().to_owned());
            drawn(&signed_in, &state, Beside { token, ..Beside::default() }).await
        }
        Err(error) => after(&signed_in, &state, Err(error), w::TOKEN_MADE).await,
    }
}

/// Ends a token.
pub async fn end_token(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let done = state.office().end_token(&signed_in.actor(), &id).await;
    after(&signed_in, &state, done, w::TOKEN_ENDED).await
}
