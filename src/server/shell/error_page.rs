//! Puts words and a way on to every answer that is an error.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use tower_http::csrf::ProtectionError;

use super::{look::PageLook, page_error::PageError, shell::Shell, toast::Toast, words};

#[derive(Template)]
#[template(path = "shell/error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    what: &'static str,
    next: &'static str,
}

/// Gives every error that is not a page already one, in the reader's language; a script that fetches parts of a page is
/// told in one line and leaves the page as it is.
pub(in crate::server) async fn dress(request: Request, next: Next) -> Response {
    let look = request.extensions().get::<PageLook>().cloned();
    let partial = request.headers().contains_key("hx-request");
    let response = next.run(request).await;
    let status = response.status();
    let is_page = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| {
        [b"text/html".as_slice(), b"application/json"].iter().any(|page| kind.as_bytes().starts_with(page))
    });
    let Some(look) = look.filter(|_| (status.is_client_error() || status.is_server_error()) && !is_page) else {
        return response;
    };
    let (what, next) = match response.extensions().get::<Arc<PageError>>() {
        Some(error) => error.words(look.language),
        None => {
            // A form from another site is no matter of rights.
            let elsewhere = response.extensions().get::<ProtectionError>().is_some();
            let said = (words::ELSEWHERE, words::ELSEWHERE_NEXT);
            let (what, next) = if elsewhere { said } else { words::of_status(status) };
            (what.get(look.language), next.get(look.language))
        }
    };
    let mut dressed = if partial {
        let toast = Toast::bad(format!("{what}. {next}"));
        let mut bare = status.into_response();
        bare.headers_mut().insert("hx-reswap", HeaderValue::from_static("none"));
        bare.headers_mut().insert("hx-trigger", toast.trigger());
        bare
    } else {
        let shell = Shell::bare(look, what);
        let page = ErrorPage { shell, status: status.as_u16(), what, next };
        match page.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(_) => status.into_response(),
        }
    };
    // What the answer says besides its words: `Retry-After`, `Allow`, cookies.
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    dressed
}
