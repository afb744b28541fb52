//! The three grades of a finding.

use serde::{Deserialize, Serialize};

use crate::model::Language;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It could be better.
    Suggestion,
    /// A reader loses something.
    Warning,
    /// A reader cannot read it, or is told something wrong.
    Error,
}

impl Severity {
    /// Its name for a person: in Vietnamese what is to be done about it.
    pub const fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Suggestion, Language::Vi) => "gợi ý",
            (Self::Warning, Language::Vi) => "nên sửa",
            (Self::Error, Language::Vi) => "phải sửa",
            (Self::Suggestion, Language::En) => "suggestion",
            (Self::Warning, Language::En) => "warning",
            (Self::Error, Language::En) => "error",
        }
    }
}
