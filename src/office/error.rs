//! Why the office does not do what it was asked to.

use super::{account_refusal::AccountRefusal, archive::BackupError, content::NoCommune, objects::ObjectError};
use crate::{
    approval::{Breach, ItemId, Refusal},
    feed::RepositoryError,
    folder::FolderErrors,
    form::Mistakes,
    model::Finding,
    publish::PublishError,
    records::RecordsError,
};

/// Why the office does not do what it was asked to. What could be refused was not begun: nothing is half done.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// A rule forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It may not be done with an account.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// There is no such thing.
    #[error("there is no {what} `{name}`")]
    NotFound {
        /// What was looked for, such as `submission`.
        what: &'static str,
        /// The name it was looked for by.
        name: String,
    },
    /// What was written is not right yet.
    #[error("`{item}` is not right yet: {} mistakes", mistakes.count())]
    Mistakes {
        /// What was written.
        item: ItemId,
        /// What is wrong with it.
        mistakes: Mistakes,
    },
    /// It says what is on already.
    #[error("`{item}` says nothing new")]
    NothingNew {
        /// The item.
        item: ItemId,
    },
    /// There are two texts of it, and one must be chosen first.
    #[error("there are two texts of `{item}`: choose one first")]
    TwoTexts {
        /// The item.
        item: ItemId,
    },
    /// It is longer than anything that can be kept.
    #[error("this is longer than what can be kept")]
    TooLong,
    /// Readers could not read it, or would be told something wrong.
    #[error("{} errors must be put right first", findings.len())]
    Found {
        /// The errors.
        findings: Vec<Finding>,
    },
    /// The office has content already.
    #[error("the office has begun already")]
    Begun,
    /// The commune is not named yet.
    #[error(transparent)]
    NoCommune(#[from] NoCommune),
    /// A rule would be broken by signing this: a mistake of the program, which signs nothing.
    #[error(transparent)]
    Broken(#[from] Breach),
    /// It cannot be made into a programme.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The feed cannot be read or signed.
    #[error(transparent)]
    Feed(#[from] RepositoryError),
    /// A file cannot be kept or read.
    #[error(transparent)]
    Object(#[from] ObjectError),
    /// A folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderErrors),
    /// A backup cannot be made or used.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The database does not answer.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// A file of the machine cannot be read or written.
    #[error("{what}")]
    Disk {
        /// What was to be done.
        what: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// What was decided on could not be signed yet.
    #[error("version {n} is decided on and not signed yet; it is tried again")]
    NotSigned {
        /// The version.
        n: u64,
    },
    /// Work on another thread ended before it was done.
    #[error("the work was cut off")]
    CutOff,
}

impl OfficeError {
    /// That there is no such thing.
    pub(super) fn not_found(what: &'static str, name: impl ToString) -> Self {
        Self::NotFound { what, name: name.to_string() }
    }
}
