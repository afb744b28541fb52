//! Why a file did not come.

use std::{error::Error, io, path::PathBuf};

use reqwest::Url;
use rustls::CertificateError;

use super::{AddressError, SpecialFile};

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
    BadAuthority {
        /// Why, where the file could not even be read as PEM.
        source: Option<rustls::pki_types::pem::Error>,
    },
    /// Encrypted connections cannot be set up on this machine.
    #[error("TLS cannot be set up")]
    Tls {
        /// Why.
        source: rustls::Error,
    },
    /// The HTTP client cannot be set up on this machine.
    #[error("the HTTP client cannot be set up")]
    Client {
        /// Why.
        source: reqwest::Error,
    },
    /// No connection, or it was cut, or what came is not HTTP.
    #[error("no answer from `{url}`")]
    Http {
        /// The address.
        url: String,
        /// What the connection said.
        source: reqwest::Error,
    },
    /// The headers of the response did not come in time.
    #[error("`{url}` did not answer within {seconds} s")]
    NoResponse {
        /// The address.
        url: String,
        /// The deadline.
        seconds: u64,
    },
    /// The server says it cannot.
    #[error("`{url}` answered {status}")]
    Status {
        /// The address.
        url: String,
        /// HTTP status code.
        status: u16,
    },
    /// The server sends elsewhere.
    #[error(
        "`{url}` redirects to `{to}`, which is not followed: only the same scheme, host and port are, and not for ever; \
         hint: if the feed has moved there, give that address as `--feed`"
    )]
    Redirect {
        /// The address.
        url: String,
        /// Where it leads, as the server says.
        to: String,
    },
    /// The body is encoded in a way that was not asked for.
    #[error("`{url}` came with the content coding `{coding}`, which was not asked for")]
    ContentCoding {
        /// The address.
        url: String,
        /// The coding, as the server says.
        coding: String,
    },
    /// More came than the file may have.
    #[error("`{path}` goes on beyond the {cap} bytes it may have")]
    TooLarge {
        /// The file.
        path: String,
        /// The limit.
        cap: u64,
    },
    /// What came compressed cannot be decompressed.
    #[error("`{url}` is not valid gzip")]
    Gzip {
        /// The address.
        url: String,
        /// What is wrong with it.
        source: io::Error,
    },
    /// What came compressed is larger than it would be uncompressed: padding without an end.
    #[error("`{url}` is gzip of {compressed} bytes that hold only {bytes}")]
    Padded {
        /// The address.
        url: String,
        /// Compressed bytes so far.
        compressed: u64,
        /// Bytes they became.
        bytes: u64,
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
    /// The folder with the tree is not there.
    #[error("there is no folder `{path}`")]
    NoFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder's file is none.
    #[error("`{path}` is {kind}, not a regular file, and is not opened")]
    NotRegular {
        /// The path.
        path: PathBuf,
        /// What it is.
        kind: SpecialFile,
    },
    /// A folder's file could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A disk does not answer.
    #[error("`{path}` could not be read within {seconds} s: the disk does not answer")]
    DiskHangs {
        /// The file.
        path: PathBuf,
        /// The deadline.
        seconds: u64,
    },
}

impl TransportError {
    /// What the HTTP client says of a request for `url`.
    pub(super) fn http(url: &Url, source: reqwest::Error) -> Self {
        Self::Http { url: url.to_string(), source: source.without_url() }
    }

    /// Whether only the date stands in the way: the server's certificate has expired by the time it was judged by.
    pub fn is_expired_certificate(&self) -> bool {
        let Self::Http { source, .. } = self else { return false };
        matches!(
            tls_error(source),
            Some(rustls::Error::InvalidCertificate(
                CertificateError::Expired | CertificateError::ExpiredContext { .. }
            ))
        )
    }
}

/// What TLS said, wherever in the causes of an error.
fn tls_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    // An `io::Error` hands out the source of what it wraps, and not what it wraps.
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.downcast_ref().or_else(|| match wrapped {
        Some(wrapped) => tls_error(wrapped),
        None => error.source().and_then(tls_error),
    })
}
