//! Promises about the process that has the picture: whatever ends it, the hall goes on and no page pays for it.

#![cfg(target_os = "linux")]

use std::{
    fs,
    os::unix::net::UnixDatagram,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use bangtin::model::PlayRecord;
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    commands::{Commune, Hall, PATIENCE, bangtin},
    screen_hours::config,
    window::Server,
};

/// The process that has the picture of that hall, once there is one.
fn picture_of(hall: u32) -> u32 {
    wait_for("a picture", || {
        let children = fs::read_to_string(format!("/proc/{hall}/task/{hall}/children")).unwrap_or_default();
        children.split_whitespace().next()?.parse().ok()
    })
}

fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..PATIENCE.as_millis() / 20 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("{what} never came");
}

fn signal(process: u32, signal: Signal) {
    kill_process(Pid::from_raw(process.cast_signed()).unwrap(), signal).unwrap();
}

fn record(hall: &Hall) -> PlayRecord {
    hall.records.recv_timeout(PATIENCE).expect("the hall shows a page")
}

#[test]
fn a_picture_that_is_killed_is_back_and_no_page_pays_for_it() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    for (n, how) in
        [Signal::KILL, Signal::TERM, Signal::HUP, Signal::KILL, Signal::KILL, Signal::INT].iter().enumerate()
    {
        let picture = picture_of(hall.child.id());
        while hall.records.try_recv().is_ok() {}
        signal(picture, *how);
        let back = record(&hall);
        assert!(back.version == 1 && !back.replaced, "{n}: {back:?}");
        assert_ne!(picture_of(hall.child.id()), picture, "another process");
    }
    assert!(!commune.path("hall/reports").exists(), "nobody crashed");
}

#[test]
fn a_picture_that_crashes_with_nothing_in_the_making_is_reported_and_costs_no_page() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    // The next page is composed within moments of the first frame; well after that nothing is being made.
    thread::sleep(Duration::from_secs(3));
    for _ in 0..2 {
        signal(picture_of(hall.child.id()), Signal::SEGV);
        assert!(!record(&hall).replaced);
    }
    assert!(fs::read_dir(commune.path("hall/reports")).unwrap().count() > 0);
}

#[test]
fn the_picture_ends_with_its_hall() {
    let commune = Commune::new();
    let mut hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    let picture = picture_of(hall.child.id());
    hall.child.kill().unwrap();
    hall.child.wait().unwrap();
    // A process that has ended and waits for its parent to hear of it is gone.
    let gone = || fs::read_to_string(format!("/proc/{picture}/stat")).is_ok_and(|stat| !stat.contains(") Z"));
    wait_for("its end", || (!gone()).then_some(()));
}

#[test]
fn a_terminal_that_hangs_up_ends_nothing_and_being_asked_to_end_does() {
    let commune = Commune::new();
    let mut hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    let picture = picture_of(hall.child.id());
    signal(hall.child.id(), Signal::HUP);
    record(&hall);
    assert_eq!(picture_of(hall.child.id()), picture, "it went on");
    signal(hall.child.id(), Signal::TERM);
    assert_eq!(hall.child.wait().unwrap().code(), Some(0));
}

/// Messages that came to the service manager within that time, until one is of that kind.
fn told(manager: &UnixDatagram, kind: &str, within: Duration) -> bool {
    let begun = bangtin::clock::Clock::system();
    let from = begun.now().mono;
    let mut words = [0; 256];
    loop {
        let left = within.saturating_sub(begun.now().mono.saturating_duration_since(from));
        if left.is_zero() {
            return false;
        }
        manager.set_read_timeout(Some(left)).unwrap();
        match manager.recv(&mut words) {
            Ok(bytes) if std::str::from_utf8(&words[..bytes]).unwrap().contains(kind) => return true,
            Ok(_) | Err(_) => {}
        }
    }
}

#[test]
fn the_service_manager_hears_of_shown_frames_and_of_nothing_else() {
    let commune = Commune::new();
    let manager = UnixDatagram::bind(commune.path("manager")).unwrap();
    let mut play = commune.play(&commune.text("feed"));
    play.env("NOTIFY_SOCKET", commune.path("manager"));
    let hall = Hall::open(play);
    assert!(told(&manager, "READY=1", PATIENCE), "with the first frame");
    hall.shows(1);
    // A page stands for seconds on end, and is watched over all the while.
    for _ in 0..8 {
        assert!(told(&manager, "WATCHDOG=1", Duration::from_secs(20)));
    }
    let picture = picture_of(hall.child.id());
    signal(picture, Signal::STOP);
    // What was on its way is let through; then there is silence until the picture is ended for it.
    while told(&manager, "WATCHDOG=1", Duration::from_secs(1)) {}
    assert!(!told(&manager, "WATCHDOG=1", Duration::from_secs(2)), "no frame, no sign of life");
    wait_for("another picture", || (picture_of(hall.child.id()) != picture).then_some(()));
    assert!(told(&manager, "WATCHDOG=1", PATIENCE), "and the next one's frames count again");
    signal(hall.child.id(), Signal::TERM);
    assert!(told(&manager, "STOPPING=1", PATIENCE));
}

