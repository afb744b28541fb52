//! Pixels to PNG and JPEG files.

use image::{
    ExtendedColorType, ImageEncoder,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};

use bangtin_pixels as pixels;

use super::{MediaError, Picture};

/// A PNG file, soon made; without an alpha channel where every pixel is opaque.
///
/// # Errors
/// [`MediaError::Encode`].
pub fn png(picture: &Picture) -> Result<Vec<u8>, MediaError> {
    write_png(picture, CompressionType::Fast)
}

/// The same picture in a PNG file of about half the bytes, which takes a few times as long to make: for what is sent
/// to many halls over thin lines.
///
/// # Errors
/// [`MediaError::Encode`].
pub fn small_png(picture: &Picture) -> Result<Vec<u8>, MediaError> {
    write_png(picture, CompressionType::Best)
}

fn write_png(picture: &Picture, compression: CompressionType) -> Result<Vec<u8>, MediaError> {
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, compression, FilterType::Adaptive);
    let (width, height) = (picture.size.width, picture.size.height);
    let opaque = picture.is_opaque();
    let written = if opaque {
        encoder.write_image(&pixels::rgba_to_rgb(&picture.rgba), width, height, ExtendedColorType::Rgb8)
    } else {
        encoder.write_image(&picture.rgba, width, height, ExtendedColorType::Rgba8)
    };
    written.map_err(|source| MediaError::Encode { source })?;
    Ok(file)
}

/// A JPEG file of a quality of 1 to 100. Alpha is left out.
///
/// # Errors
/// [`MediaError::Encode`].
pub fn jpeg(picture: &Picture, quality: u8) -> Result<Vec<u8>, MediaError> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .write_image(
            &pixels::rgba_to_rgb(&picture.rgba),
            picture.size.width,
            picture.size.height,
            ExtendedColorType::Rgb8,
        )
        .map_err(|source| MediaError::Encode { source })?;
    Ok(file)
}
