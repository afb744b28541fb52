//! Reads a tree in an object store for a server that must not block: halls wait for what it answers.

use std::{io, ops::Range, sync::Arc, time::Duration};

use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, path::Path};
use tokio::time::timeout;

use super::super::tree::TreeFile;

/// How long the store may take to answer one question: a hall that waits longer asks again by itself.
const ANSWER: Duration = Duration::from_secs(15);

/// Reads a tree in an object store. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ObjectReader {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl ObjectReader {
    pub(super) fn new(store: Arc<dyn ObjectStore>, prefix: Path) -> Self {
        Self { store, prefix }
    }

    pub(super) fn path(&self, name: &str) -> Path {
        self.prefix.parts().chain(Path::from(name).parts()).collect()
    }

    pub(super) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// A file's length in bytes.
    ///
    /// # Errors
    /// `NotFound`, or the store does not answer.
    pub async fn size(&self, file: TreeFile) -> io::Result<u64> {
        let path = self.path(&file.to_string());
        answered(async { Ok(self.store.head(&path).await?.size) }).await
    }

    /// The whole file, refused beyond `cap` bytes.
    ///
    /// # Errors
    /// `NotFound`, `FileTooLarge`, or the store does not answer.
    pub async fn whole(&self, file: TreeFile, cap: u64) -> io::Result<Vec<u8>> {
        let path = self.path(&file.to_string());
        answered(async {
            let found = self.store.get(&path).await?;
            if found.meta.size > cap {
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than {cap} bytes")));
            }
            Ok(found.bytes().await?.to_vec())
        })
        .await
    }

    /// The bytes of a file that lie in that range, which is not empty and lies within the file.
    ///
    /// # Errors
    /// `NotFound`, or the store does not answer with as many bytes.
    pub async fn part(&self, file: TreeFile, range: Range<u64>) -> io::Result<Vec<u8>> {
        let (path, asked) = (self.path(&file.to_string()), range.end - range.start);
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        let bytes = answered(async { Ok(self.store.get_opts(&path, options).await?.bytes().await?) }).await?;
        if bytes.len() as u64 != asked {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is another now"));
        }
        Ok(bytes.to_vec())
    }
}

async fn answered<T>(work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(ANSWER, work).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
