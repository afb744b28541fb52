//! How files of a tree come here: over HTTP, or from a folder such as a stick.
//!
//! Whoever answers is a stranger without keys. Rules:
//! 1. Every answer has a cap: headers, body, and what comes compressed before and after it is decompressed.
//! 2. Every answer has a deadline or a minimum rate; a slow line that works is slower than no file, never than both.
//! 3. Nothing is fetched from elsewhere: no redirect leaves the origin (RFC 6454: scheme, host and port) of the address.
//! 4. Nothing but regular files is opened, and no disk is waited for without a deadline.
//! 5. What was not asked for, such as a content coding, is an error.

mod address;
mod error;
mod folder;
mod gzip;
mod http;
mod http_body;
mod http_client;
mod regular_file;
mod tls;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{signed_time::TimeResponse, tree::TreePath};
pub use address::{AddressError, FeedAddress};
pub use error::TransportError;
pub use folder::FolderTransport;
pub use http::{DISK_HEADER, DISPLAY_HEADER, EDITION_HEADER, HALTED_HEADER, Http, SPREAD_HEADER};
pub(super) use http_client::client;
pub use regular_file::{OpenError, SpecialFile, open_below};
pub use tls::Tls;

/// Where a tree's files come from. None of its answers is trusted.
#[async_trait]
pub trait Transport: Send + Sync {
    /// The whole file, refused beyond `cap` bytes; `None` where there is none.
    ///
    /// # Errors
    /// [`TransportError`] where nothing came, or not the whole file.
    async fn get(&self, path: &TreePath, cap: u64) -> Result<TransportAnswer<Option<Vec<u8>>>, TransportError>;

    /// The file's bytes from the offset `from` on, piece by piece; `None` where there is none.
    ///
    /// # Errors
    /// [`TransportError`] where nothing came.
    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<FilePieces>, TransportError>;

    /// Asks whether the timestamp is another than `known`; a server that can holds the answer back until it is, or for as
    /// long as `hold`.
    ///
    /// # Errors
    /// [`TransportError`] where there was no answer, or none to this question.
    async fn news(&self, known: &[u8], hold: Duration) -> Result<TransportAnswer<PollOutcome>, TransportError>;

    /// Tells the feed's server which version this display plays. Nothing depends on it.
    fn playing(&self, version: u64);

    /// Tells the feed's server whether this display's disk cannot be written. Nothing depends on it.
    fn kept_in_memory(&self, _in_memory: bool) {}

    /// Tells the feed's server whether somebody on the spot has halted this display. Nothing depends on it.
    fn halted(&self, _halted: bool) {}

    /// The same tree over connections whose certificates are judged by the time this program was built and not by the
    /// hall's clock, which may have been led astray; `None` where no certificate stands in the way.
    fn judging_by_build_time(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// What was asked for, and the feed's time where the same answer carried it.
#[derive(Debug, Clone, PartialEq)]
pub struct TransportAnswer<T> {
    /// What was asked for.
    pub content: T,
    /// The server's signed time, not yet verified.
    pub time: Option<TimeResponse>,
}

impl<T> TransportAnswer<T> {
    /// An answer that says nothing of the time.
    pub fn untimed(content: T) -> Self {
        Self { content, time: None }
    }
}

/// What a question for news brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollOutcome {
    /// There is another timestamp.
    Changed {
        /// The time over which the server asks halls to spread what they fetch now.
        halls_spread: Duration,
    },
    /// The server held the question for its time, and nothing changed.
    Held,
    /// The server answered at once that nothing changed: it does not hold questions.
    NotHeld,
}

/// A file on its way, from the offset it really starts at: a plain server may answer a range with the whole.
pub struct FilePieces {
    /// Offset of the first byte that comes.
    pub from: u64,
    /// The bytes.
    pub body: Box<dyn ByteStream>,
}

/// The bytes of a file, piece by piece.
#[async_trait]
pub trait ByteStream: Send {
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError>;
}
