//! Who asks, and by what road: the address behind a proxy that is known, and whether nobody can listen on the way.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};

use super::{over_tls::OverTls, own_name::names_loopback, peer::Peer};

/// Headers by which a proxy says that it speaks for somebody else.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// Who asks, and by what road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) struct Caller {
    /// The address of whoever asks.
    pub address: IpAddr,
    /// Whether it came over TLS, to this server or to the proxy before it.
    pub is_secure: bool,
    /// Whether it comes from this machine itself, by a name of its own, through no proxy.
    pub is_local: bool,
}

/// The proxies that are believed when they say for whom they speak.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Proxies(pub Vec<IpAddr>);

impl Caller {
    /// What a request from that address says. A proxy that is not known is the caller itself.
    pub fn of(peer: IpAddr, over_tls: bool, headers: &HeaderMap, proxies: &Proxies) -> Self {
        let said = |name: &str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).next_back();
        let peer = peer.to_canonical();
        if proxies.0.iter().any(|proxy| proxy.to_canonical() == peer) {
            // The last address is the one that our own proxy saw; those before it anybody may have written.
            let behind = said("x-forwarded-for").and_then(|list| address(list.rsplit(',').next()?));
            let is_secure = over_tls || said("x-forwarded-proto") == Some("https");
            return Self { address: behind.unwrap_or(peer), is_secure, is_local: false };
        }
        let direct = FORWARDED.iter().all(|name| !headers.contains_key(*name));
        Self { address: peer, is_secure: over_tls, is_local: peer.is_loopback() && direct && names_loopback(headers) }
    }
}

/// An address as proxies write it, with a port or without. One machine has one address, whether or not IPv6 carries it: what
/// is counted by address would be counted twice.
fn address(said: &str) -> Option<IpAddr> {
    let said = said.trim();
    let bare = || said.trim_start_matches('[').trim_end_matches(']').parse();
    let address = said.parse::<SocketAddr>().map(|socket| socket.ip()).or_else(|_| bare());
    Some(address.ok()?.to_canonical())
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    /// As [`find_caller`] found it; where that does not stand before the handler, no proxy is known.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        if let Some(caller) = parts.extensions.get::<Self>() {
            return Ok(*caller);
        }
        // Who asks without a connection is nobody on this machine.
        let peer = parts.extensions.get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |Peer(address)| *address);
        Ok(Self::of(peer, parts.extensions.get::<OverTls>().is_some(), &parts.headers, &Proxies::default()))
    }
}

/// Finds out who asks, for everything behind it.
pub(in crate::server) async fn find_caller(
    State(proxies): State<Proxies>,
    mut request: Request,
    next: Next,
) -> Response {
    let extensions = request.extensions();
    // Only tests ask without a connection.
    let peer = extensions.get::<Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0);
    let caller = Caller::of(peer, extensions.get::<OverTls>().is_some(), request.headers(), &proxies);
    request.extensions_mut().insert(caller);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_known_proxy_is_believed() {
        let (proxy, hall) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([203, 0, 113, 5]));
        let headers: HeaderMap = [
            ("host", "tin.maiphu.gov.vn"),
            ("x-forwarded-for", "10.0.0.1, 203.0.113.5"),
            ("x-forwarded-proto", "https"),
        ]
        .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
        .into_iter()
        .collect();
        let believed = Caller::of(proxy, false, &headers, &Proxies(vec![proxy]));
        assert_eq!(believed, Caller { address: hall, is_secure: true, is_local: false });
        let stranger = Caller::of(proxy, false, &headers, &Proxies::default());
        assert_eq!(stranger, Caller { address: proxy, is_secure: false, is_local: false });
        let local: HeaderMap = [("host".parse().unwrap(), "localhost:8080".parse().unwrap())].into_iter().collect();
        assert!(Caller::of(proxy, false, &local, &Proxies::default()).is_local);
        assert!(!Caller::of(hall, false, &local, &Proxies::default()).is_local);
    }

    #[test]
    fn one_machine_has_one_address_however_a_proxy_writes_it() {
        let (proxy, hall) = (IpAddr::from([10, 0, 0, 2]), IpAddr::from([203, 0, 113, 5]));
        let mapped = |address: IpAddr| match address {
            IpAddr::V4(address) => IpAddr::from(address.to_ipv6_mapped()),
            IpAddr::V6(_) => address,
        };
        let far: IpAddr = "2001:db8::5".parse().unwrap();
        for (said, expected) in [
            ("203.0.113.5", hall),
            (" 203.0.113.5:40112", hall),
            ("::ffff:203.0.113.5", hall),
            ("[::ffff:203.0.113.5]:40112", hall),
            ("10.9.9.9, 2001:db8::5", far),
            ("[2001:db8::5]:40112", far),
            ("[2001:db8::5]", far),
            // What is no address names nobody: the proxy itself is counted.
            ("unknown", proxy),
        ] {
            let headers: HeaderMap =
                [("x-forwarded-for".parse().unwrap(), said.parse().unwrap())].into_iter().collect();
            for (peer, known) in [(proxy, proxy), (mapped(proxy), proxy), (proxy, mapped(proxy))] {
                let found = Caller::of(peer, false, &headers, &Proxies(vec![known]));
                assert_eq!(found.address, expected, "{said} by {peer}");
            }
        }
    }

    #[test]
    fn only_who_asks_this_very_machine_by_its_own_name_and_through_no_proxy_is_local() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
        };
        let (own, stranger) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([203, 0, 113, 5]));
        let local = [("host", "localhost:8080")];
        for (peer, said, expected) in [
            (own, headers(&local), true),
            (own, headers(&[("host", "127.0.0.1:8080")]), true),
            (own, headers(&[("host", "[::1]:8080")]), true),
            (own, headers(&[("host", "tin.maiphu.gov.vn")]), false),
            (own, headers(&[("host", "localhost"), ("x-forwarded-for", "203.0.113.5")]), false),
            (own, headers(&[]), false),
            (stranger, headers(&local), false),
        ] {
            assert_eq!(Caller::of(peer, false, &said, &Proxies::default()).is_local, expected, "{peer} {said:?}");
        }
        // A proxy that is known to be one speaks for others, also where it says nothing of them.
        assert!(!Caller::of(own, false, &headers(&local), &Proxies(vec![own])).is_local);
    }
}
