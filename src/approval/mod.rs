//! Who may put what on a public screen: accounts and rights, what is written and approved, and the rule that nobody
//! approves what he wrote.
//!
//! Rules: everything that is signed is a list of revisions; a revision is immutable and named by the digest of its
//! canonical form; what is approved is that digest, so what is signed is what was approved; states are derived and never
//! stored; a refusal says why and what to do. Nothing here reads a clock or a database.

mod account;
mod body;
mod invariant;
mod item;
mod refusal;
mod right;
mod slide_state;
mod submission;
mod submission_state;
mod version;

pub use account::{Account, AccountId, Role, Roles};
pub use body::{Body, CampaignBody, Commune, PlaylistOrder, SlideBody, Tombstone};
pub use invariant::{Breach, History, holds};
pub use item::{BadItemId, ItemId, ItemKind};
pub use refusal::Refusal;
pub use right::Right;
pub use slide_state::{SlideState, StateOf};
pub use submission::{Decision, Submission, SubmissionId, SubmittedRevision};
pub use submission_state::SubmissionState;
pub use version::{AlertRecord, AlertState, Version, VersionKind};
