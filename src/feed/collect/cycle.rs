//! One cycle of asking the feed and bringing the store up to date.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    CollectError,
    client::{Client, Rejected, TargetDigest, TargetFile},
    fetch::{Fetcher, in_order_of_need},
};
use crate::{
    clock::Clock,
    feed::{
        CollectProgress, DownloadWindow,
        transport::Transport,
        tree::{PROGRAMME, TreeFile},
    },
    model::{Digest, Priority, Programme, Rendition, Size, WallTime, limits},
    store::{Edition, GcMode, Store, StoreError, TimeAuthority, TrustedSet},
};

/// Asks one feed for one hall, again and again.
#[derive(Clone)]
pub struct Collector {
    store: Store,
    transport: Arc<dyn Transport>,
    root: Arc<[u8]>,
    canvas: Size,
    hours: Option<DownloadWindow>,
    /// The version on the panel, where somebody looks at it.
    on_panel: Option<u64>,
}

/// What a cycle brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Collected {
    /// The feed is signed and empty so far.
    NothingPublished,
    /// What plays is what the feed says.
    Unchanged(Arc<Edition>),
    /// There is a new edition, whose pictures wait for the hours in which they may be fetched.
    Waiting {
        /// Its version.
        version: u64,
        /// Bytes that are to come.
        bytes: u64,
        /// When they may.
        from: WallTime,
    },
    /// There is a new edition, already committed.
    New {
        /// It.
        edition: Arc<Edition>,
        /// Files that were fetched for it, the programme among them.
        files: usize,
        /// Their bytes in all that came in this cycle.
        bytes: u64,
    },
}

impl Collector {
    /// Collects into `store`, for the feed that the store is looked at for, what a hall with this canvas needs. `root` is the root file installed by hand.
    pub fn new(store: Store, transport: Arc<dyn Transport>, root: &[u8], canvas: Size) -> Self {
        Self { store, transport, root: root.into(), canvas, hours: None, on_panel: None }
    }

    /// The same, fetching pictures in these hours only; but never waiting with an emergency, where nothing plays yet, or
    /// where the time is not known.
    pub fn in_hours(self, hours: Option<DownloadWindow>) -> Self {
        Self { hours, ..self }
    }

    /// The same, telling the feed's server that this version is on the panel, whatever the store holds.
    pub fn showing(self, version: u64) -> Self {
        Self { on_panel: Some(version), ..self }
    }

    /// The same for another canvas: the window was turned.
    pub fn with_canvas(self, canvas: Size) -> Self {
        Self { canvas, ..self }
    }

    /// One cycle: refresh, then the programme, then each file it needs and the store has not, then the new edition in
    /// one step. On any error what plays is what played before.
    ///
    /// Raises the clock's floor to the feed's signed issue time.
    ///
    /// File operations block the thread, a fsync of a large file for minutes on a slow card: it belongs on a thread of its
    /// own, as the player gives it, never on one that serves others.
    ///
    /// # Errors
    /// [`CollectError`] says on which file it failed.
    pub async fn collect(
        &self,
        clock: &Clock,
        progress: &(dyn Fn(CollectProgress) + Send + Sync),
    ) -> Result<Collected, CollectError> {
        let store = &self.store;
        if store.has_losses() {
            tracing::warn!("files of the store are gone; they are fetched again");
            store.mend()?;
        }
        store.follow_with(clock)?;
        self.report(store.current().map_or(0, |edition| edition.version()));

        let (mut found, collector) = self.find(clock).await?;
        let Some(target) = found.target.take() else { return Ok(Collected::NothingPublished) };
        if let Some(current) = store.current()
            && current.canvas == self.canvas
            && self.is_programme(&target, &current)
            && store.blobs().verify(&current.digest, current.bytes)
            && current.missing(store.blobs()).is_empty()
        {
            if found.renewed {
                self.gc();
            }
            return Ok(Collected::Unchanged(current));
        }
        collector.take_in(&target, found.client, clock, progress).await
    }

    /// Asks for the newest programme, also where a clock that was led astray finds the server's certificate expired:
    /// otherwise nothing the office does could reach the hall. Answers with the collector to go on with in this cycle.
    async fn find(&self, clock: &Clock) -> Result<(RefreshOutcome, Self), CollectError> {
        let expired = match self.refresh(clock).await {
            Err(CollectError::Unreachable(error)) if error.is_expired_certificate() => error,
            found => return Ok((found?, self.clone())),
        };
        let Some(transport) = self.transport.judging_by_build_time() else {
            return Err(CollectError::Unreachable(expired));
        };
        let second = Self { transport, ..self.clone() };
        match second.refresh(clock).await {
            Ok(found) => {
                tracing::warn!(
                    "the server's certificate has expired by this machine's time; it was valid when this program was \
                     built, and what it serves is signed all the same"
                );
                Ok((found, second))
            }
            Err(error) => {
                tracing::debug!(%error, "nor is there anything to learn from a server whose certificate has expired");
                Err(CollectError::Unreachable(expired))
            }
        }
    }

