//! Promises about the commands, on the real binary, a real server and a real X screen.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use bangtin::{media, model::PlayRecord};
use tempfile::TempDir;

/// How long a hall on a busy machine may take to bring on a page. Nothing is measured by it.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub fn bangtin(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    command.args(arguments).stdin(Stdio::null()).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    // A session has one; without it the graphics driver's libraries write an error of their own to stderr.
    command.env("XDG_RUNTIME_DIR", std::env::temp_dir());
    command
}

pub fn done(arguments: &[&str]) -> String {
    let output = bangtin(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a published feed of two short slides, and whatever a test adds.
pub struct Commune {
    home: TempDir,
}

impl Commune {
    pub fn new() -> Self {
        let commune = Self { home: tempfile::tempdir().unwrap() };
        fs::create_dir(commune.path("slides")).unwrap();
        commune.write(
            "slides/campaign.toml",
            r#"
            [unit]
            name = "UBND xã Mai Phụ"
            kicker = "CẢI CÁCH HÀNH CHÍNH"
            hotline = "18001096"
            portal = "dichvucong.gov.vn"

            [[playlist]]
            id = "hang-ngay"
            slides = ["mot", "hai"]

            [[campaign]]
            id = "hang-ngay"
            playlist = "hang-ngay"
            "#,
        );
        commune.write("slides/mot.toml", "template = \"slogan\"\ntext = \"HỒ SƠ NỘP TỪ NHÀ,|KẾT QUẢ NHẬN ĐÚNG HẸN\"\n");
        commune.write("slides/hai.toml", "template = \"slogan\"\ntext = \"DÂN BIẾT ĐỂ LÀM,|DÂN GIÁM SÁT ĐỂ TIN\"\n");
        done(&["feed", "init", &commune.text("feed"), "--keys", &commune.text("keys")]);
        commune.publish();
        commune
    }

    pub fn publish(&self) -> String {
        done(&["feed", "publish", &self.text("slides"), "--feed", &self.text("feed"), "--keys", &self.text("keys")])
    }

    pub fn path(&self, inside: &str) -> PathBuf {
        self.home.path().join(inside)
    }

    pub fn text(&self, inside: &str) -> String {
        self.path(inside).to_str().unwrap().to_owned()
    }

    pub fn write(&self, inside: &str, words: &str) {
        fs::write(self.path(inside), words).unwrap();
    }

    pub fn hall(&self, feed: &str) -> Hall {
        Hall::open(self.play(feed))
    }

    /// The command of a hall of this commune, small and without a window.
    pub fn play(&self, feed: &str) -> Command {
        let (root, data, screen) = (self.text("feed/root.json"), self.text("hall"), self.text("screen"));
        let mut command = bangtin(&["play", "--feed", feed, "--root", &root, "--data", &data]);
        command.args(["--offscreen", &screen, "--size", "640x360", "--sticks", &self.text("sticks")]);
        command
    }
}

/// A player at work, and its records as they come.
pub struct Hall {
    pub child: Child,
    pub records: Receiver<PlayRecord>,
}

impl Hall {
    pub fn open(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (tell, records) = channel();
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                // The test may have gone; the player's lines are then nobody's.
                let _ = tell.send(serde_json::from_str(&line).unwrap());
            }
        });
        Self { child, records }
    }

    /// The next record of that version, within a dozen pages.
    pub fn shows(&self, version: u64) -> PlayRecord {
        let page = || self.records.recv_timeout(PATIENCE).expect("the hall brings on a page");
        let mut pages = std::iter::repeat_with(page).take(12);
        pages.find(|record| record.version == version).expect("the hall comes to that version")
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server on a free port.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn open(commune: &Commune) -> Self {
        let data = commune.text("");
        let mut child =
            bangtin(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("feed").unwrap().trim().to_owned();
        thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn picture(path: &Path) -> media::Picture {
    media::decode(&fs::read(path).unwrap()).unwrap()
}

pub fn is_one_colour(picture: &media::Picture) -> bool {
    let pixels = picture.rgba.as_chunks::<4>().0;
    pixels.iter().all(|pixel| pixel == &pixels[0])
}

#[test]
fn a_campaign_travels_from_a_folder_to_a_hall_and_stays_there_without_the_server_and_after_a_power_cut() {
    let commune = Commune::new();
    let server = Server::open(&commune);
    let hall = commune.hall(&server.address);
    let first = hall.shows(1);
    assert!(["mot", "hai"].contains(&first.slide.as_str()));

    drop(server);
    let next = hall.shows(1);
    assert_ne!(next.slide, first.slide, "with the feed gone it plays on");
    let copy = commune.path("screen/screen.png");
    assert!(!is_one_colour(&picture(&copy)));

    drop(hall);
    let again = commune.hall("http://127.0.0.1:9");
    let resumed = again.records.recv_timeout(PATIENCE).unwrap();
    assert_eq!(resumed.version, 1, "after a restart without a network it plays what it has, from the first picture on");
}

#[test]
fn a_new_slide_arrives_while_the_hall_plays() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    commune.write("slides/hai.toml", "template = \"slogan\"\ntext = \"ĐÃ CÓ DỮ LIỆU,|KHÔNG HỎI LẠI GIẤY TỜ\"\n");
    let said = commune.publish();
    assert!(said.contains("version 2") && said.contains("~ hai") && !said.contains("mot"), "{said}");
    hall.shows(2);
}

#[test]
fn a_hall_with_an_empty_store_and_no_network_shows_the_built_in_slide() {
    let commune = Commune::new();
    let hall = commune.hall("http://127.0.0.1:9");
    let record = hall.shows(0);
    assert_eq!(record.page, 1);
    let copy = commune.path("screen/screen.png");
    while !copy.exists() {
        thread::sleep(Duration::from_millis(50));
    }
    assert!(!is_one_colour(&picture(&copy)));
}

#[test]
fn a_hall_plays_what_its_kit_says_and_what_is_mistyped_in_it_is_named() {
    let commune = Commune::new();
    fs::create_dir(commune.path("kit")).unwrap();
    fs::copy(commune.path("feed/root.json"), commune.path("kit/root.json")).unwrap();
    let config = commune.text("kit/play.toml");
    commune
        .write("kit/play.toml", &format!("feed = {:?}\nroot = \"root.json\"\ndata = \"hall\"\n", commune.text("feed")));
    let start = ["play", "--config", &config, "--offscreen", &commune.text("screen"), "--size", "640x360"];
    Hall::open(bangtin(&start)).shows(1);
    assert!(commune.path("kit/hall").is_dir(), "the hall's folder lies beside its kit");

    commune.write("kit/play.toml", "feed = \"10.0.0.2:8080\"\nroot = \"root.json\"\ndata = \"hall\"\n");
    let play = bangtin(&start).output().unwrap();
    assert_eq!(play.status.code(), Some(2), "{}", words(&play));
    assert!(words(&play).contains("http://10.0.0.2:8080"), "{}", words(&play));
}

#[test]
fn what_a_person_must_mend_ends_with_code_2_and_says_so() {
    let commune = Commune::new();
    let (root, feed, data) = (commune.text("slides/mot.toml"), commune.text("feed"), commune.text("hall"));
    let screen = commune.text("screen");
    let play =
        bangtin(&["play", "--feed", &feed, "--root", &root, "--data", &data, "--offscreen", &screen]).output().unwrap();
    assert_eq!(play.status.code(), Some(2), "{}", words(&play));
    assert!(words(&play).contains("root file"), "{}", words(&play));

    commune.write("slides/hai.toml", "template = \"slogan\"\n\ntexte = \"DÂN BIẾT\"\n");
    let publish = ["feed", "publish", &commune.text("slides"), "--feed", &feed, "--keys", &commune.text("keys")];
    let publish = bangtin(&publish).output().unwrap();
    assert_eq!(publish.status.code(), Some(2), "{}", words(&publish));
    for part in ["hai.toml", "3", "`texte`", "hint"] {
        assert!(words(&publish).contains(part), "{part}: {}", words(&publish));
    }
    assert_eq!(bangtin(&["play"]).output().unwrap().status.code(), Some(2));
    assert_eq!(bangtin(&["--help"]).output().unwrap().status.code(), Some(0));
}

#[test]
fn help_of_every_command_is_there() {
    for command in ["demo", "play", "preview", "render", "check", "feed", "serve", "collect"] {
        let mut child = bangtin(&[command, "--help"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut help = String::new();
        child.stdout.take().unwrap().read_to_string(&mut help).unwrap();
        assert!(child.wait().unwrap().success() && help.contains("Usage"), "{command}: {help}");
    }
}

#[test]
fn a_template_is_listed_printed_and_described() {
    let list = done(&["template"]);
    assert_eq!(list.lines().count(), 10);
    assert!(list.contains("guide        Hướng dẫn: "), "{list}");
    let commune = Commune::new();
    let file = done(&["template", "guide"]);
    assert!(file.contains("# Các bước (bắt buộc).") && file.contains("template = \"guide\""), "{file}");
    commune.write("slides/moi.toml", &file);
    bangtin::folder::Folder::read(Path::new(&commune.path("slides"))).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(done(&["template", "guide", "--lang", "en"]).contains("# Steps (required)."));
    let described: serde_json::Value = serde_json::from_str(&done(&["template", "guide", "--json"])).unwrap();
    assert_eq!(described["fields"][0]["label"]["vi"], "Tên việc");
    assert_eq!(described["fields"][0]["kind"], "line");
    let output = bangtin(&["template", "giude"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("did you mean `guide`?"), "{}", words(&output));
}

#[test]
fn a_display_the_feed_does_not_know_is_told_which_it_knows_and_ends_with_code_3() {
    let commune = Commune::new();
    let campaign = fs::read_to_string(commune.path("slides/campaign.toml")).unwrap();
    commune
        .write("slides/campaign.toml", &format!("{campaign}\n[[display]]\nid = \"ht-001\"\nlabel = \"Nhà văn hóa\"\n"));
    commune.publish();
    let (feed, root, data) = (commune.path("feed"), commune.path("feed/root.json"), commune.path("store"));
    let collect = |display: &str| {
        let mut command = bangtin(&["collect", "--display", display, "--from"]);
        command.arg(&feed).arg("--root").arg(&root).arg("--data").arg(&data).output().unwrap()
    };
    for _ in 0..2 {
        let unknown = collect("ht-01");
        assert_eq!(unknown.status.code(), Some(3), "new and unchanged alike: {}", words(&unknown));
        assert!(words(&unknown).contains("the feed knows no display `ht-01`"), "{}", words(&unknown));
        assert!(words(&unknown).contains("did you mean `ht-001`?"), "{}", words(&unknown));
        assert!(String::from_utf8_lossy(&unknown.stdout).contains("version 2"), "it is collected all the same");
    }
    let other = collect("nobody");
    assert_eq!(other.status.code(), Some(3));
    assert!(words(&other).contains("campaign.toml"), "{}", words(&other));
    assert_eq!(collect("ht-001").status.code(), Some(0));
}

#[test]
fn a_root_file_that_is_none_says_which_one_is_meant() {
    let commune = Commune::new();
    commune.publish();
    commune.write("wrong.json", "{}");
    let (feed, root, data) = (commune.path("feed"), commune.path("wrong.json"), commune.path("store"));
    let mut command = bangtin(&["collect", "--from"]);
    let output = command.arg(&feed).arg("--root").arg(&root).arg("--data").arg(&data).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("hint: it is `root.json` beside the office's feed"), "{}", words(&output));
}
