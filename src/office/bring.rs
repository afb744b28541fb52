//! Files that officers bring: kept by digest, with who brought them.

use std::io::Read as _;

use super::{
    actor::Actor,
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{
    approval::Right,
    media,
    model::{Digest, MediaType, Size, limits},
    records::asset::{self, AssetRow},
};

/// A picture as it is kept: decoded and encoded anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtPicture {
    /// The file.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub media_type: MediaType,
    /// Pixels.
    pub size: Size,
    /// What its file was called.
    pub name: String,
}

impl Office {
    /// Keeps a picture, and answers with the name of its file. The same bytes again change nothing.
    ///
    /// # Errors
    /// No right to write, the file cannot be kept, or the database does not answer.
    pub async fn keep_picture(&self, by: &Actor, picture: BroughtPicture) -> Result<Digest, OfficeError> {
        by.must(Right::Write)?;
        let BroughtPicture { bytes, media_type, size, name } = picture;
        let (length, objects) = (bytes.len() as u64, self.objects().clone());
        let digest = blocking(move || objects.put(&bytes)).await??;
        let asset = AssetRow {
            digest,
            mime: mime_of(media_type).to_owned(),
            width: size.width,
            height: size.height,
            bytes: length,
            name,
            by: Some(by.id().clone()),
            at: self.clock().now().wall,
        };
        let mut tx = self.records().write().await?;
        asset::insert(&mut tx, &asset).await?;
        tx.commit().await?;
        Ok(digest)
    }

    /// A picture that somebody brought, or that came in with a folder: its media type and its bytes; `None` where there is no
    /// picture of that name.
    ///
    /// # Errors
    /// The file cannot be read, or the database does not answer.
    pub async fn picture(&self, digest: Digest) -> Result<Option<(String, Vec<u8>)>, OfficeError> {
        let row = asset::get(&mut self.records().read().await?, digest).await?;
        let objects = self.objects().clone();
        let read = move || {
            if objects.size(digest)?.is_none() {
                return Ok(None);
            }
            let mut bytes = Vec::new();
            let failed = |source| OfficeError::Disk { what: format!("cannot read the file `{digest}`"), source };
            objects
                .open(digest)
                .and_then(|file| file.take(limits::PICTURE_FILE_BYTES).read_to_end(&mut bytes))
                .map_err(failed)?;
            // Those of a folder have no row: nobody brought them.
            let mime = row.map(|row| row.mime).or_else(|| told_by(&bytes).map(str::to_owned));
            Ok::<_, OfficeError>(mime.map(|mime| (mime, bytes)))
        };
        blocking(read).await?
    }
}

fn mime_of(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Png => "image/png",
        MediaType::Jpeg => "image/jpeg",
        MediaType::WebP => "image/webp",
    }
}

/// What kind of picture a file is, by its content; `None` where it is none.
fn told_by(bytes: &[u8]) -> Option<&'static str> {
    if media::is_svg(bytes) {
        return Some("image/svg+xml");
    }
    media::probe(bytes).ok().map(|header| mime_of(header.media_type))
}
