//! A file of the tree that is being handed out, wherever it comes from.

use std::{
    io::{self, SeekFrom},
    sync::Arc,
};

use axum::body::{Body, Bytes};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
    sync::Semaphore,
};

use crate::feed::{ObjectReader, TreeFile};

/// Bytes of a file on the disk that are in memory at a time.
const PIECE: usize = 64 << 10;
/// Bytes of a file in an object store that are in memory at a time: each piece is a question of its own, so that a hall on a
/// slow line keeps no answer of the store waiting.
const BUCKET_PIECE: u64 = 256 << 10;

/// A file that is open, and its length in bytes.
pub(super) struct ServedFile {
    pub length: u64,
    content: FileContent,
}

enum FileContent {
    Disk(File),
    Memory(Bytes),
    Bucket(InBucket),
}

/// A file that is read from an object store as it is sent.
#[derive(Debug, Clone)]
pub(super) struct InBucket {
    pub reader: ObjectReader,
    pub file: TreeFile,
    /// Turns at asking the store.
    pub turns: Arc<Semaphore>,
}

impl ServedFile {
    /// On the disk.
    pub fn on_disk(file: File, length: u64) -> Self {
        Self { length, content: FileContent::Disk(file) }
    }

    /// In memory.
    pub fn in_memory(bytes: Bytes) -> Self {
        Self { length: bytes.len() as u64, content: FileContent::Memory(bytes) }
    }

    /// In an object store.
    pub fn in_bucket(file: InBucket, length: u64) -> Self {
        Self { length, content: FileContent::Bucket(file) }
    }

    /// All of it, but no more than `cap` bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn all(&mut self, cap: u64) -> io::Result<Bytes> {
        match &mut self.content {
            FileContent::Disk(file) => {
                let mut bytes = Vec::new();
                file.seek(SeekFrom::Start(0)).await?;
                file.take(cap).read_to_end(&mut bytes).await?;
                Ok(bytes.into())
            }
            FileContent::Memory(bytes) => Ok(bytes.clone()),
            FileContent::Bucket(file) => file.reader.whole(file.file, cap).await.map(Bytes::from),
        }
    }

    /// `count` bytes of it from `first` on, as they are sent.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn body(self, first: u64, count: u64) -> io::Result<Body> {
        match self.content {
            FileContent::Memory(bytes) => {
                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                Ok(Body::from(bytes.slice(place(first)..place(first.saturating_add(count)))))
            }
            FileContent::Disk(mut file) => {
                file.seek(SeekFrom::Start(first)).await?;
                if count <= PIECE as u64 {
                    // At once, so that a client that reads slowly keeps no file open.
                    let mut bytes = Vec::new();
                    file.take(count).read_to_end(&mut bytes).await?;
                    return Ok(Body::from(bytes));
                }
                let pieces = futures_util::stream::try_unfold(file.take(count), |mut file| async move {
                    let mut piece = vec![0; PIECE];
                    let read = file.read(&mut piece).await?;
                    piece.truncate(read);
                    Ok::<_, io::Error>((read > 0).then_some((piece, file)))
                });
                Ok(Body::from_stream(pieces))
            }
            FileContent::Bucket(file) => {
                let end = first.saturating_add(count);
                let pieces = futures_util::stream::try_unfold((file, first), move |(file, at)| async move {
                    if at >= end {
                        return Ok::<_, io::Error>(None);
                    }
                    let next = end.min(at + BUCKET_PIECE);
                    let turn = file.turns.clone().acquire_owned().await.map_err(io::Error::other)?;
                    let piece = file.reader.part(file.file, at..next).await?;
                    drop(turn);
                    Ok(Some((piece, (file, next))))
                });
                Ok(Body::from_stream(pieces))
            }
        }
    }
}
