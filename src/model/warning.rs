//! What is not right with a slide, in words an officer can act on.

use serde::Serialize;

use super::SlideId;

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A reader loses something.
    Warning,
    /// A reader cannot read it, or is told something wrong.
    Error,
}

/// One finding about one slide, or about the folder as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// How much it matters.
    pub severity: Severity,
    /// The slide it is about; `None` where it is about a campaign or the whole folder.
    pub slide: Option<SlideId>,
    /// The page of it, from 1, where the finding is about one page.
    pub page: Option<usize>,
    /// A short stable name of the rule, such as `text-too-small`.
    pub rule: &'static str,
    /// What was found.
    pub what: String,
    /// Why it matters to a reader.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

impl Warning {
    /// Where it was found, in words.
    pub fn place(&self) -> String {
        let page = self.page.map_or(String::new(), |page| format!(" page {page}"));
        self.slide.as_ref().map_or("the folder".to_owned(), |slide| format!("`{slide}`{page}"))
    }
}
