//! Where a request comes from.

use std::net::{IpAddr, Ipv6Addr};

/// The address a request came from: of a hall, or of the proxy before this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// Whom an address stands for: a house has 2^64 addresses of IPv6, and one of IPv4.
pub(in crate::server) fn network(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(peer) => Ipv6Addr::from_bits(peer.to_bits() >> 64 << 64).into(),
    }
}
