//! Answers with a page, or leads to one.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::toast::Toast;

/// A page, or a part of one, from its template. Nobody keeps a copy of it.
pub(in crate::server) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => ([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Leads to another page of the office after something was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Go {
    to: String,
    toast: Option<Toast>,
    cookies: Vec<HeaderValue>,
}

impl Go {
    /// To that address of the office; to the first page where it is not one of ours.
    pub fn to(address: &str) -> Self {
        let ours = address.starts_with('/')
            && !address.starts_with("//")
            && !address.contains('\\')
            && address.bytes().all(|byte| byte.is_ascii_graphic());
        Self { to: if ours { address.to_owned() } else { "/".to_owned() }, toast: None, cookies: Vec::new() }
    }

    /// Saying there what has just happened.
    pub fn telling(mut self, toast: Toast) -> Self {
        self.toast = Some(toast);
        self
    }

    /// Setting a cookie.
    pub fn with_cookie(mut self, cookie: HeaderValue) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// The same for a form that a script has sent: the whole window goes there.
    pub fn by_script(self) -> Response {
        let mut response = self.into_response();
        *response.status_mut() = StatusCode::OK;
        if let Some(to) = response.headers_mut().remove(header::LOCATION) {
            response.headers_mut().insert("hx-redirect", to);
        }
        response
    }
}

impl IntoResponse for Go {
    fn into_response(self) -> Response {
        let mut response = (StatusCode::SEE_OTHER, [(header::CACHE_CONTROL, "no-store")]).into_response();
        let to = HeaderValue::from_str(&self.to).expect("`to` lets printable ASCII through alone");
        let headers = response.headers_mut();
        headers.insert(header::LOCATION, to);
        for cookie in self.cookies.into_iter().chain(self.toast.map(|toast| toast.cookie())) {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_out_of_the_office() {
        for (asked, led) in [
            ("/trang?loc=1", "/trang?loc=1"),
            ("//example.com", "/"),
            ("/\\example.com", "/"),
            ("https://example.com", "/"),
            ("", "/"),
            ("/a\r\nset-cookie: b", "/"),
        ] {
            assert_eq!(Go::to(asked).to, led);
        }
    }
}
