//! Promises about collect.

use std::{
    num::NonZeroU64,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bangtin::{
    feed::{
        CollectError, Collected, Collector, Lifetimes, Publication,
        transport::{FolderTransport, Http},
    },
    model::{Digest, Playlist, Priority, Size},
};

use crate::{
    fixture::{DAY, Hall, MORNING, Office, Served, noise, programme, tls},
    push::now,
    schedule::campaign,
};

#[tokio::test]
async fn a_hall_takes_in_what_was_published_and_asks_for_nothing_twice() {
    let office = Office::new();
    let served = office.serve().await;
    let hall = Hall::new(&office);
    assert_eq!(hall.collect(&served.url).await.unwrap(), Collected::NothingPublished);
    office.publish(&[("a", b"one"), ("b", b"two"), ("b-again", b"two")]);
    let Collected::New { edition, files, bytes } = hall.collect(&served.url).await.unwrap() else { panic!() };
    assert_eq!((edition.version(), files), (1, 3), "the programme and two pictures");
    assert_eq!(bytes, edition.bytes + 6);
    assert!(matches!(hall.collect(&served.url).await, Ok(Collected::Unchanged(_))));
    office.publish(&[("a", b"one"), ("b", b"two"), ("c", b"three")]);
    let Collected::New { edition, files, .. } = hall.collect(&served.url).await.unwrap() else { panic!() };
    assert_eq!((edition.version(), files), (2, 2), "the programme and the one new picture");
    assert_eq!(hall.plays(), 2);
}

#[tokio::test]
async fn yesterdays_programme_plays_while_the_line_is_cut() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    let served = office.serve().await;
    hall.collect(&served.url).await.unwrap();
    let url = served.url.clone();
    drop(served);
    let cut = hall.collect(&url).await.unwrap_err();
    assert!(cut.is_offline(), "{cut}");
    assert_eq!(hall.plays(), 1);
    assert_eq!(hall.store().blobs().read(&Digest::of(b"one"), 10).unwrap(), b"one");
}

#[tokio::test]
async fn an_unchanged_feed_costs_two_small_requests_and_no_write() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let served = Served::start(logging(&office, log.clone())).await;
    hall.collect(&served.url).await.unwrap();
    let before = listing(hall.dir());
    log.lock().unwrap().clear();
    hall.collect(&served.url).await.unwrap();
    assert_eq!(*log.lock().unwrap(), ["/metadata/2.root.json", "/metadata/timestamp.json"]);
    assert_eq!(listing(hall.dir()), before);
}

/// Names, lengths and times of every file.
fn listing(dir: &std::path::Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().chain(std::fs::read_dir(dir.join("blobs")).unwrap()) {
        let entry = entry.unwrap();
        let about = entry.metadata().unwrap();
        if about.is_file() {
            files.push(format!("{:?} {} {:?}", entry.path(), about.len(), about.modified().unwrap()));
        }
    }
    files.sort();
    files
}

fn logging(office: &Office, log: Arc<Mutex<Vec<String>>>) -> Router {
    bangtin::server::router(&office.feed()).layer(axum::middleware::from_fn(
        move |request: Request, next: axum::middleware::Next| {
            log.lock().unwrap().push(request.uri().path().to_owned());
            next.run(request)
        },
    ))
}

/// What a plain web server does with a folder: no ETag, no ranges, no long waits.
fn plain(office: &Office) -> Router {
    async fn file(State(dir): State<std::path::PathBuf>, request: Request) -> Response {
        match std::fs::read(dir.join(request.uri().path().trim_start_matches('/'))) {
            Ok(bytes) => bytes.into_response(),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        }
    }
    Router::new().fallback(get(file)).with_state(office.feed())
}

#[tokio::test]
async fn any_plain_web_server_will_do() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let served = Served::start(plain(&office)).await;
    let hall = Hall::new(&office);
    hall.collect(&served.url).await.unwrap();
    assert_eq!(hall.plays(), 1);
}

