//! Compresses the programme for a hall that asks for it: words shrink to a third, pictures would not shrink at all.

use std::{
    io::{self, Write as _},
    sync::Arc,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use tokio::sync::Mutex;

use super::open_file::ServedFile;
use crate::{feed::TreeFile, model::Digest};

/// The programme that was compressed last, ready for the next hall that asks.
#[derive(Debug, Default, Clone)]
pub(super) struct Compressed(Arc<Mutex<Option<(Digest, Bytes)>>>);

/// The programme's digest, if this request is for the whole of it by somebody who can take it compressed.
pub(super) fn wanted(file: TreeFile, headers: &HeaderMap) -> Option<Digest> {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = takes.split(',').map(str::trim).any(|coding| coding == "gzip");
    match file {
        TreeFile::Programme(digest) if gzip && !headers.contains_key(header::RANGE) => Some(digest),
        _ => None,
    }
}

impl Compressed {
    /// The whole file as gzip. Halls that ask together wait for one to have it compressed.
    pub async fn response(&self, digest: Digest, mut file: ServedFile, cap: u64) -> io::Result<Response> {
        let mut last = self.0.lock().await;
        let bytes = match &*last {
            Some((known, bytes)) if *known == digest => bytes.clone(),
            _ => {
                let bytes = file.all(cap).await?;
                let compressed = Bytes::from(tokio::task::spawn_blocking(move || gzip(&bytes)).await??);
                *last = Some((digest, compressed.clone()));
                compressed
            }
        };
        drop(last);
        let coding = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_TYPE, "application/octet-stream")];
        Ok((StatusCode::OK, coding, Body::from(bytes)).into_response())
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
