//! The play records that a hall keeps: one line of JSON a page that was shown, each naming the line before.
//!
//! Rules:
//! 1. Lines are only ever added. What a mains cut has torn at the end is dropped at the next start, and the chain goes on.
//! 2. Lines are written some at a time, for every write wears a card; what was shown since the last is lost with the mains.
//! 3. There is a bound on all of it: the oldest file gives way, and pictures and warnings go before records.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{
    StoreError,
    disk::{self, Disk},
};
use crate::model::{
    Digest, PlayedPage,
    limits::{PLAYS_FILE_BYTES, PLAYS_FILES, PLAYS_LEAVE_BYTES, PLAYS_WAITING, PLAYS_WRITE_BYTES},
};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PlayRow {
    /// Counts up by one.
    pub row: u64,
    #[serde(flatten)]
    pub page: PlayedPage,
    /// How many pages before this one could not be kept: the disk took none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub lost: u64,
    /// SHA-256 of the line before, without its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Digest>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(lost: &u64) -> bool {
    *lost == 0
}

/// The records of one store, to be added to.
#[derive(Debug)]
pub struct PlayHistory {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    waiting: VecDeque<PlayedPage>,
    /// Pages that gave way while they waited.
    lost: u64,
    end: End,
}

/// Where the next line goes.
#[derive(Debug, Clone, Default)]
struct End {
    file: u64,
    bytes: u64,
    row: u64,
    digest: Option<Digest>,
}

impl PlayHistory {
    /// Those of the store in that folder. What was torn at their end is dropped.
    ///
    /// # Errors
    /// [`StoreError`] where the newest file can neither be read nor mended.
    pub fn open(disk: Arc<dyn Disk>, store: &Path) -> Result<Self, StoreError> {
        let dir = folder(store);
        let end = find_end(&*disk, &dir)?;
        Ok(Self { disk, dir, waiting: VecDeque::new(), lost: 0, end })
    }

    /// Takes a page in, to be written the next time.
    pub fn add(&mut self, page: PlayedPage) {
        if self.waiting.len() >= PLAYS_WAITING {
            self.waiting.pop_front();
            self.lost += 1;
        }
        self.waiting.push_back(page);
    }

    /// Writes what waits, and makes it last. Answers how many bytes that were.
    ///
    /// # Errors
    /// [`StoreError`] where the disk takes none; what was not written waits on.
    pub fn write(&mut self) -> Result<u64, StoreError> {
        let mut written = 0;
        while !self.waiting.is_empty() {
            written += self.write_some()?;
        }
        Ok(written)
    }

    fn write_some(&mut self) -> Result<u64, StoreError> {
        let mut end = self.end.clone();
        if end.file == 0 || end.bytes >= PLAYS_FILE_BYTES {
            (end.file, end.bytes) = (end.file + 1, 0);
        }
        let (mut text, mut lines) = (String::new(), 0);
        for page in &self.waiting {
            let lost = if lines == 0 { self.lost } else { 0 };
            let row = PlayRow { row: end.row + 1, page: page.clone(), lost, before: end.digest };
            let line = serde_json::to_string(&row).expect("a row is plain text and numbers");
            if lines > 0 && text.len() + line.len() >= PLAYS_WRITE_BYTES {
                break;
            }
            (end.row, end.digest) = (end.row + 1, Some(Digest::of(line.as_bytes())));
            text.push_str(&line);
            text.push('\n');
            lines += 1;
        }
        end.bytes += text.len() as u64;
        let path = self.dir.join(file_name(end.file));
        let is_new = end.bytes == text.len() as u64;
        self.append(&path, text.as_bytes(), is_new).map_err(|source| {
            // Half of it may lie there.
            self.end = find_end(&*self.disk, &self.dir).unwrap_or(End { file: end.file + 1, ..self.end.clone() });
            StoreError::Write { path, source }
        })?;
        self.waiting.drain(..lines);
        (self.end, self.lost) = (end, 0);
        if is_new {
            self.forget_the_oldest();
        }
        Ok(text.len() as u64)
    }

