//! Promises about an office that has outgrown one machine: two servers with one PostgreSQL and one bucket, behind a balancer.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bangtin::{
    approval::{ItemKind, SubmissionId, SubmissionState},
    clock::Clock,
    feed::{
        Collector, LongPoll,
        transport::{Http, Tls, Transport},
    },
    model::{Digest, Size},
    office::{Actor, Office, OfficeOptions, Sending, item_form::DraftText},
    records::{account, submission, version},
    store::Store,
};
use reqwest::{Client, Response, StatusCode, header, redirect};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::{bucket::Bucket, commands::PATIENCE, database::Database, office_fixture::slogan, push::now};

const PASSWORD: &str = "mat khau rat dai 2026";
const OBJECTS: &str = "s3://tin/xa";

/// A server at work, with its feed in a bucket.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pub root: PathBuf,
}

impl Server {
    /// Stops it as a power cut does.
    fn kill(&mut self) {
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
struct Balancer {
    address: SocketAddr,
    servers: Arc<Mutex<Vec<SocketAddr>>>,
    /// How many connections each of them got.
    sent: Arc<[AtomicUsize; 2]>,
}

impl Balancer {
    async fn open() -> Self {
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
struct Town {
    servers: Vec<Server>,
    balancer: Balancer,
    bucket: Bucket,
    database: Database,
    http: Client,
    home: TempDir,
    /// The office, as a third process sees it that signs nothing.
    office: Office,
}

impl Town {
    async fn open() -> Option<Self> {
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
    async fn start_again(&mut self, n: usize) {
        let starting = start(&self.bucket, &self.database, self.home.path(), n, &[]);
        self.servers[n] = tokio::task::spawn_blocking(|| starting.wait()).await.unwrap();
        self.balancer.servers.lock().unwrap()[n] = self.servers[n].address;
    }

    async fn log_in(&self, login: &str) -> String {
        let form = [("ten", login), ("mat-khau", PASSWORD)];
        let answer = self.post(self.balancer.address, "/dang-nhap", "", &form).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{login} logs in");
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let cookie = cookies.filter_map(|cookie| cookie.split(';').next()).find(|pair| pair.starts_with("bangtin="));
        cookie.expect("a session").to_owned()
    }

    async fn post(
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

    async fn get(&self, to: SocketAddr, path: &str, cookie: &str) -> Response {
        self.http.get(format!("http://{to}{path}")).header(header::COOKIE, cookie).send().await.unwrap()
    }

    /// A slogan that A has sent.
    async fn sent(&self, words: &str) -> SubmissionId {
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
    async fn newest(&self) -> (u64, Option<Digest>) {
        let mut tx = self.office.records().read().await.unwrap();
        let newest = version::newest(&mut tx).await.unwrap().expect("there is one");
        (newest.n, newest.programme)
    }

    async fn state(&self, id: &SubmissionId) -> SubmissionState {
        let mut tx = self.office.records().read().await.unwrap();
        submission::get(&mut tx, id).await.unwrap().unwrap().state
    }

    /// The version that a hall gets from that server.
    async fn served(&self, server: SocketAddr, home: &Path) -> u64 {
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

fn start(bucket: &Bucket, database: &Database, home: &Path, n: usize, more: &[&str]) -> Starting {
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

/// A hall that plays behind the balancer, and the newest version it has.
fn hall(town: &Town, name: &str) -> Arc<AtomicU64> {
    let plays = Arc::new(AtomicU64::new(0));
    let (home, root) = (town.home.path().join(name), std::fs::read(&town.servers[0].root).unwrap());
    let (url, clock, told) = (format!("http://{}", town.balancer.address), Clock::system(), plays.clone());
    tokio::spawn(async move {
        let line: Arc<dyn Transport> =
            Arc::new(Http::new(&url, Some("ht-001".parse().unwrap()), Tls::by(&clock)).unwrap());
        let mut waiting = LongPoll::default();
        let store = Store::open(&home).unwrap();
        loop {
            let collector = Collector::new(store.clone(), line.clone(), &root, Size::FULL_HD);
            let outcome = collector.collect(&clock, &|_| {}).await;
            assert!(
                !matches!(&outcome, Err(error) if !error.is_offline()),
                "no server shows what another has not: {:?}",
                outcome.err()
            );
            told.store(store.current().map_or(0, |edition| edition.version()), Ordering::SeqCst);
            waiting.wait(&outcome, &store, &*line, &clock).await;
        }
    });
    plays
}

/// Waits until that is so.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    let began = now();
    while !so().await {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_are_one_office_and_wake_each_others_halls() {
    let Some(town) = Town::open().await else { return };
    let halls = [hall(&town, "hall-1"), hall(&town, "hall-2")];
    until("the halls get what was brought in", async || halls.iter().all(|hall| hall.load(Ordering::SeqCst) == 1))
        .await;

    // A session that one server began is good on both.
    let (author, approver) = (town.log_in("nguoi-a").await, town.log_in("nguoi-b").await);
    let [one, other] = [0, 1].map(|n| town.servers[n].address);
    for server in [one, other] {
        assert_eq!(town.get(server, "/trang", &author).await.status(), StatusCode::OK);
    }
    // Written on one, seen on the other; sent through the balancer.
    let form = [("mau", "slogan")];
    let written = town.post(one, "/trang/moi", &author, &form).await.unwrap();
    let editor = written.headers()[header::LOCATION].to_str().unwrap().to_owned();
    let form = [("template", "slogan"), ("text", "GẦN DÂN, SÁT DÂN"), ("_lan", "1")];
    assert!(town.post(other, &editor, &author, &form).await.unwrap().status().is_redirection());
    let page = town.get(one, &editor, &author).await.text().await.unwrap();
    assert!(page.contains("GẦN DÂN, SÁT DÂN"), "{page}");
    let form = [("o", "tat-ca"), ("tu", "ngay"), ("den", "1-thang")];
    let sent = town.post(town.balancer.address, &format!("{editor}/gui"), &author, &form).await.unwrap();
    assert_eq!(sent.headers()[header::LOCATION], "/trang");
    let mut tx = town.office.records().read().await.unwrap();
    let open = submission::in_state(&mut tx, SubmissionState::Open, 10).await.unwrap();
    drop(tx);
    let [open] = &open[..] else { panic!("{open:?}") };

    // Pages that are looked at, one on each server.
    let mut pages = Vec::new();
    for server in [one, other] {
        let stream = town.get(server, "/su-kien", &author).await;
        assert_eq!(stream.status(), StatusCode::OK);
        pages.push(tokio::spawn(until_told(stream, "version")));
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    // Halls that wait at one server and at the other.
    let waiting = [one, other].map(|server| tokio::spawn(waits(town.http.clone(), server)));
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(waiting.iter().all(|waiting| !waiting.is_finished()), "nothing is new yet");
    let approved = town.post(other, &format!("/duyet/{}/duyet", open.id), &approver, &[]).await.unwrap();
    assert_eq!(approved.status(), StatusCode::SEE_OTHER);
    let out = now();
    for waiting in waiting {
        assert_eq!(waiting.await.unwrap(), StatusCode::OK);
    }
    let woken = out.elapsed();
    assert!(woken < Duration::from_secs(2), "both servers' halls are woken: {woken:?}");
    for page in pages {
        page.await.unwrap();
    }
    assert!(out.elapsed() < Duration::from_secs(3), "both servers' pages are told: {:?}", out.elapsed());
    until("both halls get it", async || halls.iter().all(|hall| hall.load(Ordering::SeqCst) == 2)).await;
    let sent = town.balancer.sent.each_ref().map(|sent| sent.load(Ordering::Relaxed));
    assert!(sent.iter().all(|sent| *sent > 0), "{sent:?}");

    // What halls said to either server is known to both.
    until("the arrival is known", async || {
        let page = town.get(other, "/", &author).await.text().await.unwrap();
        page.contains("1 trên 1")
    })
    .await;
}

/// Waits at a server for the next timestamp.
async fn waits(http: Client, server: SocketAddr) -> StatusCode {
    let url = format!("http://{server}/metadata/timestamp.json");
    let first = http.get(&url).send().await.unwrap();
    let tag = first.headers()[header::ETAG].clone();
    http.get(url).header(header::IF_NONE_MATCH, tag).header("prefer", "wait=30").send().await.unwrap().status()
}

/// Reads a stream of events until one names that.
async fn until_told(mut stream: Response, word: &str) {
    let mut said = String::new();
    while let Some(piece) = stream.chunk().await.unwrap() {
        said.push_str(&String::from_utf8_lossy(&piece));
        if said.lines().any(|line| line.starts_with("data:") && line.contains(word)) {
            return;
        }
    }
    panic!("the stream ended: {said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_while_it_publishes_loses_nothing_and_the_other_goes_on() {
    let Some(mut town) = Town::open().await else { return };
    let halls = [hall(&town, "hall-1"), hall(&town, "hall-2")];
    let approver = town.log_in("nguoi-b").await;
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let (mut sent, mut cut_off) = (Vec::new(), 0);
    for round in 0..12 {
        let (victim, survivor) = (round % 2, (round + 1) % 2);
        let ids = [town.sent(&format!("CÂU THỨ {round}")).await, town.sent(&format!("CÂU KHÁC {round}")).await];
        let path = |id: &SubmissionId| format!("/duyet/{id}/duyet");
        // Whether somebody publishes on the other meanwhile, or nobody does anything there.
        let alone = round % 3 == 2;
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = Duration::from_millis(random % 200);
        let addresses = [victim, survivor].map(|n| town.servers[n].address);
        let (first, second) = (path(&ids[0]), path(&ids[1]));
        let pid = town.servers[victim].child.id();
        let (cut, approved, ()) = tokio::join!(
            town.post(addresses[0], &first, &approver, &[]),
            async {
                match alone {
                    true => None,
                    false => Some(town.post(addresses[1], &second, &approver, &[]).await),
                }
            },
            async {
                tokio::time::sleep(moment).await;
                kill(pid);
            }
        );
        town.servers[victim].kill();
        match cut {
            Ok(answer) => {
                assert_eq!(answer.status(), StatusCode::SEE_OTHER, "round {round}");
                assert_eq!(town.state(&ids[0]).await, SubmissionState::Approved, "what was answered is so");
            }
            Err(_) => cut_off += 1,
        }
        if alone {
            until("what the dead one decided is signed by the other", async || town.newest().await.1.is_some()).await;
        }
        let approved = match approved {
            Some(approved) => approved.unwrap(),
            None => town.post(addresses[1], &second, &approver, &[]).await.unwrap(),
        };
        assert_eq!(approved.status(), StatusCode::SEE_OTHER, "round {round}: the other goes on");
        assert_eq!(town.state(&ids[1]).await, SubmissionState::Approved);
        if town.state(&ids[0]).await == SubmissionState::Open {
            let again = town.post(town.balancer.address, &first, &approver, &[]).await.unwrap();
            assert_eq!(again.status(), StatusCode::SEE_OTHER, "round {round}: what was not decided can be decided");
        }
        town.start_again(victim).await;
        sent.extend(ids);
    }
    assert!(cut_off > 2, "{cut_off} of them were killed in the middle");
    // Whatever was decided is signed, by whoever is left.
    until("everything is signed", async || town.newest().await.1.is_some()).await;
    let (newest, programme) = town.newest().await;
    let programme = programme.unwrap();
    for n in [0, 1] {
        let server = town.servers[n].address;
        assert_eq!(town.served(server, &town.home.path().join(format!("new-hall-{n}"))).await, newest);
        let answer = town.get(server, &format!("/targets/{programme}.programme.json"), "").await;
        assert_eq!(Digest::of(&answer.bytes().await.unwrap()), programme, "database and tree agree");
    }
    until("both halls get it", async || halls.iter().all(|hall| hall.load(Ordering::SeqCst) == newest)).await;
    let mut tx = town.office.records().read().await.unwrap();
    for id in &sent {
        let submission = submission::get(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(submission.state, SubmissionState::Approved);
        let n = submission.version.expect("an approved one is in a version");
        assert!(version::get(&mut tx, n).await.unwrap().is_some());
    }
    let mut numbers = Vec::new();
    for n in 1..=newest {
        let version = version::get(&mut tx, n).await.unwrap().unwrap_or_else(|| panic!("version {n} is lost"));
        numbers.push(version.n);
        // An older version that was decided on while another went out may have been signed as part of that one.
        let Some(programme) = version.programme else { continue };
        let answer = town.get(town.servers[0].address, &format!("/targets/{programme}.programme.json"), "").await;
        assert_eq!(answer.status(), StatusCode::OK, "version {n}");
    }
    assert_eq!(numbers.len() as u64, newest);
    let audit = town.bucket.done(&[
        "audit",
        "verify",
        "--data",
        town.home.path().join("data-0").to_str().unwrap(),
        "--database",
        &town.database.address,
    ]);
    assert!(audit.contains("whole"), "{audit}");
    let status = town.bucket.done(&["feed", "status", "--feed", &format!("{OBJECTS}/feed")]);
    assert!(status.contains(&format!("version {newest}")), "{status}");
}

/// Ends a process of ours as a power cut does.
fn kill(pid: u32) {
    let done = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap();
    assert!(done.success());
}
