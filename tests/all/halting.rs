//! Promises about halting a hall on the spot: at once, whatever is due, until the same lets it go on; and the office is told.

#![cfg(unix)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    process::Command,
    sync::{Arc, mpsc::channel},
    thread,
    time::Duration,
};

use bangtin::{
    clock::Clock,
    feed::{
        Collector, HaltNote,
        transport::{FolderTransport, Http, Transport},
    },
    model::{PlayRecord, Size, WallTime},
    store::{Store, TrustedSet},
};
use reqwest::StatusCode;

use crate::{
    commands::{Commune, Hall, PATIENCE, bangtin, done},
    fixture::{MORNING, tls},
    served_office::ServedOffice,
    window::Server,
};

/// The next page of that hall that fits.
fn shows(hall: &Hall, what: &str, fits: impl Fn(&PlayRecord) -> bool) -> PlayRecord {
    let page = || hall.records.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{what} never came on"));
    std::iter::repeat_with(page).take(20).find(|record| fits(record)).unwrap_or_else(|| panic!("{what} never came on"))
}

/// The default slide, by the programme and for no campaign.
fn is_neutral(record: &PlayRecord) -> bool {
    record.version > 0 && record.campaign.is_none()
}

fn goes_on(record: &PlayRecord) -> bool {
    record.version > 0 && record.campaign.is_some()
}

/// Puts an emergency out, for a day from now on.
pub fn emergency(commune: &Commune) {
    let now = Clock::system().now().wall;
    let local = |at: WallTime| bangtin::model::Zone::default().local(at).to_string()[..16].to_owned();
    let (from, until) = (local(now + -3_600_000), local(now + 86_400_000));
    commune.write(
        "slides/bao.toml",
        &format!(
            "template = \"alert\"\nheadline = \"BÃO ĐANG VÀO GẦN BỜ\"\nlevel = 3\nactions = [\"Không ra khơi.\"]\n\
             issuer = \"Ban Chỉ huy Phòng thủ dân sự xã Mai Phụ\"\nissued = {from}\nexpires = {until}\n\
             contact = \"Cần cứu giúp: gọi 112\"\n"
        ),
    );
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    commune.write(
        "slides/campaign.toml",
        &format!(
            "{campaign}\n[[playlist]]\nid = \"khan\"\nslides = [\"bao\"]\n[[campaign]]\nid = \"khan\"\nplaylist = \"khan\"\n\
             priority = \"emergency\"\nfrom = {from}\nuntil = {until}\n"
        ),
    );
    commune.publish();
}

#[test]
fn a_halted_hall_shows_the_default_slide_alone_through_restarts_and_emergencies_until_it_is_let_go_on() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    shows(&hall, "a campaign", goes_on);
    let file = commune.path("hall/halted");
    fs::write(&file, "").unwrap();
    let neutral = shows(&hall, "the default slide", is_neutral);
    emergency(&commune);
    // Newer, and still neutral; a mains cut changes nothing.
    let newer = shows(&hall, "the new version", |record| record.version == 2);
    assert!(is_neutral(&newer) && newer.slide == neutral.slide && !newer.emergency, "{newer:?}");
    drop(hall);
    let hall = commune.hall("http://127.0.0.1:9");
    let first = hall.records.recv_timeout(PATIENCE).unwrap();
    assert!(is_neutral(&first) && first.version == 2, "from the first picture on: {first:?}");
    fs::remove_file(&file).unwrap();
    shows(&hall, "the emergency", |record| record.emergency);
}

#[test]
fn the_chord_in_a_window_halts_a_hall_and_lets_it_go_on() {
    let commune = Commune::new();
    let screen = Server::fixed(Size::new(640, 480));
    let (feed, root, data) = (commune.text("feed"), commune.text("feed/root.json"), commune.text("hall"));
    let mut play = bangtin(&["play", "--feed", &feed, "--root", &root, "--data", &data]);
    play.env("DISPLAY", &screen.display);
    let hall = Hall::open(play);
    shows(&hall, "a campaign", goes_on);
    let press = |keys: &str| {
        let pressed = Command::new("xdotool").env("DISPLAY", &screen.display).args(["key", keys]).status();
        assert!(pressed.expect("xdotool is installed by scripts/test").success());
    };
    for keys in ["ctrl+alt+d", "Escape", "q", "alt+F4", "ctrl+q"] {
        press(keys);
    }
    shows(&hall, "a campaign, after keys that do nothing", goes_on);
    assert!(!commune.path("hall/halted").exists());
    press("ctrl+alt+shift+d");
    shows(&hall, "the default slide", is_neutral);
    let words = fs::read_to_string(commune.path("hall/halted")).unwrap();
    assert!(words.contains("Ctrl+Alt+Shift+D"), "{words}");
    press("ctrl+alt+shift+d");
    shows(&hall, "a campaign again", goes_on);
    assert!(!commune.path("hall/halted").exists());
}

