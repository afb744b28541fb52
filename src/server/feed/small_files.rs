//! Small files of a tree in an object store, kept in memory: when all halls ask together, the store is asked once.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::body::Bytes;
use tokio::sync::OnceCell;

use crate::feed::TreeFile;

/// Memory for them, bytes: some programmes, and the pictures of a few hundred slides as halls get them.
const KEPT_BYTES: usize = 32 << 20;
/// Most of them: each takes a little memory besides.
const KEPT_FILES: usize = 1_024;

/// Small files that never change, by their names.
#[derive(Debug, Default)]
pub(super) struct SmallFiles(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    files: HashMap<TreeFile, SmallFile>,
    uses: u64,
}

#[derive(Debug, Clone)]
struct SmallFile {
    content: Arc<OnceCell<Bytes>>,
    used: u64,
}

impl SmallFiles {
    /// The file, if it is here.
    pub fn get(&self, file: TreeFile) -> Option<Bytes> {
        let mut kept = self.kept();
        let content = kept.files.get(&file)?.content.get()?.clone();
        kept.entry(file);
        Some(content)
    }

    /// The file; where it is not here, it is fetched, once for all who ask meanwhile.
    ///
    /// # Errors
    /// What `fetch` says: then it is fetched anew for the next who asks.
    pub async fn get_or_fetch(
        &self,
        file: TreeFile,
        fetch: impl Future<Output = io::Result<Vec<u8>>>,
    ) -> io::Result<Bytes> {
        let place = Place { files: self, file, content: self.kept().entry(file) };
        let fetched = place.content.get_or_try_init(async || fetch.await.map(Bytes::from)).await.cloned();
        if fetched.is_ok() {
            self.kept().make_room(file);
        }
        fetched
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file's place, for as long as somebody waits for what comes to lie there. Whoever leaves before leaves nothing behind.
struct Place<'a> {
    files: &'a SmallFiles,
    file: TreeFile,
    content: Arc<OnceCell<Bytes>>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut kept = self.files.kept();
        // Whoever else waits for it holds it too, and goes on.
        if self.content.get().is_none() && Arc::strong_count(&self.content) <= 2 {
            kept.forget_empty(self.file);
        }
    }
}

impl Kept {
    /// The file's place, which is used now.
    fn entry(&mut self, file: TreeFile) -> Arc<OnceCell<Bytes>> {
        self.uses += 1;
        let entry = self.files.entry(file).or_insert_with(|| SmallFile { content: Arc::default(), used: 0 });
        entry.used = self.uses;
        entry.content.clone()
    }

    /// Forgets what was not used for longest, but not that file.
    fn make_room(&mut self, but: TreeFile) {
        let length = |entry: &SmallFile| entry.content.get().map_or(0, Bytes::len);
        let mut bytes: usize = self.files.values().map(length).sum();
        while bytes > KEPT_BYTES || self.files.len() > KEPT_FILES {
            let others = self.files.iter().filter(|(file, _)| **file != but);
            let Some(oldest) = others.min_by_key(|(_, entry)| entry.used).map(|(file, _)| *file) else { return };
            bytes -= self.files.remove(&oldest).map_or(0, |entry| length(&entry));
        }
    }

    /// Forgets a place in which nothing came to lie: strangers ask for names without end.
    fn forget_empty(&mut self, file: TreeFile) {
        if self.files.get(&file).is_some_and(|entry| entry.content.get().is_none()) {
            self.files.remove(&file);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::model::Digest;

    fn object(n: usize) -> TreeFile {
        TreeFile::Object(Digest::of(&n.to_le_bytes()))
    }

    #[tokio::test]
    async fn who_asks_together_waits_for_one_who_fetches() {
        let (files, fetched) = (SmallFiles::default(), AtomicU32::new(0));
        let fetch = || async {
            tokio::task::yield_now().await;
            fetched.fetch_add(1, Ordering::Relaxed);
            Ok(b"bytes".to_vec())
        };
        let ask = || files.get_or_fetch(object(1), fetch());
        let (a, b, c) = tokio::join!(ask(), ask(), ask());
        assert!([a, b, c].into_iter().all(|bytes| bytes.unwrap() == "bytes"));
        assert_eq!(fetched.load(Ordering::Relaxed), 1);
        assert_eq!(files.get(object(1)).unwrap(), "bytes");
    }

    #[tokio::test]
    async fn who_leaves_before_the_file_has_come_leaves_nothing_behind_and_keeps_it_from_nobody() {
        let files = SmallFiles::default();
        let soon = std::time::Duration::from_millis(1);
        for n in 0..3 {
            let endless = files.get_or_fetch(object(n), std::future::pending());
            assert!(tokio::time::timeout(soon, endless).await.is_err());
        }
        assert_eq!(files.kept().files.len(), 0);
        let first = files.get_or_fetch(object(9), std::future::pending());
        let second = files.get_or_fetch(object(9), async { Ok(b"bytes".to_vec()) });
        let (left, came) = tokio::join!(tokio::time::timeout(soon, first), second);
        assert!(left.is_err() && came.unwrap() == "bytes");
        assert_eq!(files.get(object(9)).unwrap(), "bytes", "what the other fetched is kept");
    }

    #[tokio::test]
    async fn what_is_not_there_leaves_nothing_behind_and_what_is_used_stays() {
        let files = SmallFiles::default();
        let missing = files.get_or_fetch(object(0), async { Err(io::ErrorKind::NotFound.into()) }).await;
        assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
        assert_eq!(files.kept().files.len(), 0);
        for n in 1..=40 {
            files.get_or_fetch(object(n), async { Ok(vec![0; 1 << 20]) }).await.unwrap();
            assert!(files.get(object(1)).is_some(), "{n}");
        }
        assert!(files.get(object(2)).is_none() && files.get(object(40)).is_some());
        assert_eq!(files.kept().files.len(), 32);
    }
}
