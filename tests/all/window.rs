//! Promises about the window of a hall, on real X servers without a window manager.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use bangtin::{
    media,
    model::{Digest, Size},
    store::Store,
};

use crate::{
    commands::{Commune, Hall, PATIENCE, bangtin, is_one_colour},
    halting::emergency,
    screen_hours::config,
};

/// A private X server.
pub struct Server {
    child: Child,
    pub display: String,
}

/// A graphics card that is none, with a monitor that can be unplugged.
const CARD: &str = r#"
Section "Device"
    Identifier "card"
    Driver "dummy"
    VideoRam 65536
EndSection
Section "Monitor"
    Identifier "television"
    HorizSync 5.0-1000.0
    VertRefresh 5.0-200.0
    Modeline "1280x720" 74.25 1280 1390 1430 1650 720 725 730 750
    Modeline "800x600" 40.00 800 840 968 1056 600 601 605 628
EndSection
Section "Screen"
    Identifier "screen"
    Device "card"
    Monitor "television"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "1280x720" "800x600"
    EndSubSection
EndSection
"#;

impl Server {
    /// One with a screen that never changes.
    pub fn fixed(size: Size) -> Self {
        let mut xvfb = Command::new("Xvfb");
        xvfb.args(["-screen", "0", &format!("{size}x24")]);
        Self::start(xvfb).expect("Xvfb is installed by scripts/test")
    }

    /// One with that card. `None` where the system lets nobody start one.
    fn with_monitor(dir: &Path) -> Option<Self> {
        std::fs::write(dir.join("card.conf"), CARD).unwrap();
        let mut xorg = Command::new("Xorg");
        xorg.arg("-config").arg(dir.join("card.conf")).arg("-logfile").arg(dir.join("xorg.log")).arg("-noreset");
        Self::start(xorg)
    }

