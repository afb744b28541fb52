//! The time that is signed: the machine's, where nothing speaks against it.

use super::{
    clock_doubt::{ClockReading, judge},
    error::RepositoryError,
    keyed_feed::Repository,
    state::RepositoryState,
    time_source,
};
use crate::model::WallTime;

impl Repository {
    /// The time that is signed where the machine says it is `now`.
    pub(super) fn signing_time(&self, state: &RepositoryState, now: WallTime) -> Result<WallTime, RepositoryError> {
        let last = state.last_signature();
        judge(now, last, &self.readings())?;
        Ok(last.map_or(now, |last| now.max(last.issued)))
    }

    /// Refuses a clock that other sources contradict, however it compares with the last signature.
    pub(super) fn ask_sources(&self, now: WallTime) -> Result<(), RepositoryError> {
        Ok(judge(now, None, &self.readings())?)
    }

    /// What the other sources say; those that do not answer are passed over.
    fn readings(&self) -> Vec<ClockReading> {
        time_source::ask_all(&self.time_sources)
    }
}
