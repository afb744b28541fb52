//! What a file is, by its first bytes.

use serde::{Deserialize, Serialize};

use crate::{
    document::{self, DocumentKind},
    media,
};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// PNG, JPEG or WebP.
    Picture,
    /// SVG.
    Svg,
    /// PDF.
    Pdf,
    /// Word, Excel, or text.
    Document(DocumentKind),
    /// Something that is not opened.
    Foreign(Foreign),
}

/// What is not opened, as far as it is recognised, so that people can be told what to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Foreign {
    /// A photograph as iPhones keep it.
    Heic,
    /// GIF, BMP or TIFF.
    OtherPicture,
    /// Word, Excel or PowerPoint from before 2007.
    OldOffice,
    /// PowerPoint.
    Slides,
    /// A web page.
    WebPage,
    /// A film or sound.
    Media,
    /// Files packed together.
    Archive,
    /// Anything else.
    Other,
}

pub(super) fn of(bytes: &[u8]) -> FileKind {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let within = |words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    if starts(b"\x89PNG") || starts(b"\xFF\xD8\xFF") || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")) {
        return FileKind::Picture;
    }
    if let Some(brand) = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp")) {
        let photograph =
            [b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"avif"].iter().any(|known| *known == brand);
        return FileKind::Foreign(if photograph { Foreign::Heic } else { Foreign::Media });
    }
    if starts(b"GIF8") || starts(b"BM") || starts(b"II*\0") || starts(b"MM\0*") {
        return FileKind::Foreign(Foreign::OtherPicture);
    }
    if starts(b"\xD0\xCF\x11\xE0") {
        return FileKind::Foreign(Foreign::OldOffice);
    }
    if media::is_pdf(bytes) {
        return FileKind::Pdf;
    }
    if media::is_svg(bytes) && !is_web_page(bytes) {
        return FileKind::Svg;
    }
    match document::kind(bytes) {
        Some(kind) => FileKind::Document(kind),
        None if starts(b"PK") && within(b"ppt/presentation.xml") => FileKind::Foreign(Foreign::Slides),
        None if starts(b"PK") || starts(b"Rar!") || starts(b"7z\xBC\xAF") || starts(b"\x1F\x8B") => {
            FileKind::Foreign(Foreign::Archive)
        }
        None if starts(b"ID3") || starts(b"OggS") || starts(b"RIFF") || starts(b"\x1A\x45\xDF\xA3") => {
            FileKind::Foreign(Foreign::Media)
        }
        None if is_web_page(bytes) => FileKind::Foreign(Foreign::WebPage),
        None => FileKind::Foreign(Foreign::Other),
    }
}

fn is_web_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_lowercase();
    head.contains("<!doctype html") || head.contains("<html") || head.contains("<head")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_nothing_and_the_first_bytes_do() {
        assert_eq!(of(b"\x89PNG\r\n\x1A\n"), FileKind::Picture);
        assert_eq!(of(b"<!DOCTYPE html><svg></svg>"), FileKind::Foreign(Foreign::WebPage));
        assert_eq!(of(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"), FileKind::Svg);
        assert_eq!(of(b"\0\0\0\x18ftypheic\0\0"), FileKind::Foreign(Foreign::Heic));
        assert_eq!(of(b"\0\0\0\x18ftypisom\0\0"), FileKind::Foreign(Foreign::Media));
        assert_eq!(of(b"junk %PDF-1.7"), FileKind::Pdf);
        assert_eq!(of(b"PK\x03\x04"), FileKind::Foreign(Foreign::Archive));
        assert_eq!(of("Thông báo".as_bytes()), FileKind::Document(DocumentKind::Text));
        assert_eq!(of(b""), FileKind::Document(DocumentKind::Text), "and an empty one has nothing to be told of");
    }
}