#[test]
fn a_hall_that_starts_while_its_screen_is_off_is_ready_and_watched_over_all_the_same() {
    let commune = Commune::new();
    let config = config(&commune, 3);
    let with_a_store = commune.hall(&commune.text("feed"));
    with_a_store.shows(1);
    drop(with_a_store);
    let manager = UnixDatagram::bind(commune.path("manager")).unwrap();
    let (screen, sticks) = (commune.text("screen"), commune.text("sticks"));
    let options = ["--offscreen", &screen, "--size", "640x360", "--sticks", &sticks];
    let mut play = bangtin(&[&["play", "--config", &config], &options[..]].concat());
    play.env("NOTIFY_SOCKET", commune.path("manager"));
    let hall = Hall::open(play);
    assert!(told(&manager, "READY=1", PATIENCE), "black is what is due");
    for _ in 0..8 {
        assert!(told(&manager, "WATCHDOG=1", Duration::from_secs(20)));
    }
    assert!(hall.records.try_recv().is_err(), "and no page came on");
    signal(picture_of(hall.child.id()), Signal::STOP);
    while told(&manager, "WATCHDOG=1", Duration::from_secs(1)) {}
    assert!(told(&manager, "WATCHDOG=1", PATIENCE), "one that hangs is ended at night too");
}

#[test]
fn few_descriptors_leave_a_picture() {
    let commune = Commune::new();
    let play = commune.play(&commune.text("feed"));
    let mut limited = Command::new("bash");
    limited.args(["-c", "ulimit -n 64; exec \"$0\" \"$@\""]).arg(play.get_program()).args(play.get_args());
    limited.envs(play.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
    let hall = Hall::open(limited);
    hall.shows(1);
}

/// A hall in a window on that X server.
fn windowed(commune: &Commune, display: &str) -> Hall {
    let (feed, root, data) = (commune.text("feed"), commune.text("feed/root.json"), commune.text("hall"));
    let mut play = bangtin(&["play", "--feed", &feed, "--root", &root, "--data", &data]);
    play.env("DISPLAY", display);
    Hall::open(play)
}

#[test]
fn an_x_server_that_is_not_there_yet_and_one_that_dies_are_waited_for() {
    let commune = Commune::new();
    let free = {
        let server = Server::fixed(bangtin::model::Size::new(640, 480));
        server.display.clone()
    };
    let mut hall = windowed(&commune, &free);
    thread::sleep(Duration::from_secs(1));
    assert!(hall.child.try_wait().unwrap().is_none(), "it waits");
    for _ in 0..2 {
        let mut server = xvfb(&free);
        hall.shows(1);
        server.kill().unwrap();
        server.wait().unwrap();
        while hall.records.try_recv().is_ok() {}
        assert!(hall.child.try_wait().unwrap().is_none(), "it goes on");
    }
}

fn xvfb(display: &str) -> Child {
    let lock = format!("/tmp/.X{}-lock", display.trim_start_matches(':'));
    wait_for("the end of the last server", || {
        (!Path::new(&lock).exists() || fs::remove_file(&lock).is_ok()).then_some(())
    });
    let mut xvfb = Command::new("Xvfb");
    xvfb.args([display, "-screen", "0", "640x480x24", "-nolisten", "tcp"]).stderr(Stdio::null());
    xvfb.spawn().expect("Xvfb is installed by scripts/test")
}

#[test]
fn a_window_that_is_closed_is_opened_again() {
    use x11rb::{
        connection::Connection as _,
        protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask},
    };
    let commune = Commune::new();
    let server = Server::fixed(bangtin::model::Size::new(640, 480));
    let hall = windowed(&commune, &server.display);
    hall.shows(1);
    let picture = picture_of(hall.child.id());
    let (x, screen) = x11rb::connect(Some(&server.display)).unwrap();
    let root = x.setup().roots[screen].root;
    let atom = |name: &[u8]| x.intern_atom(false, name).unwrap().reply().unwrap().atom;
    let (protocols, delete) = (atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW"));
    for window in x.query_tree(root).unwrap().reply().unwrap().children {
        let close = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
        x.send_event(false, window, EventMask::NO_EVENT, close).unwrap();
    }
    x.flush().unwrap();
    wait_for("another picture", || (picture_of(hall.child.id()) != picture).then_some(()));
    while hall.records.try_recv().is_ok() {}
    hall.shows(1);
}
