//! Promises about a mirror without any key that answers whatever it likes: it costs no more than the limits say.

use std::{
    io::Write as _,
    path::PathBuf,
    process::{Child, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bangtin::feed::{
    LongPoll,
    transport::{Http, Transport},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::{
    commands::{Commune, bangtin},
    fixture::{Hall, Office, tls},
    push::now,
};

/// Most memory a collecting process may ever take, KiB. Without an attack it takes 22 MiB.
const MOST_MEMORY_KIB: u64 = 64 << 10;

/// Most memory a hall that plays on a small canvas may take, KiB. Without an attack it takes 132 MiB.
const MOST_PLAYING_KIB: u64 = 192 << 10;

/// Which requests an attack answers; the mirror answers the others honestly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// A file below this path, asked for without waiting.
    Below(&'static str),
    /// The long poll's question.
    Question,
}

/// What is sent in answer: once, and then again and again.
#[derive(Debug, Clone, Copy)]
struct Attack {
    name: &'static str,
    aim: Aim,
    head: &'static [u8],
    /// Sent for ever, with a pause after each; empty is never sent, and the connection stays open.
    again: &'static [u8],
    pause_ms: u64,
    /// The connection is closed after the head.
    closes: bool,
}

const TIMESTAMP: Aim = Aim::Below("/metadata/timestamp.json");
const PROGRAMME: Aim = Aim::Below("/targets/");

const fn endless(name: &'static str, aim: Aim, head: &'static [u8], again: &'static [u8]) -> Attack {
    Attack { name, aim, head, again, pause_ms: 0, closes: false }
}

const fn slow(name: &'static str, aim: Aim, head: &'static [u8], again: &'static [u8]) -> Attack {
    Attack { name, aim, head, again, pause_ms: 25, closes: false }
}

const fn brief(name: &'static str, aim: Aim, head: &'static [u8]) -> Attack {
    Attack { name, aim, head, again: b"", pause_ms: 0, closes: true }
}

/// Answers that end a cycle by themselves, because a limit does.
const REFUSED: &[Attack] = &[
    endless(
        "gzip whose blocks hold nothing",
        PROGRAMME,
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff",
        &[0, 0, 0, 0xff, 0xff],
    ),
    endless(
        "gzip whose name never ends",
        PROGRAMME,
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\xff",
        &[b'n'; 4096],
    ),
    endless("a body without an end", TIMESTAMP, b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 4096]),
    endless("a programme without an end", PROGRAMME, b"HTTP/1.1 200 OK\r\n\r\n", &[b' '; 4096]),
    endless("a header without an end", TIMESTAMP, b"HTTP/1.1 200 OK\r\nx: ", &[b'x'; 4096]),
    endless("headers without an end", TIMESTAMP, b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
    endless(
        "a chunk extension without an end",
        TIMESTAMP,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;",
        &[b'x'; 4096],
    ),
    endless(
        "chunk extensions without an end",
        TIMESTAMP,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
        b"1;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n \r\n",
    ),
    endless(
        "trailers without an end",
        TIMESTAMP,
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n",
        b"x: y\r\n",
    ),
    endless("no HTTP at all", TIMESTAMP, b"", b"\x16\x03\x01\0\xff"),
    brief("a length that is far too large", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}"),
    brief("a length that is a little too large", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
    brief("a length that is too small", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{\"signed\": 1}"),
    brief("two lengths", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}"),
    brief("a length that is none", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}"),
    brief("a coding nobody asked for", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-encoding: br\r\n\r\n{}"),
    brief("gzip nobody asked for", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08"),
    brief("two codings", PROGRAMME, b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip, gzip\r\n\r\n\x1f\x8b\x08"),
    brief("gzip cut short", PROGRAMME, b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0"),
    brief(
        "a part nobody asked for",
        TIMESTAMP,
        b"HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 5-6/7\r\n\r\n{}",
    ),
    brief("a circle", TIMESTAMP, b"HTTP/1.1 302 Found\r\nlocation: /metadata/timestamp.json\r\n\r\n"),
    brief("the way to a file", TIMESTAMP, b"HTTP/1.1 302 Found\r\nlocation: file:///etc/passwd\r\n\r\n"),
    brief("a status that is none", TIMESTAMP, b"HTTP/1.1 999 Whatever\r\n\r\n"),
    brief("nothing", TIMESTAMP, b""),
];

/// Answers that only a deadline ends.
const TRICKLING: &[Attack] = &[
    slow("nothing, and the line stays open", TIMESTAMP, b"", b""),
    slow("headers that trickle", TIMESTAMP, b"HTTP/1.1 200 OK\r\n", b"x"),
    slow("a body that trickles", TIMESTAMP, b"HTTP/1.1 200 OK\r\ncontent-length: 500000\r\n\r\n", b" "),
    slow("a programme that trickles", PROGRAMME, b"HTTP/1.1 200 OK\r\ncontent-length: 500000\r\n\r\n", b" "),
    endless("interim answers without an end", TIMESTAMP, b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
];

/// Answers to the long poll's question by which a mirror could make a hall ask again and again.
const HURRYING: &[Attack] = &[
    brief("a hold that is none", Aim::Question, b"HTTP/1.1 304 Not Modified\r\npreference-applied: wait=55\r\n\r\n"),
    brief("noise", Aim::Question, b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nnoise"),
    brief("a bad request", Aim::Question, b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
    brief("a server that is too busy", Aim::Question, b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\n\r\n"),
    brief("a redirect", Aim::Question, b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\n\r\n"),
    brief("nothing", Aim::Question, b""),
    brief("no HTTP", Aim::Question, b"\0\0\0\0"),
];

/// A mirror of a feed that answers some requests with an attack. Dropped, it is gone.
struct Mirror {
    url: String,
    asked: Arc<AtomicUsize>,
    serving: tokio::task::JoinHandle<()>,
}

impl Mirror {
    async fn open(feed: PathBuf, attack: Option<Attack>) -> Self {
        Self::paced(feed, attack, usize::MAX).await
    }

    /// The same, giving honest answers in pieces of so many bytes every tenth of a second.
    async fn paced(feed: PathBuf, attack: Option<Attack>, piece_bytes: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let serving = tokio::spawn(async move {
            while let Ok((hall, _)) = listener.accept().await {
                tokio::spawn(answer(hall, feed.clone(), attack, piece_bytes, counter.clone()));
            }
        });
        Self { url, asked, serving }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Answers one request, honestly or not; that the hall goes away is what is hoped for.
async fn answer(
    mut hall: TcpStream,
    feed: PathBuf,
    attack: Option<Attack>,
    piece_bytes: usize,
    asked: Arc<AtomicUsize>,
) -> Option<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(hall.read_u8().await.ok()?);
    }
    asked.fetch_add(1, Ordering::SeqCst);
    let request = String::from_utf8(request).ok()?.to_ascii_lowercase();
    let path = request.split(' ').nth(1)?;
    let question = request.contains("\r\nprefer: ");
    let aimed = |attack: &Attack| match attack.aim {
        Aim::Below(prefix) => !question && path.starts_with(prefix),
        Aim::Question => question,
    };
    let Some(attack) = attack.filter(aimed) else {
        let file = std::fs::read(feed.join(path.trim_start_matches('/')));
        let (status, body) = file.map_or(("404 Not Found", Vec::new()), |bytes| ("200 OK", bytes));
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        hall.write_all(head.as_bytes()).await.ok()?;
        for piece in body.chunks(piece_bytes) {
            hall.write_all(piece).await.ok()?;
            if piece.len() == piece_bytes {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        return Some(());
    };
    hall.write_all(attack.head).await.ok()?;
    if attack.closes {
        return hall.shutdown().await.ok();
    }
    // Small pieces together, so that it is the hall that is slow.
    let piece =
        if attack.pause_ms == 0 { attack.again.repeat(65_536 / attack.again.len()) } else { attack.again.to_vec() };
    loop {
        hall.write_all(&piece).await.ok()?;
        tokio::time::sleep(Duration::from_millis(attack.pause_ms.max(u64::from(piece.is_empty()) * 50))).await;
    }
}

/// The most memory that process has ever taken, KiB; `None` once it is gone.
fn peak_memory_kib(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn terminate(child: &Child) {
    let pid = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
}

/// A hall's `collect` from that mirror.
fn collect(commune: &Commune, mirror: &Mirror) -> Child {
    let (root, data) = (commune.text("feed/root.json"), commune.text("hall"));
    let arguments = ["collect", "--feed", &mirror.url, "--root", &root, "--data", &data];
    bangtin(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the process ends by itself; answers with its peak of memory.
async fn watched(child: &mut Child, within: Duration) -> (Option<i32>, u64) {
    let (begun, mut peak_kib) = (now(), 0);
    loop {
        peak_kib = peak_kib.max(peak_memory_kib(child).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            return (status.code(), peak_kib);
        }
        if begun.elapsed() > within {
            child.kill().unwrap();
            child.wait().unwrap();
            return (None, peak_kib);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_without_an_end_or_a_sense_ends_a_cycle_within_bounds() {
    let commune = Commune::new();
    for attack in REFUSED {
        let mirror = Mirror::open(commune.path("feed"), Some(*attack)).await;
        let mut child = collect(&commune, &mirror);
        let (code, peak_kib) = watched(&mut child, Duration::from_secs(60)).await;
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        eprintln!("{}: {peak_kib} KiB, {} requests, {said}", attack.name, mirror.asked());
        assert_eq!(code, Some(1), "{}: it ends by itself, and says why: {said}", attack.name);
        assert!(said.contains("error:"), "{}: {said}", attack.name);
        assert!(peak_kib < MOST_MEMORY_KIB, "{}: {peak_kib} KiB", attack.name);
        assert!(mirror.asked() < 12, "{}: {} requests in one cycle", attack.name, mirror.asked());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_that_a_mirror_holds_up_can_be_ended_and_costs_no_memory() {
    let commune = Commune::new();
    for attack in TRICKLING {
        let mirror = Mirror::open(commune.path("feed"), Some(*attack)).await;
        let mut child = collect(&commune, &mirror);
        tokio::time::sleep(Duration::from_secs(3)).await;
        let peak_kib = peak_memory_kib(&child).expect("it waits");
        assert!(peak_kib < MOST_MEMORY_KIB, "{}: {peak_kib} KiB", attack.name);
        let asked = now();
        terminate(&child);
        let (_, _) = watched(&mut child, Duration::from_secs(60)).await;
        assert!(asked.elapsed() < Duration::from_secs(10), "{}: {:?}", attack.name, asked.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_to_a_question_hurries_a_hall() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    for attack in HURRYING {
        let mirror = Mirror::open(office.feed(), Some(*attack)).await;
        let hall = Hall::new(&office);
        let (store, transport) = (hall.store(), Http::new(&mirror.url, None, tls()).unwrap());
        let transport: Arc<dyn Transport> = Arc::new(transport);
        let mut poll = LongPoll::default();
        let asking = async {
            loop {
                let outcome = hall.collect_by(transport.clone()).await;
                poll.wait(&outcome, &store, &*transport, &hall.clock).await;
            }
        };
        let seconds = 5;
        assert!(tokio::time::timeout(Duration::from_secs(seconds), asking).await.is_err());
        // The first cycle's five, and then the budget: ten at once, each a question or a cycle of two requests.
        assert!(mirror.asked() <= 26, "{}: {} requests in {seconds} s", attack.name, mirror.asked());
        assert_eq!(hall.plays(), 1, "{}", attack.name);
    }
}

#[tokio::test]
async fn no_redirect_leads_a_hall_to_another_machine() {
    let commune = Commune::new();
    let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = inside.local_addr().unwrap();
    let visited = Arc::new(AtomicUsize::new(0));
    let counter = visited.clone();
    tokio::spawn(async move {
        while inside.accept().await.is_ok() {
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    let head = format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{address}/metadata/timestamp.json\r\n\r\n");
    let attack = brief("elsewhere", TIMESTAMP, Box::leak(head.into_bytes().into_boxed_slice()));
    let mirror = Mirror::open(commune.path("feed"), Some(attack)).await;
    let mut child = collect(&commune, &mirror);
    let (code, _) = watched(&mut child, Duration::from_secs(60)).await;
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    assert_eq!((code, visited.load(Ordering::SeqCst)), (Some(1), 0), "{said}");
    assert!(said.contains("redirects to") && said.contains("hint"), "{said}");
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed() {
    let office = Office::new();
    office.publish(&[("a", b"one")]);
    let attack = brief("moved", PROGRAMME, b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n");
    let mirror = Mirror::open(office.feed(), Some(attack)).await;
    let (programme, _) = office.state().target.unwrap();
    let programme = std::fs::read(office.feed().join(format!("targets/{programme}.programme.json"))).unwrap();
    std::fs::write(office.feed().join("elsewhere"), programme).unwrap();
    let hall = Hall::new(&office);
    hall.collect(&mirror.url).await.unwrap();
    assert_eq!(hall.plays(), 1);
}

#[tokio::test]
async fn a_kibibyte_a_second_is_enough_and_half_of_the_minimum_is_given_up_on() {
    let office = Office::new();
    office.publish(&[("a", &crate::fixture::noise(1, 5_000))]);
    // Spans of two seconds, so that a file takes several: the minimum is then 1,024 bytes a span.
    let span = Duration::from_secs(2);
    for (piece_bytes, arrives) in [(100, true), (25, false)] {
        let mirror = Mirror::paced(office.feed(), None, piece_bytes).await;
        let hall = Hall::new(&office);
        let http = Http::new(&mirror.url, None, tls()).unwrap().with_patience(span);
        let collected = hall.collect_by(Arc::new(http)).await;
        assert_eq!((collected.is_ok(), hall.plays()), (arrives, u64::from(arrives)), "{piece_bytes}: {collected:?}");
    }
}

#[tokio::test]
async fn a_hall_that_limits_itself_does_not_take_its_own_pauses_for_a_slow_line() {
    let office = Office::new();
    office.publish(&[("a", &crate::fixture::noise(1, 5_000))]);
    let served = office.serve().await;
    let hall = Hall::new(&office);
    let http = Http::new(&served.url, None, tls()).unwrap().with_patience(Duration::from_secs(1));
    let limit = std::num::NonZeroU64::new(1_500).unwrap();
    hall.collect_by(Arc::new(http.with_limit(limit))).await.unwrap();
    assert_eq!(hall.plays(), 1);
}

/// A stick that somebody prepared: each file of the tree is something else than a file, but for the first.
fn prepare_stick(commune: &Commune) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let metadata = commune.path("sticks/USB/metadata");
    std::fs::create_dir_all(&metadata).unwrap();
    for name in ["1.root.json", "2.root.json", "1.snapshot.json", "2.snapshot.json", "1.targets.json", "2.targets.json"]
    {
        mknodat(CWD, metadata.join(name), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    }
    std::fs::create_dir_all(commune.path("sticks/USB/targets")).unwrap();
    let mut timestamp = std::fs::File::create(metadata.join("timestamp.json")).unwrap();
    timestamp.write_all(&std::fs::read(commune.path("feed/metadata/timestamp.json")).unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stick_with_named_pipes_does_not_keep_a_hall_from_its_feed_nor_from_its_end() {
    let commune = Commune::new();
    let mirror = Mirror::open(commune.path("feed"), None).await;
    let mut hall = commune.hall(&mirror.url);
    hall.shows(1);
    prepare_stick(&commune);
    // The look for sticks comes every three seconds; then the feed is asked again, which a hall that hangs does not.
    tokio::time::sleep(Duration::from_secs(4)).await;
    commune.write("slides/hai.toml", "template = \"slogan\"\ntext = \"ĐÃ CÓ DỮ LIỆU\"\n");
    commune.publish();
    hall.shows(2);
    let peak_kib = peak_memory_kib(&hall.child).unwrap();
    eprintln!("a hall at work: {peak_kib} KiB");
    terminate(&hall.child);
    let asked = now();
    let (code, _) = watched(&mut hall.child, Duration::from_secs(60)).await;
    assert_eq!(code, Some(0));
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
}

#[test]
fn a_folder_with_named_pipes_is_refused_with_the_reason() {
    let commune = Commune::new();
    prepare_stick(&commune);
    let (root, data, stick) = (commune.text("feed/root.json"), commune.text("hall"), commune.text("sticks/USB"));
    for option in ["--from", "--feed"] {
        let output = bangtin(&["collect", option, &stick, "--root", &root, "--data", &data]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("a named pipe, not a regular file"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_mirror_answers_a_hall_plays_on_asks_seldom_and_ends_when_it_is_told_to() {
    let commune = Commune::new();
    let honest = Mirror::open(commune.path("feed"), None).await;
    commune.hall(&honest.url).shows(1);
    drop(honest);
    let attacks = [HURRYING[0], HURRYING[1], HURRYING[2], TRICKLING[0], TRICKLING[4], REFUSED[2], REFUSED[4]];
    for attack in attacks {
        let mirror = Mirror::open(commune.path("feed"), Some(attack)).await;
        let mut hall = commune.hall(&mirror.url);
        hall.shows(1);
        let (before, seconds) = (mirror.asked(), 4);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let asked = mirror.asked() - before;
        // Nine tokens of the budget at most, each a question or a cycle of two requests, and one more a few seconds later.
        assert!(asked <= 26, "{}: {asked} requests in {seconds} s", attack.name);
        let peak_kib = peak_memory_kib(&hall.child).expect("it plays on");
        eprintln!("{}: {asked} requests in {seconds} s, {peak_kib} KiB", attack.name);
        assert!(peak_kib < MOST_PLAYING_KIB, "{}: {peak_kib} KiB", attack.name);
        let told = now();
        terminate(&hall.child);
        let (code, _) = watched(&mut hall.child, Duration::from_secs(60)).await;
        assert_eq!(code, Some(0), "{}", attack.name);
        assert!(told.elapsed() < Duration::from_secs(10), "{}: {:?}", attack.name, told.elapsed());
    }
}
