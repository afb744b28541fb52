//! Reading one text file of the folder: its size, its encoding, and its text in one Unicode form.

use std::{fs, io, path::Path};

use unicode_normalization::UnicodeNormalization;

use super::FolderError;
use crate::model::limits::SLIDE_FILE_BYTES;

/// The text of `dir/file`, NFC, without a byte-order mark. Lines are kept, so that positions in it name lines.
pub(super) fn read_text(dir: &Path, file: &str) -> Result<String, Box<FolderError>> {
    let path = dir.join(file);
    let unreadable = |error: io::Error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "create it, or correct the name",
            io::ErrorKind::PermissionDenied => "allow reading it: `chmod a+r`",
            _ => "look whether the disk or stick is still there",
        };
        let what = format!("cannot be read ({})", error.kind());
        Box::new(FolderError::in_file(file, what, "a readable text file").hint(hint))
    };
    let length = fs::metadata(&path).map_err(unreadable)?.len();
    if length > SLIDE_FILE_BYTES {
        let expected = format!("at most {} KiB", SLIDE_FILE_BYTES >> 10);
        let long = FolderError::in_file(file, format!("the file has {} KiB", length >> 10), expected);
        return Err(Box::new(long.hint("pictures belong in files of their own; keep only text here")));
    }
    let bytes = fs::read(&path).map_err(unreadable)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| not_utf8(file, &bytes, error.valid_up_to()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).nfc().collect())
}

/// Legacy encodings cannot be told apart for certain, so the hint names what Vietnamese offices really have.
fn not_utf8(file: &str, bytes: &[u8], at: usize) -> Box<FolderError> {
    let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let hint = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "the file is UTF-16: in Notepad choose Save As, Encoding: UTF-8"
    } else {
        "text typed in TCVN3 (fonts .Vn…) or VNI must be converted first, for example with Unikey (Ctrl+Shift+F6), \
         then saved with Encoding: UTF-8"
    };
    let error = FolderError::in_file(file, "the file is not UTF-8", "Unicode text saved as UTF-8 (TCVN 6909:2001)");
    Box::new(error.at(line).hint(hint))
}