/// Breaks the connection off in each object after `after` more bytes, until `cuts` have been made.
#[derive(Clone)]
struct Cutting {
    picture: Arc<Vec<u8>>,
    after: usize,
    cuts: Arc<AtomicUsize>,
    ranges: bool,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Cutting {
    fn router(&self, office: &Office) -> Router {
        async fn object(State(cutting): State<Cutting>, headers: HeaderMap) -> Response {
            let range = headers.get(header::RANGE).map_or("", |value| value.to_str().unwrap());
            cutting.asked.lock().unwrap().push(range.to_owned());
            let whole = &cutting.picture;
            let from = if cutting.ranges { range } else { "" };
            let from: usize = from.trim_start_matches("bytes=").trim_end_matches('-').parse().unwrap_or(0);
            let length = whole.len() - from;
            let cut = cutting.cuts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            let sent = if cut { cutting.after.min(length) } else { length };
            let piece = whole[from..from + sent].to_vec();
            let pieces: Vec<Result<Vec<u8>, std::io::Error>> = match cut {
                true => vec![Ok(piece), Err(std::io::ErrorKind::ConnectionReset.into())],
                false => vec![Ok(piece)],
            };
            // A moment between the piece and the cut, so that the piece arrives.
            let paced = futures_util::stream::unfold((pieces.into_iter(), false), |(mut pieces, later)| async move {
                let piece = pieces.next()?;
                if later {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                }
                Some((piece, (pieces, true)))
            });
            let mut response = Response::new(Body::from_stream(paced));
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
            if from > 0 {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let range = format!("bytes {from}-{}/{}", whole.len() - 1, whole.len());
                response.headers_mut().insert(header::CONTENT_RANGE, range.parse().unwrap());
            }
            response
        }
        let path = format!("/objects/{}", Digest::of(&self.picture));
        Router::new().route(&path, get(object)).with_state(self.clone()).fallback_service(plain(office))
    }
}

#[tokio::test]
async fn a_poster_arrives_over_a_line_that_is_cut_fifty_times() {
    let office = Office::new();
    let picture = noise(3, 1_000_000);
    office.publish(&[("a", &picture)]);
    for ranges in [true, false] {
        let hall = Hall::new(&office);
        let cutting = Cutting {
            picture: Arc::new(picture.clone()),
            after: if ranges { 19_000 } else { 700_000 },
            cuts: Arc::new(AtomicUsize::new(if ranges { 50 } else { 2 })),
            ranges,
            asked: Arc::default(),
        };
        let served = Served::start(cutting.router(&office)).await;
        let mut cycles = 0;
        while hall.plays() == 0 {
            assert!(hall.collect(&served.url).await.is_ok() || hall.plays() == 0);
            cycles += 1;
            assert!(cycles < 60);
        }
        let asked = cutting.asked.lock().unwrap().clone();
        assert!(cycles > 2, "it was cut");
        assert!(asked[1].starts_with("bytes="), "the second request goes on where the first was cut: {asked:?}");
        assert_eq!(hall.store().blobs().read(&Digest::of(&picture), 1 << 20).unwrap(), picture);
    }
}

#[tokio::test]
async fn what_a_power_cut_left_of_a_download_does_not_spoil_the_next() {
    let office = Office::new();
    let picture = noise(4, 50_000);
    office.publish(&[("a", &picture)]);
    let hall = Hall::new(&office);
    drop(hall.store());
    let part = hall.dir().join("blobs").join(format!("{}.part", Digest::of(&picture)));
    for left in [vec![0; 20_000], picture.clone(), noise(5, 50_000), noise(6, 60_000)] {
        std::fs::write(&part, left).unwrap();
        hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.unwrap();
        assert_eq!(hall.plays(), 1);
        assert!(!part.exists());
        std::fs::remove_file(hall.dir().join("blobs").join(Digest::of(&picture).to_string())).unwrap();
    }
}

#[tokio::test]
async fn a_captive_portals_page_is_a_dead_line() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let hall = Hall::new(&office);
    hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.unwrap();
    let portal = Router::new().fallback(get(|| async { axum::response::Html("<html>Đăng nhập WiFi</html>") }));
    let served = Served::start(portal).await;
    let answer = hall.collect(&served.url).await.unwrap_err();
    assert!(answer.is_offline(), "{answer}");
    assert_eq!(hall.plays(), 1);
}

#[tokio::test]
async fn a_hall_says_who_it_is_and_what_it_plays() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let heard: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let listening = heard.clone();
    let layer = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
        let said = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
        listening.lock().unwrap().push((said("bangtin-display"), said("bangtin-edition")));
        next.run(request)
    });
    let served = Served::start(bangtin::server::router(&office.feed()).layer(layer)).await;
    let hall = Hall::new(&office);
    hall.collect(&served.url).await.unwrap();
    hall.collect(&served.url).await.unwrap();
    let heard = heard.lock().unwrap();
    assert_eq!(heard.first().unwrap(), &("nha-van-hoa-1".to_owned(), "0".to_owned()));
    assert_eq!(heard.last().unwrap(), &("nha-van-hoa-1".to_owned(), "1".to_owned()));
}

#[tokio::test]
async fn the_clocks_floor_rises_to_the_signed_issue_time() {
    let office = Office::new();
    office.publish_at(&[("a", b"one")], MORNING + 3_600_000);
    let hall = Hall::new(&office);
    hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.unwrap();
    assert_eq!(hall.clock.floor(), MORNING + 3_600_000);
    assert_eq!(hall.store().floor(), Some(MORNING + 3_600_000));
}

#[tokio::test]
async fn a_root_of_another_feed_lets_nothing_in() {
    let (office, stranger) = (Office::new(), Office::new());
    office.publish(&[("a", b"one")]);
    stranger.publish(&[("x", b"forged")]);
    let hall = Hall::new(&office);
    hall.collect_by(Arc::new(FolderTransport::at(&office.feed()))).await.unwrap();
    let refused = hall.collect_by(Arc::new(FolderTransport::at(&stranger.feed()))).await.unwrap_err();
    assert!(matches!(refused, CollectError::Refused { .. }), "{refused}");
    assert_eq!(hall.plays(), 1);
    let refused = Hall::new(&office).collect_by(Arc::new(FolderTransport::at(&stranger.feed()))).await.unwrap_err();
    assert!(refused.to_string().contains("hint: is the root file that of this feed?"), "{refused}");
}

