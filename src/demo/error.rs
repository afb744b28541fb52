//! Why a demonstration failed.

use std::{io, path::PathBuf};

use crate::{feed, office::OfficeError};

/// Why a demonstration failed.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Its folder.
    #[error("cannot make `{path}`")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its office: the slides, their programme, the accounts.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// Its signing.
    #[error(transparent)]
    Publish(#[from] feed::RepositoryError),
    /// What was signed cannot be found again.
    #[error("the new feed is empty")]
    Empty,
    /// The server.
    #[error("cannot start the server")]
    Server(#[source] io::Error),
    /// A hall.
    #[error("cannot start {name}")]
    Hall {
        /// Its name.
        name: String,
        /// What the system said.
        source: io::Error,
    },
    /// A hall ended by itself, which none should.
    #[error("{name} ended by itself: {status}")]
    Ended {
        /// Its name.
        name: String,
        /// How.
        status: std::process::ExitStatus,
    },
}
