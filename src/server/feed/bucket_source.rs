//! The files of a tree in an object store, so that halls need nothing but this server.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use super::{
    newest_timestamp::NewestTimestamp,
    open_file::{InBucket, ServedFile},
    place::Bucket,
    small_files::SmallFiles,
};
use crate::{
    clock::Now,
    feed::{ObjectReader, TreeFile},
};

/// Largest object that is kept in memory, bytes: nearly every picture.
const SMALL_BYTES: u64 = 1 << 20;
/// How many questions the store is asked at once.
const TURNS: usize = 64;
/// Of how many large objects the length is remembered.
const LENGTHS: usize = 4_096;
/// For how long it is believed that there is no next root: every hall asks for it each time.
const NO_ROOT: Duration = Duration::from_secs(2);

/// The files of a tree in an object store.
#[derive(Debug)]
pub(super) struct BucketSource {
    pub newest: NewestTimestamp,
    reader: ObjectReader,
    small: SmallFiles,
    known: Mutex<Known>,
    turns: Arc<Semaphore>,
}

#[derive(Debug, Default)]
struct Known {
    /// Lengths of large objects.
    lengths: HashMap<TreeFile, u64>,
    /// A root that was not there, and when.
    missing: Option<(TreeFile, Instant)>,
}

impl BucketSource {
    pub fn of(bucket: Bucket) -> Self {
        Self {
            reader: bucket.reader.clone(),
            newest: NewestTimestamp::of(bucket),
            small: SmallFiles::default(),
            known: Mutex::default(),
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }

    /// Opens a file.
    ///
    /// # Errors
    /// `NotFound`, or the store does not answer.
    pub async fn open(&self, file: TreeFile, now: Now) -> io::Result<ServedFile> {
        match file {
            TreeFile::Timestamp => Ok(ServedFile::in_memory(self.newest.get().await?.1)),
            TreeFile::Object(_) => self.open_object(file).await,
            TreeFile::Root(_) => {
                let missing = self.known().missing;
                let is_missing =
                    |(root, at): (TreeFile, Instant)| root == file && now.mono.saturating_duration_since(at) < NO_ROOT;
                if missing.is_some_and(is_missing) {
                    return Err(io::ErrorKind::NotFound.into());
                }
                let opened = self.open_small(file, file.cap()).await;
                if opened.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                    self.known().missing = Some((file, now.mono));
                }
                opened
            }
            TreeFile::Targets(_) | TreeFile::Snapshot(_) | TreeFile::Programme(_) => {
                self.open_small(file, file.cap()).await
            }
        }
    }

    async fn open_object(&self, file: TreeFile) -> io::Result<ServedFile> {
        if let Some(bytes) = self.small.get(file) {
            return Ok(ServedFile::in_memory(bytes));
        }
        let known = self.known().lengths.get(&file).copied();
        let length = match known {
            Some(length) => length,
            None => {
                let _turn = self.turns.acquire().await;
                self.reader.size(file).await?
            }
        };
        if length <= SMALL_BYTES {
            return self.open_small(file, SMALL_BYTES).await;
        }
        let mut known = self.known();
        if known.lengths.len() >= LENGTHS {
            known.lengths.clear();
        }
        known.lengths.insert(file, length);
        drop(known);
        let (reader, turns) = (self.reader.clone(), self.turns.clone());
        Ok(ServedFile::in_bucket(InBucket { reader, file, turns }, length))
    }

    async fn open_small(&self, file: TreeFile, cap: u64) -> io::Result<ServedFile> {
        let fetch = async {
            let _turn = self.turns.acquire().await;
            self.reader.whole(file, cap).await
        };
        Ok(ServedFile::in_memory(self.small.get_or_fetch(file, fetch).await?))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
