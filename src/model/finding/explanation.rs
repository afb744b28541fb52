//! A finding in words.

use std::borrow::Cow;

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was found.
    pub what: String,
    /// Why it matters to a reader.
    pub why: &'static str,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl Explanation {
    pub(super) fn new(what: String, why: &'static str, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { what, why, hint: hint.into() }
    }
}
