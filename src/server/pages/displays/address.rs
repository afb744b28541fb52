//! The address at which halls reach this office: what an administrator has written, or what the page itself was opened by.

use std::net::{IpAddr, UdpSocket};

use axum::http::{HeaderMap, header, uri::Authority};

use crate::{
    feed::transport::FeedAddress,
    office::{Actor, Office, OfficeError},
    records::{audit, setting},
    server::http::Caller,
};

/// The name under which it is kept.
const SETTING: &str = "feed-address";

/// The address, and whether it opens on this machine alone.
pub(in crate::server) async fn feed_address(
    office: &Office,
    headers: &HeaderMap,
    caller: Caller,
) -> Result<(String, bool), OfficeError> {
    let kept = setting::get(&mut office.records().read().await?, SETTING).await?;
    if let Some(kept) = kept {
        return Ok((kept, false));
    }
    Ok(opened_by(headers, caller))
}

/// Keeps an address; an empty one is forgotten. Returns whether it is one.
pub(in crate::server) async fn keep_address(office: &Office, by: &Actor, address: &str) -> Result<bool, OfficeError> {
    let address = address.trim().trim_end_matches('/');
    let is_one = address.is_empty()
        || matches!(address.parse::<FeedAddress>(), Ok(FeedAddress::Http(_)))
            && (address.starts_with("http://") || address.starts_with("https://"));
    if !is_one {
        return Ok(false);
    }
    let now = office.clock().now().wall;
    let mut tx = office.records().write().await?;
    match address {
        "" => setting::delete(&mut tx, SETTING).await?,
        address => setting::put(&mut tx, SETTING, address, now).await?,
    }
    let act = audit::Act {
        at: now,
        account: Some(by.id()),
        ip: &by.ip,
        act: "feed-address",
        subject: SETTING,
        detail: address,
    };
    audit::append(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(true)
}

/// The address that the page was opened by. A name that only this machine has gives way to its address in the network.
fn opened_by(headers: &HeaderMap, caller: Caller) -> (String, bool) {
    let scheme = if caller.is_secure { "https" } else { "http" };
    let said = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let Some(host) = said.and_then(|host| host.parse::<Authority>().ok()) else {
        return (format!("{scheme}://localhost"), true);
    };
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    let is_own = name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if !is_own {
        return (format!("{scheme}://{host}"), false);
    }
    let port = host.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    match network_address() {
        Some(address) => (format!("{scheme}://{address}{port}"), false),
        None => (format!("{scheme}://{host}"), true),
    }
}

/// The address of this machine in its network: that from which it would send. Nothing is sent to find it out.
fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    // An address that is nobody's (RFC 5737): it only chooses the way.
    socket.connect(("192.0.2.1", 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_one_the_page_was_opened_by() {
        let caller = Caller { address: IpAddr::from([10, 0, 0, 9]), is_secure: false, is_local: false };
        let by = |host: &str| {
            let headers = [(header::HOST, host.parse().unwrap())].into_iter().collect();
            opened_by(&headers, caller)
        };
        assert_eq!(by("10.0.0.2:8080"), ("http://10.0.0.2:8080".to_owned(), false));
        assert_eq!(by("tin.maiphu.gov.vn"), ("http://tin.maiphu.gov.vn".to_owned(), false));
        let (own, is_local) = by("localhost:8080");
        assert!(is_local || !own.contains("localhost"), "{own}");
    }
}