    fn fetcher(&self) -> Fetcher<'_> {
        Fetcher { store: &self.store, transport: &*self.transport }
    }

    /// Tells which version this hall shows: what is on its panel, or, where nobody looks at one, what is committed.
    fn report(&self, committed: u64) {
        self.transport.kept_in_memory(self.store.is_in_memory());
        self.transport.playing(self.on_panel.unwrap_or(committed));
    }

    /// Whether that edition is of that programme.
    fn is_programme(&self, target: &TargetFile, edition: &Edition) -> bool {
        match &target.digest {
            TargetDigest::Sha256(digest) => *digest == edition.digest,
            TargetDigest::Sha512(digest) => {
                let bytes = self.store.blobs().read(&edition.digest, edition.bytes);
                bytes.is_ok_and(|bytes| *digest == sha512(&bytes))
            }
        }
    }

    /// Brings the trusted metadata up to date.
    async fn refresh(&self, clock: &Clock) -> Result<RefreshOutcome, CollectError> {
        let store = &self.store;
        let root_floor = store.root_floor(store.trusted().map_or(Digest::of(&self.root), |set| {
            if set.grew_from(&self.root) { set.origin() } else { Digest::of(&self.root) }
        }));
        let last = store.trusted();
        let mut client = Client::new(self.transport.clone(), &self.root, last.as_deref(), root_floor).await?;
        let floor = || store.floor().unwrap_or(clock.floor());
        let mut renewed = false;
        let mut refreshed = client.refresh(clock.now().wall).await;
        let mut samples = client.take_samples();
        // A hall that the office itself has told the time needs no correction of it but from a live answer: somebody on the
        // way might hand it one that the office gave long ago.
        let replayed = samples.is_empty() && clock.uncertainty_ms().is_some();
        let corrections = if replayed { 0 } else { client.time_corrections() };
        let authority = TimeAuthority { keys: client.timekeepers(), corrections };
        // An old root, where the newer ones were lost from the card, names keys that were replaced long ago.
        if client.root_version() >= root_floor && self.making_room(|| store.keep_time_by(authority))? {
            tracing::warn!(
                "the keys that sign the time were replaced, or the office took back what it said of it; that is forgotten"
            );
            clock.reset();
            // By the time they told, everything the office signs may have expired long ago.
            if let Err(Rejected { set, .. }) = refreshed {
                if let Some(set) = set {
                    self.commit_trusted(&set, client.root_version(), clock.floor())?;
                }
                refreshed = client.refresh(clock.now().wall).await;
            }
        }
        // Also after a failure: it may be the clock that is wrong, and then this is what mends it.
        samples.extend(client.take_samples());
        samples.into_iter().for_each(|sample| clock.add_sample(sample));
        match refreshed {
            Ok(refreshed) => {
                let floor = refreshed.issued.unwrap_or(floor());
                clock.raise_floor(floor);
                // Also one that is not new, where the card has lost it.
                let lost = || (!store.has_trusted()).then(|| client.set().clone());
                if let Some(set) = refreshed.set.or_else(lost) {
                    self.commit_trusted(&set, client.root_version(), floor)?;
                    renewed = true;
                }
            }
            Err(Rejected { error, set }) => {
                if let Some(set) = set {
                    self.commit_trusted(&set, client.root_version(), floor())?;
                }
                return Err(error);
            }
        }
        let target = client.target(PROGRAMME, clock.now().wall).await?;
        Ok(RefreshOutcome { client, target, renewed })
    }

    /// Keeps the trusted metadata.
    fn commit_trusted(&self, set: &TrustedSet, root_version: u64, floor: WallTime) -> Result<(), StoreError> {
        self.making_room(|| self.store.commit_trusted(set.clone(), root_version, floor))
    }

    /// Writes what a hall must know. On a full disk what is half fetched makes room for it: a hall that cannot learn of the
    /// next edition would be stuck with the one that did not fit.
    fn making_room<T>(&self, write: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match write() {
            Err(error) if error.is_disk_full() => {
                let freed_bytes = self.store.gc(&BTreeSet::new(), GcMode::DiskFull)?;
                tracing::debug!(freed_bytes, "the disk is full");
                write()
            }
            outcome => outcome,
        }
    }

    async fn take_in(
        &self,
        target: &TargetFile,
        client: Client,
        clock: &Clock,
        progress: &(dyn Fn(CollectProgress) + Send + Sync),
    ) -> Result<Collected, CollectError> {
        let blobs = self.store.blobs();
        let (digest, mut fetched) = self.take_in_programme(target, client, clock, progress).await?;
        let file = TreeFile::Programme(digest);
        let edition = Edition::of(blobs, digest, self.canvas).map_err(|error| match error {
            StoreError::NotA { source, .. } => {
                CollectError::Refused { file: file.to_string(), why: format!("it is not a programme: {source}") }
            }
            StoreError::Exceeds { source, .. } => CollectError::Exceeds { file: file.to_string(), source },
            error => CollectError::Store(error),
        })?;

        let wanted: Vec<&Rendition> = in_order_of_need(&edition.programme, self.canvas)
            .into_iter()
            .filter(|rendition| !blobs.verify(&rendition.digest, rendition.bytes))
            .collect();
        if let Some(rendition) = wanted.iter().find(|rendition| rendition.bytes > limits::ASSET_BYTES) {
            let why = format!("{} bytes are more than a hall accepts in one file", rendition.bytes);
            return Err(CollectError::Refused { file: TreeFile::Object(rendition.digest).to_string(), why });
        }
        let total: u64 = wanted.iter().map(|rendition| rendition.bytes).sum();
        if total > 0
            && let Some(from) = self.wait_from(&edition.programme, clock)
        {
            return Ok(Collected::Waiting { version: edition.version(), bytes: total, from });
        }
        let floor = self.store.floor().unwrap_or(clock.floor());
        let came = match self.fetcher().pictures(&edition, &wanted, total, progress).await {
            Err(CollectError::Store(error)) if error.is_disk_full() && self.is_worth_words(&edition) => {
                tracing::warn!(%error, "there is no room for pictures; the emergency is shown in words");
                let edition = self.store.commit_lacking(edition, floor)?;
                self.report(edition.version());
                return Ok(Collected::New { edition, files: fetched.0, bytes: fetched.1 });
            }
            came => came?,
        };
        fetched = (fetched.0 + came.0, fetched.1 + came.1);
        let edition = self.store.commit(edition, floor)?;
        self.report(edition.version());
        self.gc();
        Ok(Collected::New { edition, files: fetched.0, bytes: fetched.1 })
    }

    /// Whether that edition is to be shown without its pictures, where there is no room for them: it has an emergency, and
    /// is not what plays already.
    fn is_worth_words(&self, edition: &Edition) -> bool {
        let plays = self.store.current().is_some_and(|current| current.digest == edition.digest);
        !plays && edition.programme.campaigns.iter().any(|campaign| campaign.priority == Priority::Emergency)
    }

    /// Brings the programme's file into the store; answers its name there, and how many files and bytes came.
    async fn take_in_programme(
        &self,
        target: &TargetFile,
        mut client: Client,
        clock: &Clock,
        progress: &(dyn Fn(CollectProgress) + Send + Sync),
    ) -> Result<(Digest, (usize, u64)), CollectError> {
        let (file, digest) = match &target.digest {
            TargetDigest::Sha256(digest) => (TreeFile::Programme(*digest).to_string(), Some(*digest)),
            TargetDigest::Sha512(digest) => (format!("targets/{digest}.{PROGRAMME}"), None),
        };
        if target.bytes > limits::PROGRAMME_BYTES {
            let why = format!("{} bytes are more than the {} of a programme", target.bytes, limits::PROGRAMME_BYTES);
            return Err(CollectError::Refused { file, why });
        }
        if let Some(digest) = digest
            && self.store.blobs().verify(&digest, target.bytes)
        {
            return Ok((digest, (0, 0)));
        }
        progress(CollectProgress { file, files: (0, 1), bytes: (0, target.bytes) });
        let Some(digest) = digest else {
            // The library checks the digest; the store names the file by its own.
            let bytes = client.fetch(PROGRAMME, clock.now().wall).await?;
            return Ok((self.store.blobs().put(&bytes)?, (1, bytes.len() as u64)));
        };
        let (file, staged) = (TreeFile::Programme(digest), BTreeSet::from([digest]));
        let came = self.fetcher().making_room(file, digest, target.bytes, &staged, &mut |_| {}).await?;
        Ok((digest, (1, came)))
    }

    /// From when on this programme's pictures may be fetched, if not at once.
    fn wait_from(&self, programme: &Programme, clock: &Clock) -> Option<WallTime> {
        let now = clock.now();
        let pressing = programme.campaigns.iter().any(|campaign| campaign.priority == Priority::Emergency);
        let hours = self.hours.filter(|_| now.certain && !pressing && self.store.current().is_some())?;
        hours.wait_from(now.wall, &programme.time_zone)
    }

    /// Removes what is not needed any more, once nothing is on its way in. That it fails changes nothing for the hall.
    fn gc(&self) {
        if let Err(error) = self.store.gc(&BTreeSet::new(), GcMode::WithinBudget) {
            tracing::warn!(%error, "what is no longer needed could not be removed from the store");
        }
    }
}

/// What a refresh found.
struct RefreshOutcome {
    client: Client,
    /// The newest programme; `None` where nothing has been published.
    target: Option<TargetFile>,
    /// The trusted metadata was written anew.
    renewed: bool,
}

fn sha512(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA512, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
