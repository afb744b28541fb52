//! Promises about push: news reaches the halls that wait for it, over whatever path there is.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{extract::Request, http::StatusCode, response::IntoResponse};
use bangtin::{
    clock::Clock,
    feed::{
        self, Lifetimes, LongPoll, Renew, Repository,
        transport::{FolderTransport, Http, PollOutcome, Transport, TransportAnswer},
    },
    server,
};

use crate::fixture::{DAY, Hall, MORNING, Office, Served, tls};

fn timestamp(office: &Office) -> Vec<u8> {
    std::fs::read(office.feed().join("metadata/timestamp.json")).unwrap()
}

fn http(served: &Served) -> Http {
    Http::new(&served.url, Some("nha-van-hoa-1".parse().unwrap()), tls()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the tests measure real waits")]
pub fn now() -> Instant {
    Instant::now()
}

#[tokio::test]
async fn a_waiting_hall_hears_of_a_publish_within_a_second() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let served = office.serve().await;
    let known = timestamp(&office);
    let line = http(&served);
    let waiting = tokio::spawn(async move { line.news(&known, Duration::from_secs(30)).await });
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!waiting.is_finished(), "nothing is new yet");
    office.publish(&[("a", b"two")]);
    let published = now();
    assert!(matches!(waiting.await.unwrap(), Ok(TransportAnswer { content: PollOutcome::Changed { .. }, .. })));
    assert!(published.elapsed() < Duration::from_secs(1), "{:?}", published.elapsed());
}

