//! Promises about encrypted lines: certificates are judged by the hall's clock, never by the machine's.

use std::{sync::Arc, time::Duration};

use bangtin::{
    clock::Clock,
    feed::{
        NetworkPolicy, TreeFile, TreePath,
        transport::{Transport, TransportError},
    },
    model::WallTime,
};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::{
    io::{AsyncWriteExt as _, copy_bidirectional},
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

use crate::{
    fixture::{DAY, Hall, MORNING, Office, Served},
    floors::sign_time,
    workflow::{ONLINE, Thief, rotate},
};

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (params.not_before, params.not_after) = (date_time_ymd(2026, 11, 1), date_time_ymd(2026, 12, 1));
    params
}

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
        let certificate = params("localhost").self_signed(&key).unwrap();
        let authority = certificate.pem().into_bytes();
        Self::serving(vec![CertificateDer::from(certificate.der().to_vec())], &key, authority).await
    }

    /// The same, with a certificate that is signed by one that is signed by another, and so on; none is the hall's.
    async fn with_chain(links: usize) -> Self {
        let stranger = KeyPair::generate().unwrap();
        let authority = params("localhost").self_signed(&stranger).unwrap().pem().into_bytes();
        let issuing = |n: usize| {
            let mut params = params(&format!("issuer-{n}"));
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.distinguished_name.push(DnType::CommonName, format!("issuer {n}"));
            params
        };
        let (mut key, mut chain) = (KeyPair::generate().unwrap(), Vec::new());
        let mut issuer = issuing(0);
        for n in 1..links {
            let (next, next_key) = (issuing(n), KeyPair::generate().unwrap());
            let signed = next.signed_by(&next_key, &Issuer::from_params(&issuer, &key)).unwrap();
            chain.insert(0, CertificateDer::from(signed.der().to_vec()));
            (issuer, key) = (next, next_key);
        }
        let (leaf, leaf_key) = (params("localhost"), KeyPair::generate().unwrap());
        let signed = leaf.signed_by(&leaf_key, &Issuer::from_params(&issuer, &key)).unwrap();
        chain.insert(0, CertificateDer::from(signed.der().to_vec()));
        Self::serving(chain, &leaf_key, authority).await
    }

    async fn serving(chain: Vec<CertificateDer<'static>>, key: &KeyPair, authority: Vec<u8>) -> Self {
        let office = Office::new();
        office.publish(&[("a", b"one")]);
        let served = office.serve().await;
        let address = served.url.trim_start_matches("http://").to_owned();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
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
        Self { office, _served: served, url, authority }
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

#[tokio::test]
async fn a_hall_whose_floor_was_led_two_years_ahead_reaches_its_feed_by_the_time_the_program_was_built() {
    let secured = Secured::open().await;
    let clock = Clock::machine(MORNING, MORNING + -100 * DAY);
    clock.raise_floor(MORNING + 2 * 365 * DAY);
    let policy = NetworkPolicy { authority: Some(secured.authority.clone()), ..NetworkPolicy::default() };
    let http = policy.http(&secured.url, None, &clock).unwrap();
    let timestamp = TreePath::from(TreeFile::Timestamp);
    let expired = http.get(&timestamp, 1 << 20).await.unwrap_err();
    assert!(expired.is_expired_certificate(), "{expired}");
    let by_build_time = http.judging_by_build_time().unwrap();
    let answer = by_build_time.get(&timestamp, 1 << 20).await.unwrap();
    assert_eq!(answer.content.unwrap(), std::fs::read(secured.office.feed().join("metadata/timestamp.json")).unwrap());
    assert!(
        NetworkPolicy::default().http("http://127.0.0.1:9", None, &clock).unwrap().judging_by_build_time().is_none()
    );
}

/// A server that answers every connection with these bytes, again and again.
async fn endless(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((mut hall, _)) = listener.accept().await {
            let bytes = bytes.clone();
            tokio::spawn(async move { while hall.write_all(&bytes).await.is_ok() {} });
        }
    });
    url
}

