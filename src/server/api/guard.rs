//! Lets a program through to its route, by its token alone.

use std::{num::NonZeroU32, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{Quota, RateLimiter, clock::DefaultClock, state::keyed::HashMapStateStore};
use tokio::sync::Semaphore;

use super::{asking::Asking, error::ApiError, language::language_of};
use crate::{
    approval::Right,
    model::limits,
    server::{
        http::{AskedBy, Caller},
        state::PageState,
    },
};

/// What the routes of the interface share. Cheap to clone.
#[derive(Clone)]
pub(in crate::server) struct InterfaceState {
    rate: Arc<RateLimiter<String, HashMapStateStore<String>, DefaultClock>>,
    /// Places for pictures that are coming.
    pub coming: Arc<Semaphore>,
    /// Places for content that is handed out.
    pub exports: Arc<Semaphore>,
    /// Places for content that is read and checked.
    pub reading: Arc<Semaphore>,
}

impl InterfaceState {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        let some = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(some(limits::TOKEN_A_MINUTE)).allow_burst(some(limits::TOKEN_AT_ONCE));
        Self {
            rate: Arc::new(RateLimiter::hashmap(quota)),
            coming: Arc::new(Semaphore::new(limits::ASSETS_COMING)),
            exports: Arc::new(Semaphore::new(limits::EXPORTS)),
            reading: Arc::new(Semaphore::new(limits::CONTENTS_READ)),
        }
    }

    /// Whether that token may ask once more. Tokens are few: none is forgotten.
    fn allows(&self, token: &str) -> bool {
        self.rate.check_key(&token.to_owned()).is_ok()
    }
}

/// Lets through whoever shows a token that may use the route, and tells the handler who it is. Cookies are not looked at.
pub(in crate::server) async fn guard(
    State((state, right, shared)): State<(PageState, Right, InterfaceState)>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(&caller) = request.extensions().get::<Caller>() else {
        tracing::error!("a route stands outside of the layers that say who asks");
        return ApiError::NoGuard.into_response();
    };
    // A token that travels in the open is read by everybody on the way.
    if !(state.road().plain_http || caller.is_secure || caller.is_local) {
        return ApiError::OpenRoad.into_response();
    }
    let Some(token) = bearer(request.headers()) else { return ApiError::NoToken.into_response() };
    let program = match state.office().program(token).await {
        Ok(Some(program)) => program,
        Ok(None) => return ApiError::BadToken.into_response(),
        Err(error) => return ApiError::from(error).into_response(),
    };
    if !shared.allows(&program.token) {
        return ApiError::TooOften.into_response();
    }
    if !program.may(right) {
        return match program.scope.covers(right) {
            true => ApiError::PersonMayNot.into_response(),
            false => ApiError::TokenMayNot.into_response(),
        };
    }
    let asked_by = AskedBy(program.account.login.clone());
    let language = language_of(request.headers());
    request.extensions_mut().insert(Asking { program, language, caller });
    let mut response = if *request.method() == Method::POST {
        // What was begun is finished, also where the program has left meanwhile: a publish is not cut in the middle.
        let finished = tokio::spawn(next.run(request)).await;
        finished.unwrap_or_else(|_| ApiError::Panicked.into_response())
    } else {
        next.run(request).await
    };
    response.extensions_mut().insert(asked_by);
    response
}

/// The token that a request brings (RFC 6750 §2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let said = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = said.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_asks_without_end_waits_and_no_other_does() {
        let shared = InterfaceState::new();
        let allowed = (0..2 * limits::TOKEN_AT_ONCE).filter(|_| shared.allows("one")).count();
        // While that was asked a few more may have become due.
        let most = limits::TOKEN_AT_ONCE as usize + 50;
        assert!((limits::TOKEN_AT_ONCE as usize..most).contains(&allowed), "{allowed}");
        assert!(shared.allows("other"));
    }

    #[test]
    fn only_a_bearer_token_is_a_token() {
        let token = |said: &str| {
            let headers: HeaderMap = [(header::AUTHORIZATION, said.parse().unwrap())].into_iter().collect();
            bearer(&headers).map(str::to_owned)
        };
        assert_eq!(token("Bearer bangtin_1"), Some("bangtin_1".to_owned()));
        assert_eq!(token("bearer  bangtin_1"), Some("bangtin_1".to_owned()));
        for none in ["Basic YTpi", "Bearer", "Bearer ", "bangtin_1"] {
            assert_eq!(token(none), None, "{none}");
        }
    }
}
