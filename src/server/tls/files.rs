//! A certificate and its key, read from files.

use std::{path::Path, sync::Arc};

use tokio_rustls::rustls::{
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::CertifiedKey,
};

use super::{error::TlsError, write::read};

/// Reads a chain of certificates, the server's own first, and its key.
pub(super) fn certified_key(certificate: &Path, key: &Path) -> Result<Arc<CertifiedKey>, TlsError> {
    let wrong = |path: &Path, what: String| TlsError::Wrong { path: path.to_owned(), what };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(read(certificate)?.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| wrong(certificate, error.to_string()))?;
    if chain.is_empty() {
        return Err(wrong(certificate, "no certificate".to_owned()));
    }
    let secret = PrivateKeyDer::from_pem_slice(read(key)?.as_bytes()).map_err(|error| wrong(key, error.to_string()))?;
    let read = CertifiedKey::from_der(chain, secret, &aws_lc_rs::default_provider());
    read.map(Arc::new).map_err(|error| wrong(key, error.to_string()))
}
