//! A page as it was drawn, with what was read from its pixels.

use crate::{
    model::{PixelArea, Size},
    scene::{Rect, Scene},
};

/// One page as it was drawn.
#[derive(Debug, Clone, Copy)]
pub struct RenderedPage<'a> {
    /// The page, from 1.
    pub number: usize,
    /// What was drawn.
    pub scene: &'a Scene,
    /// sRGB, four bytes a pixel, row by row: as large as the scene.
    pub rgba: &'a [u8],
    /// Milliseconds a villager needs to read it.
    pub need_ms: u64,
    /// Milliseconds it is shown.
    pub shown_ms: u64,
    /// The QR code it should bear.
    pub qr: Option<QrReading<'a>>,
}

/// A QR code on a page, and what a reader of QR codes made of it.
#[derive(Debug, Clone, Copy)]
pub struct QrReading<'a> {
    /// Where it should lead.
    pub url: &'a str,
    /// Where it lies, its quiet zone included; `None` where it is part of a poster's artwork.
    pub area: Option<Rect>,
    /// The texts of all codes that were read from the pixels.
    pub decoded: &'a [String],
}

/// The pixels of a page that a rectangle touches.
pub(super) fn area(rect: Rect, page: Size) -> PixelArea {
    let within = |from: f32, to: f32, side: u32| {
        let (from, to) = (from.floor().clamp(0.0, side as f32) as u32, to.ceil().clamp(0.0, side as f32) as u32);
        (from, to.saturating_sub(from))
    };
    let ((x, width), (y, height)) =
        (within(rect.x, rect.right(), page.width), within(rect.y, rect.bottom(), page.height));
    PixelArea { x, y, width, height }
}
