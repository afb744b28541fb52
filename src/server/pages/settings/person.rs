//! `/thiet-lap/nguoi-dung/{id}`: a person's account: made, changed, closed, let back in.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::words as w;
use crate::{
    approval::{AccountId, Role, Roles},
    form::Words,
    office::{AccountChange, Keeper, NewAccount, OfficeError, Password},
    server::{
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page},
        state::PageState,
    },
};

/// What the form says.
#[derive(Debug, Clone, Default)]
struct PersonForm {
    name: String,
    post: String,
    login: String,
    roles: Roles,
    emergency: bool,
    tags: String,
    password: String,
}

#[derive(Template)]
#[template(path = "pages/settings/person.html")]
struct PersonPage {
    shell: Shell,
    action: String,
    typed: PersonForm,
    roles: Vec<(String, Words, Words, bool)>,
    is_new: bool,
    is_closed: bool,
    has_codes: bool,
    wrong: Option<(&'static str, String)>,
}

impl PersonPage {
    fn wrong(&self, field: &str) -> &str {
        self.wrong.as_ref().filter(|(own, _)| *own == field).map_or("", |(_, words)| words.as_str())
    }
}

impl PersonForm {
    fn of(pairs: &[(String, String)]) -> Self {
        let one =
            |name: &str| pairs.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str()).to_owned();
        let roles = pairs.iter().filter(|(name, _)| name == "vai").filter_map(|(_, role)| role.parse::<Role>().ok());
        Self {
            name: one("ho-ten"),
            post: one("chuc-vu"),
            login: one("ten"),
            roles: Roles::of(roles),
            emergency: !one("khan").is_empty(),
            tags: one("nhom"),
            password: one("mat-khau"),
        }
    }

    fn tags(&self) -> Vec<String> {
        self.tags.lines().map(str::to_owned).collect()
    }
}

fn offered(roles: &Roles) -> Vec<(String, Words, Words, bool)> {
    let one = |role: Role| {
        let (words, hint) = w::role(role);
        (role.to_string(), words, hint, roles.has(role))
    };
    Role::ALL.into_iter().map(one).collect()
}

/// Asks for a new person.
pub async fn begin(signed_in: Authorised) -> Result<Response, PageError> {
    drawn_new(&signed_in, PersonForm { roles: Roles::of([Role::Author]), ..PersonForm::default() }, None).await
}

async fn drawn_new(
    who: &Authorised,
    typed: PersonForm,
    wrong: Option<(&'static str, String)>,
) -> Result<Response, PageError> {
    let shell = who.task(w::ADD_PERSON.get(who.language())).await?;
    let roles = offered(&typed.roles);
    let action = "/thiet-lap/nguoi-dung/moi".to_owned();
    Ok(page(&PersonPage { shell, action, typed, roles, is_new: true, is_closed: false, has_codes: false, wrong }))
}

/// Makes the account.
pub async fn add(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let typed = PersonForm::of(&pairs);
    let new = NewAccount {
        login: typed.login.clone(),
        name: typed.name.clone(),
        post: typed.post.clone(),
        roles: typed.roles.clone(),
        emergency: typed.emergency,
        tags: typed.tags(),
        password: Password::typed(&typed.password),
    };
    match state.office().add_account(Keeper::Person(&signed_in.actor()), &new).await {
        Ok(_) => {
            Ok(Go::to("/thiet-lap/nguoi-dung").telling(Toast::good(w::MADE.get(signed_in.language()))).into_response())
        }
        Err(OfficeError::Account(refusal)) => {
            let wrong = Some(w::refused(signed_in.language(), &refusal));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn_new(&signed_in, typed, wrong).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows a person's account.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    drawn(&signed_in, &state, &AccountId(id), None).await
}

async fn drawn(
    who: &Authorised,
    state: &PageState,
    id: &AccountId,
    wrong: Option<(&'static str, String)>,
) -> Result<Response, PageError> {
    let entry = state.office().account(id).await?.ok_or(PageError::NotFound)?;
    let account = entry.account;
    let shell = who.task(account.name.clone()).await?;
    let roles = offered(&account.roles);
    Ok(page(&PersonPage {
        shell,
        action: format!("/thiet-lap/nguoi-dung/{id}"),
        roles,
        is_new: false,
        is_closed: account.off.is_some(),
        has_codes: entry.has_codes,
        typed: PersonForm {
            name: account.name,
            post: account.post,
            login: account.login,
            roles: account.roles,
            emergency: account.emergency,
            tags: account.tags.join("\n"),
            password: String::new(),
        },
        wrong,
    }))
}

/// Changes the account, or what its button says: closes it, opens it again, resets its password, takes its codes.
pub async fn change(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let (office, language, id) = (state.office(), signed_in.language(), AccountId(id));
    let actor = signed_in.actor();
    let keeper = Keeper::Person(&actor);
    let typed = PersonForm::of(&pairs);
    let act = pairs.iter().find(|(name, _)| name == "lam").map_or("", |(_, value)| value.as_str());
    let (done, words) = match act {
        "khoa" => (office.close_account(keeper, &id).await, w::CLOSED_DONE),
        "mo" => (office.reopen_account(keeper, &id).await, w::REOPENED),
        "dat-lai" => (office.reset_password(keeper, &id, &Password::typed(&typed.password)).await, w::RESET_DONE),
        "bo-ma" => (office.clear_codes(keeper, &id).await, w::CODES_CLEARED),
        _ => {
            let change = AccountChange {
                name: typed.name.clone(),
                post: typed.post.clone(),
                roles: typed.roles.clone(),
                emergency: typed.emergency,
                tags: typed.tags(),
            };
            (office.change_account(keeper, &id, &change).await.map(drop), w::CHANGED)
        }
    };
    match done {
        Ok(()) => {
            let here = format!("/thiet-lap/nguoi-dung/{id}");
            Ok(Go::to(&here).telling(Toast::good(words.get(language))).into_response())
        }
        Err(OfficeError::Account(refusal)) => {
            let page = drawn(&signed_in, &state, &id, Some(w::refused(language, &refusal))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