#[tokio::test]
async fn a_new_slogan_costs_a_hall_at_most_fifteen_kilobytes_on_the_wire() {
    // Sixty posters' worth of words: a programme several times as long as a commune's.
    let pictures: Vec<_> = (0..60).map(|n| (format!("tuyen-truyen-dich-vu-cong-{n}"), noise(n, 50))).collect();
    let mut posters: Vec<(&str, &[u8])> = pictures.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let last = posters.pop().unwrap();
    let office = Office::new();
    office.publish(&posters);
    let hall = Hall::new(&office);
    let sent = Arc::new(AtomicUsize::new(0));
    let counting = sent.clone();
    let layer = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
        let counting = counting.clone();
        async move {
            let (parts, body) = next.run(request).await.into_parts();
            let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
            // The request, by the size ours have, and the packets' own headers, generously.
            counting.fetch_add(bytes.len() + headers + 400 + 200, Ordering::SeqCst);
            Response::from_parts(parts, Body::from(bytes))
        }
    });
    let served = Served::start(bangtin::server::router(&office.feed()).layer(layer)).await;
    hall.collect(&served.url).await.unwrap();
    sent.store(0, Ordering::SeqCst);
    posters.push((last.0, posters[0].1));
    office.publish(&posters);
    let Collected::New { edition, .. } = hall.collect(&served.url).await.unwrap() else { panic!() };
    let sent = sent.load(Ordering::SeqCst);
    assert!(edition.bytes > 25_000 && sent <= 15_000, "{} bytes of programme, {sent} on the wire", edition.bytes);
}

#[tokio::test]
async fn a_bomb_in_place_of_the_programme_is_defused() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..512 {
        std::io::Write::write_all(&mut bomb, &[b' '; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    let (digest, _) = office.state().target.unwrap();
    let path = format!("/targets/{digest}.programme.json");
    let answer = move || async move { ([(header::CONTENT_ENCODING, "gzip")], bomb).into_response() };
    let router = Router::new().route(&path, get(answer)).fallback_service(bangtin::server::router(&office.feed()));
    let served = Served::start(router).await;
    let refused = Hall::new(&office).collect(&served.url).await.unwrap_err();
    assert!(matches!(&refused, CollectError::Refused { file, .. } if path.ends_with(file.as_str())), "{refused}");
}

#[tokio::test]
async fn pictures_wait_for_their_hours_and_nothing_else_does() {
    let office = Office::new();
    let hall = Hall::new(&office);
    let served = office.serve().await;
    let collect = async || {
        let http = Http::new(&served.url, None, tls()).unwrap();
        let collector = Collector::new(hall.store(), Arc::new(http), &hall.root, Size::FULL_HD);
        collector.in_hours(Some("22:00-05:00".parse().unwrap())).collect(&hall.clock, &|_| {}).await.unwrap()
    };
    office.publish(&[("a", b"one")]);
    assert!(matches!(collect().await, Collected::New { .. }), "a hall with nothing to play does not wait");
    office.publish(&[]);
    assert!(matches!(collect().await, Collected::New { .. }), "words do not wait");
    office.publish(&[("a", b"two")]);
    let Collected::Waiting { version: 3, bytes: 3, from } = collect().await else { panic!("it waits") };
    assert_eq!((hall.plays(), from), (2, MORNING + 14 * 3_600_000));
    hall.clock.set(from);
    assert!(matches!(collect().await, Collected::New { files: 1, .. }));
    assert_eq!(hall.plays(), 3);

    hall.clock.set(MORNING + DAY);
    let (mut storm, files) = programme(&[("bao", b"wind")]);
    let playlist = Playlist { id: "bao".parse().unwrap(), slides: vec!["bao".parse().unwrap()] };
    storm.playlists.push(playlist);
    storm.campaigns.push(campaign("bao", "bao", Priority::Emergency));
    let now = MORNING + DAY;
    let publication =
        Publication { programme: storm, files: &files, lifetimes: Lifetimes::SERVED, force: false, version: None, now };
    office.repository().publish(publication).unwrap();
    assert!(matches!(collect().await, Collected::New { .. }), "an emergency never waits");
}

#[tokio::test]
async fn a_hall_takes_no_more_of_its_line_than_it_may() {
    let office = Office::new();
    office.publish(&[("a", &noise(1, 90_000))]);
    let (hall, served) = (Hall::new(&office), office.serve().await);
    let http = Http::new(&served.url, None, tls()).unwrap().with_limit(NonZeroU64::new(60_000).unwrap());
    let begun = now();
    hall.collect_by(Arc::new(http.with_patience(Duration::from_millis(700)))).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(1_400), "{:?}", begun.elapsed());
}
