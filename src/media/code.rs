//! Reading the QR codes in a picture, as a telephone would.

use super::Picture;

/// What every QR code in the picture says; those that cannot be read are left out.
pub fn read(picture: &Picture) -> Vec<String> {
    let pixels = picture.rgba.as_chunks::<4>().0;
    let width = picture.size.width as usize;
    let luma = |x: usize, y: usize| {
        let [r, g, b, _] = pixels.get(y * width + x).copied().unwrap_or([255; 4]);
        // Rec. 601 weights in 256ths: what cameras make of colours.
        ((u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8) as u8
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, picture.size.height as usize, luma);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, words)| words).collect()
}
