//! What every command that signs asks for: the feed, its keys, and what the clock is compared with.

use std::{path::Path, sync::Arc};

use super::exit::UsageError;
use crate::{
    feed::{Keys, Lifetimes, Repository, RepositoryError, TimeSource, TreeStore, tree_at},
    model::limits,
};

/// For how many days a feed is signed that nobody renews.
pub(super) const VALID_DAYS: u32 = 90;

/// What the machine's clock is compared with before anything is signed.
#[derive(clap::Args)]
pub(super) struct ClockArgs {
    /// Another source of time: `https://HOST`, by the date of its answers, or `ntp://HOST`; may be given more than once.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) time_source: Vec<TimeSource>,
}

/// For how many days a signature may be good.
pub(super) fn valid_days() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::from(limits::VALID_DAYS))
}

pub(super) fn tree(feed: &str) -> Result<Arc<dyn TreeStore>, UsageError> {
    tree_at(feed).map_err(|error| UsageError(error.to_string()))
}

/// The feed at that address with the keys in that folder.
pub(super) fn repository(feed: &str, keys: &Path, clock: &ClockArgs) -> Result<Repository, UsageError> {
    Ok(Repository::new(tree(feed)?, Keys::at(keys)).with_time_sources(clock.time_source.clone()))
}

/// For how long to sign: as asked, or else as the feed is signed now. A feed that cannot be read says so to the signer.
pub(super) fn lifetimes(repository: &Repository, days: Option<u32>) -> Lifetimes {
    match days {
        Some(days) => Lifetimes::all(days),
        None => repository.state().map_or(Lifetimes::all(VALID_DAYS), |state| state.lifetimes_or(VALID_DAYS)),
    }
}

/// What a person must mend first: a folder that is in the way or is none of a feed, keys that are missing, a wrong clock.
/// The rest is failure.
pub(super) fn usage(error: RepositoryError) -> anyhow::Error {
    match error {
        RepositoryError::Exists { .. }
        | RepositoryError::NoFeed { .. }
        | RepositoryError::NoKey { .. }
        | RepositoryError::BadKey { .. }
        | RepositoryError::BadRoot { .. }
        | RepositoryError::ForeignKey { .. }
        | RepositoryError::TooFewRootKeys { .. }
        | RepositoryError::NotAhead { .. }
        | RepositoryError::NoDisplay(_) => UsageError(error.to_string()).into(),
        error => error.into(),
    }
}
