//! Whether the play records that a hall keeps are as they were written.

use std::path::Path;

use super::{
    StoreError,
    disk::Disk,
    play_history::{PlayRow, file_name, files, folder, read, whole_bytes},
};
use crate::model::Digest;

/// What came of looking the records over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayVerdict {
    /// Each line names the one before it.
    Whole(PlaysKept),
    /// A line does not.
    Broken {
        /// The file.
        file: String,
        /// The line in it, from 1.
        line: usize,
    },
}

/// What the records of a hall say together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaysKept {
    /// Lines.
    pub rows: u64,
    /// Of them, those whose page is known to have reached the screen.
    pub shown: u64,
    /// Pages that were shown and could not be kept.
    pub lost: u64,
    /// When the first page came on, and when the last gave way: RFC 3339 with milliseconds.
    pub span: Option<(String, String)>,
    /// Bytes at the end that a mains cut has torn, or that are being written.
    pub torn_bytes: usize,
}

/// Looks over the play records of the store in that folder. The oldest files give way in time, so that nothing is said of
/// what came before the first line; nor is it seen where lines were cut off the end.
///
/// # Errors
/// [`StoreError::Read`].
pub fn verify_plays(disk: &dyn Disk, store: &Path) -> Result<PlayVerdict, StoreError> {
    let dir = folder(store);
    let files = files(disk, &dir)?;
    let (mut kept, mut before) = (PlaysKept::default(), None::<(u64, Digest)>);
    for (n, (number, _)) in files.iter().enumerate() {
        let mut text = read(disk, &dir, *number)?;
        if n + 1 == files.len() {
            let whole = whole_bytes(&text);
            kept.torn_bytes = text.len() - whole;
            text.truncate(whole);
        }
        for (line, words) in text.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let words = words.strip_suffix(b"\n").unwrap_or(words);
            let row = serde_json::from_slice::<PlayRow>(words).ok();
            let follows = |row: &PlayRow| match before {
                Some((last, digest)) => row.row == last + 1 && row.before == Some(digest),
                None => row.before.is_none() == (row.row == 1),
            };
            let Some(row) = row.filter(follows) else {
                return Ok(PlayVerdict::Broken { file: file_name(*number), line: line + 1 });
            };
            before = Some((row.row, Digest::of(words)));
            (kept.rows, kept.lost) = (kept.rows + 1, kept.lost + row.lost);
            kept.shown += u64::from(row.page.shown);
            let since = kept.span.take().map_or(row.page.start, |(since, _)| since);
            kept.span = Some((since, row.page.end));
        }
    }
    Ok(PlayVerdict::Whole(kept))
}
