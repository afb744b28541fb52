//! Transitions on the processor, for machines whose graphics adapter is the processor anyway.
//!
//! Going through a software adapter costs several passes over the picture a frame; this is one, straight into the
//! memory that the screen is fed from. It shows what the shaders of the same names show, to within one step of a
//! channel.

use std::{ops::Range, thread};

use bangtin_pixels as pixels;

use super::transitions::eased;
use crate::model::{Size, Transition};

/// Width of the soft edge of a wipe as a share of the picture. Keep in sync with `SOFT` in `wipe.wgsl`.
const SOFT: f32 = 0.08;

/// Pixels from which on it pays to share a frame between two threads.
const SHARED_FROM: usize = 1 << 20;

/// Two pages to mix: `from` and `to` are pixels of `size`, `0x00RRGGBB` each.
pub(super) struct Mix<'a> {
    pub(super) size: Size,
    pub(super) from: Option<&'a [u32]>,
    pub(super) to: &'a [u32],
    pub(super) transition: Transition,
    pub(super) thousandths: u32,
}

impl Mix<'_> {
    /// Draws it into `out`, pixels of `out_size`: pixel for pixel where that is the moment's own size, else as large
    /// as fits, on black.
    pub(super) fn draw(&self, out: &mut [u32], out_size: Size) {
        if self.size != out_size {
            return stretch(self.to, self.size, out, out_size);
        }
        let height = self.size.height as usize;
        if out.len() < SHARED_FROM {
            return self.rows(out, 0..height);
        }
        let half = height / 2;
        let (upper, lower) = out.split_at_mut(half * self.size.width as usize);
        thread::scope(|scope| {
            scope.spawn(|| self.rows(upper, 0..half));
            self.rows(lower, half..height);
        });
    }

    /// Draws some rows of it.
    fn rows(&self, out: &mut [u32], rows: Range<usize>) {
        let width = self.size.width as usize;
        let part = rows.start * width..rows.end * width;
        let to = &self.to[part.clone()];
        let Some(from) = self.from.filter(|_| self.thousandths < 1000).map(|from| &from[part]) else {
            return out.copy_from_slice(to);
        };
        let progress = eased(self.transition, self.thousandths);
        match self.transition {
            Transition::Cut => out.copy_from_slice(to),
            Transition::Fade => pixels::mix(out, from, to, weight(progress)),
            Transition::Push => pixels::push(out, from, to, width, (progress * width as f32).round() as usize),
            Transition::Wipe => {
                let uncovered = |x: usize| {
                    let u = (x as f32 + 0.5) / width as f32;
                    weight(((progress * (1.0 + SOFT) - u) / SOFT).clamp(0.0, 1.0))
                };
                pixels::wipe(out, from, to, &(0..width).map(uncovered).collect::<Vec<_>>());
            }
        }
    }
}

/// A share of 0 to 1 in 256ths.
fn weight(share: f32) -> u16 {
    (share * 256.0).round() as u16
}

/// The nearest pixels of a picture, as large as fits; good enough for the moment until it is composed anew.
fn stretch(picture: &[u32], size: Size, out: &mut [u32], out_size: Size) {
    let both = |size: Size| (size.width, size.height);
    pixels::stretch(picture, both(size), out, both(out_size), both(size.contained_in(out_size)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_another_shape_is_shown_whole_on_black() {
        let mut out = vec![7; 8 * 4];
        stretch(&[1, 2, 3, 4], Size::new(2, 2), &mut out, Size::new(8, 4));
        assert_eq!(out[..8], [0, 0, 1, 1, 2, 2, 0, 0]);
        assert_eq!(out[24..], [0, 0, 3, 3, 4, 4, 0, 0]);
    }
}
