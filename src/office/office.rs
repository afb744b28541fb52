//! The office itself: what its verbs work on.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};

use super::{error::OfficeError, objects::Objects};
use crate::{
    clock::Clock,
    feed::Repository,
    records::{Records, new_id},
};

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
}

impl Office {
    /// The office of those records, files and feed; `data` is its folder.
    pub fn new(data: &Path, clock: Clock, records: Records, objects: Objects, repository: Repository) -> Self {
        Self { inner: Arc::new(Inner { data: data.to_owned(), clock, records, objects, repository }) }
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

    /// An id that nobody chooses.
    pub(super) fn new_id(&self) -> String {
        let mut random = [0; 10];
        SystemRandom::new().fill(&mut random).expect("the system gives random numbers");
        new_id(self.inner.clock.now().wall, random)
    }
}

/// Does work that blocks on a thread of its own.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, OfficeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| OfficeError::CutOff)
}
