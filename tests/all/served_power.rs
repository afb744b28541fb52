//! Promises about the real `serve` when it is cut off or told to stop in the middle of its work, and about backups of an
//! office that goes on working.

use std::{collections::BTreeSet, path::Path, time::Duration};

use bangtin::{
    approval::{SubmissionId, SubmissionState},
    clock::Clock,
    office::{Office, OfficeOptions},
    records::{submission, version},
};
use reqwest::StatusCode;
use tokio::time::sleep;

use crate::{
    commands::{bangtin, done},
    office_fixture::must_agree,
    push::now,
    serve_process::{Browser, Home, ServeProcess},
};

/// How often it is cut off: at least, and as often as a quick machine does in [`LONG_ENOUGH`].
const ROUNDS: std::ops::RangeInclusive<u64> = 20..=40;
const LONG_ENOUGH: Duration = Duration::from_secs(40);

/// Numbers that look like chance, and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// The submission's state, and the versions that came of it.
async fn came_of(office: &Office, id: &str) -> (SubmissionState, Vec<u64>) {
    let mut tx = office.records().read().await.unwrap();
    let record = submission::get(&mut tx, &SubmissionId(id.to_owned())).await.unwrap().expect("it was sent");
    let versions = version::list(&mut tx, u64::from(u32::MAX), 1_000).await.unwrap();
    let of = versions.into_iter().filter(|version| version.submission.as_ref().is_some_and(|of| of.0 == id));
    (record.state, of.map(|version| version.n).collect())
}

