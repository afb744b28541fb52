//! Promises about an office whose feed and files lie in a bucket: halls need nothing but the server, a backup holds everything,
//! and no second set of keys signs the same feed.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use bangtin::{
    clock::Clock,
    feed::{
        Collector,
        transport::{Http, Tls},
    },
    media::{Picture, encode_png},
    model::{Digest, Size},
    store::{Edition, Store},
};
use reqwest::{Client, Response, StatusCode, header};
use tempfile::TempDir;

use crate::{
    bucket::Bucket,
    fixture::noise,
    push::now,
    two_servers::{Server, Starting, write_slides},
};

const OBJECTS: &str = "s3://tin/xa";

/// A server that has brought a folder with a picture in.
struct House {
    server: Server,
    bucket: Bucket,
    home: TempDir,
}

impl House {
    async fn open() -> Option<Self> {
        let bucket = Bucket::open().await?;
        let home = tempfile::tempdir().unwrap();
        let slides = home.path().join("slides");
        write_slides(&slides);
        let size = Size::new(320, 180);
        let picture = Picture { size, rgba: noise(7, 320 * 180 * 4) };
        std::fs::write(slides.join("anh.png"), encode_png(&picture).unwrap()).unwrap();
        std::fs::write(slides.join("khau-hieu.toml"), "template = \"poster\"\npicture = \"anh.png\"\nalt = \"Ảnh\"\n")
            .unwrap();
        let server = start(&bucket, home.path(), "office", OBJECTS, &["--import", slides.to_str().unwrap()]).await;
        Some(Self { server, bucket, home })
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.home.path().join(inside)
    }

    fn text(&self, inside: &str) -> String {
        self.path(inside).to_str().unwrap().to_owned()
    }

    /// Puts something into the bucket, past the server.
    async fn put(&self, name: &str, bytes: Vec<u8>) {
        let put = Client::new().put(format!("{}/tin/{name}", self.bucket.endpoint)).body(bytes);
        assert!(put.send().await.unwrap().status().is_success());
    }

    /// Whether the bucket has that.
    async fn has(&self, name: &str) -> bool {
        let answer = reqwest::get(format!("{}/tin/{name}", self.bucket.endpoint)).await.unwrap();
        answer.status().is_success()
    }

    async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = Client::new().get(format!("http://{}{path}", self.server.address));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
    }
}

async fn start(bucket: &Bucket, home: &Path, name: &str, objects: &str, more: &[&str]) -> Server {
    let starting = Starting::with(bucket, &home.join(name), &[&["--objects", objects], more].concat());
    tokio::task::spawn_blocking(|| starting.wait()).await.unwrap()
}

/// The edition that a new hall gets from that server.
async fn collected(server: &Server, home: &Path) -> Arc<Edition> {
    let (root, clock) = (std::fs::read(&server.root).unwrap(), Clock::system());
    let line = Http::new(&format!("http://{}", server.address), None, Tls::by(&clock)).unwrap();
    let store = Store::open(home).unwrap();
    let collector = Collector::new(store.clone(), Arc::new(line), &root, Size::FULL_HD);
    collector.collect(&clock, &|_| {}).await.unwrap();
    let edition = store.current().expect("there is something to play");
    assert_eq!(edition.programme.needed(Size::FULL_HD).len(), 1, "with its picture");
    edition
}

