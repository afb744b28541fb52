//! Makes the second person's account.

use axum::{
    Form,
    extract::State,
    http::HeaderMap,
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
    office::{Keeper, NewAccount, OfficeError, Password},
    server::{
        session::Authorised,
        shell::{Go, PageError},
        state::PageState,
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct SecondPersonForm {
    #[serde(rename = "ho-ten")]
    name: String,
    #[serde(rename = "chuc-vu")]
    post: String,
    #[serde(rename = "ten")]
    login: String,
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(rename = "viec")]
    duty: String,
}

/// Makes the second person's account, without whom nothing could ever be approved.
pub async fn second_person(
    State(state): State<PageState>,
    signed_in: Authorised,
    headers: HeaderMap,
    Form(typed): Form<SecondPersonForm>,
) -> Result<Response, PageError> {
    let keeps = typed.duty != "duyet";
    let roles = if keeps {
        Roles::of([Role::Approver, Role::Administrator])
    } else {
        Roles::of([Role::Author, Role::Approver])
    };
    let new = NewAccount {
        login: typed.login.clone(),
        name: typed.name.clone(),
        post: typed.post.clone(),
        roles,
        emergency: true,
        tags: Vec::new(),
        password: Password::typed(&typed.password),
    };
    match state.office().add_account(Keeper::Person(&signed_in.actor()), &new).await {
        Ok(_) => Ok(Go::to("/bat-dau").into_response()),
        Err(OfficeError::Account(refusal)) => {
            let wrong = Some(words::refused(signed_in.language(), &refusal));
            let SecondPersonForm { name, post, login, .. } = typed;
            let form = AccountForm { name, post, login, keeps, wrong };
            Ok(step(signed_in.look.clone(), said(&state, &headers).await?, "", StepForm::Second(form)))
        }
        Err(error) => Err(error.into()),
    }
}
