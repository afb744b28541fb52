//! The pictures that the child holds: files as they were handed to it, and each as a screen gets it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    fonts,
    media::{self, Artwork, MediaError, Pictures},
    model::{Asset, Digest, MediaType, Rendition, Size, limits},
};

/// Files of pictures, and what was made of them; what was not asked for longest goes first.
#[derive(Default)]
pub(super) struct HeldPictures(Mutex<HeldPicture>);

#[derive(Default)]
struct HeldPicture {
    /// Counts up with every use.
    uses: u64,
    files: BTreeMap<Digest, HeldFile>,
    /// What was made for a screen, by its file and the screen.
    made: BTreeMap<(Digest, Size), Rendition>,
}

struct HeldFile {
    bytes: Arc<[u8]>,
    used: u64,
}

impl HeldPictures {
    /// Takes in a file.
    pub(super) fn add(&self, digest: Digest, bytes: Vec<u8>) {
        self.held().put(digest, bytes.into());
    }

    /// Those of `wanted` that are not there. What is there is used by being asked for.
    pub(super) fn missing<'a>(&self, wanted: impl Iterator<Item = &'a Digest>) -> Vec<Digest> {
        let mut held = self.held();
        wanted.filter(|digest| held.get(digest).is_none()).copied().collect()
    }

    /// The picture for that screen: as large as fits there, as a hall would get it, but with every pixel exact. Made when
    /// it is first asked for.
    ///
    /// # Errors
    /// [`MediaError`]: it is not there, or is none.
    pub(super) fn asset(&self, file: Digest, screen: Size) -> Result<Asset, MediaError> {
        let known = {
            let mut held = self.held();
            let made = held.made.get(&(file, screen)).cloned();
            made.filter(|rendition| held.get(&rendition.digest).is_some())
        };
        if let Some(rendition) = known {
            return Ok(Asset { original: file, renditions: vec![rendition] });
        }
        let bytes = self.bytes(&file)?;
        let picture = if media::is_svg(&bytes) {
            let artwork = Artwork::parse(&bytes, fonts::files())?;
            artwork.rasterise(artwork.size().contained_in(screen))?
        } else {
            let own = media::probe(&bytes)?.size;
            let fits = own.width <= screen.width && own.height <= screen.height;
            media::decode_to(&bytes, if fits { own } else { own.contained_in(screen) })?
        };
        let png = media::encode_png(&picture)?;
        let (digest, bytes) = (Digest::of(&png), png.len() as u64);
        let rendition = Rendition { digest, bytes, size: picture.size, media_type: MediaType::Png };
        let mut held = self.held();
        held.put(digest, png.into());
        held.made.insert((file, screen), rendition.clone());
        Ok(Asset { original: file, renditions: vec![rendition] })
    }

    /// Forgets what was not used since `kept`, from the oldest on, until the rest is within the limit.
    pub(super) fn shrink(&self, kept: u64) {
        let mut held = self.held();
        while held.files.values().map(|file| file.bytes.len()).sum::<usize>() > limits::DRAW_PICTURE_BYTES {
            let oldest = held.files.iter().filter(|(_, file)| file.used <= kept).min_by_key(|(_, file)| file.used);
            let Some(digest) = oldest.map(|(digest, _)| *digest) else { return };
            held.files.remove(&digest);
            held.made.retain(|(file, _), rendition| *file != digest && rendition.digest != digest);
        }
    }

    /// How often something was used so far.
    pub(super) fn uses(&self) -> u64 {
        self.held().uses
    }

    fn held(&self) -> MutexGuard<'_, HeldPicture> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HeldPicture {
    fn put(&mut self, digest: Digest, bytes: Arc<[u8]>) {
        self.uses += 1;
        self.files.insert(digest, HeldFile { bytes, used: self.uses });
    }

    fn get(&mut self, digest: &Digest) -> Option<Arc<[u8]>> {
        self.uses += 1;
        let uses = self.uses;
        let file = self.files.get_mut(digest)?;
        file.used = uses;
        Some(file.bytes.clone())
    }
}

impl Pictures for HeldPictures {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        self.held().get(digest).ok_or(MediaError::Missing { digest: *digest })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::Picture;

    fn file(size: Size, grey: u8) -> (Digest, Vec<u8>) {
        let rgba = [grey, grey, grey, 255].repeat(size.width as usize * size.height as usize);
        let bytes = media::encode_png(&Picture { size, rgba }).unwrap();
        (Digest::of(&bytes), bytes)
    }

    #[test]
    fn a_picture_is_made_once_for_a_screen_and_never_larger_than_it_is() {
        let held = HeldPictures::default();
        let (digest, bytes) = file(Size::new(400, 200), 9);
        assert_eq!(held.missing([&digest].into_iter()), [digest]);
        held.add(digest, bytes);
        assert!(held.missing([&digest].into_iter()).is_empty());
        let small = held.asset(digest, Size::new(100, 100)).unwrap().renditions[0].clone();
        assert_eq!(small.size, Size::new(100, 50));
        assert_eq!(held.asset(digest, Size::new(100, 100)).unwrap().renditions, [small]);
        assert_eq!(held.asset(digest, Size::FULL_HD).unwrap().renditions[0].size, Size::new(400, 200));
    }

    #[test]
    fn what_was_used_longest_ago_goes_first_and_what_is_needed_stays() {
        let held = HeldPictures::default();
        let third = limits::DRAW_PICTURE_BYTES / 3;
        let names = [0, 1, 2, 3].map(|n| Digest::of(&[n]));
        for name in names {
            held.add(name, vec![0; third]);
        }
        let before = held.uses();
        assert!(held.bytes(&names[0]).is_ok());
        held.shrink(before);
        assert_eq!(held.missing(names.iter()), [names[1]]);
        held.add(names[1], vec![0; third]);
        held.shrink(0);
        assert!(held.missing(names.iter()).is_empty(), "all of them are needed now");
    }
}
