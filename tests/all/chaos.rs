//! Promises about a hall that everything goes wrong for at once. A watcher looks at its screen all the while: it is never
//! blank, whatever happens.

use std::{
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use bangtin::{
    media::{self, Picture},
    model::Size,
};

use crate::{
    commands::{Commune, Hall, PATIENCE, Server, bangtin, done, is_one_colour},
    fault_disk::Chance,
    fault_proxy::{Line, between},
    fixture::noise,
};

/// Between two looks at the screen.
const LOOK: Duration = Duration::from_millis(200);

/// Looks at the copy of a hall's screen until it is told to stop.
struct Watcher {
    stop: Arc<AtomicBool>,
    looks: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Watcher {
    fn over(commune: &Commune) -> Self {
        let (stop, looks) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let (path, stopped, count) = (commune.path("screen/screen.png"), stop.clone(), looks.clone());
        let thread = thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                match std::fs::read(&path) {
                    Ok(png) => {
                        let seen = media::decode(&png).expect("nobody ever reads half a picture");
                        assert!(!is_one_colour(&seen), "the screen is blank");
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Err(error) => assert_eq!(count.load(Ordering::Relaxed), 0, "the picture is gone: {error}"),
                }
                thread::sleep(LOOK);
            }
        });
        Self { stop, looks, thread }
    }

    /// Ends the watch; it must have seen something.
    fn rest(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().expect("the screen was never blank");
        assert!(self.looks.load(Ordering::Relaxed) > 0, "nothing was ever on screen");
    }
}

/// How often the power goes in a run of [`power_cuts_on_a_bad_line`]: more where somebody has the time.
fn power_cuts() -> usize {
    std::env::var("BANGTIN_POWER_CUTS").ok().and_then(|cuts| cuts.parse().ok()).unwrap_or(20)
}

/// A poster of noise, which no encoder makes small.
fn poster(commune: &Commune, name: &str, seed: u64) {
    let size = Size::new(1280, 720);
    let mut rgba = noise(seed, size.width as usize * size.height as usize * 4);
    rgba.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
    std::fs::create_dir_all(commune.path("slides/posters")).unwrap();
    let png = media::encode_png(&Picture { size, rgba }).unwrap();
    std::fs::write(commune.path(&format!("slides/posters/{name}.png")), png).unwrap();
    let slide = format!("template = \"poster\"\npicture = \"posters/{name}.png\"\nalt = \"{name}\"\n");
    commune.write(&format!("slides/{name}.toml"), &slide);
}

fn slogan(commune: &Commune, words: &str) {
    commune.write("slides/mot.toml", &format!("template = \"slogan\"\ntext = \"{words}\"\n"));
}

#[test]
fn power_cuts_on_a_bad_line_never_blank_a_hall_nor_take_it_back() {
    let commune = Commune::new();
    let server = Server::open(&commune);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let line = Line { cut_within: Some(400_000), late_ms: 1, corrupt_one_in: Some(300_000) };
    let feed = runtime.block_on(between(&server.address, line, 5));
    let mut chance = Chance::new(11);
    let (mut published, mut played) = (1, 0);
    Hall::open(commune.play(&server.address)).shows(1);
    let watcher = Watcher::over(&commune);
    for cut in 0..power_cuts() {
        let hall = Hall::open(commune.play(&feed));
        if cut % 4 == 1 {
            poster(&commune, "hai", cut as u64);
            slogan(&commune, &format!("LẦN THỨ {cut}"));
            commune.publish();
            published += 1;
        }
        let first = hall.records.recv_timeout(PATIENCE).expect("it plays after every power cut");
        let lives_ms = 50 + chance.below(1_500) as u64;
        thread::sleep(Duration::from_millis(lives_ms));
        let seen = hall.records.try_iter().map(|record| record.version).chain([first.version]).max().unwrap();
        assert!(first.version >= played && seen <= published, "{played} then {}", first.version);
        played = seen;
        // Killed here: `Hall` sends SIGKILL, and nothing in it can prepare for that.
        drop(hall);
    }
    Hall::open(commune.play(&server.address)).shows(published);
    watcher.rest();
}

