//! What is wrong with one field of what was sent, in words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::form::{Language, Mistake};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldMistake {
    /// The item, such as `slide:khau-hieu-01`, or its place in what was sent, such as `slides[3]`.
    pub item: String,
    /// The field, such as `steps[2]`; empty for the item as a whole.
    pub field: String,
    /// What is wrong.
    pub what: String,
    /// What belongs there.
    pub expected: String,
    /// What may have been meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl FieldMistake {
    /// A mistake that a form has found.
    pub fn of(item: &str, mistake: &Mistake, language: Language) -> Self {
        Self {
            item: item.to_owned(),
            field: mistake.path.clone(),
            what: mistake.what(language),
            expected: mistake.expected(language),
            hint: mistake.hint(language),
        }
    }

    /// One that no form knows of.
    pub fn new(item: &str, field: &str, what: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            item: item.to_owned(),
            field: field.to_owned(),
            what: what.into(),
            expected: expected.into(),
            hint: None,
        }
    }
}

impl std::fmt::Display for FieldMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { item, field, what, expected, hint } = self;
        write!(f, "{item}")?;
        if !field.is_empty() {
            write!(f, ": `{field}`")?;
        }
        write!(f, ": {what}; {expected}")?;
        hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}
