//! PNG, JPEG and WebP to pixels, straight to the size in which they are shown.

use std::io::Cursor;

use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};

use super::{Header, MediaError, Picture, jpeg};
use crate::model::{MediaType, Size, limits};

/// What the header of a PNG, JPEG or WebP file says. No pixel is decoded.
///
/// # Errors
/// Anything [`MediaError`] says of files that are not such pictures or are beyond the limits.
pub fn probe(bytes: &[u8]) -> Result<Header, MediaError> {
    let (media_type, mut decoder) = open(bytes)?;
    let stored = checked_size(&decoder)?;
    let size = if turns(orientation(&mut decoder)) { Size::new(stored.height, stored.width) } else { stored };
    Ok(Header { media_type, size })
}

/// Decodes a PNG, JPEG or WebP file in its own size, upright. Of an animation, the first frame.
///
/// # Errors
/// Anything [`MediaError`] says of files that are not such pictures or are beyond the limits.
pub fn decode(bytes: &[u8]) -> Result<Picture, MediaError> {
    let (picture, _) = pixels(bytes)?;
    let size = Size::new(picture.width(), picture.height());
    Ok(Picture { size, rgba: picture.into_rgba8().into_raw() })
}

/// Decodes a PNG, JPEG or WebP file and scales it to exactly `size`.
///
/// # Errors
/// Anything [`MediaError`] says of files that are not such pictures or are beyond the limits.
pub fn decode_to(bytes: &[u8], size: Size) -> Result<Picture, MediaError> {
    let (picture, opaque) = pixels(bytes)?;
    let from = Size::new(picture.width(), picture.height());
    if !opaque {
        let rgba = resize(&picture.into_rgba8(), from, size, PixelType::U8x4);
        return Ok(Picture { size, rgba });
    }
    // Three channels instead of four: a quarter less memory at the moment when most is used.
    let rgb = resize(&picture.into_rgb8(), from, size, PixelType::U8x3);
    Ok(Picture { size, rgba: bangtin_pixels::rgb_to_rgba(&rgb) })
}

impl Picture {
    /// The same picture scaled to exactly `size`.
    pub fn resized(&self, size: Size) -> Self {
        let rgba = resize(&self.rgba, self.size, size, PixelType::U8x4);
        Self { size, rgba }
    }
}

/// Scales packed pixels with a Lanczos filter; alpha, where there is any, weighs the colours.
pub(super) fn resize(pixels: &[u8], from: Size, to: Size, kind: PixelType) -> Vec<u8> {
    if from == to {
        return pixels.to_vec();
    }
    let source = images::ImageRef::new(from.width, from.height, pixels, kind).expect("buffers match their sizes");
    let mut scaled = images::Image::new(to.width, to.height, kind);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(kind == PixelType::U8x4);
    Resizer::new().resize(&source, &mut scaled, &options).expect("both images have the same kind of pixel");
    scaled.into_vec()
}

/// The upright pixels of the file, and whether they are all opaque.
fn pixels(bytes: &[u8]) -> Result<(DynamicImage, bool), MediaError> {
    let (media_type, mut decoder) = open(bytes)?;
    checked_size(&decoder)?;
    // The decoder fills what is missing with grey; a poster that is half grey is worse than a clear word.
    if media_type == MediaType::Jpeg {
        jpeg::check(bytes)?;
    }
    let orientation = orientation(&mut decoder);
    let opaque = !decoder.color_type().has_alpha();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(decode_error)?;
    picture.apply_orientation(orientation);
    Ok((picture, opaque))
}

/// A decoder for the format that the first bytes say, with the limits set. It has read the header only.
fn open(bytes: &[u8]) -> Result<(MediaType, impl ImageDecoder + '_), MediaError> {
    let length = bytes.len() as u64;
    if length > limits::PICTURE_FILE_BYTES {
        return Err(MediaError::TooManyBytes { bytes: length, limit: limits::PICTURE_FILE_BYTES });
    }
    let (media_type, format) = match image::guess_format(bytes) {
        Ok(format @ ImageFormat::Png) => (MediaType::Png, format),
        Ok(format @ ImageFormat::Jpeg) => (MediaType::Jpeg, format),
        Ok(format @ ImageFormat::WebP) => (MediaType::WebP, format),
        _ => return Err(MediaError::UnknownFormat),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = Limits::default();
    // Sides are judged in `checked_size`, which says what it found; here only memory is held down.
    allowed.max_alloc = Some(limits::PICTURE_ALLOC_BYTES);
    reader.limits(allowed);
    Ok((media_type, reader.into_decoder().map_err(decode_error)?))
}

/// The size in the header, if it may be decoded.
fn checked_size(decoder: &impl ImageDecoder) -> Result<Size, MediaError> {
    let (width, height) = decoder.dimensions();
    let size = Size::new(width, height);
    let side = width.max(height);
    if side > limits::PICTURE_SIDE || decoder.total_bytes() > limits::PICTURE_ALLOC_BYTES {
        return Err(MediaError::TooManyPixels { size });
    }
    Ok(size)
}

/// How a camera was held; upright where the file does not say or says nonsense.
fn orientation(decoder: &mut impl ImageDecoder) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn turns(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn decode_error(source: image::ImageError) -> MediaError {
    match source {
        image::ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => MediaError::Truncated,
        source => MediaError::Decode { source },
    }
}
