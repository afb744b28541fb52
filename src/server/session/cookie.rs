//! The cookie that holds a session's token.

use axum::http::{HeaderMap, HeaderValue};

use crate::{
    model::WallTime,
    server::{http::Caller, shell::cookie},
};

/// Over TLS a browser keeps a cookie of such a name to this very machine, and never sends it in the open.
const SECURE: &str = "__Host-bangtin";
/// On the machine itself, and where the network is one's own.
const PLAIN: &str = "bangtin";

/// The cookie by which one caller is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) struct SessionCookie {
    is_secure: bool,
}

impl SessionCookie {
    /// As that caller's road allows.
    pub fn of(caller: Caller) -> Self {
        Self { is_secure: caller.is_secure }
    }

    fn name(self) -> &'static str {
        if self.is_secure { SECURE } else { PLAIN }
    }

    /// The token that a request brings.
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        cookie(headers, self.name()).filter(|token| !token.is_empty())
    }

    /// Hands a token out: until the browser is closed, or for as long as the session may last.
    pub fn begin(self, token: &str, now: WallTime, kept_until: Option<WallTime>) -> HeaderValue {
        let age = kept_until.map(|until| format!("; Max-Age={}", ((until - now) / 1_000).max(0))).unwrap_or_default();
        self.header(&format!("{token}; Path=/{age}"))
    }

    /// Takes it back.
    pub fn end(self) -> HeaderValue {
        self.header("; Path=/; Max-Age=0")
    }

    fn header(self, value: &str) -> HeaderValue {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let line = format!("{}={value}{secure}; HttpOnly; SameSite=Strict", self.name());
        HeaderValue::from_str(&line).expect("tokens are hexadecimal digits")
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn over_tls_the_cookie_never_travels_in_the_open() {
        let caller = |is_secure| Caller { address: IpAddr::from([192, 0, 2, 1]), is_secure, is_local: false };
        let said = |cookie: HeaderValue| cookie.to_str().unwrap().to_owned();
        let secure = SessionCookie::of(caller(true)).begin("ab12", WallTime(0), Some(WallTime(60_000)));
        assert_eq!(said(secure), "__Host-bangtin=ab12; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict");
        let plain = SessionCookie::of(caller(false)).begin("ab12", WallTime(0), None);
        assert_eq!(said(plain), "bangtin=ab12; Path=/; HttpOnly; SameSite=Strict");
        let headers = [("cookie".parse().unwrap(), "bangtin=ab12".parse().unwrap())].into_iter().collect();
        assert_eq!(SessionCookie::of(caller(false)).read(&headers), Some("ab12"));
        assert_eq!(
            SessionCookie::of(caller(true)).read(&headers),
            None,
            "a cookie that travelled in the open opens nothing"
        );
    }
}
