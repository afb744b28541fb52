//! Words in the two languages of the project.

use serde::Serialize;

/// A language in which forms and mistakes are worded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese: what officers read.
    Vi,
    /// English: what the command line speaks.
    En,
}

/// The same words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Words {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// Words in Vietnamese and English.
    pub const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi, en }
    }

    /// The words in one language.
    pub const fn get(self, language: Language) -> &'static str {
        match language {
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }
}
