//! An office of two servers with one PostgreSQL and one bucket, and the balancer before them.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bangtin::{
    approval::{ItemKind, SubmissionId, SubmissionState},
    clock::Clock,
    feed::{
        Collector,
        transport::{Http, Tls},
    },
    model::{Digest, Size},
    office::{Actor, Office, OfficeOptions, Sending, item_form::DraftText},
    records::{account, submission, version},
    store::Store,
};
use reqwest::{Client, Response, StatusCode, header, redirect};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::{bucket::Bucket, commands::PATIENCE, database::Database, office_fixture::slogan};

pub const PASSWORD: &str = "mat khau rat dai 2026";

pub const OBJECTS: &str = "s3://tin/xa";

/// A server at work, with its feed in a bucket.
pub struct Server {
    pub child: Child,
    pub address: SocketAddr,
    pub root: PathBuf,
}

impl Server {
    /// Stops it as a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends connections to the servers in turn, and to another where one does not answer.
#[derive(Clone)]
pub struct Balancer {
    pub address: SocketAddr,
    pub servers: Arc<Mutex<Vec<SocketAddr>>>,
    /// How many connections each of them got.
    pub sent: Arc<[AtomicUsize; 2]>,
}

impl Balancer {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let balancer = Self {
            address: listener.local_addr().unwrap(),
            servers: Arc::default(),
            sent: Arc::new([const { AtomicUsize::new(0) }; 2]),
        };
        let own = balancer.clone();
        tokio::spawn(async move {
            for turn in 0.. {
                let Ok((mut client, _)) = listener.accept().await else { return };
                let own = own.clone();
                tokio::spawn(async move {
                    let servers = own.servers.lock().unwrap().clone();
                    for n in 0..servers.len() {
                        let chosen = (turn + n) % servers.len();
                        let Ok(mut server) = TcpStream::connect(servers[chosen]).await else { continue };
                        own.sent[chosen].fetch_add(1, Ordering::Relaxed);
                        tokio::io::copy_bidirectional(&mut client, &mut server).await.ok();
                        return;
                    }
                });
            }
        });
        balancer
    }
}

/// An office of two servers, with `a` who writes and `b` who approves.
pub struct Town {
    pub servers: Vec<Server>,
    pub balancer: Balancer,
    pub bucket: Bucket,
    pub database: Database,
    pub http: Client,
    pub home: TempDir,
    /// The office, as a third process sees it that signs nothing.
    pub office: Office,
}

impl Town {
    pub async fn open() -> Option<Self> {
        let (bucket, database) = (Bucket::open().await?, Database::postgres().await?);
        let home = tempfile::tempdir().unwrap();
        write_slides(&home.path().join("slides"));
        // Both at once, and one of them brings content in.
        let import = home.path().join("slides").to_str().unwrap().to_owned();
        let first = start(&bucket, &database, home.path(), 0, &["--import", &import]);
        let second = start(&bucket, &database, home.path(), 1, &[]);
        let servers = tokio::task::spawn_blocking(|| vec![first.wait(), second.wait()]).await.unwrap();
        for (login, role) in [("nguoi-a", "author"), ("nguoi-b", "approver")] {
            let data = home.path().join("data-0").to_str().unwrap().to_owned();
            let mut command =
                bucket.bangtin(&["account", "add", login, "--data", &data, "--database", &database.address]);
            command.args(["--name", login, "--role", role]).stdin(Stdio::piped()).stdout(Stdio::null());
            let mut child = command.spawn().unwrap();
            writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
            assert!(child.wait().unwrap().success());
        }
        let balancer = Balancer::open().await;
        *balancer.servers.lock().unwrap() = servers.iter().map(|server| server.address).collect();
        // Each question is a connection of its own, and so comes to the next server.
        let http = Client::builder().redirect(redirect::Policy::none()).pool_max_idle_per_host(0);
        let http = http.timeout(PATIENCE).build().unwrap();
        let options = OfficeOptions {
            database: Some(database.address.clone()),
            ..OfficeOptions::in_folder(home.path().join("writer"), Clock::system())
        };
        let office = Office::open(options).await.unwrap();
        Some(Self { servers, balancer, bucket, database, http, home, office })
    }

    /// Starts a server that was killed once more.
    pub async fn start_again(&mut self, n: usize) {
        let starting = start(&self.bucket, &self.database, self.home.path(), n, &[]);
        self.servers[n] = tokio::task::spawn_blocking(|| starting.wait()).await.unwrap();
        self.balancer.servers.lock().unwrap()[n] = self.servers[n].address;
    }