#[tokio::test]
async fn news_that_came_before_the_question_is_told_at_once() {
    let office = Office::new();
    let served = office.serve().await;
    let known = timestamp(&office);
    office.publish(&[("a", b"one")]);
    let asked = now();
    assert!(matches!(
        http(&served).news(&known, Duration::from_secs(30)).await,
        Ok(TransportAnswer { content: PollOutcome::Changed { .. }, .. })
    ));
    assert!(asked.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_hold_without_news_ends_when_it_should_and_a_stick_does_not_hold() {
    let office = Office::new();
    let served = office.serve().await;
    let known = timestamp(&office);
    let asked = now();
    assert_eq!(http(&served).news(&known, Duration::from_secs(1)).await.unwrap().content, PollOutcome::Held);
    assert!(asked.elapsed() >= Duration::from_secs(1));

    let stick = FolderTransport::at(&office.feed());
    assert_eq!(stick.news(&known, Duration::from_secs(30)).await.unwrap().content, PollOutcome::NotHeld);
}

#[tokio::test]
async fn a_plain_servers_own_tag_is_learnt_so_that_polling_costs_no_body() {
    let office = Office::new();
    let known = timestamp(&office);
    let bytes = known.clone();
    let bodies = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let sent = bodies.clone();
    let plain = axum::Router::new().fallback(move |request: Request| {
        let (bytes, sent) = (bytes.clone(), sent.clone());
        async move {
            let tag = [(axum::http::header::ETAG, "W/\"its-own\"")];
            match request.headers().get("if-none-match") {
                Some(known) if known == "W/\"its-own\"" => (StatusCode::NOT_MODIFIED, tag).into_response(),
                _ => {
                    sent.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    (tag, bytes).into_response()
                }
            }
        }
    });
    let served = Served::start(plain).await;
    let line = http(&served);
    for _ in 0..5 {
        assert_eq!(line.news(&known, Duration::from_secs(30)).await.unwrap().content, PollOutcome::NotHeld);
    }
    assert_eq!(bodies.load(std::sync::atomic::Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_hall_that_watches_is_woken_collects_and_the_office_hears_of_it() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let served = office.serve().await;
    let hall = Hall::new(&office);
    let line: Arc<dyn Transport> = Arc::new(http(&served));
    let mut watch = LongPoll::default();
    let first = hall.collect_by(line.clone()).await;
    let (feed, keys) = (office.feed(), office.keys());
    let publisher = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Repository::in_folder(&feed, &keys).renew(Renew::All, Lifetimes::SERVED, MORNING).unwrap();
    });
    let store = hall.store();
    let waited = tokio::time::timeout(Duration::from_secs(10), watch.wait(&first, &store, &*line, &hall.clock));
    waited.await.expect("the renewal wakes it");
    publisher.await.unwrap();
    office.publish(&[("a", b"two")]);
    hall.collect_by(line.clone()).await.unwrap();
    hall.collect_by(line).await.unwrap();
    let page = reqwest::get(&served.url).await.unwrap().text().await.unwrap();
    assert!(page.contains("<td>nha-van-hoa-1<td>phiên bản 2"), "{page}");
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_does_not_wait_for_those_who_wait() {
    let office = Office::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let router = server::router(&office.feed());
    let serving = tokio::spawn(server::serve(listener, router, async { stopped.await.unwrap_or(()) }));
    let known = timestamp(&office);
    let waiting =
        tokio::spawn(async move { Http::new(&url, None, tls()).unwrap().news(&known, Duration::from_secs(60)).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), serving).await.expect("it stops").unwrap().unwrap();
    waiting.abort();
}

#[tokio::test]
async fn a_hall_whose_clock_is_years_off_takes_the_offices_time_and_only_the_offices() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let noon = MORNING + 4 * 3_600_000;
    let telling = |keys: std::path::PathBuf| server::office(&office.feed(), &keys, Clock::fixed(noon));
    let stranger = Office::new();
    for (keys, believed) in [(stranger.keys(), false), (office.keys(), true)] {
        let served = Served::start(telling(keys)).await;
        for wrong in [-56 * 365 * DAY, -365 * DAY, 12 * 365 * DAY] {
            let mut hall = Hall::new(&office);
            hall.clock = Clock::machine(MORNING + wrong, MORNING + -30 * DAY);
            let line = Http::new(&served.url, None, tls()).unwrap().asking_the_time(hall.clock.clone());
            hall.collect_by(Arc::new(line)).await.unwrap();
            assert_eq!(hall.plays(), 1, "content never waits for the clock");
            hall.clock.apply_samples();
            let now = hall.clock.now();
            assert_eq!(now.certain, believed, "{wrong}");
            if believed {
                assert!((now.wall - noon).abs() < 1_000, "{}", now.wall);
            }
        }
    }
}

#[tokio::test]
async fn a_server_signs_the_time_for_a_number_and_nothing_else() {
    let office = Office::new();
    for nonce in ["", "short", "{\"_type\":\"timestamp\"}", &"g".repeat(32), &"0".repeat(33)] {
        assert_eq!(feed::sign_time(&office.keys(), nonce, MORNING, 0).unwrap(), None, "{nonce}");
    }
    assert!(feed::sign_time(&office.keys(), &"0".repeat(32), MORNING, 0).unwrap().is_some());
}

#[tokio::test]
async fn two_halls_whose_machines_differ_by_minutes_agree_on_the_time() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let noon = MORNING + 3_600_000;
    let served = Served::start(server::office(&office.feed(), &office.keys(), Clock::fixed(noon))).await;
    let mut times = Vec::new();
    for wrong_ms in [-7 * 60_000, 9 * 60_000] {
        let mut hall = Hall::new(&office);
        hall.clock = Clock::machine(noon + wrong_ms, MORNING + -30 * DAY);
        let line: Arc<dyn Transport> =
            Arc::new(Http::new(&served.url, None, tls()).unwrap().asking_the_time(hall.clock.clone()));
        for _ in 0..5 {
            hall.collect_by(line.clone()).await.unwrap();
        }
        hall.clock.apply_samples();
        times.push(hall.clock.now().wall);
    }
    assert!((times[0] - times[1]).abs() <= 20, "{times:?}");
}

#[tokio::test]
async fn a_collect_on_the_command_line_asks_for_the_time_too() {
    // The command has the machine's own clock: what it fetches must be signed now.
    let office = Office::empty();
    let now = bangtin::clock::Clock::system().now().wall;
    office.repository().init(feed::RootKeys::default(), feed::Lifetimes::SERVED, now).unwrap();
    let asked: Arc<std::sync::Mutex<Vec<(String, bool)>>> = Arc::default();
    let listening = asked.clone();
    let layer = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
        let asks = request.headers().contains_key("bangtin-nonce");
        listening.lock().unwrap().push((request.uri().path().to_owned(), asks));
        next.run(request)
    });
    let served = Served::start(server::router(&office.feed()).layer(layer)).await;
    let (url, root, data) = (served.url.clone(), feed::root_file(&office.feed()), tempfile::tempdir().unwrap());
    let collect = move || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bangtin"));
        command.args(["collect", "--feed", &url, "--root"]).arg(root).arg("--data").arg(data.path()).output().unwrap()
    };
    let output = tokio::task::spawn_blocking(collect).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(asked.lock().unwrap().contains(&("/metadata/timestamp.json".to_owned(), true)), "{asked:?}");
}