fn said<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_in_a_bucket_is_handed_out_as_one_in_a_folder() {
    let Some(house) = House::open().await else { return };
    let edition = collected(&house.server, &house.path("hall")).await;
    assert_eq!(edition.version(), 1);

    let timestamp = house.ask("/metadata/timestamp.json", &[]).await;
    assert_eq!(said(&timestamp, "cache-control"), "no-cache");
    let tag = said(&timestamp, "etag").to_owned();
    let same = house.ask("/metadata/timestamp.json", &[("if-none-match", &tag)]).await;
    assert_eq!((same.status(), said(&same, "etag")), (StatusCode::NOT_MODIFIED, tag.as_str()));
    for file in ["metadata/1.root.json", "metadata/2.targets.json", "metadata/2.snapshot.json"] {
        let answer = house.ask(&format!("/{file}"), &[]).await;
        assert_eq!(said(&answer, "cache-control"), "public, max-age=31536000, immutable", "{file}");
        let there = reqwest::get(format!("{}/tin/xa/feed/{file}", house.bucket.endpoint)).await.unwrap();
        assert_eq!(answer.bytes().await.unwrap(), there.bytes().await.unwrap());
    }
    for _ in 0..2 {
        let next = house.ask("/metadata/2.root.json", &[]).await;
        assert_eq!((next.status(), said(&next, "cache-control")), (StatusCode::NOT_FOUND, "no-store"));
    }

    // A file of many pieces, whole and in part, past what is kept in memory.
    let film = noise(11, (2 << 20) + 77_777);
    let digest = Digest::of(&film);
    house.put(&format!("xa/feed/objects/{digest}"), film.clone()).await;
    let path = format!("/objects/{digest}");
    let whole = house.ask(&path, &[]).await;
    assert_eq!(said(&whole, "content-length"), film.len().to_string());
    assert_eq!(said(&whole, "cache-control"), "public, max-age=31536000, immutable");
    let tag = said(&whole, "etag").to_owned();
    assert!(whole.bytes().await.unwrap() == film);
    let part = house.ask(&path, &[("range", "bytes=200000-1000000"), ("if-range", &tag)]).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(said(&part, "content-range"), format!("bytes 200000-1000000/{}", film.len()));
    assert!(part.bytes().await.unwrap() == film[200_000..=1_000_000]);
    let beyond = house.ask(&path, &[("range", &format!("bytes={}-", film.len()))]).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    let known = house.ask(&path, &[("if-none-match", &tag)]).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    let small = noise(13, 5_000);
    let path = format!("/objects/{}", Digest::of(&small));
    assert_eq!(house.ask(&path, &[]).await.status(), StatusCode::NOT_FOUND);
    house.put(&format!("xa/feed{path}"), small.clone()).await;
    let part = house.ask(&path, &[("range", "bytes=-10")]).await;
    assert!(part.bytes().await.unwrap() == small[4_990..]);

    // What officers brought lies beside the feed, and nobody gets it from there.
    let original = edition.programme.assets.values().next().expect("the picture").original;
    let own = format!("objects/{original}");
    assert!(house.has(&format!("xa/{own}")).await);
    assert_eq!(house.ask(&format!("/{own}"), &[]).await.status(), StatusCode::NOT_FOUND);

    // Whoever publishes from the command line wakes the halls too.
    let url = format!("http://{}/metadata/timestamp.json", house.server.address);
    let request = Client::new().get(url).header(header::IF_NONE_MATCH, said(&timestamp, "etag"));
    let waiting = tokio::spawn(request.header("prefer", "wait=30").send());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!waiting.is_finished());
    let (feed, keys) = (format!("{OBJECTS}/feed"), house.text("office/keys"));
    house.bucket.done(&["feed", "resign", "--feed", &feed, "--keys", &keys]);
    let out = now();
    assert_eq!(waiting.await.unwrap().unwrap().status(), StatusCode::OK);
    assert!(out.elapsed() < Duration::from_secs(3), "{:?}", out.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_is_restored_into_another_place_and_never_over_a_feed() {
    let Some(house) = House::open().await else { return };
    let (data, backup, restored) = (house.text("office"), house.text("office.tar"), house.text("restored"));
    let said = house.bucket.done(&["backup", "--data", &data, "--objects", OBJECTS, "--to", &backup, "--with-keys"]);
    assert!(said.contains("version 1") && said.contains("1 files"), "{said}");
    let restore = |data: &str, objects: &str| {
        let keys = house.text("restored keys");
        house
            .bucket
            .bangtin(&["restore", &backup, "--data", data, "--objects", objects, "--keys", &keys])
            .output()
            .unwrap()
    };
    let over = restore(&house.text("over"), OBJECTS);
    let words = String::from_utf8_lossy(&over.stderr).into_owned();
    assert_eq!(over.status.code(), Some(2), "{words}");
    assert!(words.contains("s3://tin/xa/feed/metadata/timestamp.json"), "{words}");
    let done = restore(&restored, "s3://tin/nhà mới");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let keys = house.text("restored keys");
    let server = start(&house.bucket, house.home.path(), "restored", "s3://tin/nhà mới", &["--keys", &keys]).await;
    assert_eq!(collected(&server, &house.path("hall")).await.version(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_the_keys_of_the_feed_is_told_where_they_belong() {
    let Some(house) = House::open().await else { return };
    let (stranger, listen) = (house.text("stranger"), "127.0.0.1:0");
    let arguments = ["serve", "--data", &stranger, "--objects", OBJECTS, "--listen", listen];
    let refused = house.bucket.bangtin(&arguments).output().unwrap();
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{words}");
    assert!(words.contains("stranger/keys/root.json") && words.contains("--keys"), "{words}");
}
