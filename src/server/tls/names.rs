//! What this machine is called, and where it is reached.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
};

/// The names and addresses under which browsers reach this machine, as far as the machine knows, with those that whoever
/// runs it adds.
pub fn own_names(more: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["localhost".to_owned()]);
    names.extend([IpAddr::V4(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()].map(|address| address.to_string()));
    names.extend(outward_address().map(|address| address.to_string()));
    if let Some(host) = host_name() {
        // Computers of one network find each other by such names without any server (mDNS).
        names.insert(format!("{host}.local"));
        names.insert(host);
    }
    names.extend(more.iter().map(|name| name.to_lowercase()));
    names
}

/// The address by which this machine would reach others. Nothing is sent: a datagram socket that is connected only chooses
/// its road.
pub fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that is kept for documentation (RFC 5737): any will do.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}

/// The machine's name, where it is one that a certificate may bear.
fn host_name() -> Option<String> {
    let said =
        std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("COMPUTERNAME").ok())?;
    let name = said.trim().to_lowercase();
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    (!name.is_empty() && name.len() < 64 && name != "localhost" && name.chars().all(good)).then_some(name)
}
