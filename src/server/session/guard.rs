//! Lets a request through to its route, or to the log-in, or not at all.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};

use super::{cookie::SessionCookie, signed_in::Authorised};
use crate::{
    approval::{Refusal, Right},
    office::OfficeError,
    server::{
        http::{AskedBy, Caller},
        shell::{Go, PageError, PageLook},
        state::PageState,
    },
};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Access {
    /// Whoever reaches the page, logged in or not.
    Everybody,
    /// Whoever is logged in and may do that.
    May(Right),
    /// A program whose token, and whose person, may do that: no cookie opens it.
    Program(Right),
}

/// Lets through whoever may use the route, and tells the handler who it is.
pub(in crate::server) async fn guard(
    State((state, access)): State<(PageState, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    let right = match access {
        Access::Everybody => return next.run(request).await,
        Access::May(right) => right,
        // Programs have a guard of their own.
        Access::Program(_) => return PageError::NoGuard.into_response(),
    };
    let extensions = request.extensions();
    let (Some(&caller), Some(look)) = (extensions.get::<Caller>(), extensions.get::<PageLook>().cloned()) else {
        tracing::error!("a route stands outside of the layers that say who asks");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let who = match SessionCookie::of(caller).read(request.headers()) {
        Some(token) => state.office().who(token).await,
        None => Ok(None),
    };
    let who = match who {
        Ok(Some(who)) => who,
        Ok(None) => return log_in_first(&request, &look),
        Err(error) => return PageError::from(error).into_response(),
    };
    if !who.account.may(right) {
        return PageError::from(OfficeError::from(Refusal::NoRight { right })).into_response();
    }
    let asked_by = AskedBy(who.account.login.clone());
    let signed_in = Authorised::new(who, look, caller, request.headers(), state);
    request.extensions_mut().insert(signed_in);
    let mut response = if matches!(*request.method(), Method::GET | Method::HEAD) {
        next.run(request).await
    } else {
        // What was begun is finished, also where the browser has left meanwhile: a publish is not cut in the middle.
        let finished = tokio::spawn(next.run(request)).await;
        finished.unwrap_or_else(|_| PageError::Panicked.into_response())
    };
    response.extensions_mut().insert(asked_by);
    response
}

/// To the log-in, and from there back to the page that was asked for. A script that fetches parts is told that the session
/// is over, and what stands on the page stays.
fn log_in_first(request: &Request, look: &PageLook) -> Response {
    if came_from_elsewhere(request.headers()) {
        return again(look);
    }
    if request.headers().contains_key("hx-request") || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return PageError::SignedOut.into_response();
    }
    if look.address == "/" {
        return Go::to("/dang-nhap").into_response();
    }
    let to: String = look.address.bytes().map(escaped).collect();
    Go::to(&format!("/dang-nhap?toi={to}")).into_response()
}

/// Whether a link on another site, or in a message, led here: a browser then keeps its cookies back.
fn came_from_elsewhere(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match said("sec-fetch-site") {
        Some(site) => site == "cross-site" || site == "same-site",
        // Plain HTTP: only the page that the link stood on is told.
        None => said("referer")
            .and_then(|referer| referer.parse::<Uri>().ok())
            .is_some_and(|referer| referer.authority().map(Authority::as_str) != said("host")),
    }
}

/// Asks for the same page once more, from a page of our own: whoever is logged in brings the cookie then.
fn again(look: &PageLook) -> Response {
    let mut response = Html("<!doctype html><meta charset=\"utf-8\"><title>Bảng Tin</title>").into_response();
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={}", look.address)) {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    response
}

/// A byte as it stands in the value of a query.
fn escaped(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}
