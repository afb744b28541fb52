//! How files of a tree come here: over HTTP, or from a folder such as a stick.

mod address;
mod folder;
mod http;
mod inflate;
mod tls;

use std::{io, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{signed_time::TimeResponse, tree::TreePath};
pub use address::{AddressError, FeedAddress};
pub use folder::Folder;
pub use http::{DISPLAY_HEADER, EDITION_HEADER, Http, SPREAD_HEADER};
pub use tls::Tls;

/// Where a tree's files come from. None of its answers is trusted.
#[async_trait]
pub trait Transport: Send + Sync {
    /// The whole file, refused beyond `cap` bytes; `None` where there is none.
    ///
    /// # Errors
    /// [`TransportError`] where nothing came, or not the whole file.
    async fn get(&self, path: &TreePath, cap: u64) -> Result<Answer<Option<Vec<u8>>>, TransportError>;

    /// The file's bytes from the offset `from` on, piece by piece; `None` where there is none.
    ///
    /// # Errors
    /// [`TransportError`] where nothing came.
    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<Pieces>, TransportError>;

    /// Asks whether the timestamp is another than `known`; a server that can holds the answer back until it is, or for as
    /// long as `hold`.
    ///
    /// # Errors
    /// [`TransportError`] where there was no answer, or none to this question.
    async fn news(&self, known: &[u8], hold: Duration) -> Result<Answer<PollOutcome>, TransportError>;

    /// Tells the feed's server which version this display plays. Nothing depends on it.
    fn playing(&self, version: u64);

    /// The same tree over connections whose certificates are judged by the time this program was built and not by the
    /// hall's clock, which may have been led astray; `None` where no certificate stands in the way.
    fn judging_by_build_time(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// What was asked for, and the feed's time where the same answer carried it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// What was asked for.
    pub content: T,
    /// The server's signed time, not yet verified.
    pub time: Option<TimeResponse>,
}

impl<T> Answer<T> {
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
pub struct Pieces {
    /// Offset of the first byte that comes.
    pub from: u64,
    /// The bytes.
    pub body: Box<dyn Body>,
}

/// The bytes of a file, piece by piece.
#[async_trait]
pub trait Body: Send {
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError>;
}

/// Why a file did not come. None of these says anything about the feed itself.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The address is not one of a web server.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A path of the tree does not fit the address.
    #[error("`{path}` cannot be joined to the feed's address")]
    Path {
        /// The path.
        path: String,
        /// Why.
        source: url::ParseError,
    },
    /// The authority file holds no certificate.
    #[error("the authority is not a PEM file with certificates")]
    BadAuthority,
    /// Encrypted lines cannot be set up on this machine.
    #[error("TLS cannot be set up")]
    Tls {
        /// Why.
        source: rustls::Error,
    },
    /// No connection, or it was cut.
    #[error("no answer from `{url}`")]
    Http {
        /// The address.
        url: String,
        /// What the connection said.
        source: reqwest::Error,
    },
    /// The server says it cannot.
    #[error("`{url}` answered {status}")]
    Status {
        /// The address.
        url: String,
        /// HTTP status code.
        status: u16,
    },
    /// More came than the file may have.
    #[error("`{path}` goes on beyond the {cap} bytes it may have")]
    TooLarge {
        /// The file.
        path: String,
        /// The limit.
        cap: u64,
    },
    /// What came squeezed cannot be unsqueezed.
    #[error("`{url}` was spoilt on the way")]
    Spoilt {
        /// The address.
        url: String,
    },
    /// Bytes come, but so slowly that it would never end.
    #[error("`{url}` sends less than {bytes} bytes in {seconds} s")]
    TooSlow {
        /// The address.
        url: String,
        /// The least that must come.
        bytes: u64,
        /// In this time.
        seconds: u64,
    },
    /// A folder's file could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl TransportError {
    /// Whether the server's certificate was refused because it has expired by the time it was judged at.
    pub fn is_expired_certificate(&self) -> bool {
        let Self::Http { source, .. } = self else { return false };
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(source);
        while let Some(error) = cause {
            // An `io::Error` hands out the source of what it wraps, not what it wraps.
            let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            let tls = error.downcast_ref().or_else(|| wrapped?.downcast_ref());
            if let Some(rustls::Error::InvalidCertificate(reason)) = tls {
                return matches!(
                    reason,
                    rustls::CertificateError::Expired | rustls::CertificateError::ExpiredContext { .. }
                );
            }
            cause = error.source();
        }
        false
    }
}
