//! The pictures of a page, decoded to the size in which they are drawn. Needs no GPU, so it can be done on any thread.

use std::collections::BTreeMap;

use super::RenderError;
use crate::{
    media::{self, Picture, Pictures},
    model::{Digest, Size},
    scene::{self, Scene},
};

/// Standard deviation, in texels, at which a blurred picture is computed before it is stretched. Smaller shows the
/// texels; larger costs time.
const SMALL_SIGMA: f32 = 3.0;

/// A rendition in one size and softness; the sigma as bits, to be ordered.
type ImageKey = (Digest, Size, u32);

/// Decoded pictures of one page.
#[derive(Debug, Default, Clone)]
pub struct DecodedImages {
    pictures: BTreeMap<ImageKey, Picture>,
}

impl DecodedImages {
    /// Decodes everything `scene` shows; each picture once.
    ///
    /// # Errors
    /// [`RenderError::Picture`] for the first that cannot be drawn.
    pub fn load(scene: &Scene, pictures: &dyn Pictures) -> Result<Self, RenderError> {
        Self::load_after(&Self::default(), scene, pictures)
    }

    /// The same, taking what `before` holds already: a page that is drawn again with other words has the same pictures.
    ///
    /// # Errors
    /// As [`DecodedImages::load`].
    pub fn load_after(before: &Self, scene: &Scene, pictures: &dyn Pictures) -> Result<Self, RenderError> {
        let mut prepared = Self::default();
        // The sharp ones first: a blurred ground is made from what stands before it, and the file is decoded once.
        let (sharp, soft): (Vec<ImageKey>, Vec<ImageKey>) =
            scene.pictures().map(key).partition(|(.., sigma)| *sigma == 0);
        for key in sharp.into_iter().chain(soft) {
            if !prepared.pictures.contains_key(&key) {
                let known = before.pictures.get(&key).cloned();
                let picture = known.map_or_else(|| prepared.make(key, pictures), Ok)?;
                prepared.pictures.insert(key, picture);
            }
        }
        Ok(prepared)
    }

    fn make(&self, (digest, size, sigma): ImageKey, pictures: &dyn Pictures) -> Result<Picture, RenderError> {
        let sigma = f32::from_bits(sigma);
        let larger = |&(&(of, at, _), _): &(&ImageKey, &Picture)| {
            of == digest && at.width >= size.width && at.height >= size.height
        };
        let sharp = if sigma > 0.0 { self.pictures.iter().find(larger) } else { None };
        let picture = match sharp {
            Some((_, picture)) => picture.resized(size),
            None => {
                let decoded = pictures.bytes(&digest).and_then(|bytes| media::decode_to(&bytes, size));
                decoded.map_err(|source| RenderError::Picture { digest, source })?
            }
        };
        Ok(if sigma > 0.0 { picture.blurred(sigma) } else { picture })
    }

    /// The pixels for that place, if they were loaded.
    pub(super) fn get(&self, picture: &scene::PictureItem) -> Option<&Picture> {
        self.pictures.get(&key(picture))
    }
}

/// In what size a picture is decoded and how far it is blurred there: a blurred one is made small first.
fn key(picture: &scene::PictureItem) -> ImageKey {
    let shrink = (picture.blur / SMALL_SIGMA).max(1.0);
    let side = |length: f32| ((length / shrink).round() as u32).clamp(1, crate::model::limits::PICTURE_SIDE);
    let sigma = if picture.blur > 0.0 { picture.blur / shrink } else { 0.0 };
    (picture.digest, Size::new(side(picture.rect.w), side(picture.rect.h)), sigma.to_bits())
}
