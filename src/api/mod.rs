//! What programs and an office say to each other under `/api/v1`: the words of it, and the side of whoever asks.
//!
//! Rules: slides and campaigns are said in the terms of `form`, so that a program is told the same mistakes as a person; the
//! office decides what is new, what is missing and what is wrong, and a program only does what is left; whatever is cut off
//! is done again without harm.

mod content;
mod content_json;
mod mistake;
mod pull;
mod push;
mod remote;
mod remote_error;
mod said;
mod unpack;

pub use content::{ContentContext, SentContent};
pub use mistake::FieldMistake;
pub use pull::{Pulled, pull};
pub use push::{Push, PushStep, Pushed, push};
pub use remote::{Remote, RemoteOptions};
pub use remote_error::RemoteError;
pub use said::{
    AlertAnswer, Arrivals, Arrived, Checked, CheckedFinding, DisplayAnswer, Displays, KeptAsset, NowAnswer, OnDisplay,
    Problem, SentAlert, SubmissionAnswer, SubmittedItem, VersionAnswer, Versions,
};
pub use unpack::UnpackError;
