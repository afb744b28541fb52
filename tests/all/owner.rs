//! Promises about a store and its one owner: what is committed is what is shown, and what is told to the office.

use std::{
    fs,
    process::{Command, Output},
};

use crate::commands::{Commune, bangtin};

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A hall whose line is down.
fn offline(commune: &Commune) -> Command {
    commune.play("http://127.0.0.1:9")
}

fn collect(commune: &Commune, from: &str) -> Output {
    let (root, data) = (commune.text("feed/root.json"), commune.text("hall"));
    bangtin(&["collect", "--from", from, "--root", &root, "--data", &data, "--size", "640x360"]).output().unwrap()
}

#[test]
fn what_is_collected_from_a_stick_beside_a_hall_that_plays_is_shown() {
    let commune = Commune::new();
    let hall = crate::commands::Hall::open(offline(&commune));
    assert_eq!(hall.shows(0).version, 0);
    let done = collect(&commune, &commune.text("feed"));
    assert!(done.status.success(), "{}", words(&done));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("version 1: taken in by the hall that plays"), "{said}");
    hall.shows(1);
    let none = collect(&commune, &commune.text("slides"));
    assert_eq!(none.status.code(), Some(2), "a folder without a feed is a mistake: {}", words(&none));
    fs::create_dir_all(commune.path("other/metadata")).unwrap();
    fs::write(commune.path("other/metadata/timestamp.json"), "{}").unwrap();
    let bad = collect(&commune, &commune.text("other"));
    assert_eq!(bad.status.code(), Some(1), "{}", words(&bad));
    assert!(words(&bad).contains("did not take the folder in"), "{}", words(&bad));
}

#[test]
fn the_second_to_play_a_store_is_told_whose_it_is_and_the_first_plays_on() {
    let commune = Commune::new();
    let hall = commune.hall(&commune.text("feed"));
    hall.shows(1);
    let second = commune.play(&commune.text("feed")).output().unwrap();
    assert_eq!(second.status.code(), Some(1), "{}", words(&second));
    let owner = format!("(process {})", hall.child.id());
    assert!(words(&second).contains(&owner) && words(&second).contains("hint"), "{}", words(&second));
    let (feed, root, data) = (commune.text("feed"), commune.text("feed/root.json"), commune.text("hall"));
    let asks = bangtin(&["collect", "--feed", &feed, "--root", &root, "--data", &data]).output().unwrap();
    assert_eq!(asks.status.code(), Some(1), "{}", words(&asks));
    assert!(words(&asks).contains(&owner), "{}", words(&asks));
    hall.shows(1);
}
