//! The programme may come compressed. It is decompressed a little at a time, so that a small bomb does not become a large
//! file before whoever writes it down has counted; and what is compressed may not be longer than what it holds, so that
//! padding does not go on without an end.

use std::io::Write as _;

use async_trait::async_trait;
use flate2::write::GzDecoder;

use super::{Body, TransportError};
use crate::model::limits::GZIP_OVERHEAD_BYTES;

/// Compressed bytes decompressed at a time. They become at most 1,032 times as many (deflate's best), half a mebibyte.
const STEP_BYTES: usize = 512;

/// A body that comes as gzip, decompressed.
pub(super) struct GzipBody {
    inner: Box<dyn Body>,
    url: String,
    decoder: GzDecoder<Vec<u8>>,
    /// Compressed bytes that came and are not decompressed yet from `taken` on.
    compressed: Vec<u8>,
    taken: usize,
    /// Bytes in all so far, compressed and decompressed.
    bytes_in: u64,
    bytes_out: u64,
}

impl GzipBody {
    /// Decompresses `inner`, which comes from `url`.
    pub fn new(inner: Box<dyn Body>, url: String) -> Self {
        let decoder = GzDecoder::new(Vec::new());
        Self { inner, url, decoder, compressed: Vec::new(), taken: 0, bytes_in: 0, bytes_out: 0 }
    }
}

#[async_trait]
impl Body for GzipBody {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let invalid = |source| TransportError::Gzip { url: self.url.clone(), source };
        loop {
            if self.taken == self.compressed.len() {
                let Some(chunk) = self.inner.next().await? else {
                    self.decoder.try_finish().map_err(invalid)?;
                    let rest = std::mem::take(self.decoder.get_mut());
                    return Ok((!rest.is_empty()).then_some(rest));
                };
                (self.compressed, self.taken) = (chunk, 0);
                continue;
            }
            let end = (self.taken + STEP_BYTES).min(self.compressed.len());
            self.decoder.write_all(&self.compressed[self.taken..end]).map_err(invalid)?;
            self.bytes_in += (end - self.taken) as u64;
            self.taken = end;
            let chunk = std::mem::take(self.decoder.get_mut());
            self.bytes_out += chunk.len() as u64;
            if self.bytes_in > self.bytes_out + GZIP_OVERHEAD_BYTES {
                let (compressed, bytes) = (self.bytes_in, self.bytes_out);
                return Err(TransportError::Padded { url: self.url.clone(), compressed, bytes });
            }
            if !chunk.is_empty() {
                return Ok(Some(chunk));
            }
        }
    }
}
