//! Files that officers bring: kept by digest, with who brought them.

use std::io::Read as _;

use super::{
    actor::Actor,
    error::OfficeError,
    office::{Office, blocking},
};
use crate::{
    approval::Right,
    model::{Digest, MediaType, Size},
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
        let mime = match media_type {
            MediaType::Png => "image/png",
            MediaType::Jpeg => "image/jpeg",
            MediaType::WebP => "image/webp",
        };
        let asset = AssetRow {
            digest,
            mime: mime.to_owned(),
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

    /// A picture that somebody brought: its media type and its bytes; `None` where nobody brought one of that name.
    ///
    /// # Errors
    /// The file cannot be read, or the database does not answer.
    pub async fn picture(&self, digest: Digest) -> Result<Option<(String, Vec<u8>)>, OfficeError> {
        let row = asset::get(&mut self.records().read().await?, digest).await?;
        let Some(row) = row else { return Ok(None) };
        let objects = self.objects().clone();
        let read = move || {
            let mut bytes = Vec::new();
            objects.open(digest)?.read_to_end(&mut bytes).map(|_| bytes)
        };
        let bytes = blocking(read).await?;
        let bytes =
            bytes.map_err(|source| OfficeError::Disk { what: format!("cannot read the file `{digest}`"), source })?;
        Ok(Some((row.mime, bytes)))
    }
}
