//! A tree in a folder: a stick, or a feed on this machine.
//!
//! Rules:
//! 1. Only regular files are opened, and no symbolic link below the folder is followed: whoever filled a stick is a stranger.
//! 2. Nothing waits for the disk on the thread that asks: reading happens on threads of its own, few of them, each with a
//!    deadline, so that a stick that hangs or is pulled out is an error.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use tokio::{sync::Semaphore, task::JoinError};

use super::{
    ByteStream, FilePieces, PollOutcome, Transport, TransportAnswer, TransportError,
    regular_file::{OpenError, open_below},
};
use crate::feed::tree::{TreeFile, TreePath};

/// Bytes read at a time.
const CHUNK_BYTES: usize = 256 << 10;
/// Longest that one operation may take, such as reading one chunk: a disk that is waking up needs seconds.
const DEADLINE: Duration = Duration::from_secs(15);
/// Most threads that wait for disks at a time, in the whole program. One that hangs in the kernel cannot be ended, and
/// such threads must not become more and more.
static THREADS: Semaphore = Semaphore::const_new(4);

/// A tree in a folder.
#[derive(Debug, Clone)]
pub struct FolderTransport(Arc<Path>);

impl FolderTransport {
    /// The tree in that folder.
    pub fn at(dir: &Path) -> Self {
        Self(dir.into())
    }

    /// Where the tree lies on a stick: in the folder itself, or in a folder `bangtin` of it.
    pub fn tree_in(folder: &Path) -> Option<PathBuf> {
        let timestamp = TreeFile::Timestamp.to_string();
        let holds_tree = |folder: &PathBuf| open_below(folder, Path::new(&timestamp)).is_ok();
        [folder.to_owned(), folder.join("bangtin")].into_iter().find(holds_tree)
    }
}

/// Runs `work` on a thread that may block, for no longer than `deadline`.
async fn blocking<T: Send + 'static>(
    path: &Path,
    deadline: Duration,
    work: impl FnOnce() -> Result<T, TransportError> + Send + 'static,
) -> Result<T, TransportError> {
    let hung = || TransportError::DiskHangs { path: path.to_owned(), seconds: deadline.as_secs() };
    let run = async {
        let permit = THREADS.acquire().await.expect("nobody closes this semaphore");
        let work = move || {
            let _permit = permit;
            work()
        };
        let read = |error: JoinError| TransportError::Read { path: path.to_owned(), source: error.into() };
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(read(error)))
    };
    tokio::time::timeout(deadline, run).await.unwrap_or_else(|_| Err(hung()))
}

#[async_trait]
impl Transport for FolderTransport {
    async fn get(&self, path: &TreePath, cap: u64) -> Result<TransportAnswer<Option<Vec<u8>>>, TransportError> {
        let Some(mut file) = self.open(path, 0).await? else { return Ok(TransportAnswer::untimed(None)) };
        let mut bytes = Vec::new();
        while let Some(chunk) = file.body.next().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > cap {
                return Err(TransportError::TooLarge { path: path.to_string(), cap });
            }
        }
        Ok(TransportAnswer::untimed(Some(bytes)))
    }

    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<FilePieces>, TransportError> {
        let (base, inside) = (self.0.clone(), PathBuf::from(path.as_str()));
        let path = self.0.join(&inside);
        let opened = path.clone();
        let open = move || {
            let missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
            match open_below(&base, &inside) {
                Ok(mut file) => {
                    let at = file.seek(SeekFrom::Start(from));
                    at.map_err(|source| TransportError::Read { path: opened, source })?;
                    Ok(Some(file))
                }
                Err(OpenError::Io(error)) if missing(&error) && base.is_dir() => Ok(None),
                Err(OpenError::Io(error)) if missing(&error) => {
                    Err(TransportError::NoFolder { path: base.to_path_buf() })
                }
                Err(OpenError::Io(source)) => Err(TransportError::Read { path: opened, source }),
                Err(OpenError::NotRegular(kind)) => Err(TransportError::NotRegular { path: opened, kind }),
            }
        };
        let file = blocking(&path, DEADLINE, open).await?;
        Ok(file.map(|file| FilePieces { from, body: Box::new(FolderStream { file: Some(file), path }) }))
    }

    async fn news(&self, known: &[u8], _hold: Duration) -> Result<TransportAnswer<PollOutcome>, TransportError> {
        let there = self.get(&TreeFile::Timestamp.into(), TreeFile::Timestamp.cap()).await?.content;
        let same = there.is_none_or(|there| there == known);
        let outcome = if same { PollOutcome::NotHeld } else { PollOutcome::Changed { halls_spread: Duration::ZERO } };
        Ok(TransportAnswer::untimed(outcome))
    }

    fn playing(&self, _version: u64) {}
}

struct FolderStream {
    /// `None` once the file has ended or failed.
    file: Option<File>,
    path: PathBuf,
}

#[async_trait]
impl ByteStream for FolderStream {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let path = self.path.clone();
        let read = move || {
            let mut chunk = Vec::new();
            let read = (&mut file).take(CHUNK_BYTES as u64).read_to_end(&mut chunk);
            read.map_err(|source| TransportError::Read { path, source })?;
            Ok((file, chunk))
        };
        let (file, chunk) = blocking(&self.path, DEADLINE, read).await?;
        if chunk.is_empty() {
            return Ok(None);
        }
        self.file = Some(file);
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn disks_that_hang_are_errors_and_take_no_more_threads_than_a_few() {
        let (path, soon) = (Path::new("/stick"), Duration::from_millis(100));
        let (begin, begun) = mpsc::channel();
        let mut answers = Vec::new();
        for _ in 0..10 {
            let begin = begin.clone();
            let (answer, awaited) = mpsc::channel::<()>();
            answers.push(answer);
            let hangs = move || {
                begin.send(()).ok();
                awaited.recv().ok();
                Ok(())
            };
            assert!(matches!(blocking(path, soon, hangs).await, Err(TransportError::DiskHangs { .. })));
        }
        assert!(begun.try_iter().count() <= 4, "the others wait for a thread");
        drop(answers);
        let answered = blocking(path, Duration::from_secs(60), || Ok("bytes")).await;
        assert_eq!(answered.unwrap(), "bytes", "and when the disks answer again, so do the threads");
    }
}
