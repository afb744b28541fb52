//! The same pixels in another form.

/// Packed pixels as RGBA; alpha is 255.
pub fn unpack(packed: &[u32]) -> Vec<u8> {
    let mut rgba = vec![255; 4 * packed.len()];
    for (to, pixel) in rgba.as_chunks_mut::<4>().0.iter_mut().zip(packed) {
        let [_, r, g, b] = pixel.to_be_bytes();
        *to = [r, g, b, 255];
    }
    rgba
}

/// RGBA as packed pixels; alpha is left out.
pub fn pack(rgba: &[u8]) -> Vec<u32> {
    let mut packed = Vec::with_capacity(rgba.len() / 4);
    pack_onto(rgba, &mut packed);
    packed
}

/// The same, after what `packed` holds already.
pub fn pack_onto(rgba: &[u8], packed: &mut Vec<u32>) {
    packed.extend(rgba.as_chunks::<4>().0.iter().map(|&[r, g, b, _]| u32::from_be_bytes([0, r, g, b])));
}

/// RGBA as RGB; alpha is left out.
pub fn rgba_to_rgb(rgba: &[u8]) -> Vec<u8> {
    let mut rgb = vec![0; rgba.len() / 4 * 3];
    for (to, [r, g, b, _]) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(rgba.as_chunks::<4>().0) {
        *to = [*r, *g, *b];
    }
    rgb
}

/// RGB as RGBA; alpha is 255.
pub fn rgb_to_rgba(rgb: &[u8]) -> Vec<u8> {
    let mut rgba = vec![255; rgb.len() / 3 * 4];
    for (to, [r, g, b]) in rgba.as_chunks_mut::<4>().0.iter_mut().zip(rgb.as_chunks::<3>().0) {
        *to = [*r, *g, *b, 255];
    }
    rgba
}

/// Whether nothing shows through RGBA anywhere.
pub fn is_opaque(rgba: &[u8]) -> bool {
    rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255)
}

/// How light RGBA is, a byte a pixel, by the weights of ITU-R Rec. BT.601 in 256ths: what cameras make of colours. Alpha is
/// left out.
pub fn luma(rgba: &[u8]) -> Vec<u8> {
    let light = |&[r, g, b, _]: &[u8; 4]| ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8) as u8;
    rgba.as_chunks::<4>().0.iter().map(light).collect()
}

/// Writes packed pixels as bytes, the lowest first: `DRM_FORMAT_XRGB8888`, which is little-endian on every machine.
pub fn write_little_endian(packed: &[u32], bytes: &mut [u8]) {
    for (to, pixel) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(packed) {
        *to = pixel.to_le_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_the_same_in_every_form() {
        let rgba = [1, 2, 3, 255, 250, 251, 252, 255];
        assert_eq!(pack(&rgba), [0x0001_0203, 0x00FA_FBFC]);
        assert_eq!(unpack(&pack(&rgba)), rgba);
        assert_eq!(rgba_to_rgb(&rgba), [1, 2, 3, 250, 251, 252]);
        assert_eq!(rgb_to_rgba(&rgba_to_rgb(&rgba)), rgba);
        let mut bytes = [0; 8];
        write_little_endian(&pack(&rgba), &mut bytes);
        assert_eq!(bytes, [3, 2, 1, 0, 252, 251, 250, 0]);
    }

    #[test]
    fn one_transparent_pixel_is_enough() {
        assert!(is_opaque(&[0, 0, 0, 255].repeat(9)));
        assert!(!is_opaque(&[[0, 0, 0, 255], [0, 0, 0, 254]].concat()));
    }

    #[test]
    fn white_is_light_and_green_lighter_than_blue() {
        assert_eq!(luma(&[255, 255, 255, 0, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]), [255, 0, 149, 28]);
    }
}
