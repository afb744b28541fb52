//! What one `feed publish` takes over from the one before: renditions that are in the feed, and pages that were looked over.

use std::{
    collections::{BTreeMap, HashSet},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    feed::{Repository, TreeFile, TreeStore},
    media::{MediaError, Pictures},
    model::{Asset, Digest, Hasher, Programme, limits},
    publish::{Content, PictureSource, SoundPages},
    store::disk::{self, Disk as _, RealDisk, Secrecy},
};

/// Largest file of remembered pages, bytes: a digest and the end of a line each, and a heading.
const SOUND_BYTES: u64 = limits::SOUND_PAGES as u64 * 65 + 1_024;

/// Finds out the digests of a content's pictures. To read a picture is a hundredth of the work of making its renditions. What
/// cannot be read is told by whoever makes them.
pub(super) fn find_digests(content: &mut Content) {
    content.pictures.values_mut().for_each(|picture| picture.digest = digest_of(picture));
}

fn digest_of(picture: &PictureSource) -> Option<Digest> {
    let mut file = (picture.open)().ok()?.take(limits::PICTURE_FILE_BYTES + 1);
    let (mut hasher, mut piece) = (Hasher::default(), vec![0; 64 << 10]);
    loop {
        match file.read(&mut piece).ok()? {
            0 => return (file.limit() > 0).then(|| hasher.finish()),
            read => hasher.update(&piece[..read]),
        }
    }
}

/// The programme that the feed holds, with those assets of the content of which every rendition is really there.
pub(super) fn in_feed(repository: &Repository, content: &Content) -> Option<Programme> {
    let mut programme = repository.state().ok()?.programme?;
    programme
        .assets
        .retain(|key, asset| content.pictures.get(key).is_some_and(|picture| picture.digest == Some(asset.original)));
    let of =
        |asset: &Asset| asset.renditions.iter().map(|of| (TreeFile::Object(of.digest), of.bytes)).collect::<Vec<_>>();
    let named: Vec<(TreeFile, u64)> = programme.assets.values().flat_map(of).collect();
    let files: Vec<TreeFile> = named.iter().map(|(file, _)| *file).collect();
    let sizes = repository.tree().sizes(&files).ok()?;
    let lost = |((file, bytes), size): (&(TreeFile, u64), Option<u64>)| (size != Some(*bytes)).then_some(*file);
    let lost: HashSet<TreeFile> = named.iter().zip(sizes).filter_map(lost).collect();
    programme.assets.retain(|_, asset| of(asset).iter().all(|(file, _)| !lost.contains(file)));
    Some(programme)
}

/// The renditions of a programme: those that were made just now, and those that the feed has.
pub(super) struct Renditions<'a> {
    pub(super) made: &'a BTreeMap<Digest, Vec<u8>>,
    pub(super) tree: &'a dyn TreeStore,
}

impl Pictures for Renditions<'_> {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        if let Some(bytes) = self.made.get(digest) {
            return Ok(Arc::from(bytes.as_slice()));
        }
        let read = |source| MediaError::Read { digest: *digest, source };
        let missing = MediaError::Missing { digest: *digest };
        let file = self.tree.open(TreeFile::Object(*digest)).map_err(|error| read(std::io::Error::other(error)))?;
        let mut bytes = Vec::new();
        file.ok_or(missing)?.take(limits::OBJECT_BYTES + 1).read_to_end(&mut bytes).map_err(read)?;
        // Whoever carries the tree need not be trusted.
        if Digest::of(&bytes) == *digest { Ok(bytes.into()) } else { Err(MediaError::Missing { digest: *digest }) }
    }
}

/// The pages in which nothing was found the last time. What says so lies with the keys: whoever can write there can sign.
pub(super) fn sound_pages(keys: &Path) -> SoundPages {
    let text = RealDisk(Secrecy::Private).read(&file_in(keys), SOUND_BYTES).ok();
    text.and_then(|text| String::from_utf8(text).ok()).map(|text| SoundPages::from_text(&text)).unwrap_or_default()
}

/// Keeps them for the next time; where that is not possible, they are drawn again.
pub(super) fn keep_sound_pages(keys: &Path, sound: &SoundPages) {
    let kept = disk::replace(&RealDisk(Secrecy::Private), &file_in(keys), sound.to_text().as_bytes());
    if let Err(error) = kept {
        tracing::warn!(%error, "it cannot be kept which pages were looked over; the next publish draws them again");
    }
}

fn file_in(keys: &Path) -> PathBuf {
    keys.join("sound-pages")
}
