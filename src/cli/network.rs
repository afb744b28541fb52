//! The options for a hall's connection, shared by the commands that use it.

use std::{num::NonZeroU64, path::PathBuf};

use super::UsageError;
use crate::feed::{DownloadWindow, NetworkPolicy};

/// How the hall's connection may be used
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Fetch at most so many kibibytes a second
    #[arg(long, value_name = "KIB")]
    limit: Option<NonZeroU64>,
    /// Fetch pictures in these hours only, such as 22:00-05:00; emergencies never wait
    #[arg(long, value_name = "HH:MM-HH:MM")]
    hours: Option<DownloadWindow>,
    /// A certificate authority beside those the system trusts: a PEM file
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Args {
    /// The policy that was asked for.
    ///
    /// # Errors
    /// Where the file of the authority cannot be read.
    pub fn policy(self) -> Result<NetworkPolicy, UsageError> {
        let read = |path: PathBuf| {
            let failed = |error| UsageError(format!("cannot read the authority `{}`: {error}", path.display()));
            std::fs::read(&path).map_err(failed)
        };
        let limit = self.limit.map(|kib| kib.saturating_mul(NonZeroU64::new(1024).expect("it is not 0")));
        Ok(NetworkPolicy { limit, hours: self.hours, authority: self.ca.map(read).transpose()? })
    }
}
