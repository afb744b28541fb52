//! What was signed: a full list of revisions, and how it came to be.

use serde::{Deserialize, Serialize};

use super::{AccountId, ItemId, SubmissionId};
use crate::model::{Digest, WallTime};

/// How a version came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum VersionKind {
    /// Brought in by whoever runs the machine: the sample campaign, a folder, a feed of before.
    Import,
    /// A submission was approved.
    Publish,
    /// An earlier version is on again.
    TakeBack,
    /// An emergency was put out, or renewed.
    Alert,
    /// An emergency is over.
    AlertEnd,
    /// Everything is stopped: the waiting slide everywhere.
    Stop,
    /// What was on before the stop is on again.
    Resume,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, the programme's own.
    pub n: u64,
    /// How it came to be.
    pub kind: VersionKind,
    /// The version it repeats: of a take-back and a resume.
    pub of: Option<u64>,
    /// The submission it carries out.
    pub submission: Option<SubmissionId>,
    /// Who brought it about; `None` for the program itself.
    pub by: Option<AccountId>,
    /// When.
    pub at: WallTime,
    /// The SHA-256 of the signed programme; `None` until it is signed.
    pub programme: Option<Digest>,
    /// Everything that is on, by revision.
    pub items: Vec<(ItemId, Digest)>,
}

/// What has become of an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum AlertState {
    /// It is on; a second person has not said a word yet.
    Unconfirmed,
    /// It is on, and a second person has confirmed it.
    Confirmed,
    /// It was called off: halls are told for ten minutes that it is over.
    Ended,
}

/// An emergency: the one thing that goes out before a second person has seen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRecord {
    /// Its id, the slide's own.
    pub id: String,
    /// Who put it out.
    pub by: AccountId,
    /// When.
    pub at: WallTime,
    /// Until when it holds.
    pub until: WallTime,
    /// What has become of it.
    pub state: AlertState,
    /// The second person, and when they spoke.
    pub second: Option<(AccountId, WallTime)>,
    /// Who says that it is over, and when: it is over once a second person says so too.
    pub end_asked: Option<(AccountId, WallTime)>,
    /// Who ended it, and when.
    pub ended: Option<(AccountId, WallTime)>,
    /// Every revision of it that was ever on: its slide and the campaign that shows it, and those that say that it is over.
    pub items: Vec<(ItemId, Digest)>,
}

impl AlertRecord {
    /// Whether it is on at that instant.
    pub fn is_on(&self, now: WallTime) -> bool {
        self.state != AlertState::Ended && now < self.until
    }
}
