//! Promises about the server that hands a feed out.

use std::{net::SocketAddr, time::Duration};

use bangtin::{
    feed::{self, Lifetimes, Publication},
    server::{self, Door, Limits},
};
use reqwest::{Client, Response, StatusCode, header};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
    time::timeout,
};

use crate::fixture::{self, MORNING, Office, Served, noise};

async fn ask(served: &Served, path: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut request = Client::new().get(format!("{}{path}", served.url));
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    request.send().await.unwrap()
}

fn said(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_file_of_the_tree_is_handed_out_and_nothing_else() {
    let office = Office::new();
    office.publish(&[("a", b"picture")]);
    let served = office.serve().await;
    for file in office.files() {
        let response = ask(&served, &format!("/{file}"), &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert_eq!(response.bytes().await.unwrap(), std::fs::read(office.feed().join(&file)).unwrap());
    }
    std::fs::write(office.feed().join("metadata/notes.txt"), b"private").unwrap();
    for path in ["/metadata/notes.txt", "/metadata/%2e%2e%2froot.json", "/objects/%2e%2e%2f%2e%2e%2fkeys%2ftargets.pk8"]
    {
        assert_eq!(ask(&served, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn only_the_timestamp_may_not_be_cached_for_ever() {
    let office = Office::new();
    office.publish(&[("a", b"picture")]);
    let served = office.serve().await;
    for file in office.files() {
        let response = ask(&served, &format!("/{file}"), &[]).await;
        let caching = said(&response, header::CACHE_CONTROL);
        if file == "metadata/timestamp.json" {
            assert_eq!(caching, "no-cache");
        } else {
            assert_eq!(caching, "public, max-age=31536000, immutable", "{file}");
        }
    }
    let next_root = ask(&served, "/metadata/2.root.json", &[]).await;
    assert_eq!(next_root.status(), StatusCode::NOT_FOUND);
    assert_eq!(said(&next_root, header::CACHE_CONTROL), "no-store");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let office = Office::new();
    let served = office.serve().await;
    let path = "/metadata/timestamp.json";
    let first = ask(&served, path, &[]).await;
    let tag = said(&first, header::ETAG).to_owned();
    let again = ask(&served, path, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(said(&again, header::ETAG), tag);
    office.publish(&[("a", b"picture")]);
    let changed = ask(&served, path, &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(said(&changed, header::ETAG), tag);
}

#[tokio::test]
async fn a_part_of_a_file_can_be_asked_for() {
    let office = Office::new();
    let picture = noise(7, 300_000);
    office.publish(&[("a", &picture)]);
    let served = office.serve().await;
    let path = format!("/objects/{}", bangtin::model::Digest::of(&picture));
    let part = ask(&served, &path, &[(header::RANGE, "bytes=200000-")]).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(said(&part, header::CONTENT_RANGE), "bytes 200000-299999/300000");
    let tag = said(&part, header::ETAG).to_owned();
    assert_eq!(part.bytes().await.unwrap(), picture[200_000..]);
    let same = ask(&served, &path, &[(header::RANGE, "bytes=0-9"), (header::IF_RANGE, &tag)]).await;
    assert_eq!(same.bytes().await.unwrap(), picture[..10]);
    let other = ask(&served, &path, &[(header::RANGE, "bytes=0-9"), (header::IF_RANGE, "\"other\"")]).await;
    assert_eq!(other.status(), StatusCode::OK);
    let beyond = ask(&served, &path, &[(header::RANGE, "bytes=300000-")]).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(said(&beyond, header::CONTENT_RANGE), "bytes */300000");
}

#[tokio::test]
async fn a_head_request_tells_the_length_only() {
    let office = Office::new();
    let served = office.serve().await;
    let response = Client::new().head(format!("{}/metadata/1.root.json", served.url)).send().await.unwrap();
    assert_eq!(said(&response, header::CONTENT_LENGTH), office.root().len().to_string());
    assert!(response.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_person_who_opens_the_address_is_told_the_version_in_vietnamese() {
    let office = Office::new();
    let served = office.serve().await;
    assert!(ask(&served, "/", &[]).await.text().await.unwrap().contains("chưa có phiên bản nào"));
    office.publish(&[("a", b"picture")]);
    let page = ask(&served, "/", &[]).await.text().await.unwrap();
    assert!(page.contains("UBND xã Mai Phụ") && page.contains("phiên bản <b>1</b>"), "{page}");
}

#[tokio::test]
async fn who_comes_when_all_places_are_taken_is_answered_when_one_is_free() {
    let office = Office::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { clients: 3, ..Limits::default() };
    let serving = server::serve_within(limits, listener, server::router(&office.feed()), std::future::pending());
    let serving = tokio::spawn(serving);
    let mut taken = Vec::new();
    for _ in 0..3 {
        taken.push(TcpStream::connect(address).await.unwrap());
    }
    let asking = tokio::spawn(reqwest::get(format!("http://{address}/metadata/timestamp.json")));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!asking.is_finished(), "it waits");
    taken.pop();
    let answered = tokio::time::timeout(Duration::from_secs(5), asking).await.expect("its turn has come");
    assert_eq!(answered.unwrap().unwrap().status(), 200);
    serving.abort();
}

#[tokio::test]
async fn clients_that_never_finish_their_question_keep_nobody_else_waiting() {
    let office = Office::new();
    let served = office.serve().await;
    let address = served.url.trim_start_matches("http://").to_owned();
    let mut half_open = Vec::new();
    for _ in 0..1_000 {
        let mut client = TcpStream::connect(&address).await.unwrap();
        client.write_all(b"GET /metadata/timestamp.json HTTP/1.1\r\nhost: f").await.unwrap();
        half_open.push(client);
    }
    let asked = tokio::time::timeout(Duration::from_secs(1), ask(&served, "/metadata/timestamp.json", &[])).await;
    assert_eq!(asked.expect("within a second").status(), 200);
    // And they are not kept for ever.
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(60), half_open[0].read_to_end(&mut rest)).await;
    ended.expect("the server hangs up").ok();
}

/// Far longer than any deadline below, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

async fn within(limits: Limits, office: &Office) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = server::router(&office.feed());
    let serving = server::serve_within(limits, listener, router, std::future::pending());
    (address, tokio::spawn(async move { serving.await.unwrap() }))
}

/// A connection with the smallest receive buffer there is, so that what is not read stays with the server.
async fn narrow(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(1).unwrap();
    socket.connect(address).await.unwrap()
}

/// Waits until the server hangs up.
async fn hung_up(client: &mut TcpStream) {
    let mut rest = Vec::new();
    timeout(PATIENCE, client.read_to_end(&mut rest)).await.expect("the server hangs up").ok();
}

#[tokio::test]
async fn clients_that_never_read_give_their_places_back() {
    let office = Office::new();
    let picture = noise(3, 8 << 20);
    office.publish(&[("a", &picture)]);
    let limits = Limits { clients: 20, write: Duration::from_millis(500), ..Limits::default() };
    let (address, serving) = within(limits, &office).await;
    let question = format!("GET /objects/{} HTTP/1.1\r\nhost: feed\r\n\r\n", bangtin::model::Digest::of(&picture));
    let mut deaf = Vec::new();
    for _ in 0..20 {
        let mut client = narrow(address).await;
        client.write_all(question.as_bytes()).await.unwrap();
        deaf.push(client);
    }
    let asked = timeout(PATIENCE, reqwest::get(format!("http://{address}/metadata/timestamp.json"))).await;
    assert_eq!(asked.expect("a place has become free").unwrap().status(), 200);
    serving.abort();
}

#[tokio::test]
async fn a_client_that_reads_slowly_is_not_cut_off() {
    let office = Office::new();
    let picture = noise(4, 4 << 20);
    office.publish(&[("a", &picture)]);
    let limits = Limits { write: Duration::from_secs(5), ..Limits::default() };
    let (address, serving) = within(limits, &office).await;
    let mut client = narrow(address).await;
    let digest = bangtin::model::Digest::of(&picture);
    let question = format!("GET /objects/{digest} HTTP/1.1\r\nhost: feed\r\nconnection: close\r\n\r\n");
    client.write_all(question.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    let mut piece = vec![0; 256 << 10];
    // Some eight seconds, longer than the deadline.
    while read.len() < 4 << 20 {
        let wanted = piece.len().min((4 << 20) - read.len());
        client.read_exact(&mut piece[..wanted]).await.unwrap();
        read.extend_from_slice(&piece[..wanted]);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    client.read_to_end(&mut read).await.unwrap();
    assert!(read.ends_with(&picture));
    serving.abort();
}

#[tokio::test]
async fn a_connection_without_a_request_is_closed() {
    let office = Office::new();
    let limits = Limits { read_head: Duration::from_millis(300), ..Limits::default() };
    let (address, serving) = within(limits, &office).await;
    let mut silent = TcpStream::connect(address).await.unwrap();
    hung_up(&mut silent).await;
    let mut idle = TcpStream::connect(address).await.unwrap();
    idle.write_all(b"HEAD /metadata/timestamp.json HTTP/1.1\r\nhost: feed\r\n\r\n").await.unwrap();
    hung_up(&mut idle).await;
    serving.abort();
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_address_cannot_take_every_place() {
    let office = Office::new();
    let limits = Limits { clients_per_peer: 3, loopback_is_a_peer: true, ..Limits::default() };
    let (address, serving) = within(limits, &office).await;
    let from = |source: &str| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(source.parse().unwrap()).unwrap();
        socket.connect(address)
    };
    let question = b"HEAD /metadata/timestamp.json HTTP/1.1\r\nhost: feed\r\n\r\n";
    let mut taken = Vec::new();
    for _ in 0..3 {
        let mut client = from("127.0.0.2:0").await.unwrap();
        client.write_all(question).await.unwrap();
        assert!(timeout(PATIENCE, client.read_u8()).await.unwrap().is_ok());
        taken.push(client);
    }
    let mut fourth = from("127.0.0.2:0").await.unwrap();
    assert_eq!(timeout(PATIENCE, fourth.read(&mut [0; 1])).await.expect("it is closed").unwrap_or(0), 0);
    let mut other = from("127.0.0.3:0").await.unwrap();
    other.write_all(question).await.unwrap();
    assert!(timeout(PATIENCE, other.read_u8()).await.unwrap().is_ok());
    serving.abort();
}

#[tokio::test]
async fn a_proxy_that_is_known_brings_as_many_as_come() {
    let office = Office::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { clients_per_peer: 3, loopback_is_a_peer: true, ..Limits::default() };
    let door = Door { limits, proxies: vec![[127, 0, 0, 9].into()], ..Door::plain(listener) };
    tokio::spawn(server::serve_at(door, server::router(&office.feed()), std::future::pending()));
    let mut taken = Vec::new();
    for _ in 0..8 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.9:0".parse().unwrap()).unwrap();
        let mut client = socket.connect(address).await.unwrap();
        client.write_all(b"HEAD /metadata/timestamp.json HTTP/1.1\r\nhost: feed\r\n\r\n").await.unwrap();
        assert!(timeout(PATIENCE, client.read_u8()).await.unwrap().is_ok());
        taken.push(client);
    }
}

async fn tell(served: &Served, client: &Client, display: &str) {
    let request = client.get(format!("{}/metadata/1.root.json", served.url)).header(feed::DISPLAY_HEADER, display);
    request.header(feed::EDITION_HEADER, "7").send().await.unwrap().bytes().await.unwrap();
}

#[tokio::test]
async fn invented_names_hide_no_display_of_the_programme() {
    let office = Office::new();
    let (mut programme, files) = fixture::programme(&[("a", b"picture")]);
    programme.displays = vec![serde_json::from_value(serde_json::json!({"id": "ht-001", "label": "Thôn 1"})).unwrap()];
    let publication = Publication {
        programme,
        files: &files,
        lifetimes: Lifetimes::SERVED,
        force: false,
        version: None,
        now: MORNING,
    };
    office.repository().publish(publication).unwrap();
    let served = office.serve().await;
    let client = Client::new();
    tell(&served, &client, "ht-001").await;
    for n in 0..600 {
        tell(&served, &client, &format!("a-{n}")).await;
    }
    let page = ask(&served, "/", &[]).await.text().await.unwrap();
    assert!(page.contains("<td>ht-001<td>phiên bản 7"), "{page}");
    let listed = page.matches("<tr>").count();
    assert!(listed < 50, "{listed} rows");
}

#[tokio::test]
async fn a_stranger_learns_only_that_it_is_a_feed() {
    let office = Office::new();
    office.publish(&[("a", b"picture")]);
    let served = office.serve().await;
    tell(&served, &Client::new(), "ht-001").await;
    let own = ask(&served, "/", &[]).await.text().await.unwrap();
    assert!(own.contains("ht-001") && own.contains("phiên bản <b>1</b>"), "{own}");
    let proxied = header::HeaderName::from_static("x-forwarded-for");
    for strangers in [(proxied, "203.0.113.5"), (header::HOST, "tin.example.vn")] {
        let page = ask(&served, "/", &[strangers]).await.text().await.unwrap();
        for secret in ["ht-001", "phiên bản", "Mai Phụ"] {
            assert!(page.contains("nguồn tin") && !page.contains(secret), "{page}");
        }
    }
}

#[tokio::test]
async fn a_stranger_on_the_network_learns_only_that_it_is_a_feed() {
    // The address by which this machine would leave; nothing is sent.
    let probe = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let Ok(own) = probe.connect("192.0.2.1:9").and_then(|()| probe.local_addr()) else { return };
    if own.ip().is_loopback() {
        return;
    }
    let office = Office::new();
    office.publish(&[("a", b"picture")]);
    let listener = TcpListener::bind((own.ip(), 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(server::serve(listener, server::router(&office.feed()), std::future::pending()));
    let page = reqwest::get(format!("http://{address}/")).await.unwrap().text().await.unwrap();
    assert!(page.contains("nguồn tin") && !page.contains("phiên bản"), "{page}");
    serving.abort();
}

#[cfg(unix)]
#[tokio::test]
async fn a_named_pipe_in_the_tree_is_not_waited_for() {
    let office = Office::new();
    office.publish(&[("a", b"picture")]);
    let served = office.serve().await;
    let name = format!("objects/{}", bangtin::model::Digest::of(b"pipe"));
    let made = std::process::Command::new("mkfifo").arg(office.feed().join(&name)).status().unwrap();
    assert!(made.success());
    let asked = timeout(PATIENCE, ask(&served, &format!("/{name}"), &[])).await;
    assert_eq!(asked.expect("it is answered").status(), StatusCode::NOT_FOUND);
}