    pub async fn log_in(&self, login: &str) -> String {
        let form = [("ten", login), ("mat-khau", PASSWORD)];
        let answer = self.post(self.balancer.address, "/dang-nhap", "", &form).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{login} logs in");
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with("bangtin="));
        cookie.expect("a session").to_owned()
    }

    pub async fn post(
        &self,
        to: SocketAddr,
        path: &str,
        cookie: &str,
        form: &[(&str, &str)],
    ) -> Result<Response, reqwest::Error> {
        let escaped = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let request = self.http.post(format!("http://{to}{path}")).header("sec-fetch-site", "same-origin");
        let request = request.header(header::COOKIE, cookie).body(pairs.join("&"));
        request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").send().await
    }

    pub async fn get(&self, to: SocketAddr, path: &str, cookie: &str) -> Response {
        self.http.get(format!("http://{to}{path}")).header(header::COOKIE, cookie).send().await.unwrap()
    }

    /// A slogan that A has sent.
    pub async fn sent(&self, words: &str) -> SubmissionId {
        let mut tx = self.office.records().read().await.unwrap();
        let account = account::by_login(&mut tx, "nguoi-a").await.unwrap().unwrap().account;
        drop(tx);
        let author = Actor { account, ip: String::new() };
        let text: DraftText = slogan(words);
        let draft = self.office.new_draft(&author, ItemKind::Slide, words, text).await.unwrap();
        let sending = Sending { drafts: vec![draft.item], ..Sending::default() };
        self.office.send(&author, &sending).await.unwrap()
    }

    /// The newest version in the database, and the digest of its programme once it is signed.
    pub async fn newest(&self) -> (u64, Option<Digest>) {
        let mut tx = self.office.records().read().await.unwrap();
        let newest = version::newest(&mut tx).await.unwrap().expect("there is one");
        (newest.n, newest.programme)
    }

    pub async fn state(&self, id: &SubmissionId) -> SubmissionState {
        let mut tx = self.office.records().read().await.unwrap();
        submission::get(&mut tx, id).await.unwrap().unwrap().state
    }

    /// The version that a hall gets from that server.
    pub async fn served(&self, server: SocketAddr, home: &Path) -> u64 {
        let root = std::fs::read(&self.servers[0].root).unwrap();
        let clock = Clock::system();
        let line = Http::new(&format!("http://{server}"), None, Tls::by(&clock)).unwrap();
        let store = Store::open(home).unwrap();
        let collector = Collector::new(store.clone(), Arc::new(line), &root, Size::FULL_HD);
        collector.collect(&clock, &|_| {}).await.unwrap();
        store.current().map_or(0, |edition| edition.version())
    }
}

/// A server that is being started.
pub struct Starting(Child);

pub fn start(bucket: &Bucket, database: &Database, home: &Path, n: usize, more: &[&str]) -> Starting {
    let (data, keys) = (home.join(format!("data-{n}")), home.join("keys"));
    let common = ["--keys", keys.to_str().unwrap(), "--objects", OBJECTS, "--database", &database.address];
    Starting::with(bucket, &data, &[&common, more].concat())
}

impl Starting {
    /// Starts one on that folder.
    pub fn with(bucket: &Bucket, data: &Path, more: &[&str]) -> Self {
        let mut command = bucket.bangtin(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"]);
        Self(command.args(more).stdout(Stdio::piped()).spawn().unwrap())
    }

    /// Waits until it answers.
    pub fn wait(mut self) -> Server {
        let mut lines = BufReader::new(self.0.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut after = |word: &str| {
            let line = lines.find(|line| line.starts_with(word)).unwrap_or_else(|| panic!("no `{word}` is said"));
            line[word.len()..].trim().to_owned()
        };
        let address = after("feed ").trim_start_matches("http://").parse().unwrap();
        let root = after("root ").into();
        std::thread::spawn(move || lines.for_each(drop));
        Server { child: self.0, address, root }
    }
}

/// A folder with two slides for one display.
pub fn write_slides(folder: &Path) {
    std::fs::create_dir(folder).unwrap();
    let campaign = r#"
        default = "cho"
        [unit]
        name = "UBND xã Mai Phụ"
        kicker = "CẢI CÁCH HÀNH CHÍNH"
        hotline = "18001096"
        portal = "dichvucong.gov.vn"
        [[display]]
        id = "ht-001"
        label = "Thôn Hữu Ninh"
        tags = ["nha-van-hoa"]
        size = "1920x1080"
        [[playlist]]
        id = "hang-ngay"
        slides = ["khau-hieu"]
        [[campaign]]
        id = "hang-ngay"
        title = "Hằng ngày"
        playlist = "hang-ngay"
    "#;
    std::fs::write(folder.join("campaign.toml"), campaign).unwrap();
    std::fs::write(folder.join("khau-hieu.toml"), "template = \"slogan\"\ntext = \"Dân biết để làm\"\n").unwrap();
    std::fs::write(folder.join("cho.toml"), "template = \"default\"\ntext = \"Kính chào bà con\"\n").unwrap();
}
