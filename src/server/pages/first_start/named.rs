//! The commune's name, kept in the browser until the last step.

use axum::http::{HeaderMap, HeaderValue};

use crate::{
    model::Unit,
    server::shell::{cookie, from_hex, hex},
};

/// What was said of the commune, until the last step publishes it: nothing is written down for somebody who has no account
/// yet.
const COOKIE: &str = "xa";
/// Seconds for which it is kept: whoever is called away goes on next week.
const KEPT: u32 = 7 * 86_400;

/// The cookie that keeps it.
pub(super) fn kept(unit: &Unit) -> HeaderValue {
    let json = serde_json::to_vec(unit).expect("the types of `model` have names for keys");
    HeaderValue::from_str(&format!("{COOKIE}={}; Path=/bat-dau; Max-Age={KEPT}; HttpOnly; SameSite=Strict", hex(&json)))
        .expect("hexadecimal digits are allowed in a header")
}

/// What was said of the commune in this browser.
pub(super) fn named(headers: &HeaderMap) -> Option<Unit> {
    serde_json::from_slice(&from_hex(cookie(headers, COOKIE)?)?).ok()
}
