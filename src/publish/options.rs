//! For which screens a programme is made.

use crate::model::Size;

/// For which screens a programme is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishOptions {
    /// The canvases pictures are made for, pixels; each picture in the largest size of its own shape that fits.
    pub canvases: Vec<Size>,
}

impl Default for PublishOptions {
    /// Full HD and 4K, both ways round: what a feed offers.
    fn default() -> Self {
        let (full_hd, ultra_hd) = ((1920, 1080), (3840, 2160));
        let both = |(long, short)| [Size::new(long, short), Size::new(short, long)];
        Self { canvases: [both(full_hd), both(ultra_hd)].concat() }
    }
}

impl PublishOptions {
    /// For one screen only: what a preview needs, and sooner done.
    pub fn for_canvas(canvas: Size) -> Self {
        Self { canvases: vec![canvas] }
    }
}
