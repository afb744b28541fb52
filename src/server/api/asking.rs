//! The program that asks, as handlers have it.

use axum::{extract::FromRequestParts, http::request::Parts};

use super::error::ApiError;
use crate::{
    form::Language,
    office::{Actor, Program},
    server::http::Caller,
};

/// A program that has shown a good token and may use the route.
#[derive(Debug, Clone)]
pub(in crate::server) struct Asking {
    /// The program.
    pub program: Program,
    /// The language in which it is answered.
    pub language: Language,
    /// Where the request comes from.
    pub caller: Caller,
}

impl Asking {
    /// The person as the office's verbs have it.
    pub fn actor(&self) -> Actor {
        Actor { account: self.program.account.clone(), ip: self.caller.address.to_canonical().to_string() }
    }
}

impl<S: Sync> FromRequestParts<S> for Asking {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or(ApiError::NoGuard)
    }
}
