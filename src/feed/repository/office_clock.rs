//! What a running server knows of its own clock.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    clock_doubt::{ClockDoubt, LastSignature, judge},
    error::RepositoryError,
    renew::Renewed,
    state::RepositoryState,
};
use crate::model::{WallTime, limits};

/// What a running server knows of its own clock: shared by the renewal, which finds out, the signed time, which keeps
/// silent while there is doubt, and the pages that say so. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct OfficeClock(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    last: Option<LastSignature>,
    doubt: Option<ClockDoubt>,
}

impl OfficeClock {
    /// For a feed that is as that state says.
    pub fn of(state: &RepositoryState) -> Self {
        Self(Arc::new(Mutex::new(Known { last: state.last_signature(), doubt: None })))
    }

    /// Takes in what a renewal found.
    pub fn note(&self, outcome: &Result<Renewed, RepositoryError>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(renewed) => *known = Known { last: renewed.last, doubt: None },
            Err(RepositoryError::Clock(doubt)) => known.doubt = Some(doubt.clone()),
            // Says nothing of the clock.
            Err(_) => {}
        }
    }

    /// Why this machine's time must not be signed, if that is so: what the last renewal found, or a jump since then.
    pub fn doubt(&self, now: WallTime) -> Option<ClockDoubt> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.doubt.clone().or_else(|| judge(now, known.last, &[]).err())
    }

    /// How far ahead of this machine's time the feed was signed, milliseconds, where that is more than
    /// [`limits::CLOCK_TOLERANCE_MS`]: halls then live ahead of time until `bangtin feed resign --time-was-wrong`.
    pub fn signed_ahead_ms(&self, now: WallTime) -> Option<i64> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.last.map(|last| last.issued - now).filter(|&ahead| ahead > limits::CLOCK_TOLERANCE_MS)
    }
}
