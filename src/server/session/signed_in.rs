//! The person who looks at a page, as handlers have it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};

use crate::{
    approval::Account,
    form::Language,
    office::{self, Actor},
    server::{
        http::Caller,
        shell::{OfficeSection, PageError, PageLook, Shell, Toast},
        state::PageState,
    },
};

/// Whoever is logged in and may use the route. A handler that takes it stands on a route that asks for a right.
#[derive(Clone)]
pub(in crate::server) struct Authorised {
    /// The person, as the account is now.
    pub account: Account,
    /// The name of the session.
    pub session: String,
    /// How the page is read.
    pub look: PageLook,
    /// Where the request comes from.
    pub caller: Caller,
    toast: Option<Toast>,
    state: PageState,
}

impl Authorised {
    pub(super) fn new(
        who: office::SignedIn,
        look: PageLook,
        caller: Caller,
        headers: &HeaderMap,
        state: PageState,
    ) -> Self {
        Self { account: who.account, session: who.session, look, caller, toast: Toast::of(headers), state }
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.look.language
    }

    /// The person as the office's verbs have it.
    pub fn actor(&self) -> Actor {
        Actor { account: self.account.clone(), ip: self.caller.address.to_canonical().to_string() }
    }

    /// The shell of a page in that section.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn shell(&self, section: OfficeSection, title: impl Into<String>) -> Result<Shell, PageError> {
        Ok(Shell { section: Some(section), ..self.task(title).await? })
    }

    /// The shell of a page of one task.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn task(&self, title: impl Into<String>) -> Result<Shell, PageError> {
        let around = self.state.around(&self.account, self.look.language).await?;
        Ok(Shell {
            account: Some(self.account.clone()),
            unit: around.unit,
            waiting: around.waiting,
            banner: around.banner,
            toast: self.toast.clone(),
            ..Shell::bare(self.look.clone(), title)
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Authorised {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::NoGuard)
    }
}
