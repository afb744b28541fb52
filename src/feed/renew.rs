//! Signs again what a feed already says, before the signatures run out.

use std::path::Path;

use super::{
    PublishError,
    keys::Keys,
    metadata::{DAY_MS, Lifetimes},
    publish::{Next, hand_out_root, sign_lower, sign_snapshot, sign_timestamp, signing_time},
    repository_state::{RepositoryState, latest_from},
};
use crate::model::WallTime;

/// How old a timestamp may grow on a served feed, milliseconds: it also tells halls the time.
const TIMESTAMP_AGE_MS: i64 = 6 * 3_600_000;

/// Which signatures to renew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renew {
    /// Those that have used a third of their time, and a timestamp older than six hours.
    Due,
    /// All of them.
    All,
}

/// What a renewal signed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The roles, in the order they were signed; none where nothing was due.
    pub roles: Vec<&'static str>,
    /// Until when halls accept the feed if nobody renews it again.
    pub good_until: WallTime,
    /// When its root expires; only whoever keeps the root keys can renew that.
    pub root_until: WallTime,
}

/// Renews the signatures of a feed; what it says stays the same.
pub fn renew(
    feed_dir: &Path,
    keys_dir: &Path,
    which: Renew,
    lifetimes: Lifetimes,
    now: WallTime,
) -> Result<Renewed, PublishError> {
    let keys = Keys::at(keys_dir);
    let _lock = keys.lock()?;
    let latest = latest_from(feed_dir, &keys.trusted_root()?)?;
    let online = keys.online(latest.trusted.root())?;
    let now = match (signing_time(&latest, now), which) {
        // Whoever asks for all of it has looked at the clock.
        (Err(PublishError::ClockAhead { .. }), Renew::All) => now,
        (now, _) => now?,
    };
    let roles = match which {
        Renew::Due if !latest.superseded => due(&latest, lifetimes, now),
        _ => &["targets", "snapshot", "timestamp"][..],
    };
    let RepositoryState { expires, versions, .. } = &latest;
    let next = |targets: u64, snapshot: u64| Next {
        targets: versions.targets + targets,
        snapshot: versions.snapshot + snapshot,
        timestamp: versions.timestamp + 1,
    };
    let until = match roles {
        [] => expires.good_until(),
        ["timestamp"] => {
            let signed = sign_timestamp(feed_dir, &online, next(0, 0), &latest.snapshot, lifetimes, now)?;
            signed.min(expires.snapshot).min(expires.targets)
        }
        ["snapshot", "timestamp"] => {
            let signed = sign_snapshot(feed_dir, &online, next(0, 1), &latest.targets, lifetimes, now)?;
            signed.min(expires.targets)
        }
        _ => sign_lower(feed_dir, &online, next(1, 1), latest.target, lifetimes, now)?,
    };
    hand_out_root(feed_dir, &latest.root)?;
    keys.trust_root(&latest.root)?;
    Ok(Renewed { roles: roles.to_vec(), good_until: until.min(expires.root), root_until: expires.root })
}

/// The roles whose signatures have used a third of their time. A role is never newer than those that pin it.
fn due(latest: &RepositoryState, lifetimes: Lifetimes, now: WallTime) -> &'static [&'static str] {
    let aged = |expires: WallTime, days: u32| expires - now < i64::from(days) * DAY_MS * 2 / 3;
    let old = latest.issued.is_none_or(|issued| now - issued >= TIMESTAMP_AGE_MS);
    if aged(latest.expires.targets, lifetimes.targets_days) {
        &["targets", "snapshot", "timestamp"]
    } else if aged(latest.expires.snapshot, lifetimes.snapshot_days) {
        &["snapshot", "timestamp"]
    } else if old || aged(latest.expires.timestamp, lifetimes.timestamp_days) {
        &["timestamp"]
    } else {
        &[]
    }
}
