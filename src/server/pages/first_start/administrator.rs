//! Makes the first account.

use axum::{
    Extension, Form,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    said::said,
    steps::{AccountForm, StepForm, step},
    words,
};
use crate::{
    approval::{Role, Roles},
    office::{AccountRefusal, NewAccount, OfficeError, Password},
    server::{
        http::Caller,
        session::SessionCookie,
        shell::{Go, PageError, PageLook},
        state::PageState,
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct AdministratorForm {
    ma: String,
    #[serde(rename = "ho-ten")]
    name: String,
    #[serde(rename = "chuc-vu")]
    post: String,
    #[serde(rename = "ten")]
    login: String,
    #[serde(rename = "mat-khau")]
    password: String,
}

/// Makes the first account, and logs its owner in. In a small commune the one who keeps the accounts also approves.
pub async fn administrator(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Form(typed): Form<AdministratorForm>,
) -> Result<Response, PageError> {
    if !state.log_ins().allows(caller.address) {
        return Err(PageError::TooOften);
    }
    let new = NewAccount {
        login: typed.login.clone(),
        name: typed.name.clone(),
        post: typed.post.clone(),
        roles: Roles::of([Role::Approver, Role::Administrator]),
        emergency: true,
        tags: Vec::new(),
        password: Password::typed(&typed.password),
    };
    match state.office().add_first_administrator(&typed.ma, &new, caller.address).await {
        Ok(account) => {
            let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
            let logged_in = state.office().log_in_first(&account, caller.address, agent).await?;
            let now = state.office().clock().now().wall;
            let cookie = SessionCookie::of(caller).begin(logged_in.token.as_str(), now, Some(logged_in.until));
            Ok(Go::to("/bat-dau").with_cookie(cookie).into_response())
        }
        Err(OfficeError::Account(AccountRefusal::NoFirstStart)) => Err(PageError::NoFirstStart),
        Err(OfficeError::Account(refusal)) => {
            let wrong = Some(words::refused(look.language, &refusal));
            let AdministratorForm { ma, name, post, login, .. } = typed;
            let form = AccountForm { name, post, login, keeps: true, wrong };
            Ok(step(look, said(&state, &headers).await?, &ma, StepForm::Administrator(form)))
        }
        Err(error) => Err(error.into()),
    }
}
