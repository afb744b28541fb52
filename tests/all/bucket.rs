//! Promises about a feed in an object store: published by the real binary into a bucket of an S3 server, collected by halls
//! over plain HTTP. `scripts/test` installs the server (moto) and names it in `BANGTIN_MOTO`.

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use crate::commands::{Commune, PATIENCE, bangtin, done};

/// An S3 server with one empty bucket, `tin`.
pub struct Bucket {
    server: Child,
    pub endpoint: String,
}

/// Lets everybody read what is in the bucket, as one that serves a feed must.
const PUBLIC: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::tin/*"}]}"#;

impl Drop for Bucket {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}

impl Bucket {
    /// `None`, said loudly, where no server is installed.
    pub async fn open() -> Option<Self> {
        let Some(moto) = std::env::var_os("BANGTIN_MOTO").filter(|moto| !moto.is_empty()) else {
            eprintln!("not tried: BANGTIN_MOTO names no S3 server; `scripts/test` installs one");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(moto);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let bucket = Self { server: command.spawn().unwrap(), endpoint: format!("http://127.0.0.1:{port}") };
        #[allow(clippy::disallowed_methods, reason = "a real server is waited for")]
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < PATIENCE, "the S3 server does not start");
            std::thread::sleep(Duration::from_millis(50));
        }
        let put = |query: &str, body: &'static str| {
            reqwest::Client::new().put(format!("{}/tin{query}", bucket.endpoint)).body(body).send()
        };
        assert!(put("", "").await.unwrap().status().is_success());
        assert!(put("?policy", PUBLIC).await.unwrap().status().is_success());
        Some(bucket)
    }

    /// The command, which finds this server.
    pub fn bangtin(&self, arguments: &[&str]) -> Command {
        let mut command = bangtin(arguments);
        command.env("AWS_ENDPOINT", &self.endpoint).env("AWS_ALLOW_HTTP", "true").env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", "key").env("AWS_SECRET_ACCESS_KEY", "secret");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.bangtin(arguments).output().unwrap()
    }

    pub fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    async fn caching(&self, file: &str) -> String {
        let answer = reqwest::get(format!("{}/tin/xa/{file}", self.endpoint)).await.unwrap();
        assert!(answer.status().is_success(), "{file}");
        answer.headers()["cache-control"].to_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_in_a_bucket_is_published_changed_and_collected_like_one_in_a_folder() {
    let Some(bucket) = Bucket::open().await else { return };
    let commune = Commune::new();
    let (slides, keys, hall) = (commune.text("slides"), commune.text("bucket keys"), commune.text("hall"));
    let feed = ["--feed", "s3://tin/xa", "--keys", &keys];
    let said = bucket.done(&[&["feed", "init"][..], &feed].concat());
    assert!(said.contains("root s3://tin/xa/root.json"), "{said}");
    let again = bucket.run(&[&["feed", "init"][..], &feed].concat());
    assert_eq!(again.status.code(), Some(2));

    let first_root = commune.text("first-root.json");
    std::fs::copy(commune.path("bucket keys/root.json"), &first_root).unwrap();
    let address = format!("{}/tin/xa", bucket.endpoint);
    let collect = || done(&["collect", "--feed", &address, "--root", &first_root, "--data", &hall]);
    let publish = |words: &str| {
        commune.write("slides/mot.toml", &format!("template = \"slogan\"\ntext = \"{words}\"\n"));
        bucket.done(&[&["feed", "publish", &slides][..], &feed].concat())
    };
    assert!(publish("MỘT").contains("version 1"));
    assert!(collect().contains("version 1"));
    assert!(publish("HAI").contains("version 2"));
    assert!(collect().contains("version 2"));
    bucket.done(&[&["feed", "rotate"][..], &feed].concat());
    bucket.done(&[&["feed", "resign"][..], &feed].concat());
    assert!(publish("BA").contains("version 3"));
    assert!(collect().contains("version 3"));
    let status = bucket.done(&["feed", "status", "--feed", "s3://tin/xa"]);
    assert!(status.contains("version 3") && status.contains("root 2 until"), "{status}");

    // A stick written from the bucket carries the same feed.
    let stick = commune.text("stick");
    bucket.done(&["feed", "export", "--feed", "s3://tin/xa", "--to", &stick]);
    let other = commune.text("other hall");
    assert!(done(&["collect", "--feed", &stick, "--root", &first_root, "--data", &other]).contains("version 3"));

    for file in ["metadata/1.root.json", "metadata/2.root.json"] {
        assert_eq!(bucket.caching(file).await, "public, max-age=31536000, immutable", "{file}");
    }
    assert_eq!(bucket.caching("metadata/timestamp.json").await, "no-cache");
    assert_eq!(bucket.caching("root.json").await, "no-cache");
}

#[test]
fn an_address_that_is_no_place_for_a_feed_is_a_mistake_of_usage() {
    let output = bangtin(&["feed", "status", "--feed", "ftp://example.org/feed"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("s3://BUCKET/PREFIX"));
}
