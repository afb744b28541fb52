//! Bytes to pixels and back, within the limits, so that no picture from outside can crash or fill a machine.
//!
//! Rules: what a file is follows from its first bytes, never from its name; its header is read and judged before any
//! pixel is decoded; an SVG draws with the bundled fonts and never reaches outside itself, and how much it has to draw is
//! judged before any of it is drawn.

mod blur;
mod code;
mod decode;
mod encode;
mod error;
mod jpeg;
mod pdf;
mod picture;
mod pictures;
mod svg;
mod svg_limits;

pub use code::read as read_codes;
pub use decode::{decode, decode_to, probe};
pub use encode::{jpeg as encode_jpeg, png as encode_png, small_png as encode_small_png};
pub use error::MediaError;
pub use pdf::{PdfFile, is_pdf};
pub use picture::{Header, Picture};
pub use pictures::Pictures;
pub use svg::{Artwork, is_svg};
