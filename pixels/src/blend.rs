//! One frame of a transition: two pictures of the same size become one.

/// Mixes packed pixels channel by channel, `weight` 256ths of `to`. Written so that the compiler makes vector code of it.
pub fn mix(out: &mut [u32], from: &[u32], to: &[u32], weight: u16) {
    let out: &mut [u8] = bytemuck::cast_slice_mut(out);
    let (from, to): (&[u8], &[u8]) = (bytemuck::cast_slice(from), bytemuck::cast_slice(to));
    let rest = 256 - weight;
    for ((out, from), to) in out.iter_mut().zip(from).zip(to) {
        *out = ((u16::from(*from) * rest + u16::from(*to) * weight + 127) >> 8) as u8;
    }
}

/// Pictures `width` across, `from` pushed out to the left by `to`, which has come `moved` pixels far.
pub fn push(out: &mut [u32], from: &[u32], to: &[u32], width: usize, moved: usize) {
    for ((out, from), to) in out.chunks_exact_mut(width).zip(from.chunks_exact(width)).zip(to.chunks_exact(width)) {
        let (left, right) = out.split_at_mut(width - moved);
        left.copy_from_slice(&from[moved..]);
        right.copy_from_slice(&to[..moved]);
    }
}

/// Pictures as wide as there are `weights`: in each column so many 256ths of `to`. The weights fall from left to right.
pub fn wipe(out: &mut [u32], from: &[u32], to: &[u32], weights: &[u16]) {
    let width = weights.len();
    let new = weights.iter().position(|weight| *weight < 256).unwrap_or(width);
    let old = weights.iter().position(|weight| *weight == 0).unwrap_or(width);
    for ((out, from), to) in out.chunks_exact_mut(width).zip(from.chunks_exact(width)).zip(to.chunks_exact(width)) {
        out[..new].copy_from_slice(&to[..new]);
        for x in new..old {
            mix(&mut out[x..=x], &from[x..=x], &to[x..=x], weights[x]);
        }
        out[old..].copy_from_slice(&from[old..]);
    }
}

/// The nearest pixels of `picture`, of `size`, in the middle of `out`, of `out_size`, at `place`, the size it is shown at;
/// black around it. Sizes are width and height.
pub fn stretch(picture: &[u32], size: (u32, u32), out: &mut [u32], out_size: (u32, u32), place: (u32, u32)) {
    let (left, top) = ((out_size.0 - place.0) / 2, (out_size.1 - place.1) / 2);
    for y in 0..out_size.1 {
        let row = (y * out_size.0) as usize;
        let line = &mut out[row..row + out_size.0 as usize];
        line.fill(0);
        let Some(inner) = y.checked_sub(top).filter(|inner| *inner < place.1) else { continue };
        let from = (u64::from(inner) * u64::from(size.1) / u64::from(place.1)) as usize;
        let source = &picture[from * size.0 as usize..(from + 1) * size.0 as usize];
        for x in 0..place.0 {
            let at = (u64::from(x) * u64::from(size.0) / u64::from(place.0)) as usize;
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
    fn a_push_moves_both_pictures() {
        let mut out = [0; 6];
        push(&mut out, &[1, 2, 3, 4, 5, 6], &[7, 8, 9, 10, 11, 12], 3, 2);
        assert_eq!(out, [3, 7, 8, 6, 10, 11]);
    }

    #[test]
    fn a_wipe_has_the_new_picture_on_the_left_and_mixes_between() {
        let mut out = [0; 8];
        wipe(&mut out, &[0; 8], &[200; 8], &[256, 128, 0, 0]);
        assert_eq!(out, [200, 100, 0, 0, 200, 100, 0, 0]);
    }

    #[test]
    fn a_picture_of_another_shape_is_whole_on_black() {
        let mut out = vec![7; 8 * 4];
        stretch(&[1, 2, 3, 4], (2, 2), &mut out, (8, 4), (4, 4));
        assert_eq!(out[..8], [0, 0, 1, 1, 2, 2, 0, 0]);
        assert_eq!(out[24..], [0, 0, 3, 3, 4, 4, 0, 0]);
    }
}
