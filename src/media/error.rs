//! What can be wrong with a picture.

use std::io;

use crate::model::{Digest, Size, limits};

/// What can be wrong with a picture. The text names no file: whoever asked knows which it was.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// No such file.
    #[error("there is no picture {digest}")]
    Missing {
        /// Its name.
        digest: Digest,
    },
    /// The file is there and cannot be read.
    #[error("cannot read picture {digest}")]
    Read {
        /// Its name.
        digest: Digest,
        /// Why.
        source: io::Error,
    },
    /// More bytes than any picture needs.
    #[error("the file has {bytes} bytes, more than the {limit} allowed")]
    TooManyBytes {
        /// Its length.
        bytes: u64,
        /// What is allowed.
        limit: u64,
    },
    /// More pixels than may be decoded.
    #[error(
        "the picture is {size} pixels: no side may exceed {} and no picture may take more than {} MiB of memory",
        limits::PICTURE_SIDE,
        limits::PICTURE_ALLOC_BYTES >> 20
    )]
    TooManyPixels {
        /// What its header says.
        size: Size,
    },
    /// Not a format that is played.
    #[error("this is not a PNG, JPEG, WebP or SVG file")]
    UnknownFormat,
    /// The file ends before the picture does.
    #[error("the file is cut off: it ends before the picture does")]
    Truncated,
    /// The file contradicts itself.
    #[error("the picture cannot be decoded: {source}")]
    Decode {
        /// What the decoder says.
        source: image::ImageError,
    },
    /// The pixels cannot be written in that format.
    #[error("the picture cannot be encoded: {source}")]
    Encode {
        /// What the encoder says.
        source: image::ImageError,
    },
    /// Not an SVG that can be drawn.
    #[error("the SVG cannot be drawn: {source}")]
    Svg {
        /// What the parser says.
        source: resvg::usvg::Error,
    },
    /// A progressive JPEG that goes over itself again and again.
    #[error("the JPEG has more than {} scans: save it again as an ordinary JPEG", limits::JPEG_SCANS)]
    TooManyScans,
    /// An SVG that is too much to draw.
    #[error("the SVG has {found} {what}, more than the {most} allowed: simplify it, or save it as a PNG")]
    SvgTooLarge {
        /// Of what it has too much.
        what: &'static str,
        /// How much it has, or at least has.
        found: usize,
        /// How much is allowed.
        most: usize,
    },
    /// An SVG that is still not drawn.
    #[error("the SVG takes more than {} s to draw: simplify it, or save it as a PNG", ms / 1_000)]
    SvgTooSlow {
        /// How long it was waited for, milliseconds.
        ms: u64,
    },
    /// An SVG that crashed whatever drew it.
    #[error("the SVG cannot be drawn: drawing it crashed; save it as a PNG")]
    SvgCrashed,
    /// There is no thread to draw on.
    #[error("cannot start a thread to draw the SVG")]
    Thread {
        /// Why.
        source: io::Error,
    },
    /// Not a PDF file that can be drawn.
    #[error("the PDF cannot be drawn: {reason}")]
    Pdf {
        /// Why.
        reason: &'static str,
    },
    /// A PDF file that is locked with a password.
    #[error("the PDF is locked with a password")]
    PdfLocked,
    /// An SVG that shows something that is not in it.
    #[error("the SVG refers to `{href}`, which is outside it: put the picture into the file")]
    OutsideReference {
        /// What it asked for, shortened.
        href: String,
    },
}