/// The processes whose parent that one is.
#[cfg(target_os = "linux")]
fn children(pid: u32) -> Vec<String> {
    let stat = |entry: &std::fs::DirEntry| std::fs::read_to_string(entry.path().join("stat")).ok();
    let all = std::fs::read_dir("/proc").unwrap().map(Result::unwrap);
    let of_it = all.filter(|entry| {
        stat(entry).is_some_and(|stat| {
            stat.rsplit(')').next().unwrap().split_whitespace().nth(1) == Some(pid.to_string().as_str())
        })
    });
    of_it.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_that_is_cut_off_anywhere_is_whole_or_waits_still_and_none_is_lost_or_doubled() {
    let home = Home::new();
    let data = home.path("office");
    let mut serve = Some(ServeProcess::commune(&home, &[]).await);
    let mut sessions = Vec::new();
    for (login, role) in [("anh", "author"), ("binh", "approver")] {
        let serve = serve.as_ref().unwrap();
        serve.hire(login, &["--role", role]);
        sessions.push(serve.log_in(login).await.session().unwrap());
    }
    let browser = |serve: &ServeProcess, session: &str| {
        let browser = Browser::at(&serve.page());
        browser.set_cookie("bangtin", session);
        browser
    };
    // How long an approval takes when nobody cuts it off, so that the cuts fall into all of it.
    let author = browser(serve.as_ref().unwrap(), &sessions[0]);
    let approver = browser(serve.as_ref().unwrap(), &sessions[1]);
    let mut whole = u64::MAX;
    for n in 0..4 {
        author.sends_a_slogan(&format!("Không cắt {n}")).await;
        let waits = approver.waiting().await.expect("it waits");
        let begun = now();
        let answer = approver.post(&format!("/duyet/{waits}/duyet"), &[]).await;
        assert_eq!(answer.to(), format!("/duyet/{waits}"), "{}", answer.text);
        whole = whole.min(u64::try_from(begun.elapsed().as_micros()).unwrap());
    }
    let mut chance = Chance(12);
    let (mut approved, mut waited, mut told, mut signed_later) = (0, 0, 0, 0);
    let begun = now();
    // From this on all approvals are whole, as far as is known; a busy machine is slower each time.
    let mut most = whole * 2;
    let mut cuts = 0;
    for round in 0..*ROUNDS.end() {
        if round >= *ROUNDS.start() && begun.elapsed() > LONG_ENOUGH {
            break;
        }
        cuts += 1;
        let running = match serve.take() {
            Some(serve) => serve,
            None => ServeProcess::start(&data, &[]).await,
        };
        let approver = browser(&running, &sessions[1]);
        let id = match approver.waiting().await {
            Some(id) => id,
            None => {
                browser(&running, &sessions[0]).sends_a_slogan(&format!("Khẩu hiệu {round}")).await;
                approver.waiting().await.expect("it waits")
            }
        };
        let pid = running.pid();
        let work = children(pid);
        let path = format!("/duyet/{id}/duyet");
        let request = approver.request(reqwest::Method::POST, &path).header("sec-fetch-site", "same-origin");
        let sending = tokio::spawn(request.send());
        // To the microsecond: a timer of the runtime's would miss all of a quick approval.
        std::thread::sleep(Duration::from_micros(chance.below(most)));
        running.kill();
        let answered = sending.await.unwrap().is_ok_and(|answer| answer.status() == StatusCode::SEE_OTHER);
        // Nothing that it had begun works on without it.
        let ended = now();
        while work.iter().any(|child| is_running(child)) {
            assert!(ended.elapsed() < Duration::from_secs(20), "its children outlive it");
            sleep(Duration::from_millis(20)).await;
        }
        let office = Office::open(OfficeOptions::in_folder(&data, Clock::system())).await.unwrap();
        let (state, before) = came_of(&office, &id).await;
        let unsigned = {
            let mut tx = office.records().read().await.unwrap();
            version::list(&mut tx, u64::from(u32::MAX), 1).await.unwrap().remove(0).programme.is_none()
        };
        // What a start does, and what must hold of everything ever signed: database, feed and log.
        must_agree(&office).await;
        let (state_now, versions) = came_of(&office, &id).await;
        assert_eq!(state, state_now, "a start decides nothing");
        assert_eq!(before, versions, "nor does it publish anything twice");
        match state {
            SubmissionState::Approved => assert_eq!(versions.len(), 1, "round {round}: {versions:?}"),
            SubmissionState::Open => assert_eq!(versions, [0; 0], "round {round}"),
            state => panic!("round {round}: {state}"),
        }
        assert!(!answered || state == SubmissionState::Approved, "round {round}: it was told to be done and is not");
        let is_approved = state == SubmissionState::Approved;
        approved += u32::from(is_approved);
        waited += u32::from(!is_approved);
        told += u32::from(answered);
        most = if answered {
            most * 4 / 5
        } else if is_approved {
            most
        } else {
            most * 6 / 5
        };
        signed_later += u32::from(unsigned);
        office.records().close().await;
    }
    eprintln!(
        "{cuts} cuts in {:?} of approvals that take {whole} µs: {approved} were whole ({told} told, {signed_later} signed \
         afterwards), {waited} waited",
        begun.elapsed()
    );
    assert!(approved > 0 && waited > 0, "the cuts fell all on one side: {approved} and {waited}");
    let verified = done(&["audit", "verify", "--data", data.to_str().unwrap()]);
    assert!(verified.starts_with("whole"), "{verified}");
}

/// Whether a process of that id runs; one that has ended and was not looked at by its parent does not.
#[cfg(target_os = "linux")]
fn is_running(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| rest.split_whitespace().next().is_some_and(|state| state != "Z"))
}

/// One cycle of a hall; its exit code and what it says.
fn collect(feed: &str, root: &Path, store: &Path) -> (Option<i32>, String) {
    let (root, store) = (root.to_str().unwrap(), store.to_str().unwrap());
    let cycle = ["collect", "--feed", feed, "--root", root, "--data", store, "--display", "ht-001"];
    let output = bangtin(&cycle).output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code(), said)
}