#[test]
fn a_stick_with_a_note_of_the_office_halts_a_hall_and_a_strangers_does_not() {
    let commune = Commune::new();
    let stick = commune.path("sticks/USB");
    fs::create_dir_all(&stick).unwrap();
    let hall = commune.hall(&commune.text("feed"));
    shows(&hall, "a campaign", goes_on);
    let note = |keys: &str, more: &[&str]| {
        let (keys, stick) = (commune.text(keys), stick.to_str().unwrap().to_owned());
        done(&[&["feed", "halt", "--keys", &keys, "--to", &stick], more].concat());
    };
    done(&["feed", "init", &commune.text("other"), "--keys", &commune.text("other-keys")]);
    note("other-keys", &[]);
    thread::sleep(Duration::from_secs(8));
    assert!(!commune.path("hall/halted").exists(), "a stranger's");
    note("keys", &["--display", "another-display"]);
    thread::sleep(Duration::from_secs(8));
    assert!(!commune.path("hall/halted").exists(), "for another display");
    note("keys", &[]);
    shows(&hall, "the default slide", is_neutral);
    note("keys", &["--go-on"]);
    shows(&hall, "a campaign again", goes_on);
}

#[tokio::test]
async fn a_note_is_good_for_whom_it_was_signed_and_word_for_word() {
    let commune = Commune::new();
    let set = trusted(&commune).await;
    let id = |id: &str| id.parse().unwrap();
    let note = HaltNote { display: Some(id("ht-001")), halt: true, issued: MORNING };
    let text = note.sign(&commune.path("keys")).unwrap();
    assert_eq!(HaltNote::verify(&text, &set, Some(&id("ht-001"))), Some(note));
    assert_eq!(HaltNote::verify(&text, &set, Some(&id("ht-002"))), None);
    assert_eq!(HaltNote::verify(&text, &set, None), None);
    for (from, to) in [("ht-001", "*"), (" halt ", " go-on "), ("bangtin-halt", "bangtin-time"), ("\n", "")] {
        assert!(text.contains(from), "{from} in {text}");
        assert_eq!(HaltNote::verify(&text.replacen(from, to, 1), &set, Some(&id("ht-001"))), None, "{from}");
    }
    assert_eq!(HaltNote::verify("", &set, None), None);
}

async fn trusted(commune: &Commune) -> Arc<TrustedSet> {
    let store = Store::open(&commune.path("store")).unwrap();
    let root = fs::read(commune.path("feed/root.json")).unwrap();
    let feed = Arc::new(FolderTransport::at(&commune.path("feed")));
    Collector::new(store.clone(), feed, &root, Size::FULL_HD).collect(&Clock::system(), &|_| {}).await.unwrap();
    store.trusted().unwrap()
}

#[test]
fn a_hall_says_with_its_requests_whether_it_is_halted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, asked) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut piece) = (Vec::new(), [0; 4_096]);
            while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                let read = stream.read(&mut piece).unwrap_or(0);
                if read == 0 {
                    break;
                }
                head.extend_from_slice(&piece[..read]);
            }
            stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok();
            if tell.send(String::from_utf8_lossy(&head).to_lowercase()).is_err() {
                return;
            }
        }
    });
    let commune = Commune::new();
    for halted in [true, false] {
        let file = commune.path("hall/halted");
        fs::create_dir_all(commune.path("hall")).unwrap();
        if halted {
            fs::write(&file, "").unwrap()
        } else {
            fs::remove_file(&file).unwrap()
        }
        while asked.try_recv().is_ok() {}
        let hall = commune.hall(&address);
        let request = asked.recv_timeout(PATIENCE).expect("the hall asks");
        assert_eq!(request.contains("bangtin-halted: here"), halted, "{request}");
        drop(hall);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_office_names_a_hall_that_is_halted_with_what_to_do_until_it_goes_on() {
    let office = ServedOffice::with_displays(Clock::fixed(MORNING)).await;
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let root = fs::read(office.folder.join("feed/metadata/1.root.json")).unwrap();
    let line: Arc<dyn Transport> =
        Arc::new(Http::new(&office.url("/"), Some("ht-001".parse().unwrap()), tls()).unwrap());
    let collector = Collector::new(store, line.clone(), &root, Size::FULL_HD);
    let collect = async |halted: bool| {
        line.halted(halted);
        for _ in 0..2 {
            collector.collect(&office.clock, &|_| {}).await.unwrap();
        }
    };
    let figure = async || {
        let metrics = office.request("GET", "/metrics", None, &[]).await;
        assert_eq!(metrics.status(), StatusCode::OK);
        let text = metrics.text().await.unwrap();
        text.lines().find(|line| line.starts_with("bangtin_displays_halted ")).unwrap().to_owned()
    };
    collect(true).await;
    let one = office.page('v', "/man-hinh/ht-001").await;
    for words in ["Đã dừng tại chỗ", "cả tin khẩn cấp cũng không hiện", "hỏi vì sao dừng", "Đang hiện trang mặc định"]
    {
        assert!(one.contains(words), "{words} in {one}");
    }
    assert!(!one.contains("/hinh/luc/"), "no picture of what it does not show: {one}");
    assert!(office.page('v', "/man-hinh?loc=can-xem").await.contains("Đã dừng tại chỗ"));
    assert!(office.page('v', "/").await.contains("Thôn Hữu Ninh: đã dừng tại chỗ"));
    assert!(!office.page('v', "/man-hinh/tt-001").await.contains("Đã dừng tại chỗ"), "of the one alone");
    assert_eq!(figure().await, "bangtin_displays_halted 1");
    collect(false).await;
    assert!(!office.page('v', "/man-hinh/ht-001").await.contains("Đã dừng tại chỗ"));
    assert!(!office.page('v', "/").await.contains("dừng tại chỗ"));
    assert_eq!(figure().await, "bangtin_displays_halted 0");
}