    fn start(mut server: Command) -> Option<Self> {
        server.args(["-displayfd", "1", "-nolisten", "tcp"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = server.spawn().ok()?;
        let mut number = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let started = Self { child, display };
        (!number.is_empty()).then_some(started)
    }

    /// Plays full screen. The `way` of frames to the window is `device` as where there is a graphics device, or none in
    /// particular: through the processor, where tests run.
    fn play(&self, commune: &Commune, way: &str) -> Hall {
        let (feed, root, data) = (commune.text("feed"), commune.text("feed/root.json"), commune.text("hall"));
        let mut play = bangtin(&["play", "--feed", &feed, "--root", &root, "--data", &data]);
        play.env("DISPLAY", &self.display).env("BANGTIN_FRAMES", way);
        Hall::open(play)
    }

    fn shot(&self) -> media::Picture {
        let output = Command::new("import")
            .args(["-display", &self.display, "-window", "root", "png:-"])
            .output()
            .expect("ImageMagick is installed by scripts/test");
        media::decode(&output.stdout).unwrap()
    }

    fn monitor(&self, how: &[&str]) {
        let done = Command::new("xrandr").args(["--display", &self.display, "--output", "DUMMY0"]).args(how).status();
        assert!(done.expect("xrandr is installed by scripts/test").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a page reaches every corner of that screen.
fn is_covered(shot: &media::Picture) -> bool {
    let pixels = shot.rgba.as_chunks::<4>().0;
    let (width, height) = (shot.size.width as usize, shot.size.height as usize);
    let corners = [0, width - 1, (height - 1) * width, height * width - 1];
    corners.iter().all(|corner| pixels[*corner][..3] != [0, 0, 0])
}

/// How frames reach the window.
const WAYS: [&str; 2] = ["", "device"];

#[test]
fn a_window_fills_a_screen_that_has_no_window_manager() {
    let size = Size::new(1024, 768);
    for way in WAYS {
        let commune = Commune::new();
        let screen = Server::fixed(size);
        let hall = screen.play(&commune, way);
        // A record is written with the first frame of the fade, and the picture is at rest a second later; the page may
        // have been about to end when the hall started.
        let same = (0..4).any(|_| {
            let on = hall.shows(1);
            thread::sleep(Duration::from_secs(2));
            let shot = screen.shot();
            assert_eq!(shot.size, size);
            assert!(is_covered(&shot), "`{way}`: the page reaches every corner of the screen");
            Digest::of(&shot.rgba) == on.picture
        });
        assert!(same, "`{way}`: the screen does not show what the record says");
    }
}

#[test]
fn a_monitor_that_is_unplugged_and_another_in_its_place_are_played_on() {
    WAYS.iter().for_each(|way| follows_the_monitor(way));
}

fn follows_the_monitor(way: &str) {
    let commune = Commune::new();
    let Some(screen) = Server::with_monitor(&commune.path("")) else {
        eprintln!("not tried: no X server with a monitor to unplug can be started here");
        return;
    };
    screen.monitor(&["--mode", "1280x720"]);
    let hall = screen.play(&commune, way);
    let before = hall.shows(1);
    screen.monitor(&["--off"]);
    hall.shows(1);
    screen.monitor(&["--mode", "800x600"]);
    // The same page in other pixels: it is laid out for the monitor that is there now.
    let anew = (0..12).map(|_| hall.shows(1)).any(|now| now.slide == before.slide && now.picture != before.picture);
    assert!(anew, "`{way}`: the window does not follow the monitor");
    thread::sleep(Duration::from_secs(2));
    let shot = screen.shot();
    assert_eq!(shot.size, Size::new(800, 600));
    assert!(is_covered(&shot));
}

/// What the server says of its screen saver: whether it is on, and after how many seconds it comes.
fn saver(server: &Server) -> (bool, u16) {
    use x11rb::{
        connection::Connection as _,
        protocol::{screensaver::ConnectionExt as _, xproto::ConnectionExt as _},
    };
    let (x, screen) = x11rb::connect(Some(&server.display)).unwrap();
    let root = x.setup().roots[screen].root;
    let is_on = x.screensaver_query_info(root).unwrap().reply().unwrap().state == 1;
    (is_on, x.get_screen_saver().unwrap().reply().unwrap().timeout)
}

fn set(server: &Server, how: &[&str]) {
    let done = Command::new("xset").args(["-display", &server.display]).args(how).status();
    assert!(done.expect("xset is installed by scripts/test").success());
}

/// What becomes true within the time that a test gives to anything.
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} never came");
}

#[test]
fn a_hall_wakes_a_blanked_screen_and_keeps_it_from_being_blanked() {
    let commune = Commune::new();
    let screen = Server::fixed(Size::new(640, 480));
    // A server that nobody is connected to any more forgets what it was told.
    let _held = x11rb::connect(Some(&screen.display)).unwrap();
    set(&screen, &["s", "1", "1"]);
    wait_for("the screen saver of an X server that is left alone", || saver(&screen).0);
    let hall = screen.play(&commune, "");
    hall.shows(1);
    wait_for("light", || saver(&screen) == (false, 0));
    // Somebody switches it on again: for as long as the hall is there it does not come.
    set(&screen, &["s", "1", "1"]);
    thread::sleep(Duration::from_secs(4));
    assert_eq!(saver(&screen), (false, 1), "it is suspended");
    drop(hall);
    wait_for("the screen saver, once the hall has gone", || saver(&screen).0);
}

#[test]
fn a_hall_keeps_the_monitor_from_being_switched_off_by_its_x_server() {
    let commune = Commune::new();
    let Some(screen) = Server::with_monitor(&commune.path("")) else {
        eprintln!("not tried: no X server with a monitor to switch off can be started here");
        return;
    };
    set(&screen, &["+dpms"]);
    let said = || {
        let said = Command::new("xset").args(["-display", &screen.display, "q"]).output().unwrap();
        String::from_utf8_lossy(&said.stdout).into_owned()
    };
    if !said().contains("DPMS is Enabled") {
        eprintln!("not tried: this X server has no say over its monitor");
        return;
    }
    set(&screen, &["dpms", "force", "off"]);
    let hall = screen.play(&commune, "");
    hall.shows(1);
    wait_for("light", || said().contains("DPMS is Disabled"));
    assert!(!said().contains("Monitor is Off"), "{}", said());
}

#[test]
fn a_window_is_black_outside_of_its_hours_alone_and_lit_by_an_emergency() {
    for way in WAYS {
        let commune = Commune::new();
        let screen = Server::fixed(Size::new(640, 480));
        let config = config(&commune, 3);
        let mut play = bangtin(&["play", "--config", &config]);
        play.env("DISPLAY", &screen.display).env("BANGTIN_FRAMES", way);
        let hall = Hall::open(play);
        // At first the X server's own black is there, and then what waits for its content, at any hour.
        wait_for("a store with content", || {
            Store::open(&commune.path("hall")).is_ok_and(|store| store.current().is_some())
        });
        wait_for("black", || is_one_colour(&screen.shot()));
        while hall.records.try_recv().is_ok() {}
        emergency(&commune);
        assert!(hall.records.recv_timeout(PATIENCE).unwrap().emergency, "`{way}`");
        wait_for("the emergency", || is_covered(&screen.shot()));
    }
}