/// The version that the feed in that folder says.
async fn version_of(data: &Path) -> u64 {
    let office = Office::open(OfficeOptions::in_folder(data, Clock::system())).await.unwrap();
    let n = office.live().await.unwrap().n();
    office.records().close().await;
    n
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_an_office_at_work_is_whole_and_halls_go_on_from_it() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    serve.hire("binh", &["--role", "approver"]);
    let (author, approver) = (serve.log_in("anh").await, serve.log_in("binh").await);
    let (root, hall) = (serve.data.join("feed/root.json"), home.path("hall"));
    let (code, said) = collect(&serve.page(), &root, &hall);
    assert_eq!(code, Some(0), "{said}");
    // Approvals go on, one after the other, while it is written down three times.
    let working = async {
        for n in 0..8 {
            author.sends_a_slogan(&format!("Việc số {n}")).await;
            approver.approves().await;
        }
    };
    let data = serve.data.to_str().unwrap().to_owned();
    let files: Vec<String> = (0..3).map(|n| home.text(&format!("sao-luu-{n}.tar"))).collect();
    let to = files.clone();
    let writing = tokio::task::spawn_blocking(move || {
        for file in to {
            done(&["backup", "--data", &data, "--to", &file, "--with-keys"]);
        }
    });
    let (_, written) = tokio::join!(working, writing);
    written.unwrap();
    let newest = version_of(&serve.data).await;
    assert_eq!(newest, 9);
    drop(serve);
    let mut versions = BTreeSet::new();
    for (n, file) in files.iter().enumerate() {
        let restored = home.path(&format!("noi-khac-{n}"));
        done(&["restore", file, "--data", restored.to_str().unwrap()]);
        let verified = done(&["audit", "verify", "--data", restored.to_str().unwrap()]);
        assert!(verified.starts_with("whole"), "{verified}");
        let office = Office::open(OfficeOptions::in_folder(&restored, Clock::system())).await.unwrap();
        must_agree(&office).await;
        office.records().close().await;
        versions.insert(version_of(&restored).await);
        // A hall of before goes on with the office that stands elsewhere now, and hears of what is approved there.
        let serve = ServeProcess::start(&restored, &[]).await;
        let copy = home.path(&format!("hall-{n}"));
        copy_folder(&hall, &copy);
        let (code, said) = collect(&serve.page(), &root, &copy);
        assert_eq!(code, Some(0), "{said}");
        let (author, approver) = (serve.log_in("anh").await, serve.log_in("binh").await);
        // What waited when the backup was made waits here.
        if approver.waiting().await.is_some() {
            approver.approves().await;
        }
        let written = author.sends_a_slogan("Từ nơi khác").await;
        approver.approves().await;
        let (code, said) = collect(&serve.page(), &root, &copy);
        assert_eq!(code, Some(0), "{said}");
        let now_on = bangtin::store::Store::open(&copy).unwrap();
        let edition = now_on.current().expect("it plays something");
        assert!(edition.programme.slides.iter().any(|slide| slide.id.as_str() == written), "{said}");
    }
    assert!(versions.iter().all(|n| (1..=newest).contains(n)), "{versions:?}");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_finishes_what_it_began_and_lets_nobody_wait() {
    let home = Home::new();
    let serve = ServeProcess::commune(&home, &[]).await;
    serve.hire("anh", &["--role", "author"]);
    serve.hire("binh", &["--role", "approver"]);
    let (author, approver) = (serve.log_in("anh").await, serve.log_in("binh").await);
    author.sends_a_slogan("Trước khi tắt máy").await;
    let id = approver.waiting().await.expect("it waits");
    // A page that is looked at and a hall that waits hold their connections for minutes.
    let events = approver.send(approver.request(reqwest::Method::GET, "/su-kien")).await;
    assert_eq!(events.status(), StatusCode::OK);
    let timestamp = approver.get("/metadata/timestamp.json").await;
    let hall = approver.request(reqwest::Method::GET, "/metadata/timestamp.json");
    let hall = hall.header("if-none-match", timestamp.said("etag").to_owned()).header("prefer", "wait=60");
    let hall = tokio::spawn(hall.send());
    let request = approver.request(reqwest::Method::POST, &format!("/duyet/{id}/duyet"));
    let approving = tokio::spawn(request.header("sec-fetch-site", "same-origin").send());
    sleep(Duration::from_millis(100)).await;
    let data = serve.data.clone();
    let begun = now();
    let code = tokio::task::spawn_blocking(move || serve.stop()).await.unwrap();
    assert_eq!(code, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    drop((events, hall));
    let answered = approving.await.unwrap().is_ok_and(|answer| answer.status() == StatusCode::SEE_OTHER);
    let office = Office::open(OfficeOptions::in_folder(&data, Clock::system())).await.unwrap();
    must_agree(&office).await;
    let (state, versions) = came_of(&office, &id).await;
    assert_eq!(state == SubmissionState::Approved, versions.len() == 1);
    assert!(!answered || state == SubmissionState::Approved);
    office.records().close().await;
}
