//! Promises about an office whose clock is wrong: it signs no time that it cannot account for, and what a wrong clock did
//! sign can be healed.

use std::{path::Path, sync::Arc, time::Duration};

use bangtin::{
    clock::Clock,
    feed::{
        self, ClockDoubt, FolderTree, Lifetimes, Renew, RepositoryError, RootKeys, TimeSource,
        transport::FolderTransport,
    },
    model::WallTime,
};

use crate::{
    commands::{bangtin, done},
    fixture::{DAY, Hall, Office, Served},
};

const MONTHS: i64 = 180 * DAY;

fn machine() -> WallTime {
    Clock::system().now().wall
}

/// An office that was signed at that time, whatever the machine says.
fn office_of(signed: WallTime) -> Office {
    let office = Office::empty();
    office.repository().init(RootKeys::default(), Lifetimes::SERVED, signed).unwrap();
    office
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_clock_is_months_ahead_signs_no_such_time_and_says_so() {
    // To a feed that was signed half a year ago, this machine's clock is half a year ahead.
    let signed = machine() + -MONTHS;
    let office = office_of(signed);
    let feed = office.feed();
    let mut command = bangtin(&["serve", "--data", text(feed.parent().unwrap()), "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
    let address = line.trim().strip_prefix("feed ").unwrap().to_owned();
    tokio::time::sleep(Duration::from_secs(4)).await;
    let request = reqwest::Client::new().get(format!("{address}/metadata/timestamp.json"));
    let answer = request.header(feed::NONCE_HEADER, "0".repeat(32)).send().await.unwrap();
    assert!(answer.status().is_success());
    assert!(!answer.headers().contains_key(feed::TIME_HEADER), "no time is told either");
    let page = reqwest::get(format!("{address}/tinh-trang")).await.unwrap().text().await.unwrap();
    child.kill().unwrap();
    let log = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(page.contains("Đồng hồ của máy này có thể sai"), "{page}");
    assert!(log.contains("set the clock"), "{log}");
    assert_eq!(office.state().issued, Some(signed));
    let status = bangtin(&["feed", "status", "--feed", text(&feed)]).output().unwrap();
    let said = String::from_utf8(status.stderr).unwrap();
    assert!(said.contains("set the clock"), "{said}");
}

#[tokio::test]
async fn halls_that_were_told_a_time_ahead_are_healed_without_new_keys() {
    // Half a year; and so far that by the halls' clocks the root itself has expired.
    for ahead in [MONTHS, 6 * 366 * DAY] {
        halls_are_healed_that_were_told(ahead).await;
    }
}

async fn halls_are_healed_that_were_told(ahead: i64) {
    let now = machine();
    let office = office_of(now + -DAY);
    office.publish_at(&[("a", b"one")], now + -DAY);
    office.repository().renew(Renew::All, Lifetimes::SERVED, now + ahead).unwrap();
    let mut hall = Hall::new(&office);
    hall.clock = Clock::machine(now, now + -2 * DAY);
    let stick = || Arc::new(FolderTransport::at(&office.feed()));
    // Where the root itself has expired by that time, the cycle fails; the hall has been told all the same.
    hall.collect_by(stick()).await.ok();
    assert_eq!(hall.clock.floor(), now + ahead, "the hall lives ahead of time");
    let (feed, keys) = (office.feed(), office.keys());
    let status = bangtin(&["feed", "status", "--feed", text(&feed)]).output().unwrap();
    let said = String::from_utf8(status.stderr).unwrap();
    assert!(said.contains("--time-was-wrong"), "{said}");

    // The root keys are in the safe.
    let safe = feed.parent().unwrap().join("safe");
    std::fs::rename(keys.join("root"), &safe).unwrap();
    let heal = ["feed", "resign", "--time-was-wrong", "--feed", text(&feed), "--keys", text(&keys)];
    let before = office.state().versions.root;
    done(&heal);
    let state = office.state();
    assert!(state.versions.root == before && (state.issued.unwrap() - now).abs() < DAY);

    hall.collect_by(stick()).await.unwrap();
    assert!((hall.clock.now().wall - now).abs() < DAY, "{}", hall.clock.now().wall);
    assert_eq!(hall.plays(), 1, "what plays stays");
    office.publish_at(&[("a", b"two")], machine());
    hall.collect_by(stick()).await.unwrap();
    assert_eq!(hall.plays(), 2);
    // Where nothing is wrong there is nothing to heal.
    assert_eq!(office.state().time_corrections, 1, "later signatures carry the number on");
    let again = bangtin(&heal).output().unwrap();
    assert_eq!(again.status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_source_of_time_contradicts_a_wrong_clock_and_explains_a_long_pause() {
    let now = machine();
    let office = office_of(now + -DAY);
    // Any web server tells the time with its answers.
    let served = Served::start(axum::Router::new()).await;
    let source: TimeSource = format!("{}/", served.url).parse().unwrap();
    let repository = office.repository().with_time_sources(vec![source.clone()]);
    let ahead = repository.renew(Renew::All, Lifetimes::SERVED, now + DAY).unwrap_err();
    assert!(matches!(&ahead, RepositoryError::Clock(ClockDoubt::Disagrees { .. })), "{ahead}");
    assert!(ahead.to_string().contains("set the clock"));

    let idle = office_of(now + -3 * 365 * DAY);
    assert!(idle.repository().renew(Renew::Due, Lifetimes::SERVED, now).is_err());
    let repository = idle.repository().with_time_sources(vec![source]);
    repository.renew(Renew::Due, Lifetimes::SERVED, now).unwrap();
    assert_eq!(idle.state().issued, Some(now));
    // One that does not answer changes nothing.
    let silent: TimeSource = "http://127.0.0.1:1/".parse().unwrap();
    office.repository().with_time_sources(vec![silent]).renew(Renew::All, Lifetimes::SERVED, now).unwrap();
}

#[test]
fn a_signature_never_ends_before_it_begins() {
    let now = machine();
    let office = office_of(now);
    let refused = office.repository().renew(Renew::All, Lifetimes::all(0), now);
    assert!(matches!(refused, Err(RepositoryError::NoLifetime { days: 0 })));
    let (feed, keys) = (office.feed(), office.keys());
    for days in ["0", "9999999"] {
        let refused = bangtin(&["feed", "resign", "--feed", text(&feed), "--keys", text(&keys), "--valid-days", days]);
        assert_eq!({ refused }.output().unwrap().status.code(), Some(2), "{days}");
    }
}

#[test]
fn missing_keys_and_a_wrong_root_are_for_a_person_to_mend() {
    let office = office_of(machine());
    let (feed, keys) = (office.feed(), office.keys());
    let elsewhere = tempfile::tempdir().unwrap();
    let said = |arguments: &[&str]| {
        let output = bangtin(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.contains("hint:") && !words.contains("/src/") && !words.contains(".cargo"), "{words}");
        words
    };
    let missing = said(&["feed", "resign", "--feed", text(&feed), "--keys", text(elsewhere.path())]);
    assert!(missing.contains("--keys"), "{missing}");
    let none = said(&["feed", "status", "--feed", text(elsewhere.path())]);
    assert!(none.contains("--feed"), "{none}");
    std::fs::write(feed.join("root.json"), "<html>").unwrap();
    let wrong = said(&["feed", "status", "--feed", text(&feed)]);
    assert!(wrong.contains("root.json"), "{wrong}");
    std::fs::write(keys.join("root.json"), "{}").unwrap();
    said(&["feed", "resign", "--feed", text(&feed), "--keys", text(&keys)]);
    assert!(feed::repository_state(&FolderTree::at(&feed)).is_err());
    // Both ways to name the folder of a new feed.
    let path = |name: &str| elsewhere.path().join(name);
    done(&["feed", "init", text(&path("a")), "--keys", text(&path("a-keys"))]);
    done(&["feed", "init", "--feed", text(&path("b")), "--keys", text(&path("b-keys"))]);
    let both = bangtin(&["feed", "init", "c", "--feed", "d", "--keys", "e"]).output().unwrap();
    assert_eq!(both.status.code(), Some(2));
}
