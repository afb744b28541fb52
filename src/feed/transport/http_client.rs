//! The HTTP client: its deadlines, and which redirects it follows.

use std::time::Duration;

use reqwest::{
    Client, Response,
    header::LOCATION,
    redirect::{Attempt, Policy},
};

use super::{Tls, TransportError};
use crate::model::limits::REDIRECTS;

/// Longest wait for a connection, TLS included.
const CONNECT: Duration = Duration::from_secs(15);
/// Longest part of an address that is repeated in a message, characters.
const LOCATION_CHARS: usize = 200;

/// A client whose connections prove themselves by `tls`.
///
/// Headers are capped by the library that reads them: 408 KiB and 100 fields a response, 16 KiB of chunk extensions and as
/// much of trailers a body.
pub(in crate::feed) fn client(tls: &Tls) -> Result<Client, TransportError> {
    let config = tls.clone().config().map_err(|source| TransportError::Tls { source })?;
    Client::builder()
        .tls_backend_preconfigured(config)
        .user_agent(concat!("bangtin/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::custom(|attempt| if may_follow(&attempt) { attempt.follow() } else { attempt.stop() }))
        .referer(false)
        .connect_timeout(CONNECT)
        .tcp_keepalive(Duration::from_secs(30))
        .pool_idle_timeout(Duration::from_secs(90))
        .build()
        .map_err(|source| TransportError::Client { source })
}

/// Within the same origin and not for ever: a stranger must not send a hall from `https` to `http`, nor to a machine that
/// only the hall can reach.
fn may_follow(attempt: &Attempt<'_>) -> bool {
    let same_origin = attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    same_origin && attempt.previous().len() <= REDIRECTS
}

/// The error that a response is which sends elsewhere.
pub(super) fn refused_redirect(response: &Response) -> TransportError {
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok()).unwrap_or("nowhere");
    let to = location.chars().take(LOCATION_CHARS).collect();
    TransportError::Redirect { url: response.url().to_string(), to }
}
