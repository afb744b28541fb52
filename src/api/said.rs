//! The answers of an office, and what is asked of it, as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{content_json::to_table, mistake::FieldMistake};
use crate::office::item_form::Fields;

/// Why something was not done (RFC 9457).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Its kind as an address in the description of the interface, such as `/api#missing-assets`.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// What is so, in the language of `Accept-Language`.
    #[serde(default)]
    pub title: String,
    /// The status of the answer.
    #[serde(default)]
    pub status: u16,
    /// What to do next.
    #[serde(default)]
    pub detail: String,
    /// Its kind as a word that does not change, such as `missing-assets`.
    #[serde(default)]
    pub code: String,
    /// What is wrong in the fields that were sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<FieldMistake>,
    /// Digests of pictures that are to be brought first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The version that is live, where another one was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
}

/// A picture that the office has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeptAsset {
    /// The SHA-256 under which it was brought: slides name it so.
    pub sha256: String,
    /// The SHA-256 of the file that is shown: the same picture, decoded and encoded anew.
    pub kept: String,
}

/// What the office says of content.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Checked {
    /// The version that is live, which all of this is compared with: send it as `If-Match`.
    pub version: u64,
    /// Items that say something else than what is live, such as `slide:khau-hieu-01`.
    pub changed: Vec<String>,
    /// Digests of pictures that the office does not have: bring them, and check again.
    pub missing: Vec<String>,
    /// What is wrong with the slides that have changed, as they are drawn.
    pub findings: Vec<CheckedFinding>,
}

/// One thing that is wrong with a slide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckedFinding {
    /// The slide, such as `slide:khau-hieu-01`.
    pub item: String,
    /// `error`: it is not approved like this; `warning`: readers lose something; `suggestion`.
    pub severity: String,
    /// A name that does not change, such as `text-too-small`.
    pub code: String,
    /// The page it is on, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// The field to be changed, such as `steps[2]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is so.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub hint: String,
}

/// One submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubmissionAnswer {
    /// Its id; empty where everything that was sent is live already.
    pub id: String,
    /// `open`, `approved`, `returned`, `withdrawn`; `unchanged` where everything that was sent is live already.
    pub state: String,
    /// The page on which it is approved.
    pub address: String,
    /// What its author says of it.
    pub note: String,
    /// Who sent it.
    pub author: String,
    /// When, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<String>,
    /// Why it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The version it became, or the one that is live where nothing is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Whether that version is signed: halls can have it.
    pub published: bool,
    /// What it changes.
    pub items: Vec<SubmittedItem>,
}

/// One change of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubmittedItem {
    /// The item, such as `slide:khau-hieu-01`.
    pub item: String,
    /// The digest of what it is to say: this is what is approved.
    pub digest: String,
    /// The digest of what it said when this was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// The newest versions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Versions {
    /// The version that is live; 0 before there is any.
    pub live: u64,
    /// The versions.
    pub versions: Vec<VersionAnswer>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionAnswer {
    /// Its number.
    pub n: u64,
    /// How it came to be: `import`, `publish`, `take-back`, `alert`, `alert-end`, `stop`, `resume`.
    pub kind: String,
    /// The version it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
    /// The submission it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission: Option<String>,
    /// Who brought it about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, RFC 3339.
    pub at: String,
    /// The SHA-256 of the signed programme; none until it is signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
}

/// On which displays a version has arrived. All of it is claimed by the displays and proved by nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Arrivals {
    /// The version.
    pub version: u64,
    /// How many displays it is for.
    pub of: usize,
    /// Those that have it, the first first.
    pub arrived: Vec<Arrived>,
}

/// One arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Arrived {
    /// The display.
    pub display: String,
    /// Since when it plays the version, RFC 3339.
    pub at: String,
}

/// The displays that are live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Displays {
    /// The version that is live.
    pub version: u64,
    /// The displays.
    pub displays: Vec<DisplayAnswer>,
}

/// One display, and what was heard of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DisplayAnswer {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its groups.
    pub tags: Vec<String>,
    /// Its pixels, such as `1920x1080`, where the office has fixed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// `playing`: it plays the live version; `fetching`: it is in contact and does not yet; `silent`: nothing was heard for
    /// a while; `never`: nothing was ever heard.
    pub standing: String,
    /// The version it plays, as far as was heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Since when, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// When it was last heard, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<String>,
    /// `memory` where it says that its disk cannot be written and what comes is kept in memory, gone with the power.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<String>,
    /// Whether it says that somebody on the spot has halted it: it shows its version's default slide.
    #[serde(default)]
    pub halted: bool,
}

/// What is due on displays at an instant, worked out as halls work it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NowAnswer {
    /// The version that says so; 0 before there is any.
    pub version: u64,
    /// The instant, RFC 3339.
    pub at: String,
    /// The displays.
    pub displays: Vec<OnDisplay>,
}

/// What is due on one display.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OnDisplay {
    /// The display.
    pub display: String,
    /// The slide.
    pub slide: String,
    /// Since when, RFC 3339.
    pub since: String,
    /// Until when, RFC 3339.
    pub until: String,
    /// Whether it is an emergency.
    pub emergency: bool,
}

/// An emergency to be put out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SentAlert {
    /// A prepared emergency whose words are taken where `fields` says nothing else.
    #[serde(default)]
    pub template: Option<String>,
    /// The fields of template `alert`, but for `issued` and `expires`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, Json>,
    /// Displays by id. With `tags` empty too: all of them.
    #[serde(default)]
    pub displays: Vec<String>,
    /// Displays by group.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Until when it holds, RFC 3339; it must lie ahead, three days at most.
    pub until: String,
}

impl SentAlert {
    /// Its fields as a person would type them.
    pub fn typed(&self) -> Fields {
        Fields::of(&to_table(&self.fields))
    }
}

/// An emergency that is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertAnswer {
    /// Its id.
    pub id: String,
    /// The version that shows it.
    pub version: u64,
    /// Whether that is signed: halls can have it.
    pub published: bool,
    /// The page on which a second person confirms it.
    pub address: String,
}
