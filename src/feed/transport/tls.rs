//! TLS by the hall's own clock. A machine without a battery clock would find every certificate not valid yet, and one
//! that is years ahead would find every one expired.

use std::{sync::Arc, time::Duration};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
    time_provider::TimeProvider,
};
use rustls_platform_verifier::Verifier;

use super::TransportError;
use crate::{clock::Clock, model::WallTime};

/// How the other end of a line must prove itself.
#[derive(Debug, Clone)]
pub struct Tls {
    clock: Clock,
    judged_by: JudgedBy,
    authorities: Vec<CertificateDer<'static>>,
}

impl Tls {
    /// By the authorities the system trusts, and the time of `clock`.
    pub fn by(clock: &Clock) -> Self {
        Self { clock: clock.clone(), judged_by: JudgedBy::Clock, authorities: Vec::new() }
    }

    /// The same, judging certificates by the time this program was built.
    pub(super) fn by_build_time(self) -> Self {
        Self { judged_by: JudgedBy::BuildTime, ..self }
    }

    /// By those authorities as well: PEM, as a commune with an authority of its own hands it out.
    ///
    /// # Errors
    /// [`TransportError::BadAuthority`] where there is no certificate in it.
    pub fn trusting(mut self, pem: &[u8]) -> Result<Self, TransportError> {
        let found = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
        let found = found.map_err(|source| TransportError::BadAuthority { source: Some(source) })?;
        if found.is_empty() {
            return Err(TransportError::BadAuthority { source: None });
        }
        self.authorities.extend(found);
        Ok(self)
    }

    pub(super) fn config(self) -> Result<ClientConfig, Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let inner = Verifier::new_with_extra_roots(self.authorities, provider.clone())?;
        let time = Arc::new(Time(self.clock.clone()));
        let config = ClientConfig::builder_with_details(provider, time).with_safe_default_protocol_versions()?;
        let verifier = Arc::new(DatedVerifier { inner, clock: self.clock, judged_by: self.judged_by });
        Ok(config.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
    }
}

fn unix(wall: WallTime) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_millis(u64::try_from(wall.0).unwrap_or(0)))
}

#[derive(Debug)]
struct Time(Clock);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        Some(unix(self.0.now().wall))
    }
}

/// The time at which a certificate must be valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JudgedBy {
    /// The hall's time.
    Clock,
    /// The time this program was built: certainly past, whatever anybody has signed about the time.
    BuildTime,
}

/// The platform's verifier, asked again where only the hall's clock stands in the way.
#[derive(Debug)]
struct DatedVerifier {
    inner: Verifier,
    clock: Clock,
    judged_by: JudgedBy,
}

impl ServerCertVerifier for DatedVerifier {
    /// A hall that does not know the time stands at its floor, which is never ahead of the truth: a certificate that is
    /// not valid yet there is taken at its word, for the feed's answer is what the hall learns the time from. What
    /// comes over the line is believed for its own signatures and never for the line's.
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let at = |at| self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, at);
        let (judged_at, may_be_later) = match self.judged_by {
            JudgedBy::Clock => (now, !self.clock.now().certain),
            JudgedBy::BuildTime => (unix(self.clock.built()), true),
        };
        match at(judged_at) {
            Err(Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. })) if may_be_later => {
                at(not_before)
            }
            outcome => outcome,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
