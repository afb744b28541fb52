//! Brings database and feed to say the same, whoever was cut off where.
//!
//! - A version that was decided on and not signed is signed, or noted as signed where only that was cut off.
//! - What somebody else has published into the feed, from the command line, is taken over as a version that was brought in.
//! - Where the feed has lost what the database knows as signed, because it was restored from before, it is signed again.

use std::sync::Arc;

use super::{
    error::OfficeError,
    live::LiveVersion,
    office::{Office, blocking},
    publishing::{Publishing, log, must_hold},
};
use crate::{
    approval::Version,
    feed::RepositoryState,
    model::{Digest, Programme},
    records::{audit, version},
};

/// What the feed says, as far as the database has to agree with it.
struct Signed {
    programme: Arc<Programme>,
    digest: Digest,
}

impl Office {
    /// Waits for the right to publish, and finishes what was cut off.
    pub(super) async fn begin_publishing(&self) -> Result<Publishing<'_>, OfficeError> {
        let mut publishing = self.hold_publishing().await?;
        publishing.reconcile().await?;
        Ok(publishing)
    }

    /// Finishes what was cut off, and takes over what was published from the command line. Called when the office opens, and
    /// now and then: what could not be signed is then tried again.
    ///
    /// # Errors
    /// Database or feed cannot be read, or what is due cannot be signed.
    pub async fn reconcile(&self) -> Result<(), OfficeError> {
        let publishing = self.begin_publishing().await?;
        match publishing.live.version.as_ref().filter(|version| version.programme.is_none()) {
            Some(version) => Err(OfficeError::NotSigned { n: version.n }),
            None => Ok(()),
        }
    }
}

impl Office {
    /// The number of the version that is decided on and not signed, if there is one: whoever decided on it is about to sign
    /// it, or was cut off.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unsigned(&self) -> Result<Option<u64>, OfficeError> {
        let newest = version::list(&mut self.records().read().await?, u64::MAX, 1).await?.pop();
        Ok(newest.filter(|version| version.programme.is_none()).map(|version| version.n))
    }
}

impl Publishing<'_> {
    /// The same, with the right to publish held. What cannot be signed is left for the next time, so that what is to be
    /// published now is told why by itself.
    async fn reconcile(&mut self) -> Result<(), OfficeError> {
        let signed = self.signed().await?;
        self.read_live().await?;
        let in_tree = signed.as_ref().map_or(0, |signed| signed.programme.version);
        if let Some(signed) = signed {
            self.programme = Some(Arc::clone(&signed.programme));
            self.agree(&signed).await?;
        }
        let Some(newest) = self.live.version.clone() else { return Ok(()) };
        if newest.programme.is_some() && newest.n > in_tree {
            tracing::warn!(version = newest.n, in_tree, "the feed is older than the database says; it is signed again");
            let mut tx = self.office.records().write().await?;
            version::unsign(&mut tx, newest.n).await?;
            tx.commit().await?;
            self.read_live().await?;
        }
        self.sign_newest().await
    }

    /// What the feed says now.
    async fn signed(&self) -> Result<Option<Signed>, OfficeError> {
        let repository = self.office.repository().clone();
        let state: RepositoryState = blocking(move || repository.state()).await??;
        let signed = state.target.zip(state.programme);
        Ok(signed.map(|((digest, _), programme)| Signed { programme: Arc::new(programme), digest }))
    }

    /// Takes in what the feed says and the database does not.
    async fn agree(&mut self, signed: &Signed) -> Result<(), OfficeError> {
        let n = signed.programme.version;
        let newest = self.live.version.clone();
        let known = newest.as_ref().map_or(0, |version| version.n);
        match newest.filter(|version| version.n == n) {
            Some(Version { programme: Some(digest), .. }) if digest == signed.digest => Ok(()),
            Some(Version { programme: None, .. }) if self.is_ours(&signed.programme).await? => {
                let record = signed.programme.record.expect("what is ours says so");
                self.note_signed(n, signed.digest, record).await?;
                self.read_live().await
            }
            // Somebody else used the number of what is decided on: that comes after it.
            Some(Version { programme: None, .. }) => self.take_over(signed, Some(n)).await,
            // Somebody else's version of a number that we signed, as after a restored feed: it counts, as the next one.
            Some(_) => self.take_over(signed, None).await,
            None if n > known => {
                let unsigned = self.live.version.as_ref().filter(|version| version.programme.is_none());
                self.take_over(signed, unsigned.map(|version| version.n)).await
            }
            None => Ok(()),
        }
    }

    /// Whether we signed that: the hash that stands in it is in our log.
    async fn is_ours(&self, programme: &Programme) -> Result<bool, OfficeError> {
        let Some(record) = programme.record else { return Ok(false) };
        Ok(audit::has(&mut self.office.records().read().await?, record).await?)
    }

    /// Writes what somebody else has signed down as a version that was brought in. What was decided on and is not signed
    /// yet is moved behind it.
    async fn take_over(&mut self, signed: &Signed, unsigned: Option<u64>) -> Result<(), OfficeError> {
        let n = signed.programme.version;
        tracing::warn!(version = n, "the feed was published by somebody else; it is taken over");
        let bodies = self.office.bodies_of_programme(&signed.programme, &self.live).await?;
        let now = self.office.clock().now().wall;
        let mut tx = self.office.records().write().await?;
        let free = if unsigned.is_none() && n <= self.live.n() { self.live.n() + 1 } else { n };
        if let Some(unsigned) = unsigned {
            version::renumber(&mut tx, unsigned, free.max(unsigned) + 1).await?;
        }
        let programme = (free == n).then_some(signed.digest);
        self.office.bring_in(&mut tx, &bodies, free, None, now, programme).await?;
        log(&mut tx, None, now, "take-over", &free.to_string(), &format!("{{\"version\":{n}}}")).await?;
        self.office.records().tell(&mut tx, "version").await?;
        tx.commit().await?;
        self.read_live().await
    }

    /// Signs the newest version, if it is not signed.
    async fn sign_newest(&mut self) -> Result<(), OfficeError> {
        let Some(newest) = self.live.version.clone().filter(|version| version.programme.is_none()) else {
            return Ok(());
        };
        must_hold(&mut self.office.records().read().await?, &newest).await?;
        let LiveVersion { items, .. } = &*Arc::clone(&self.live);
        let prepared = self.prepare(items, true).await;
        let signed = match prepared {
            Ok(prepared) => self.try_to_sign(newest.n, prepared).await,
            Err(error) => Err(error),
        };
        match signed {
            Ok(()) => self.read_live().await,
            Err(error) => {
                tracing::warn!(version = newest.n, %error, "a version that is decided on cannot be signed yet");
                Ok(())
            }
        }
    }
}