#[tokio::test]
async fn what_is_no_handshake_or_has_no_end_is_given_up_on() {
    let clock = Clock::fixed(MORNING);
    // A record that says nothing, a warning, the beginning of a message of 16 MiB, and no TLS at all.
    let records: [&[u8]; 4] = [
        b"\x16\x03\x03\0\0",
        b"\x15\x03\x03\0\x02\x01\x5a",
        b"\x16\x03\x03\0\x04\x0b\xff\xff\xff",
        b"HTTP/1.1 200 OK\r\n\r\n",
    ];
    for record in records {
        let http = NetworkPolicy::default().http(&endless(record.to_vec()).await, None, &clock).unwrap();
        let timestamp = TreePath::from(TreeFile::Timestamp);
        let asking = http.get(&timestamp, 1 << 20);
        let refused = tokio::time::timeout(Duration::from_secs(20), asking).await.expect("it is given up on");
        assert!(matches!(refused, Err(TransportError::Http { .. })), "{record:?}");
    }
}

#[tokio::test]
async fn a_chain_of_many_certificates_is_refused_without_a_search_through_all_of_them() {
    for links in [40, 400] {
        let secured = Secured::with_chain(links).await;
        let begun = crate::push::now();
        assert!(!secured.reaches(Clock::fixed(MORNING)).await, "{links}");
        assert!(begun.elapsed() < Duration::from_secs(20), "{links}: {:?}", begun.elapsed());
    }
}

/// A hall whose clock an office led so far ahead that its own certificate has expired.
async fn led_astray(secured: &Secured) -> (Hall, NetworkPolicy) {
    let mut hall = Hall::new(&secured.office);
    hall.clock = Clock::machine(MORNING, MORNING + -100 * DAY);
    let policy = NetworkPolicy { authority: Some(secured.authority.clone()), ..NetworkPolicy::default() };
    let collect = async || hall.collect_by(Arc::new(policy.http(&secured.url, None, &hall.clock).unwrap())).await;
    collect().await.unwrap();
    sign_time(&Thief::of(&secured.office, &ONLINE), &secured.office.feed(), 3, MORNING + 20 * DAY, None);
    collect().await.unwrap();
    assert!(hall.clock.floor() > MORNING + 19 * DAY);
    assert_eq!(hall.plays(), 1);
    (hall, policy)
}

#[tokio::test]
async fn a_hall_whose_time_was_led_astray_is_reached_by_what_takes_it_back_and_by_new_keys() {
    for new_keys in [false, true] {
        let secured = Secured::open().await;
        let (hall, policy) = led_astray(&secured).await;
        let collect = async || hall.collect_by(Arc::new(policy.http(&secured.url, None, &hall.clock).unwrap())).await;
        // The certificate has expired by this hall's time, and the office signs by the true one.
        sign_time(&Thief::of(&secured.office, &ONLINE), &secured.office.feed(), 4, MORNING, None);
        assert!(
            collect().await.unwrap_err().is_offline(),
            "nothing to learn from a server whose certificate has expired"
        );
        if new_keys {
            rotate(&secured.office, &ONLINE, None);
        } else {
            sign_time(&Thief::of(&secured.office, &ONLINE), &secured.office.feed(), 5, MORNING, Some(1));
        }
        collect().await.unwrap();
        assert_eq!(hall.clock.floor(), MORNING, "new keys: {new_keys}");
        secured.office.publish(&[("a", b"two")]);
        collect().await.unwrap();
        assert_eq!(hall.plays(), 2);
    }
}

#[tokio::test]
async fn what_is_good_for_longer_than_the_certificate_reaches_a_hall_that_was_led_astray() {
    let secured = Secured::open().await;
    let (hall, policy) = led_astray(&secured).await;
    let http = policy.http(&secured.url, None, &hall.clock).unwrap();
    let (words, files) = crate::fixture::programme(&[("a", b"two")]);
    let lifetimes = bangtin::feed::Lifetimes::all(90);
    let publication = bangtin::feed::Publication {
        programme: words,
        files: &files,
        lifetimes,
        force: false,
        version: None,
        now: MORNING + 20 * DAY,
    };
    secured.office.repository().publish(publication).unwrap();
    hall.collect_by(Arc::new(http)).await.unwrap();
    assert_eq!(hall.plays(), 2);
}
