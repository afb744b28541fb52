//! Bytes to pixels and back, within the limits, so that no picture from outside can crash or fill a machine.
//!
//! Rules: what a file is follows from its first bytes, never from its name; its header is read and judged before any
//! pixel is decoded; an SVG draws with the bundled fonts and never reaches outside itself, and how much it has to draw is
//! judged before any of it is drawn.

mod blur;
mod code;
mod decode;
mod encode;
mod jpeg;
mod svg;
mod svg_limits;

use std::{collections::BTreeMap, io, sync::Arc};

pub use code::read as read_codes;
pub use decode::{decode, decode_to, probe};
pub use encode::{jpeg as encode_jpeg, png as encode_png, small_png as encode_small_png};
pub use svg::{Artwork, is_svg};

use crate::model::{Digest, MediaType, Size, limits};

/// A decoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels.
    pub size: Size,
    /// sRGB with straight alpha, eight bits a channel, four bytes a pixel, row by row from the top.
    pub rgba: Vec<u8>,
}

/// What a picture's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The format, by content.
    pub media_type: MediaType,
    /// Pixels as they are to be seen: a camera's rotation is taken into account.
    pub size: Size,
}

/// Where pictures come from: the store in a hall, memory in a preview or a test.
pub trait Pictures {
    /// The bytes of the file of that name.
    ///
    /// # Errors
    /// [`MediaError::Missing`] where there is none, [`MediaError::Read`] where it cannot be read.
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError>;
}

impl<B: AsRef<[u8]>> Pictures for BTreeMap<Digest, B> {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        self.get(digest).map(|bytes| Arc::from(bytes.as_ref())).ok_or(MediaError::Missing { digest: *digest })
    }
}

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
    /// An SVG that shows something that is not in it.
    #[error("the SVG refers to `{href}`, which is outside it: put the picture into the file")]
    OutsideReference {
        /// What it asked for, shortened.
        href: String,
    },
}

impl Picture {
    /// Whether nothing can be seen through it.
    pub fn is_opaque(&self) -> bool {
        self.rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255)
    }

    /// The same picture scaled to exactly `size`.
    pub fn resized(&self, size: Size) -> Self {
        let rgba = decode::resize(&self.rgba, self.size, size, fast_image_resize::PixelType::U8x4);
        Self { size, rgba }
    }

    /// The same picture blurred as by a Gaussian with a standard deviation of `sigma` pixels.
    pub fn blurred(&self, sigma: f32) -> Self {
        Self { size: self.size, rgba: blur::gaussian(&self.rgba, self.size, sigma) }
    }
}
