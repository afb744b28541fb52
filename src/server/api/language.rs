//! In which language a program is answered.

use axum::http::{HeaderMap, header};

use crate::form::Language;

/// The language that a program asks for: English unless it says Vietnamese first.
pub(super) fn language_of(headers: &HeaderMap) -> Language {
    let said = headers.get(header::ACCEPT_LANGUAGE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let first = said.split([',', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
    if first == "vi" || first.starts_with("vi-") { Language::Vi } else { Language::En }
}
