//! A picture as pixels, and what its header says.

use crate::model::{MediaType, Size};

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

/// A PNG with more than this is a photograph.
const PHOTOGRAPH_BYTES_A_PIXEL: usize = 1;

impl Picture {
    /// Whether nothing can be seen through it.
    pub fn is_opaque(&self) -> bool {
        bangtin_pixels::is_opaque(&self.rgba)
    }

    /// Whether it is a photograph and not drawn, by the length of the PNG that was made of it, in bytes: drawn posters take a
    /// tenth of a byte a pixel, camera noise two.
    pub fn is_photograph(&self, png_bytes: usize) -> bool {
        self.is_opaque() && png_bytes > self.rgba.len() / 4 * PHOTOGRAPH_BYTES_A_PIXEL
    }
}
