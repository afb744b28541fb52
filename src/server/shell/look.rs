//! How a person wants the page: in which language, light or dark. Two cookies that say nothing else.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::form::Language;

/// The cookie of the language.
pub(in crate::server) const LANGUAGE_COOKIE: &str = "ngon-ngu";
/// The cookie of the colours.
pub(in crate::server) const SCHEME_COOKIE: &str = "nen";

/// The cookie that carries what has just happened over a redirect; see `toast`.
pub(super) const TOAST_COOKIE: &str = "bao";
/// The header that takes it away once it was shown.
const TOAST_SHOWN: &str = "bao=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::server) enum Scheme {
    /// As the device has it.
    #[default]
    Auto,
    /// Nền sáng.
    Light,
    /// Nền tối.
    Dark,
}

impl Scheme {
    /// What stands in the cookie and in the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The scheme of that code; any other text is as the device has it.
    pub fn of(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// What every answer needs to know of how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct PageLook {
    pub language: Language,
    pub scheme: Scheme,
    /// The address asked for, with its query: where a switch of language leads back to.
    pub address: String,
}

impl PageLook {
    /// What a request says.
    pub fn of(headers: &HeaderMap, address: &str) -> Self {
        let language = match cookie(headers, LANGUAGE_COOKIE) {
            Some("en") => Language::En,
            _ => Language::Vi,
        };
        let scheme = cookie(headers, SCHEME_COOKIE).map(Scheme::of).unwrap_or_default();
        Self { language, scheme, address: address.to_owned() }
    }
}

/// The value of a cookie.
pub(in crate::server) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let said = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Reads the look of each request and hands it on to handlers, extractors and error pages.
pub(in crate::server) async fn keep_look(mut request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str()).to_owned();
    let look = PageLook::of(request.headers(), &address);
    request.extensions_mut().insert(look);
    let told = cookie(request.headers(), TOAST_COOKIE).is_some();
    let mut response = next.run(request).await;
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if told && is_page && !response.headers().contains_key(header::REFRESH) {
        response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(TOAST_SHOWN));
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_cookies_are_read_among_others_and_nonsense_is_vietnamese_as_the_device_has_it() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; ngon-ngu=en; nen=dark"));
        let look = PageLook::of(&headers, "/trang?q=1");
        assert_eq!((look.language, look.scheme, look.address.as_str()), (Language::En, Scheme::Dark, "/trang?q=1"));
        headers.insert(header::COOKIE, HeaderValue::from_static("xngon-ngu=en; nen=green"));
        let look = PageLook::of(&headers, "/");
        assert_eq!((look.language, look.scheme), (Language::Vi, Scheme::Auto));
    }
}
