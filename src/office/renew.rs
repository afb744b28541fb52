//! Keeping the feed's signatures fresh.

use super::{
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{
    feed::{Lifetimes, OfficeClock, Renew, Renewed},
    records::LockName,
};

impl Office {
    /// Renews the signatures that are due, and notes in `office_clock` what that says of this machine's clock. One process
    /// at a time signs: what another has renewed meanwhile is not due any more.
    ///
    /// # Errors
    /// The database does not answer, the keys or the tree cannot be read or written, or the clock is in doubt.
    pub async fn renew(&self, office_clock: &OfficeClock) -> Result<Renewed, OfficeError> {
        let mut held = self.records().hold(LockName::Publishing).await?;
        let _file = self.lock_file().await?;
        held.check().await?;
        let (repository, now) = (self.repository().clone(), self.clock().now().wall);
        let outcome = blocking(move || repository.renew(Renew::Due, Lifetimes::SERVED, now)).await?;
        office_clock.note(&outcome);
        Ok(outcome?)
    }
}
