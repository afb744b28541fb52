//! The body of an HTTP response: chunk by chunk, within a cap, no faster than the hall allows and no slower than a line that
//! works.

use std::{num::NonZeroU64, pin::Pin, time::Duration};

use async_trait::async_trait;
use reqwest::Response;
use tokio::time::Sleep;

use super::{ByteStream, TransportError};
use crate::model::limits::{MIN_RATE_BYTES, MIN_RATE_SPAN_MS};

/// How fast and how slowly bytes may come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rates {
    /// In each such span at least [`Rates::least`] bytes must come, or the body must end.
    pub span: Duration,
    /// Bytes a second that are taken at most.
    pub limit: Option<NonZeroU64>,
}

impl Default for Rates {
    fn default() -> Self {
        Self { span: Duration::from_millis(MIN_RATE_SPAN_MS), limit: None }
    }
}

impl Rates {
    /// Bytes that must come in a span, so that the minimum rate is that of the limits.
    fn least(self) -> u64 {
        let span_ms = u64::try_from(self.span.as_millis()).unwrap_or(u64::MAX);
        MIN_RATE_BYTES.saturating_mul(span_ms) / MIN_RATE_SPAN_MS
    }
}

/// The body of an HTTP response, as it comes over the line.
pub(super) struct HttpBody {
    response: Response,
    path: String,
    rates: Rates,
    /// Bytes that may have come in all, and those that still may.
    cap: u64,
    left: u64,
    /// Ends the span in which [`Rates::least`] bytes must come. Looked at only while the next chunk is waited for: neither
    /// the pauses of the rate limit nor the hall's own disk are held against the line.
    span: Pin<Box<Sleep>>,
    came: u64,
}

impl HttpBody {
    /// The body of `response`, refused beyond `cap` bytes.
    pub fn new(response: Response, path: String, cap: u64, rates: Rates) -> Self {
        Self { response, path, rates, cap, left: cap, span: Box::pin(tokio::time::sleep(rates.span)), came: 0 }
    }
}

#[async_trait]
impl ByteStream for HttpBody {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let chunk = loop {
            tokio::select! {
                biased;
                chunk = self.response.chunk() => break chunk,
                () = &mut self.span => {
                    let least = self.rates.least();
                    if self.came < least {
                        let (url, seconds) = (self.response.url().to_string(), self.rates.span.as_secs());
                        return Err(TransportError::TooSlow { url, bytes: least, seconds });
                    }
                    (self.came, self.span) = (0, Box::pin(tokio::time::sleep(self.rates.span)));
                }
            }
        };
        let chunk = chunk.map_err(|error| TransportError::http(self.response.url(), error))?;
        let Some(chunk) = chunk else { return Ok(None) };
        let bytes = chunk.len() as u64;
        self.came += bytes;
        self.left = self
            .left
            .checked_sub(bytes)
            .ok_or_else(|| TransportError::TooLarge { path: self.path.clone(), cap: self.cap })?;
        if let Some(limit) = self.rates.limit {
            let pause = Duration::from_secs_f64(bytes as f64 / limit.get() as f64);
            let end = self.span.deadline() + pause;
            tokio::time::sleep(pause).await;
            self.span.as_mut().reset(end);
        }
        Ok(Some(chunk.to_vec()))
    }
}
