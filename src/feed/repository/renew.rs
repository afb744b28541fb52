//! Signs again what a feed already says, before the signatures run out.

use super::{
    Repository, RepositoryError,
    clock_doubt::{ClockDoubt, LastSignature},
    metadata::{DAY_MS, Lifetimes, expiry},
    sign::{NextVersions, Signing, hand_out_root},
    state::RepositoryState,
};
use crate::model::WallTime;

/// How old a timestamp may grow on a served feed, milliseconds: it also tells halls the time.
const TIMESTAMP_AGE_MS: i64 = 6 * 3_600_000;

/// Which signatures to renew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renew {
    /// Those that have used a third of their time, and a timestamp older than six hours.
    Due,
    /// All of them, also where the clock is far ahead of the last signature: whoever asks for it has looked at the clock.
    All,
}

/// What a renewal signed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The roles, in the order they were signed; none where nothing was due.
    pub roles: Vec<&'static str>,
    /// The newest signature, where it tells a time.
    pub last: Option<LastSignature>,
    /// Until when halls accept the feed if nobody renews it again.
    pub good_until: WallTime,
    /// When its root expires; only whoever keeps the root keys can renew that.
    pub root_until: WallTime,
}

impl Repository {
    /// Renews the signatures of a feed; what it says stays the same.
    ///
    /// # Errors
    /// The keys or the tree cannot be read or written, or the clock is in doubt.
    pub fn renew(&self, which: Renew, lifetimes: Lifetimes, now: WallTime) -> Result<Renewed, RepositoryError> {
        let (tree, keys) = (self.tree(), &self.keys);
        let _lock = keys.lock()?;
        let state = self.state()?;
        let online = keys.online(state.trusted.root())?;
        let roles = match which {
            Renew::Due if !state.superseded => due(&state, lifetimes, now),
            _ => &["targets", "snapshot", "timestamp"][..],
        };
        let now = match roles {
            [] => now,
            _ => match self.signing_time(&state, now) {
                Err(RepositoryError::Clock(ClockDoubt::Jump { .. })) if which == Renew::All => now,
                now => now?,
            },
        };
        let RepositoryState { expires, versions, .. } = &state;
        let online = &[&online][..];
        let sign = |next| Signing { tree, online, next, lifetimes, now, before: Some(&state.timestamp) };
        let until = match roles {
            [] => expires.good_until(),
            ["timestamp"] => {
                let signed = sign(NextVersions::after(&state, tree)?).timestamp(versions.snapshot, &state.snapshot)?;
                signed.min(expires.snapshot).min(expires.targets)
            }
            ["snapshot", "timestamp"] => {
                let signed = sign(NextVersions::after(&state, tree)?).snapshot(versions.targets, &state.targets)?;
                signed.min(expires.targets)
            }
            _ => sign(NextVersions::after(&state, tree)?).targets(state.target)?,
        };
        hand_out_root(tree, &state.root)?;
        keys.trust_root(&state.root)?;
        Ok(Renewed {
            roles: roles.to_vec(),
            last: match roles {
                [] => state.last_signature(),
                _ => Some(LastSignature { issued: now, until: expiry(now, lifetimes.timestamp_days) }),
            },
            good_until: until.min(expires.root),
            root_until: expires.root,
        })
    }

    /// Heals a feed, and its halls, whose last signature was made by a clock that ran ahead.
    ///
    /// A hall never believes a time before one that was signed, so the true time alone cannot reach it. So the timestamp
    /// also counts how often the office has taken its time back; where that number rises, a hall forgets what it was told
    /// before. It needs no other keys than a renewal does: whoever holds the timestamp key may say what time it is. Answers
    /// until when halls accept the feed.
    ///
    /// # Errors
    /// [`RepositoryError::NotAhead`] where the last signature is no later than `now`;
    /// [`RepositoryError::CorrectionsExhausted`] where the count cannot rise; otherwise the keys or the tree cannot be read
    /// or written.
    pub fn correct_time(&self, lifetimes: Lifetimes, now: WallTime) -> Result<WallTime, RepositoryError> {
        let (tree, keys) = (self.tree(), &self.keys);
        let _lock = keys.lock()?;
        let state = self.state()?;
        if state.issued.is_none_or(|issued| issued <= now) {
            return Err(RepositoryError::NotAhead { now, issued: state.issued });
        }
        let online = keys.online(state.trusted.root())?;
        let time_corrections = state.time_corrections.checked_add(1).ok_or(RepositoryError::CorrectionsExhausted)?;
        let next = NextVersions { time_corrections, ..NextVersions::after(&state, tree)? };
        let signing = Signing { tree, online: &[&online], next, lifetimes, now, before: Some(&state.timestamp) };
        let until = signing.targets(state.target)?;
        hand_out_root(tree, &state.root)?;
        keys.trust_root(&state.root)?;
        Ok(until.min(state.expires.root))
    }
}

/// The roles whose signatures have used a third of their time. A role is never newer than those that pin it.
fn due(state: &RepositoryState, lifetimes: Lifetimes, now: WallTime) -> &'static [&'static str] {
    let now = state.issued.map_or(now, |issued| now.max(issued));
    let aged = |expires: WallTime, days: u32| expires - now < i64::from(days) * DAY_MS * 2 / 3;
    let old = state.issued.is_none_or(|issued| now - issued >= TIMESTAMP_AGE_MS);
    if aged(state.expires.targets, lifetimes.targets_days) {
        &["targets", "snapshot", "timestamp"]
    } else if aged(state.expires.snapshot, lifetimes.snapshot_days) {
        &["snapshot", "timestamp"]
    } else if old || aged(state.expires.timestamp, lifetimes.timestamp_days) {
        &["timestamp"]
    } else {
        &[]
    }
}
