//! One line about what has just happened, carried over a redirect in a cookie that is read once.

use axum::http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use super::{
    cookie_text::{from_hex, hex},
    look::{TOAST_COOKIE, cookie},
};

/// Seconds after which it is no news any more.
const SECONDS: u32 = 30;

/// One line, with one link at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) struct Toast {
    /// What happened, and what to do next.
    pub words: String,
    /// Something did not work.
    #[serde(default)]
    pub bad: bool,
    /// The words of a link and where it leads: "Rút lại".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<(String, String)>,
}

impl Toast {
    /// Something was done.
    pub fn good(words: impl Into<String>) -> Self {
        Self { words: words.into(), bad: false, link: None }
    }

    /// Something was not done.
    pub fn bad(words: impl Into<String>) -> Self {
        Self { words: words.into(), bad: true, link: None }
    }

    /// The same with a link.
    pub fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((words.into(), href.into()));
        self
    }

    /// The one that a request carries.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let toast: Self = serde_json::from_slice(&from_hex(cookie(headers, TOAST_COOKIE)?)?).ok()?;
        // A link leads nowhere else: whoever could write a cookie must not send people away with it.
        let stays = toast.link.as_ref().is_none_or(|(_, href)| href.starts_with('/') && !href.starts_with("//"));
        stays.then_some(toast)
    }

    /// The header that carries it.
    pub fn cookie(&self) -> HeaderValue {
        let json = serde_json::to_vec(self).expect("texts are always written");
        let value = format!("{TOAST_COOKIE}={}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Strict", hex(&json));
        HeaderValue::from_str(&value).expect("hexadecimal digits are allowed in a header")
    }

    /// The header by which a part of a page, fetched by a script, tells it: in ASCII, as headers are.
    pub fn trigger(&self) -> HeaderValue {
        let link = self.link.as_ref().map(|(words, href)| serde_json::json!({"words": words, "href": href}));
        let json = serde_json::json!({"tell": {"words": self.words, "bad": self.bad, "link": link}}).to_string();
        let mut ascii = String::new();
        for unit in json.chars() {
            if unit.is_ascii() {
                ascii.push(unit);
            } else {
                ascii.extend(unit.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
        HeaderValue::from_str(&ascii).expect("JSON escapes control characters")
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn a_toast_comes_over_a_redirect_and_leads_nowhere_else() {
        let carried = |toast: &Toast| {
            let cookie = toast.cookie();
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, pair.parse().unwrap());
            Toast::of(&headers)
        };
        let sent = Toast::good("Đã gửi ông B duyệt.").link("Rút lại", "/duyet/1");
        assert_eq!(carried(&sent), Some(sent));
        for away in ["https://example.com", "//example.com"] {
            assert_eq!(carried(&Toast::good("a").link("b", away)), None);
        }
    }

    #[test]
    fn a_part_of_a_page_tells_it_in_ascii() {
        let header = Toast::bad("Chưa lưu được 🙂").trigger();
        let told: serde_json::Value = serde_json::from_str(header.to_str().unwrap()).unwrap();
        assert_eq!(told["tell"]["words"], "Chưa lưu được 🙂");
        assert_eq!(told["tell"]["bad"], true);
    }
}
