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

impl Picture {
    /// Whether nothing can be seen through it.
    pub fn is_opaque(&self) -> bool {
        bangtin_pixels::is_opaque(&self.rgba)
    }
}
