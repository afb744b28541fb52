//! The programme may come squeezed; it is unsqueezed a little at a time, so that a small bomb cannot become a large file
//! before whoever writes it down has counted.

use std::io::Write as _;

use async_trait::async_trait;
use flate2::write::GzDecoder;

use super::{Body, TransportError};

/// Squeezed bytes taken at a time: they become a thousand times as many at the very worst.
const SIP: usize = 512;

/// A body that comes as gzip.
pub(super) struct Inflating {
    body: Box<dyn Body>,
    url: String,
    decoder: GzDecoder<Vec<u8>>,
    squeezed: Vec<u8>,
    taken: usize,
}

impl Inflating {
    pub fn of(body: Box<dyn Body>, url: String) -> Self {
        Self { body, url, decoder: GzDecoder::new(Vec::new()), squeezed: Vec::new(), taken: 0 }
    }
}

#[async_trait]
impl Body for Inflating {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let spoilt = || TransportError::Spoilt { url: self.url.clone() };
        loop {
            if self.taken == self.squeezed.len() {
                let Some(piece) = self.body.next().await? else {
                    self.decoder.try_finish().map_err(|_| spoilt())?;
                    let rest = std::mem::take(self.decoder.get_mut());
                    return Ok((!rest.is_empty()).then_some(rest));
                };
                (self.squeezed, self.taken) = (piece, 0);
                continue;
            }
            let end = (self.taken + SIP).min(self.squeezed.len());
            self.decoder.write_all(&self.squeezed[self.taken..end]).map_err(|_| spoilt())?;
            self.taken = end;
            let piece = std::mem::take(self.decoder.get_mut());
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
    }
}
