//! What the commune has resolved to speak of, as data with a date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The plan a campaign is measured by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignPlan {
    /// The day somebody last went through it.
    #[serde(default)]
    pub checked_on: Option<Date>,
    /// What slides say they serve.
    pub topics: Vec<Topic>,
    /// Names of procedures of which every hall should hear.
    pub procedures: Vec<String>,
}

/// A topic of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// What a slide's `topic` says.
    pub id: String,
    /// Its name for people.
    pub name: String,
}
