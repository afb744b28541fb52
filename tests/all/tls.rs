//! Promises about encrypted lines: certificates are judged by the hall's clock, never by the machine's.

use std::sync::Arc;

use bangtin::{clock::Clock, feed::NetworkPolicy, model::WallTime};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

use crate::fixture::{DAY, Hall, MORNING, Office, Served};

/// An office whose certificate is good from 2026-11-01 to 2026-12-01.
struct Secured {
    office: Office,
    _served: Served,
    url: String,
    authority: Vec<u8>,
}

impl Secured {
    async fn open() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(2026, 11, 1), date_time_ymd(2026, 12, 1));
        let certificate = params.self_signed(&key).unwrap();
        let office = Office::new();
        office.publish(&[("a", b"one")]);
        let served = office.serve().await;
        let address = served.url.trim_start_matches("http://").to_owned();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((hall, _)) = listener.accept().await {
                let (acceptor, address) = (acceptor.clone(), address.clone());
                tokio::spawn(async move {
                    let Ok(mut hall) = acceptor.accept(hall).await else { return };
                    let mut plain = TcpStream::connect(address).await.unwrap();
                    copy_bidirectional(&mut hall, &mut plain).await.ok();
                });
            }
        });
        Self { office, _served: served, url, authority: certificate.pem().into_bytes() }
    }

    /// Whether a hall with that clock takes in what this office has published.
    async fn reaches(&self, clock: Clock) -> bool {
        let mut hall = Hall::new(&self.office);
        hall.clock = clock;
        let line = NetworkPolicy { authority: Some(self.authority.clone()), ..NetworkPolicy::default() };
        let http = line.http(&self.url, None, &hall.clock).unwrap();
        let outcome = hall.collect_by(Arc::new(http)).await;
        if let Err(error) = &outcome {
            assert!(error.is_offline(), "{error}");
        }
        outcome.is_ok()
    }
}

#[tokio::test]
async fn certificates_are_judged_by_the_halls_clock() {
    let secured = Secured::open().await;
    assert!(secured.reaches(Clock::fixed(MORNING)).await);
    assert!(!secured.reaches(Clock::fixed(MORNING + 40 * DAY)).await, "expired, whatever the machine says");
    assert!(!secured.reaches(Clock::fixed(MORNING + -40 * DAY)).await, "not yet valid, and the hall knows the time");
}

#[tokio::test]
async fn a_hall_that_lost_its_clock_still_gets_through() {
    let secured = Secured::open().await;
    let built = MORNING + -100 * DAY;
    for wrong in [WallTime(0), built + -DAY, built + 12 * 365 * DAY] {
        assert!(secured.reaches(Clock::machine(wrong, built)).await, "the machine says {wrong}");
    }
}

#[tokio::test]
async fn an_unknown_authority_is_a_dead_line_and_a_file_that_is_none_is_said_to_be_none() {
    let secured = Secured::open().await;
    let hall = Hall::new(&secured.office);
    let http = NetworkPolicy::default().http(&secured.url, None, &hall.clock).unwrap();
    assert!(hall.collect_by(Arc::new(http)).await.unwrap_err().is_offline());
    let line = NetworkPolicy { authority: Some(b"hello".to_vec()), ..NetworkPolicy::default() };
    assert!(line.http(&secured.url, None, &hall.clock).unwrap_err().to_string().contains("PEM"));
}
