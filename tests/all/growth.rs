//! Promises about an office that has outgrown one machine: two servers with one PostgreSQL and one bucket, behind a balancer.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bangtin::{
    approval::{SubmissionId, SubmissionState},
    clock::Clock,
    feed::{
        Collector, LongPoll,
        transport::{Http, Tls, Transport},
    },
    model::{Digest, Size},
    records::{submission, version},
    store::Store,
};
use reqwest::{Client, Response, StatusCode, header};

use crate::{
    commands::PATIENCE,
    push::now,
    two_servers::{OBJECTS, Town},
};

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
