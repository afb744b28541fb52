//! Reading the QR codes in a picture, as a telephone would.

use super::Picture;

/// What every QR code in the picture says; those that cannot be read are left out.
pub fn read(picture: &Picture) -> Vec<String> {
    let (width, height) = (picture.size.width as usize, picture.size.height as usize);
    let luma = bangtin_pixels::luma(&picture.rgba);
    let light = |x: usize, y: usize| luma.get(y * width + x).copied().unwrap_or(255);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, words)| words).collect()
}