#[test]
fn a_publication_that_is_cut_off_leaves_a_feed_that_halls_accept() {
    let commune = Commune::new();
    let [slides, feed, keys] = ["slides", "feed", "keys"].map(|folder| commune.text(folder));
    let written = || {
        let names = |folder: &str| std::fs::read_dir(commune.path("feed").join(folder)).unwrap();
        let lasting = |folder: &str| names(folder).filter(|file| !hidden(file.as_ref().unwrap())).count();
        lasting("objects") + lasting("targets") + lasting("metadata")
    };
    let playing = || {
        let root = commune.text("feed/root.json");
        done(&["collect", "--from", &feed, "--root", &root, "--data", &commune.text("hall")]);
        let store = bangtin::store::Store::open(&commune.path("hall")).unwrap();
        store.current().expect("the commune has published").version()
    };
    let (mut before, mut cut_off) = (playing(), 0);
    for n in 0..power_cuts() {
        poster(&commune, "hai", n as u64);
        let (files, knife) = (written(), n % 6);
        let mut publishing = bangtin(&["feed", "publish", &slides, "--feed", &feed, "--keys", &keys]);
        let mut publishing = publishing.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // The knife comes down as soon as so many of its files are in the tree.
        while publishing.try_wait().unwrap().is_none() && written() < files + knife {
            thread::yield_now();
        }
        cut_off += usize::from(publishing.try_wait().unwrap().is_none());
        publishing.kill().ok();
        publishing.wait().unwrap();
        let now = playing();
        assert!((before..=before + 1).contains(&now), "{before} then {now}");
        before = now;
    }
    assert!(cut_off > 0, "each of them was quicker than the knife");
    slogan(&commune, "SAU CÙNG");
    commune.publish();
    assert_eq!(playing(), before + 1);
}

/// A file that is being written beside its name.
fn hidden(file: &std::fs::DirEntry) -> bool {
    let name = file.file_name();
    name.to_string_lossy().starts_with('.') || name.to_string_lossy().ends_with(".new")
}

/// The command in a name space of its own, where `dir` is a disk of so many bytes. `None` where the system lets nobody
/// make one.
#[cfg(target_os = "linux")]
fn on_a_small_disk(command: &Command, dir: &str, bytes: u64) -> Option<Command> {
    let mount = format!("mount -t tmpfs -o size={bytes} tmpfs '{dir}' && exec \"$0\" \"$@\"");
    let apart = ["--user", "--map-root-user", "--mount", "sh", "-c"];
    let allowed = Command::new("unshare").args(apart).arg(format!("mount -t tmpfs tmpfs '{dir}'")).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        return None;
    }
    let mut small = Command::new("unshare");
    small.args(apart).arg(mount).arg(command.get_program()).args(command.get_args());
    small.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    Some(small)
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_too_small_for_the_new_edition_goes_on_with_the_old_until_one_fits() {
    let commune = Commune::new();
    std::fs::create_dir(commune.path("hall")).unwrap();
    let server = Server::open(&commune);
    let command = commune.play(&server.address);
    let Some(small) = on_a_small_disk(&command, &commune.text("hall"), 4_000_000) else {
        eprintln!("not tried: this system lets nobody mount a disk of his own");
        return;
    };
    let hall = Hall::open(small);
    hall.shows(1);
    let watcher = Watcher::over(&commune);
    for (name, seed) in [("hai", 1), ("ba", 2), ("bon", 3)] {
        poster(&commune, name, seed);
    }
    commune.publish();
    // It heard of this within a second; for two more pages it has known of what it has no room for.
    let until: Vec<u64> = (0..3).map(|_| hall.records.recv_timeout(PATIENCE).unwrap().version).collect();
    assert_eq!(until, [1, 1, 1]);
    for name in ["ba", "bon"] {
        std::fs::remove_file(commune.path(&format!("slides/{name}.toml"))).unwrap();
    }
    commune.write("slides/hai.toml", "template = \"slogan\"\ntext = \"VỪA ĐỦ CHỖ\"\n");
    commune.publish();
    hall.shows(3);
    watcher.rest();
}

#[test]
fn a_hall_without_a_line_takes_in_a_stick_when_it_is_plugged_in() {
    let commune = Commune::new();
    let hall = commune.hall("http://127.0.0.1:9");
    hall.shows(0);
    let watcher = Watcher::over(&commune);
    let plug = |name: &str| {
        done(&["feed", "export", "--feed", &commune.text("feed"), "--to", &commune.text(name)]);
    };
    plug("sticks/USB 1");
    hall.shows(1);
    slogan(&commune, "DÂN BIẾT, DÂN BÀN");
    commune.publish();
    plug("sticks/officer/USB 2/bangtin");
    hall.shows(2);
    watcher.rest();
}

#[test]
fn a_stick_goes_before_a_download_that_takes_all_night() {
    let commune = Commune::new();
    poster(&commune, "hai", 1);
    commune.publish();
    let server = Server::open(&commune);
    let mut slow = commune.play(&server.address);
    slow.args(["--limit", "1"]);
    let hall = Hall::open(slow);
    hall.shows(0);
    let watcher = Watcher::over(&commune);
    done(&["feed", "export", "--feed", &commune.text("feed"), "--to", &commune.text("sticks/USB")]);
    hall.shows(2);
    watcher.rest();
}
