//! Transitions on the processor, for machines whose graphics adapter is the processor anyway.
//!
//! Going through a software adapter costs several passes over the picture a frame; this is one, straight into the
//! memory that the screen is fed from. It shows what the shaders of the same names show, to within one step of a
//! channel.

use std::{ops::Range, thread};

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
            Transition::Fade => mix(out, from, to, weight(progress)),
            Transition::Push => {
                let moved = (progress * width as f32).round() as usize;
                for ((out, from), to) in lines(out, width).zip(from.chunks_exact(width)).zip(to.chunks_exact(width)) {
                    let (left, right) = out.split_at_mut(width - moved);
                    left.copy_from_slice(&from[moved..]);
                    right.copy_from_slice(&to[..moved]);
                }
            }
            Transition::Wipe => {
                let uncovered = |x: usize| {
                    let u = (x as f32 + 0.5) / width as f32;
                    weight(((progress * (1.0 + SOFT) - u) / SOFT).clamp(0.0, 1.0))
                };
                let new = (0..width).find(|&x| uncovered(x) < 256).unwrap_or(width);
                let old = (new..width).find(|&x| uncovered(x) == 0).unwrap_or(width);
                for ((out, from), to) in lines(out, width).zip(from.chunks_exact(width)).zip(to.chunks_exact(width)) {
                    out[..new].copy_from_slice(&to[..new]);
                    for x in new..old {
                        mix(&mut out[x..=x], &from[x..=x], &to[x..=x], uncovered(x));
                    }
                    out[old..].copy_from_slice(&from[old..]);
                }
            }
        }
    }
}

fn lines(out: &mut [u32], width: usize) -> impl Iterator<Item = &mut [u32]> {
    out.chunks_exact_mut(width)
}

/// A share of 0 to 1 in 256ths.
fn weight(share: f32) -> u16 {
    (share * 256.0).round() as u16
}

/// Mixes byte by byte, `weight` 256ths of `to`. Written so that the compiler makes vector code of it.
fn mix(out: &mut [u32], from: &[u32], to: &[u32], weight: u16) {
    let out: &mut [u8] = bytemuck::cast_slice_mut(out);
    let (from, to): (&[u8], &[u8]) = (bytemuck::cast_slice(from), bytemuck::cast_slice(to));
    let rest = 256 - weight;
    for ((out, from), to) in out.iter_mut().zip(from).zip(to) {
        *out = ((u16::from(*from) * rest + u16::from(*to) * weight + 127) >> 8) as u8;
    }
}

/// The nearest pixels of a picture, as large as fits; good enough for the moment until it is composed anew.
fn stretch(picture: &[u32], size: Size, out: &mut [u32], out_size: Size) {
    let place = size.contained_in(out_size);
    let (left, top) = ((out_size.width - place.width) / 2, (out_size.height - place.height) / 2);
    for y in 0..out_size.height {
        let row = (y * out_size.width) as usize;
        let line = &mut out[row..row + out_size.width as usize];
        line.fill(0);
        let Some(inner) = y.checked_sub(top).filter(|inner| *inner < place.height) else { continue };
        let from = (u64::from(inner) * u64::from(size.height) / u64::from(place.height)) as usize;
        let source = &picture[from * size.width as usize..(from + 1) * size.width as usize];
        for x in 0..place.width {
            let at = (u64::from(x) * u64::from(size.width) / u64::from(place.width)) as usize;
            line[(left + x) as usize] = source[at];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mix_begins_and_ends_exactly() {
        let (from, to) = ([0x00FF_0080, 0x0001_02FE], [0x0000_FF7F, 0x00FE_FD01]);
        let mut out = [0; 2];
        mix(&mut out, &from, &to, 0);
        assert_eq!(out, from);
        mix(&mut out, &from, &to, 256);
        assert_eq!(out, to);
    }

    #[test]
    fn a_page_of_another_shape_is_shown_whole_on_black() {
        let mut out = vec![7; 8 * 4];
        stretch(&[1, 2, 3, 4], Size::new(2, 2), &mut out, Size::new(8, 4));
        assert_eq!(out[..8], [0, 0, 1, 1, 2, 2, 0, 0]);
        assert_eq!(out[24..], [0, 0, 3, 3, 4, 4, 0, 0]);
    }
}
