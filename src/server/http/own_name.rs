//! Whether a request was sent to this machine by a name of its own.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// Whether the request names this machine itself: a web page elsewhere could have its own name lead here (DNS rebinding).
pub(in crate::server) fn names_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let Ok(authority) = host.parse::<axum::http::uri::Authority>() else { return false };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}
