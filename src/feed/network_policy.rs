//! How a hall's connection may be used: how fast, when, and whose certificates are trusted.

use std::{num::NonZeroU64, sync::Arc};

use super::{
    DownloadWindow,
    transport::{FeedAddress, FolderTransport, Http, Tls, Transport, TransportError, client},
};
use crate::{clock::Clock, model::DisplayId};

/// How a hall's connection may be used; by default without limits.
#[derive(Debug, Clone, Default)]
pub struct NetworkPolicy {
    /// Bytes a second that are fetched at most.
    pub limit: Option<NonZeroU64>,
    /// Hours in which pictures are fetched; `None` is at once.
    pub hours: Option<DownloadWindow>,
    /// A certificate authority beside those the system trusts, PEM.
    pub authority: Option<Vec<u8>>,
}

impl NetworkPolicy {
    /// The feed at that address. A web server is asked for the time as well, for `clock`, which also judges certificates.
    ///
    /// # Errors
    /// Where the authority is not one, or TLS cannot be set up on this machine. Nothing is asked yet.
    pub fn connect(
        &self,
        feed: &FeedAddress,
        display: Option<DisplayId>,
        clock: &Clock,
    ) -> Result<Arc<dyn Transport>, TransportError> {
        Ok(match feed {
            FeedAddress::Http(url) => Arc::new(self.http(url.as_str(), display, clock)?.asking_the_time(clock.clone())),
            FeedAddress::Folder(folder) => Arc::new(FolderTransport::at(folder)),
        })
    }

    /// A client for an office's own questions, within this policy but for its rate. Certificates are judged by `clock`.
    ///
    /// # Errors
    /// Where the authority is not one, or TLS cannot be set up on this machine.
    pub fn client(&self, clock: &Clock) -> Result<reqwest::Client, TransportError> {
        client(&self.tls(clock)?)
    }

    fn tls(&self, clock: &Clock) -> Result<Tls, TransportError> {
        let tls = Tls::by(clock);
        match &self.authority {
            Some(pem) => tls.trusting(pem),
            None => Ok(tls),
        }
    }

    /// The tree at the URL `base`. Certificates are judged by `clock`.
    ///
    /// # Errors
    /// Where `base` is no address of a web server or the authority is not one, or TLS cannot be set up on this machine.
    pub fn http(&self, base: &str, display: Option<DisplayId>, clock: &Clock) -> Result<Http, TransportError> {
        let http = Http::new(base, display, self.tls(clock)?)?;
        Ok(match self.limit {
            Some(limit) => http.with_limit(limit),
            None => http,
        })
    }
}
