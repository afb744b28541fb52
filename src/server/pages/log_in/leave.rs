//! Logs somebody out.

use axum::{Extension, extract::State, http::HeaderMap};

use super::words;
use crate::server::{
    http::Caller,
    session::SessionCookie,
    shell::{Go, PageError, PageLook, Toast},
    state::PageState,
};

/// Logs somebody out; who is not in, is out already.
pub async fn log_out(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Go, PageError> {
    let cookie = SessionCookie::of(caller);
    if let Some(token) = cookie.read(&headers) {
        state.office().log_out(token, &caller.address.to_canonical().to_string()).await?;
    }
    let told = Toast::good(words::LOGGED_OUT.get(look.language));
    Ok(Go::to("/dang-nhap").with_cookie(cookie.end()).telling(told))
}
