//! The programme may come compressed. It is decompressed a little at a time, so that a small bomb does not become a large
//! file before whoever writes it down has counted; and what is compressed may not be longer than what it holds, so that
//! padding does not go on without an end.

use std::io::Write as _;

use async_trait::async_trait;
use flate2::write::GzDecoder;

use super::{ByteStream, TransportError};
use crate::model::limits::GZIP_OVERHEAD_BYTES;

/// Compressed bytes decompressed at a time. They become at most 1,032 times as many (deflate's best), half a mebibyte.
const STEP_BYTES: usize = 512;

/// A body that comes as gzip, decompressed.
pub(super) struct GzipBody {
    inner: Box<dyn ByteStream>,
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
    pub fn new(inner: Box<dyn ByteStream>, url: String) -> Self {
        let decoder = GzDecoder::new(Vec::new());
        Self { inner, url, decoder, compressed: Vec::new(), taken: 0, bytes_in: 0, bytes_out: 0 }
    }
}

#[async_trait]
impl ByteStream for GzipBody {
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

#[cfg(test)]
mod tests {
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;

    use super::*;

    /// Bytes that come in chunks of a size.
    struct Chunks(Vec<u8>, usize);

    #[async_trait]
    impl ByteStream for Chunks {
        async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
            let rest = self.0.split_off(self.1.min(self.0.len()));
            let chunk = std::mem::replace(&mut self.0, rest);
            Ok((!chunk.is_empty()).then_some(chunk))
        }
    }

    fn decompressed(compressed: Vec<u8>, chunk: usize) -> Result<Vec<u8>, TransportError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut body = GzipBody::new(Box::new(Chunks(compressed, chunk)), "http://mirror/".to_owned());
            let mut bytes = Vec::new();
            while let Some(chunk) = body.next().await? {
                assert!(chunk.len() <= 1_100 * STEP_BYTES, "{} bytes at once", chunk.len());
                bytes.extend_from_slice(&chunk);
            }
            Ok(bytes)
        })
    }

    fn compressed(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn what_was_compressed_comes_back_however_well_it_compresses(
            bytes in prop::collection::vec(any::<u8>(), 0..5_000), times in 1..200_usize, level in 0..10_u32,
            chunk in 1..70_000_usize,
        ) {
            let bytes = bytes.repeat(times);
            prop_assert!(decompressed(compressed(&bytes, level), chunk).unwrap() == bytes);
        }

        #[test]
        fn noise_is_an_error_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 1..2_000)) {
            prop_assert!(decompressed(bytes, 100).is_err());
        }
    }

    #[test]
    fn padding_is_refused_after_what_gzip_may_cost_and_a_cut_end_is_an_error() {
        let mut padded = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
        padded.extend([0, 0, 0, 0xff, 0xff].repeat(1 << 20));
        match decompressed(padded, 64 << 10) {
            Err(TransportError::Padded { compressed, bytes: 0, .. }) => {
                assert!(compressed <= GZIP_OVERHEAD_BYTES + STEP_BYTES as u64, "{compressed}");
            }
            other => panic!("{other:?}"),
        }
        let mut cut = compressed(b"all the words", 6);
        cut.truncate(cut.len() - 3);
        assert!(matches!(decompressed(cut, 100), Err(TransportError::Gzip { .. })));
    }
}
