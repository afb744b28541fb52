//! Promises about a hall whose disk fails it while it plays, or from the start.

#![cfg(target_os = "linux")]

use std::{fs, process::Command, thread, time::Duration};

use crate::commands::{Commune, Hall, PATIENCE, done};

/// Waits until something has happened, longer than a look at the store takes.
fn until(what: &str, mut look: impl FnMut() -> bool) {
    for _ in 0..2 * PATIENCE.as_millis() / 100 {
        if look() {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} never happened");
}

/// A hall on a disk that is only read: `prepare` sees it before it is closed. `None` where the system lets nobody mount.
fn on_a_closed_disk(commune: &Commune, feed: &str) -> Option<Hall> {
    let mounts = "mount --bind \"$HALL\" \"$HALL\" && mount -o remount,bind,ro \"$HALL\"";
    let allowed = Command::new("unshare").args(["-m", "bash", "-c", mounts]).env("HALL", commune.path("hall")).status();
    if !allowed.is_ok_and(|status| status.success()) {
        return None;
    }
    let play = commune.play(feed);
    let mut closed = Command::new("unshare");
    closed.args(["-m", "bash", "-c", &format!("{mounts} && exec \"$0\" \"$@\"")]);
    closed.arg(play.get_program()).args(play.get_args()).env("HALL", commune.path("hall"));
    closed.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("RUNTIME_DIRECTORY", commune.path("memory"));
    Some(Hall::open(closed))
}

#[test]
fn a_store_that_is_deleted_under_a_hall_is_fetched_again_while_it_plays() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    until("the commit", || commune.path("hall/blobs").read_dir().is_ok_and(|files| files.count() > 1));
    fs::remove_dir_all(commune.path("hall")).unwrap();
    let whole = || {
        let pointer = ["state.a", "state.b"].iter().any(|name| commune.path("hall").join(name).exists());
        pointer && commune.path("hall/blobs").read_dir().is_ok_and(|files| files.count() > 1)
    };
    until("the store's return", whole);
    hall.shows(1);
    drop(hall);
    let (data, root) = (commune.text("hall"), commune.text("feed/root.json"));
    let said =
        done(&["collect", "--from", &commune.text("feed"), "--root", &root, "--data", &data, "--size", "640x360"]);
    assert!(said.contains("version 1: unchanged"), "it is whole: {said}");
}

#[test]
fn a_hall_whose_disk_is_read_only_shows_what_comes_from_memory_and_an_empty_one_the_built_in_slide() {
    let commune = Commune::new();
    fs::create_dir_all(commune.path("hall")).unwrap();
    fs::create_dir_all(commune.path("memory")).unwrap();
    let Some(hall) = on_a_closed_disk(&commune, &commune.text("feed")) else { return };
    hall.shows(1);
    assert_eq!(commune.path("hall").read_dir().unwrap().count(), 0, "nothing was written to the disk");
    drop(hall);
    fs::remove_dir_all(commune.path("memory")).unwrap();
    fs::create_dir(commune.path("memory")).unwrap();
    on_a_closed_disk(&commune, "http://127.0.0.1:9").unwrap().shows(0);
}
