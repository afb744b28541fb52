//! Whether a request was sent to this machine by a name of its own.

use std::net::IpAddr;

use axum::http::{HeaderMap, header};

/// Whether the request names this machine itself: a web page elsewhere could have its own name lead here (DNS rebinding).
pub(super) fn names_loopback(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
    let (name, port) = match host.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((name, port))) => (name, port),
        Some(None) => return false,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    let is_own =
        name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    is_port && is_own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_begins_like_an_own_name_is_none() {
        let own = |host: &str| names_loopback(&[(header::HOST, host.parse().unwrap())].into_iter().collect());
        for host in
            ["localhost", "localhost:8080", "127.0.0.1:1", "127.8.0.1", "[::1]", "[::1]:8080", "[::ffff:127.0.0.1]"]
        {
            assert!(own(host), "{host}");
        }
        for host in
            ["", "[::1].a", "[::1]a", "localhost.a", "127.0.0.1.a", "a:b@localhost", "localhost:a", "[", "192.0.2.1"]
        {
            assert!(!own(host), "{host}");
        }
    }
}
