//! The band under a page: what stands in it, and the ticker that runs through it.

use std::ops::Range;

use super::{Composed, RenderError};
use crate::model::Size;

/// A band as it is at one moment.
#[derive(Debug, Clone)]
pub struct Band<'a> {
    /// What stands in it: as wide as the page.
    pub strip: &'a Composed,
    /// What runs through it.
    pub ticker: Option<Ticker<'a>>,
}

/// A ribbon of pieces, laid end to end and round again, seen through a part of the band.
#[derive(Debug, Clone)]
pub struct Ticker<'a> {
    /// The pieces, each as high as the band.
    pub pieces: &'a [Composed],
    /// Pixels across through which it is seen.
    pub room: Range<u32>,
    /// Pixels of the ribbon that have gone by.
    pub offset: u64,
}

/// A part of a piece that is seen.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub piece: &'a Composed,
    /// The piece's first pixel that is seen.
    pub from: u32,
    /// Where on the band it is seen, pixels across.
    pub at: Range<u32>,
}

impl Ticker<'_> {
    /// What is seen, from left to right: the whole room is covered, unless there are no pieces.
    pub(super) fn seen(&self) -> Vec<Seen<'_>> {
        let long: u64 = self.pieces.iter().map(|piece| u64::from(piece.size().width)).sum();
        let mut seen = Vec::new();
        if long == 0 {
            return seen;
        }
        let mut skip = self.offset % long;
        let mut at = self.room.start;
        for piece in self.pieces.iter().cycle() {
            if at >= self.room.end {
                break;
            }
            let width = piece.size().width;
            if skip >= u64::from(width) {
                skip -= u64::from(width);
                continue;
            }
            let from = skip as u32;
            let end = (at + width - from).min(self.room.end);
            seen.push(Seen { piece, from, at: at..end });
            (at, skip) = (end, 0);
        }
        seen
    }
}

impl Band<'_> {
    /// Whether it lies, with a page of that size above it, exactly on an output of `size`.
    pub(super) fn fits(&self, page: Size, size: Size) -> bool {
        let own = self.strip.size();
        own.width == size.width && page.width == size.width && page.height + own.height == size.height
    }

    /// Draws it on the processor into `out`, pixels of its own size.
    pub(super) fn draw(&self, out: &mut [u32]) -> Result<(), RenderError> {
        out.copy_from_slice(self.strip.pixels()?);
        let width = self.strip.size().width as usize;
        let ticker = self.ticker.as_ref().map(Ticker::seen).unwrap_or_default();
        for Seen { piece, from, at } in &ticker {
            let (from, at) = (*from as usize, at.start as usize..at.end as usize);
            let wide = piece.size().width as usize;
            for (line, row) in out.chunks_exact_mut(width).zip(piece.pixels()?.chunks_exact(wide)) {
                line[at.clone()].copy_from_slice(&row[from..from + at.len()]);
            }
        }
        Ok(())
    }
}
