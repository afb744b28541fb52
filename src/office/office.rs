//! The office itself: what its verbs work on.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    error::OfficeError, live::LiveVersion, objects::Objects, password::PasswordHashing, publisher::Publisher, random,
    slide_summary::SlideSummaries,
};
use crate::{clock::Clock, feed::Repository, model::Programme, records::Records};

/// The office: what people do in it are its methods, one verb a file. Cheap to clone; clones are the same office.
#[derive(Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

struct Inner {
    data: PathBuf,
    clock: Clock,
    records: Records,
    objects: Objects,
    repository: Repository,
    publisher: Publisher,
    /// What is on, as it was last read.
    live: Mutex<Option<Arc<LiveVersion>>>,
    /// What is signed, as it was last read.
    programme: Mutex<Option<Arc<Programme>>>,
    passwords: PasswordHashing,
    /// What lists say of slides, as they were last listed.
    summaries: Mutex<Arc<SlideSummaries>>,
}

impl Office {
    /// The office of those records, files and feed; `data` is its folder.
    pub fn new(data: &Path, clock: Clock, records: Records, objects: Objects, repository: Repository) -> Self {
        let (publisher, live, programme) = (Publisher::default(), Mutex::default(), Mutex::default());
        let (data, passwords) = (data.to_owned(), PasswordHashing::new());
        let summaries = Mutex::default();
        let inner =
            Inner { data, clock, records, objects, repository, publisher, live, programme, passwords, summaries };
        Self { inner: Arc::new(inner) }
    }

    /// Its folder.
    pub fn data(&self) -> &Path {
        &self.inner.data
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Its database.
    pub fn records(&self) -> &Records {
        &self.inner.records
    }

    /// The files that officers brought.
    pub fn objects(&self) -> &Objects {
        &self.inner.objects
    }

    /// The feed it signs.
    pub fn repository(&self) -> &Repository {
        &self.inner.repository
    }

    /// Makes programmes.
    pub(super) fn publisher(&self) -> &Publisher {
        &self.inner.publisher
    }

    /// What is on, as it was last read.
    pub(super) fn kept_live(&self) -> Option<Arc<LiveVersion>> {
        lock(&self.inner.live).clone()
    }

    /// Keeps what is on.
    pub(super) fn keep_live(&self, live: &Arc<LiveVersion>) {
        *lock(&self.inner.live) = Some(Arc::clone(live));
    }

    /// What is signed, as it was last read.
    pub(super) fn kept_programme(&self) -> Option<Arc<Programme>> {
        lock(&self.inner.programme).clone()
    }

    /// Keeps what is signed.
    pub(super) fn keep_programme(&self, programme: Option<&Arc<Programme>>) {
        *lock(&self.inner.programme) = programme.map(Arc::clone);
    }

    /// What lists say of slides, as they were last listed.
    pub(super) fn kept_summaries(&self) -> Arc<SlideSummaries> {
        Arc::clone(&lock(&self.inner.summaries))
    }

    /// Keeps what lists say of slides: of those that are there, and no others.
    pub(super) fn keep_summaries(&self, summaries: SlideSummaries) {
        *lock(&self.inner.summaries) = Arc::new(summaries);
    }

    /// The hashing of passwords, a few at once.
    pub(super) fn passwords(&self) -> &PasswordHashing {
        &self.inner.passwords
    }

    /// An id that nobody chooses.
    pub(super) fn new_id(&self) -> String {
        random::id(self.inner.clock.now().wall)
    }
}

/// What a thread that crashed has left is as whole as any: it is replaced in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does work that blocks on a thread of its own.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, OfficeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| OfficeError::CutOff)
}
