//! Takes a log-in.

use axum::{
    Extension, Form,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    show::{LogInAnswer, log_in_page},
    words,
};
use crate::{
    model::Zone,
    office::{AccountRefusal, LogIn, LogInError, OfficeError, Password},
    server::{
        assets,
        http::Caller,
        session::SessionCookie,
        shell::{Go, PageError, PageLook, page},
        state::PageState,
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct LogInForm {
    ten: String,
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(default)]
    ma: String,
    #[serde(default)]
    giu: Option<String>,
    #[serde(default)]
    toi: String,
}

/// Logs somebody in, and leads to the page that was asked for.
pub async fn submit(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(typed): Form<LogInForm>,
) -> Result<Response, PageError> {
    if !state.log_ins().allows(caller.address) {
        return Err(PageError::TooOften);
    }
    let language = look.language;
    let cookie = SessionCookie::of(caller);
    let code = typed.ma.trim();
    let log_in = LogIn {
        login: &typed.ten,
        password: Password::typed(&typed.password),
        code: (!code.is_empty()).then_some(code),
        peer: caller.address,
        agent: headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default(),
        before: cookie.read(&headers),
    };
    let partial = headers.contains_key("hx-request");
    let code_field = Some((words::CODE.get(language), words::CODE_HELP.get(language)));
    let (wrong, code) = match state.office().log_in(log_in).await {
        Ok(logged_in) => {
            let now = state.office().clock().now().wall;
            let kept_until = typed.giu.is_some().then_some(logged_in.until);
            let go = Go::to(&typed.toi).with_cookie(cookie.begin(logged_in.token.as_str(), now, kept_until));
            return Ok(if partial { go.by_script() } else { go.into_response() });
        }
        Err(LogInError::Wrong { left }) => (words::wrong(language, left), None),
        Err(LogInError::CodeNeeded) => (String::new(), code_field),
        Err(LogInError::WrongCode { left }) => (words::wrong_code(language, left), code_field),
        Err(LogInError::Wait { until }) => (words::wait(language, until, &Zone::default()), None),
        Err(LogInError::Office(OfficeError::Account(AccountRefusal::Busy))) => {
            (words::BUSY.get(language).to_owned(), None)
        }
        Err(LogInError::Office(error)) => return Err(error.into()),
    };
    let answer = LogInAnswer { icons: assets::address("icons.svg"), wrong, code };
    if partial {
        return Ok(page(&answer));
    }
    let mut again = log_in_page(&state, look, typed.toi, answer).await?;
    again.login = typed.ten;
    let mut response = page(&again);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
