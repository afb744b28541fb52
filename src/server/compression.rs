//! Sends the programme squeezed to a hall that asks for it: words shrink to a third, pictures would not shrink at all.

use std::io::{self, Write as _};

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use tokio::{fs::File, io::AsyncReadExt as _};

use crate::feed::TreeFile;

/// Whether this request is for the whole of something worth squeezing, by somebody who can take it.
pub(super) fn wanted(file: TreeFile, headers: &HeaderMap) -> bool {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = takes.split(',').map(str::trim).any(|coding| coding == "gzip");
    gzip && matches!(file, TreeFile::Programme(_)) && !headers.contains_key(header::RANGE)
}

/// The whole file as gzip.
pub(super) async fn squeezed(file: &mut File, cap: u64) -> io::Result<Response> {
    let mut bytes = Vec::new();
    file.take(cap).read_to_end(&mut bytes).await?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    let squeezed = encoder.finish()?;
    let coding = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_TYPE, "application/octet-stream")];
    Ok((StatusCode::OK, coding, Body::from(squeezed)).into_response())
}
