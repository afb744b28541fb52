//! Keeps what a person chose in a cookie, and goes back to where they were.

use axum::{Form, http::HeaderValue};
use serde::Deserialize;

use crate::server::shell::{Go, LANGUAGE_COOKIE, SCHEME_COOKIE, Scheme};

/// Seconds for which a choice is kept: a year.
const KEPT: u32 = 365 * 86_400;

/// What was chosen, and the page it was chosen on.
#[derive(Debug, Deserialize)]
pub struct LookForm {
    chon: String,
    #[serde(default)]
    ve: String,
}

/// Switches the language.
pub async fn language(Form(chosen): Form<LookForm>) -> Go {
    let code = if chosen.chon == "en" { "en" } else { "vi" };
    Go::to(&chosen.ve).with_cookie(kept(LANGUAGE_COOKIE, code))
}

/// Switches between light and dark.
pub async fn scheme(Form(chosen): Form<LookForm>) -> Go {
    Go::to(&chosen.ve).with_cookie(kept(SCHEME_COOKIE, Scheme::of(&chosen.chon).code()))
}

fn kept(name: &str, code: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("{name}={code}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Lax"))
        .expect("names and codes are ours")
}
