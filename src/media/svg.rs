//! SVG to pixels, with the bundled fonts and nothing from outside.

use std::{
    str::from_utf8,
    sync::{Arc, Mutex},
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, ImageKind, Options, Tree, fontdb},
};

use super::{MediaError, Picture, probe};
use crate::model::{MediaType, Size, limits};

/// The family that text falls to where an SVG names none that is bundled.
const FAMILY: &str = "Be Vietnam Pro";

/// Whether the bytes look like SVG: text with an `<svg` among its first tags.
pub fn is_svg(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    // The cut may have gone through a letter; what is before it is enough.
    let text = from_utf8(head).unwrap_or_else(|error| from_utf8(&head[..error.valid_up_to()]).unwrap_or_default());
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// A parsed SVG.
pub struct Artwork {
    tree: Tree,
}

impl Artwork {
    /// Parses an SVG. `fonts` are font files; no other font is used, and no file or address is opened.
    ///
    /// # Errors
    /// [`MediaError::TooManyBytes`], [`MediaError::Svg`], [`MediaError::OutsideReference`], and whatever is wrong with
    /// a picture inside it.
    pub fn parse(bytes: &[u8], fonts: &[&[u8]]) -> Result<Self, MediaError> {
        let length = bytes.len() as u64;
        if length > limits::SVG_FILE_BYTES {
            return Err(MediaError::TooManyBytes { bytes: length, limit: limits::SVG_FILE_BYTES });
        }
        let refused = Mutex::new(None);
        let refuse = |error| {
            refused.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get_or_insert(error);
            None
        };
        let options = Options {
            font_family: FAMILY.to_owned(),
            fontdb: Arc::new(database(fonts)),
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, data, _| inner_picture(&data).map_or_else(refuse, Some)),
                resolve_string: Box::new(|href, _| {
                    refuse(MediaError::OutsideReference { href: href.chars().take(80).collect() })
                }),
            },
            ..Options::default()
        };
        let tree = Tree::from_data(bytes, &options).map_err(|source| MediaError::Svg { source });
        drop(options);
        match refused.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(Self { tree: tree? }),
        }
    }

    /// Its own size, whole pixels. Only the shape of it matters.
    pub fn size(&self) -> Size {
        let size = self.tree.size();
        Size::new((size.width().round() as u32).max(1), (size.height().round() as u32).max(1))
    }

    /// Draws it to fill exactly `size`.
    ///
    /// # Errors
    /// [`MediaError::TooManyPixels`] where `size` is none that a canvas can have.
    pub fn rasterise(&self, size: Size) -> Result<Picture, MediaError> {
        let allowed = size.width.max(size.height) <= limits::PICTURE_SIDE;
        let pixmap = allowed.then(|| Pixmap::new(size.width, size.height)).flatten();
        let mut pixmap = pixmap.ok_or(MediaError::TooManyPixels { size })?;
        let own = self.tree.size();
        let scale = Transform::from_scale(size.width as f32 / own.width(), size.height as f32 / own.height());
        resvg::render(&self.tree, scale, &mut pixmap.as_mut());
        Ok(Picture { size, rgba: pixmap.take_demultiplied() })
    }
}

fn database(fonts: &[&[u8]]) -> fontdb::Database {
    let mut database = fontdb::Database::new();
    for font in fonts {
        database.load_font_data(font.to_vec());
    }
    database.set_serif_family(FAMILY);
    database.set_sans_serif_family(FAMILY);
    database.set_monospace_family(FAMILY);
    database.set_cursive_family(FAMILY);
    database.set_fantasy_family(FAMILY);
    database
}

/// A picture written into the SVG itself, if it is one that would be played on its own too.
fn inner_picture(data: &Arc<Vec<u8>>) -> Result<ImageKind, MediaError> {
    let data = data.clone();
    Ok(match probe(&data)?.media_type {
        MediaType::Png => ImageKind::PNG(data),
        MediaType::Jpeg => ImageKind::JPEG(data),
        MediaType::WebP => ImageKind::WEBP(data),
    })
}

impl std::fmt::Debug for Artwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Artwork").field("size", &self.size()).finish_non_exhaustive()
    }
}
