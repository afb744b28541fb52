//! Promises about the server that hands a feed out.

use std::time::Duration;

use bangtin::server;
use reqwest::{Client, Response, StatusCode, header};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::fixture::{Office, Served, noise};

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
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = server::serve_at_most(3, listener, server::router(&office.feed()), std::future::pending());
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
