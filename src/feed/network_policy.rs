//! What a hall's line asks of whoever uses it.

use std::num::NonZeroU64;

use super::{
    DownloadWindow,
    transport::{Http, Tls, TransportError},
};
use crate::{clock::Clock, model::DisplayId};

/// How a hall's line may be used; by default without limits.
#[derive(Debug, Clone, Default)]
pub struct NetworkPolicy {
    /// Bytes a second that are fetched at most.
    pub limit: Option<NonZeroU64>,
    /// DownloadWindow in which pictures are fetched; `None` is at once.
    pub hours: Option<DownloadWindow>,
    /// An authority of certificates beside those the system trusts, PEM.
    pub authority: Option<Vec<u8>>,
}

impl NetworkPolicy {
    /// The tree at an address, over this line. Certificates are judged by `clock`.
    pub fn to(&self, base: &str, display: Option<DisplayId>, clock: &Clock) -> Result<Http, TransportError> {
        let tls = Tls::by(clock);
        let tls = match &self.authority {
            Some(pem) => tls.trusting(pem)?,
            None => tls,
        };
        let http = Http::new(base, display, tls)?;
        Ok(match self.limit {
            Some(limit) => http.with_limit(limit),
            None => http,
        })
    }
}