    fn append(&self, path: &Path, text: &[u8], is_new: bool) -> std::io::Result<()> {
        self.disk.make_dir(&self.dir)?;
        if self.disk.free(&self.dir)? < PLAYS_LEAVE_BYTES {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let mut file = self.disk.append(path)?;
        file.write(text)?;
        file.sync()?;
        if is_new { self.disk.sync_dir(&self.dir) } else { Ok(()) }
    }

    /// Removes the files that are too many. One that cannot be removed keeps nobody from writing.
    fn forget_the_oldest(&self) {
        let files = files(&*self.disk, &self.dir).unwrap_or_default();
        for (number, _) in files.iter().rev().skip(PLAYS_FILES) {
            if let Err(error) = self.disk.remove(&self.dir.join(file_name(*number))) {
                tracing::debug!(%error, "old play records could not be removed");
            }
        }
    }
}

/// Where the play records of a store lie.
pub(super) fn folder(store: &Path) -> PathBuf {
    store.join("plays")
}

pub(super) fn file_name(number: u64) -> String {
    format!("{number:08}.jsonl")
}

/// The files by their numbers, the oldest first, with their lengths in bytes.
pub(super) fn files(disk: &dyn Disk, dir: &Path) -> Result<Vec<(u64, u64)>, StoreError> {
    let listed = disk.list(dir).map_err(|source| StoreError::Read { path: dir.to_owned(), source })?;
    let numbered = |(name, bytes): (String, u64)| Some((name.strip_suffix(".jsonl")?.parse().ok()?, bytes));
    let mut files: Vec<(u64, u64)> = listed.into_iter().filter_map(numbered).collect();
    files.sort_unstable();
    Ok(files)
}

/// Reads one of the files; one that is far larger than they are made is not read.
pub(super) fn read(disk: &dyn Disk, dir: &Path, number: u64) -> Result<Vec<u8>, StoreError> {
    let path = dir.join(file_name(number));
    let read = disk.read(&path, PLAYS_FILE_BYTES + PLAYS_WRITE_BYTES as u64);
    read.map_err(|source| StoreError::Read { path, source })
}

/// How many bytes of a file are whole lines, where what follows is what a mains cut may have left: no more than is written at
/// once. Damage elsewhere is not taken away: whoever looks the records over is to see it.
pub(super) fn whole_bytes(text: &[u8]) -> usize {
    let may_be_torn = text.len().saturating_sub(PLAYS_WRITE_BYTES);
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].iter().position(|&byte| byte == b'\n').map(|line| at + line);
        let is_row = |end: usize| serde_json::from_slice::<PlayRow>(&text[at..end]).is_ok();
        if at >= may_be_torn && !end.is_some_and(is_row) {
            break;
        }
        at = end.map_or(text.len(), |end| end + 1);
    }
    at
}

/// Finds the last line, and drops what is torn behind it.
fn find_end(disk: &dyn Disk, dir: &Path) -> Result<End, StoreError> {
    let files = files(disk, dir)?;
    let mut end = End { file: files.last().map_or(0, |(number, _)| *number), ..End::default() };
    for (n, (number, _)) in files.iter().rev().enumerate() {
        let text = match read(disk, dir, *number) {
            Ok(text) => text,
            Err(error) => {
                tracing::warn!(%error, "a file of play records is passed over");
                // Nothing is written behind what cannot be read.
                end.bytes = PLAYS_FILE_BYTES;
                continue;
            }
        };
        let whole = whole_bytes(&text);
        if n == 0 {
            end.bytes = whole as u64;
            if whole < text.len() {
                let path = dir.join(file_name(*number));
                tracing::info!(bytes = text.len() - whole, "play records that a mains cut has torn are dropped");
                let mended = disk::replace(disk, &path, &text[..whole]);
                mended.map_err(|source| StoreError::Write { path, source })?;
            }
        }
        let last = text[..whole].split(|&byte| byte == b'\n').rev().find(|line| !line.is_empty());
        if let Some(line) = last {
            end.digest = Some(Digest::of(line));
            end.row = serde_json::from_slice::<PlayRow>(line).map_or(0, |row| row.row);
            break;
        }
    }
    Ok(end)
}
