//! Words of the administration that are no longer right, as data with a date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The table of obsolete terms.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The day somebody last went through it.
    #[serde(default)]
    pub checked_on: Option<Date>,
    /// Its rows.
    pub rows: Vec<Term>,
}

/// One thing that used to be written, and what is written now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// What is looked for in texts, without regard to capitals; any of them.
    pub found: Vec<String>,
    /// What to write now.
    pub instead: String,
    /// The first day on which the old words were wrong, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The document or event that changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}
