//! Pictures that programs bring: the file as it came is kept beside the one that is shown in its place.
//!
//! Rules: nothing that a stranger has sent is ever decoded outside of a child that is locked in, so what is published is
//! made of the file that the child has encoded anew; the original is only handed back, byte for byte.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use super::{
    actor::Actor,
    bring::BroughtPicture,
    error::OfficeError,
    live::LiveVersion,
    office::{Office, blocking},
};
use crate::{
    approval::{Body, Right},
    feed::repository::AssetSource,
    model::{Digest, MediaType},
    records::{
        ReadTransaction, asset,
        original::{self, OriginalRow},
    },
};

/// A picture as it came, in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Where it lies for now.
    pub file: PathBuf,
    /// The SHA-256 of its bytes.
    pub digest: Digest,
    /// Its length, bytes.
    pub bytes: u64,
    /// What it is.
    pub kind: OriginalKind,
}

/// What kinds of pictures a slide may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginalKind {
    /// One of pixels.
    Pixels(MediaType),
    /// SVG.
    Svg,
}

impl OriginalKind {
    /// By the first bytes of a file that a child has found to be a picture.
    pub fn of(head: &[u8]) -> Option<Self> {
        let starts = |with: &[u8]| head.starts_with(with);
        if starts(b"\x89PNG") {
            return Some(Self::Pixels(MediaType::Png));
        }
        if starts(b"\xFF\xD8\xFF") {
            return Some(Self::Pixels(MediaType::Jpeg));
        }
        if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Some(Self::Pixels(MediaType::WebP));
        }
        let text = head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') || starts(b"\xEF\xBB\xBF");
        (text && !head.windows(5).any(|part| part == b"%PDF-")).then_some(Self::Svg)
    }

    /// Its media type, such as `image/png`.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pixels(MediaType::Png) => "image/png",
            Self::Pixels(MediaType::Jpeg) => "image/jpeg",
            Self::Pixels(MediaType::WebP) => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }
}

impl AssetSource for Original {
    fn bytes(&self) -> io::Result<u64> {
        Ok(self.bytes)
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + Send + '_>> {
        Ok(Box::new(fs::File::open(&self.file)?))
    }
}

impl Office {
    /// Keeps a picture that a child has encoded anew, and beside it the file as it came. Answers with the name of the file
    /// that is shown.
    ///
    /// # Errors
    /// No right to write, a file cannot be kept, or the database does not answer.
    pub async fn keep_original(
        &self,
        by: &Actor,
        original: Original,
        picture: BroughtPicture,
    ) -> Result<Digest, OfficeError> {
        by.must(Right::Write)?;
        let kept = self.keep_picture(by, picture).await?;
        let (digest, bytes, mime) = (original.digest, original.bytes, original.kind.mime().to_owned());
        // The same bytes as what was kept need not be told apart from it.
        if digest == kept {
            return Ok(kept);
        }
        let objects = self.objects().clone();
        blocking(move || objects.put(&original)).await??;
        let at = self.clock().now().wall;
        let row = OriginalRow { digest, kept, mime, bytes, by: Some(by.id().clone()), at };
        let mut tx = self.records().write().await?;
        original::insert(&mut tx, &row).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// The files that are shown for pictures of those names: of what is on, the file itself; of what was brought, the one
    /// that was kept in its place. Names that nobody has brought are not among the answers.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn known_pictures(
        &self,
        names: impl IntoIterator<Item = Digest>,
    ) -> Result<BTreeMap<Digest, Digest>, OfficeError> {
        let mut tx = self.records().read().await?;
        let live = self.live_in(&mut tx).await?;
        let mut known = BTreeMap::new();
        for name in names {
            let found = match is_shown(&live, name) {
                true => Some(name),
                false => kept(&mut tx, name).await?,
            };
            known.extend(found.map(|found| (name, found)));
        }
        Ok(known)
    }

    /// The files to hand out for pictures: the original, where one was brought under a name of its kind.
    pub(super) async fn handed_out(
        &self,
        pictures: Vec<(String, Digest)>,
    ) -> Result<Vec<(String, Digest)>, OfficeError> {
        let mut tx = self.records().read().await?;
        let mut handed = Vec::new();
        for (key, digest) in pictures {
            let originals = original::of_kept(&mut tx, digest).await?;
            let original = originals.into_iter().find(|original| names_kind(&key, &original.mime));
            handed.push((key, original.map_or(digest, |original| original.digest)));
        }
        Ok(handed)
    }
}

/// Whether a slide that is on shows that file.
fn is_shown(live: &LiveVersion, digest: Digest) -> bool {
    live.items.values().any(|(_, body)| match &**body {
        Body::Slide(body) => body.pictures.values().any(|shown| *shown == digest),
        Body::Commune(body) => body.pictures.values().any(|shown| *shown == digest),
        _ => false,
    })
}

async fn kept(tx: &mut ReadTransaction, name: Digest) -> Result<Option<Digest>, OfficeError> {
    if let Some(original) = original::get(tx, name).await? {
        return Ok(Some(original.kept));
    }
    Ok(asset::get(tx, name).await?.map(|asset| asset.digest))
}

/// Whether a key ends as files of that kind do.
fn names_kind(key: &str, mime: &str) -> bool {
    let ending = key.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    matches!(
        (ending.as_str(), mime),
        ("png", "image/png") | ("jpg" | "jpeg", "image/jpeg") | ("webp", "image/webp") | ("svg", "image/svg+xml")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_first_bytes_and_a_document_is_none() {
        assert_eq!(OriginalKind::of(b"\x89PNG\r\n"), Some(OriginalKind::Pixels(MediaType::Png)));
        assert_eq!(OriginalKind::of(b"RIFF\0\0\0\0WEBPVP8 "), Some(OriginalKind::Pixels(MediaType::WebP)));
        assert_eq!(OriginalKind::of(b"\n<?xml version='1.0'?><svg/>"), Some(OriginalKind::Svg));
        assert_eq!(OriginalKind::of(b"%PDF-1.7"), None);
        assert_eq!(OriginalKind::of(b""), None);
    }

    #[test]
    fn an_original_is_handed_out_only_under_a_name_of_its_kind() {
        assert!(names_kind("tranh/a.SVG", "image/svg+xml"));
        assert!(!names_kind("tranh/a.png", "image/svg+xml"));
        assert!(!names_kind("tranh/a", "image/png"));
    }
}
