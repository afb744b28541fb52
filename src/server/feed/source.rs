//! The files of the tree, from wherever it lies.

use std::{fs, io, path::PathBuf, time::Duration};

use tokio::{
    fs::File,
    sync::{Semaphore, SemaphorePermit},
};

use super::{bucket_source::BucketSource, change_notifier::ChangeNotifier, open_file::ServedFile, place::FeedPlace};
use crate::{clock::Now, feed::TreeFile, model::Digest};

/// How many files may be opened at once: when all halls that wait are woken together, each has a connection already, and
/// the system would have no descriptor left for as many files.
const TURNS: usize = 256;

/// The files of the tree, from wherever it lies.
#[derive(Debug)]
pub(super) enum TreeSource {
    Folder(FolderSource),
    Bucket(Box<BucketSource>),
}

/// A tree in a folder.
#[derive(Debug)]
pub(super) struct FolderSource {
    dir: PathBuf,
    changes: ChangeNotifier,
    turns: Semaphore,
}

impl TreeSource {
    pub fn of(place: &FeedPlace) -> Self {
        match place {
            FeedPlace::Folder(dir) => Self::Folder(FolderSource {
                dir: dir.clone(),
                changes: ChangeNotifier::new(dir.join(TreeFile::Timestamp.to_string())),
                turns: Semaphore::new(TURNS),
            }),
            FeedPlace::Bucket(bucket) => Self::Bucket(Box::new(BucketSource::of(bucket.clone()))),
        }
    }

    /// A turn at opening a file, for as long as it is open.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        match self {
            Self::Folder(folder) => folder.turns.acquire().await.ok(),
            Self::Bucket(_) => None,
        }
    }

    /// Opens a file.
    ///
    /// # Errors
    /// `NotFound`, or it cannot be read.
    pub async fn open(&self, file: TreeFile, now: Now) -> io::Result<ServedFile> {
        match self {
            Self::Folder(folder) => open(folder.dir.join(file.to_string())).await,
            Self::Bucket(bucket) => bucket.open(file, now).await,
        }
    }

    /// Waits until the timestamp's digest is another than `known`, but no longer than `hold`. Answers how many requests
    /// were waiting with this one.
    pub async fn other_than(&self, known: Digest, hold: Duration) -> usize {
        match self {
            Self::Folder(folder) => folder.changes.other_than(known, hold).await,
            Self::Bucket(bucket) => bucket.newest.other_than(known, hold).await,
        }
    }
}

/// Opens a file of this machine. What is no regular file is not there: opening a named pipe would wait for a writer, for
/// ever.
async fn open(path: PathBuf) -> io::Result<ServedFile> {
    let open = move || {
        let mut options = fs::OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(
            &mut options,
            rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
        );
        let file = options.open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        Ok((file, metadata.len()))
    };
    let (file, length) = tokio::task::spawn_blocking(open).await??;
    Ok(ServedFile::on_disk(File::from_std(file), length))
}
