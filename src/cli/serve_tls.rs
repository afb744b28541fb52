//! How `serve` speaks TLS, and to whom it speaks without.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use tokio::net::TcpListener;

use super::UsageError;
use crate::{
    clock::Clock,
    server::{self, Certificates, Secure},
};

/// The port on which TLS is spoken unless another is named.
const PORT: u16 = 8443;

/// How TLS is spoken, and to whom not.
#[derive(Debug, clap::Args)]
pub(super) struct TlsArgs {
    /// Address on which TLS is spoken; without it, port 8443 of where `--listen` can be reached by others.
    #[arg(long, value_name = "ADDR")]
    listen_tls: Option<SocketAddr>,
    /// The chain of certificates, the server's own first; without it, the authority of one's own in the data folder.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of `--tls-cert`.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A further name or address under which browsers reach this machine; may be given several times.
    #[arg(long, value_name = "NAME")]
    tls_name: Vec<String>,
    /// Let people log in over plain HTTP from everywhere: for a network of one's own, on which nobody can listen.
    #[arg(long)]
    pub plain_http: bool,
    /// A proxy before this server, which is believed when it says for whom it speaks; may be given several times.
    #[arg(long, value_name = "ADDR")]
    pub proxy: Vec<IpAddr>,
}

/// A door for those who come over TLS.
pub(super) struct TlsDoor {
    pub listener: TcpListener,
    pub secure: Secure,
    /// The address as a browser elsewhere opens it.
    pub page: String,
}

impl TlsArgs {
    /// Where TLS is to be spoken: not on the machine itself, behind a proxy or on a network of one's own, unless it is asked
    /// for.
    fn address(&self, listen: SocketAddr) -> Option<(SocketAddr, bool)> {
        let asked = self.listen_tls.is_some() || self.tls_cert.is_some();
        let wanted = asked || !(listen.ip().is_loopback() || self.plain_http || !self.proxy.is_empty());
        let usual = SocketAddr::new(listen.ip(), PORT);
        wanted.then(|| (self.listen_tls.unwrap_or(usual), self.listen_tls.is_some()))
    }

    /// Opens the door, and makes or reads the certificates.
    pub async fn open(&self, listen: SocketAddr, data: &Path, clock: &Clock) -> anyhow::Result<Option<TlsDoor>> {
        let Some((address, asked)) = self.address(listen) else { return Ok(None) };
        let certificates = match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => {
                Certificates::Files { certificate: certificate.clone(), key: key.clone() }
            }
            _ => Certificates::Own { dir: data.join("tls"), names: server::own_names(&self.tls_name) },
        };
        let clock = clock.clone();
        let secure = tokio::task::spawn_blocking(move || Secure::open(certificates, clock))
            .await
            .context("reading the certificates was cut off")?
            .map_err(|error| UsageError(super::report(&error)))?;
        let listener = match TcpListener::bind(address).await {
            // Somebody else's port: nobody asked for this one.
            Err(_) if !asked => TcpListener::bind(SocketAddr::new(address.ip(), 0)).await,
            bound => bound,
        };
        let listener = listener.map_err(|error| UsageError(format!("cannot listen on `{address}`: {error}")))?;
        let mut shown = listener.local_addr()?;
        if shown.ip().is_unspecified() {
            shown.set_ip(server::outward_address().unwrap_or(Ipv4Addr::LOCALHOST.into()));
        }
        Ok(Some(TlsDoor { listener, secure, page: format!("https://{shown}") }))
    }
}
