//! What a file is, by its first bytes and by what lies in it.

use super::{encoding, package::Package};

/// The kinds of documents that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// Word, since 2007.
    Docx,
    /// Excel, since 2007.
    Xlsx,
    /// Plain text, or a table with commas, semicolons or tabs between its cells.
    Text,
}

/// What the file is; `None` where it is nothing that is read here.
pub fn kind(bytes: &[u8]) -> Option<DocumentKind> {
    if bytes.starts_with(b"PK") {
        let package = Package::open(bytes).ok()?;
        return match () {
            () if package.has("word/document.xml") => Some(DocumentKind::Docx),
            () if package.has("xl/workbook.xml") => Some(DocumentKind::Xlsx),
            () => None,
        };
    }
    let text = encoding::decoded(bytes)?;
    let looks_like_markup = text.trim_start().starts_with('<');
    (!looks_like_markup).then_some(DocumentKind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_is_in_it() {
        assert_eq!(kind("Thông báo".as_bytes()), Some(DocumentKind::Text));
        assert_eq!(kind(b"<!doctype html><p>Th\xC3\xB4ng b\xC3\xA1o"), None);
        assert_eq!(kind(b"\x7FELF\x02\x01\x01\0\0\0\0\0"), None);
        assert_eq!(kind(b"PK\x03\x04 and nothing else"), None);
    }
}
