//! Promises about clients of ill will at the real `serve`: connections that are held, heads and bodies that make no sense,
//! and names under which it is not meant to be reached.

use std::{fs, net::SocketAddr, time::Duration};

use reqwest::StatusCode;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    push::now,
    serve_process::{Browser, Home, ServeProcess},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// Sends those bytes and reads to the end of the connection, as long as it is not held open for longer than that.
async fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    // It may hang up before it has all of it.
    connection.write_all(bytes).await.ok();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(5), connection.read_to_end(&mut answer)).await.ok();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of the first answer; 0 where it hung up without one.
fn status(answer: &str) -> u16 {
    answer.strip_prefix("HTTP/1.1 ").and_then(|rest| rest[..3].parse().ok()).unwrap_or(0)
}

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

/// How many files a process has open.
fn open_files(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_quick_beside_two_thousand_connections_that_only_hold_their_places() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
    let home = Home::new();
    // Officers and strangers come from elsewhere: how often one address may ask is another promise.
    let serve = ServeProcess::commune(&home, &["--proxy", "127.0.0.1"]).await;
    serve.hire("anh", &["--role", "author"]);
    let officer = Browser::behind_proxy(&serve.page(), "198.51.100.1");
    officer.log_in("anh").await;
    let stranger = Browser::behind_proxy(&serve.page(), "198.51.100.2");
    let page = stranger.get("/dang-nhap").await.text;
    let letters = page.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".css")).unwrap();
    let unread = format!("GET {letters} HTTP/1.1\r\nhost: localhost\r\n\r\n").repeat(100);
    // The first look reads and draws what the next ones find made.
    for path in ["/dang-nhap", "/trang", "/"] {
        officer.get(path).await;
    }
    let before = open_files(serve.pid());
    let mut held = Vec::new();
    for n in 0..2_000 {
        let mut connection = TcpStream::connect(serve.address).await.unwrap();
        let begun: &[u8] = match n % 3 {
            0 => b"GET /dang-nhap HTTP/1.1\r\nhost: localhost\r\nx-a: ",
            1 => {
                b"POST /dang-nhap HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                  content-length: 9000\r\n\r\nten="
            }
            // Far more than a socket holds, and none of it is read.
            _ => unread.as_bytes(),
        };
        connection.write_all(begun).await.unwrap();
        held.push(connection);
    }
    let mut took = Vec::new();
    let look = async |took: &mut Vec<Duration>| {
        for (browser, path) in [(&stranger, "/dang-nhap"), (&officer, "/trang")] {
            let begun = now();
            let answer = browser.get(path).await;
            took.push(begun.elapsed());
            assert_eq!(answer.status, StatusCode::OK, "{path}");
        }
    };
    // While a letter comes now and then, and the server hangs up on those that it may.
    for round in 0..12 {
        look(&mut took).await;
        for connection in held.iter_mut().skip(round % 3).step_by(60) {
            connection.write_all(b"a").await.ok();
        }
        sleep(Duration::from_millis(500)).await;
    }
    took.sort();
    let slow = took[took.len() * 9 / 10];
    eprintln!("beside 2,000 held connections: median {:?}, nine of ten {slow:?}", took[took.len() / 2]);
    assert!(slow < Duration::from_secs(1), "{took:?}");
    // Heads have twenty seconds and bodies thirty, letters or not; whoever reads nothing has two minutes, and is not waited
    // for here.
    let begun = now();
    loop {
        let open = open_files(serve.pid());
        if open < before + 2_000 / 3 + 50 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "{open} files are open, {before} before");
        for connection in &mut held {
            connection.write_all(b"a").await.ok();
        }
        sleep(Duration::from_millis(500)).await;
    }
    drop(held);
    let begun = now();
    while open_files(serve.pid()) > before + 10 {
        assert!(begun.elapsed() < PATIENCE, "{} files are open, {before} before", open_files(serve.pid()));
        sleep(Duration::from_millis(200)).await;
    }
    look(&mut took).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_is_refused_and_carries_no_other_in_it() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &[]);
    let address = serve.address;
    let many = (0..120).map(|n| format!("x-{n}: a\r\n")).collect::<String>();
    for (what, request, expected) in [
        ("no HTTP", "hello\r\n\r\n".to_owned(), &[400][..]),
        ("a version of tomorrow", "GET / HTTP/7.0\r\nhost: localhost\r\n\r\n".to_owned(), &[400, 505]),
        ("a long head", format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "a".repeat(40_000)), &[431]),
        ("a long address", format!("GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n", "a".repeat(40_000)), &[431, 414]),
        ("many headers", format!("GET / HTTP/1.1\r\nhost: localhost\r\n{many}\r\n"), &[431]),
        ("a header without a name", "GET / HTTP/1.1\r\nhost: localhost\r\n: a\r\n\r\n".to_owned(), &[400]),
        ("a name with a space", "GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length : 0\r\n\r\n".to_owned(), &[400]),
        ("a folded line", "GET / HTTP/1.1\r\nhost: localhost\r\nx: a\r\n b\r\n\r\n".to_owned(), &[400]),
        ("a NUL", "GET / HTTP/1.1\r\nhost: localhost\r\nx: a\0b\r\n\r\n".to_owned(), &[400]),
        (
            "a length that is none",
            "POST /nen HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a length with a sign",
            "POST /nen HTTP/1.1\r\nhost: localhost\r\ncontent-length: +1\r\n\r\na".to_owned(),
            &[400],
        ),
        (
            "two lengths",
            "POST /nen HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab".to_owned(),
            &[400],
        ),
        (
            "a coding that is not known",
            "POST /nen HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: xchunked\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "a coding after the chunks",
            "POST /nen HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked, identity\r\n\r\n".to_owned(),
            &[400],
        ),
        (
            "chunks of an old version",
            "POST /nen HTTP/1.0\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n".to_owned(),
            &[400],
        ),
        ("a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n".to_owned(), &[400, 404, 405, 426]),
        ("somebody else's page", "GET http://example.com/ HTTP/1.1\r\nhost: example.com\r\n\r\n".to_owned(), &[426]),
    ] {
        let answer = say(address, request.as_bytes()).await;
        // A client that is still sending may find itself hung up on before it reads why.
        assert!(
            expected.contains(&status(&answer)) || status(&answer) == 0 && request.len() > 20_000,
            "{what}: {answer}"
        );
        assert_eq!(answers(&answer).max(1), 1, "{what}: {answer}");
    }
    // With a length and chunks in one, two servers could see two ends. The chunks count, and nothing behind them is read.
    for order in [
        "content-length: 6\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked\r\ncontent-length: 6",
        "transfer-encoding: chunked\r\ncontent-length: 60",
    ] {
        let hidden = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
        let form = "content-type: application/x-www-form-urlencoded";
        let request = format!("POST /nen HTTP/1.1\r\nhost: localhost\r\n{form}\r\n{order}\r\n\r\n0\r\n\r\n{hidden}");
        let answer = say(address, request.as_bytes()).await;
        assert_eq!(answers(&answer), 1, "{order}: {answer}");
        assert!(!answer.contains("\r\n\r\nok"), "{order}: {answer}");
    }
    // Requests one behind the other are answered in their order, each by itself.
    let healthy = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let page = "GET /dang-nhap HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let both = say(address, format!("{healthy}{page}").as_bytes()).await;
    assert_eq!(answers(&both), 2, "{both}");
    let (first, second) = both.split_at(both.rfind("HTTP/1.1 ").unwrap());
    assert!(first.ends_with("ok\n") && second.contains("<!doctype html>"), "{both}");
    // A body that is too long for a stranger's form is not taken in, whatever is said of its length.
    let chunk = format!("4000\r\n{}\r\n", "a".repeat(0x4000));
    let form = "content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked";
    let chunks = format!("POST /dang-nhap HTTP/1.1\r\nhost: localhost\r\n{form}\r\n\r\n{}", chunk.repeat(8));
    let answer = say(address, chunks.as_bytes()).await;
    assert!([413, 0].contains(&status(&answer)), "{answer}");
    assert!(say(address, healthy.as_bytes()).await.contains("ok"), "it is well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_whose_name_leads_here_gets_nothing() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &[]);
    for host in ["example.com", "127.0.0.1.example.com", "localhost.example.com", "tin.maiphu.gov.vn:80", "[::1].a", ""]
    {
        for path in ["/dang-nhap", "/metrics", "/tinh-trang"] {
            let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            let answer = say(serve.address, request.as_bytes()).await;
            let told =
                answer.contains("bangtin_") || answer.contains("Đang phát phiên bản") || answer.contains("mat-khau");
            assert!(!told, "{host} {path}: {answer}");
            let expected = if path == "/tinh-trang" {
                200
            } else if path == "/metrics" {
                404
            } else {
                426
            };
            assert!([expected, 400].contains(&status(&answer)), "{host} {path}: {answer}");
        }
    }
    let nameless = say(serve.address, b"GET /dang-nhap HTTP/1.0\r\n\r\n").await;
    assert!(!nameless.contains("mat-khau"), "{nameless}");
}
