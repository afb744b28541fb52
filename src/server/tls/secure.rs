//! What a listener needs to speak TLS, with certificates that are renewed while it does.

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};

use super::{authority::Authority, error::TlsError, files::certified_key};
use crate::clock::Clock;

/// How often it is looked whether a certificate is to be renewed, or was replaced by somebody.
const LOOK: Duration = Duration::from_secs(3_600);

/// Where certificates come from.
#[derive(Debug, Clone)]
pub enum Certificates {
    /// An authority of one's own in that folder, for those names.
    Own {
        /// The folder.
        dir: PathBuf,
        /// The names and addresses under which the server is reached.
        names: BTreeSet<String>,
    },
    /// Files from elsewhere, which somebody renews.
    Files {
        /// The chain of certificates, the server's own first.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
    },
}

/// What a listener needs to speak TLS; cheap to clone.
#[derive(Clone)]
pub struct Secure {
    certificates: Certificates,
    clock: Clock,
    current: Arc<Current>,
}

/// The certificate of this moment.
#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl Secure {
    /// Reads the certificates, and makes them where they are to be one's own.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn open(certificates: Certificates, clock: Clock) -> Result<Self, TlsError> {
        let key = load(&certificates, &clock)?;
        Ok(Self { certificates, clock, current: Arc::new(Current(RwLock::new(key))) })
    }

    /// The certificate that is put on the office's computers and telephones, where the authority is one's own.
    pub fn authority(&self) -> Option<PathBuf> {
        match &self.certificates {
            Certificates::Own { dir, .. } => Authority::in_folder(dir).ok().map(|authority| authority.certificate()),
            Certificates::Files { .. } => None,
        }
    }

    /// Keeps the certificate fresh until it is dropped. What fails is logged and tried again.
    pub async fn renew_for_ever(self) {
        loop {
            tokio::time::sleep(LOOK).await;
            let (certificates, clock) = (self.certificates.clone(), self.clock.clone());
            match tokio::task::spawn_blocking(move || load(&certificates, &clock)).await {
                Ok(Ok(key)) => *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = key,
                Ok(Err(error)) => tracing::warn!(%error, "the certificate could not be renewed"),
                Err(error) => tracing::error!(%error, "renewing the certificate panicked"),
            }
        }
    }

    /// What connections are accepted by.
    ///
    /// # Errors
    /// [`TlsError::Make`] where the machine has no cipher in common with any browser.
    pub(in crate::server) fn acceptor(&self) -> Result<TlsAcceptor, TlsError> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError::Make(error.to_string()))?
            .with_no_client_auth()
            .with_cert_resolver(self.current.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl fmt::Debug for Secure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secure").field("certificates", &self.certificates).finish_non_exhaustive()
    }
}

fn load(certificates: &Certificates, clock: &Clock) -> Result<Arc<CertifiedKey>, TlsError> {
    let read = |certificate: &Path, key: &Path| certified_key(certificate, key);
    match certificates {
        Certificates::Own { dir, names } => {
            let authority = Authority::in_folder(dir)?;
            if authority.renew(names, clock.now().wall)? {
                tracing::info!(dir = %dir.display(), "made a certificate for TLS");
            }
            let (certificate, key) = authority.server();
            read(&certificate, &key)
        }
        Certificates::Files { certificate, key } => read(certificate, key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WallTime;

    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn the_authority_stays_and_the_certificate_is_renewed_under_it() {
        let dir = tempfile::tempdir().unwrap();
        let own = |name: &str| Certificates::Own {
            dir: dir.path().to_owned(),
            names: BTreeSet::from(["localhost".to_owned(), name.to_owned()]),
        };
        let read = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
        let clock = Clock::fixed(WallTime(1_795_000_000_000));
        Secure::open(own("may-xa"), clock.clone()).unwrap().acceptor().unwrap();
        let (authority, first) = (read("authority.pem"), read("server.pem"));
        Secure::open(own("may-xa"), clock.clone()).unwrap();
        assert_eq!(read("server.pem"), first, "it lasts");
        Secure::open(own("192.168.1.5"), clock.clone()).unwrap();
        let second = read("server.pem");
        assert_ne!(second, first, "another name");
        Secure::open(own("may-xa"), clock.clone()).unwrap();
        assert_eq!(read("server.pem"), second, "it bears the old name too");
        clock.advance(350 * DAY_MS);
        Secure::open(own("may-xa"), clock).unwrap();
        assert_ne!(read("server.pem"), second, "it was to end");
        assert_eq!(read("authority.pem"), authority);
        #[cfg(unix)]
        for key in ["authority.key", "server.key"] {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(dir.path().join(key)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{key}");
        }
    }

    #[test]
    fn a_key_of_another_certificate_is_refused_with_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let own = |sub: &str| Certificates::Own {
            dir: dir.path().join(sub),
            names: BTreeSet::from(["localhost".to_owned()]),
        };
        for sub in ["a", "b"] {
            Secure::open(own(sub), Clock::fixed(WallTime(1_795_000_000_000))).unwrap();
        }
        let files = |key: &str| Certificates::Files {
            certificate: dir.path().join("a/server.pem"),
            key: dir.path().join(key).join("server.key"),
        };
        let clock = Clock::fixed(WallTime(1_795_000_000_000));
        Secure::open(files("a"), clock.clone()).unwrap();
        let refused = Secure::open(files("b"), clock).unwrap_err().to_string();
        assert!(refused.contains("b/server.key"), "{refused}");
    }
}
