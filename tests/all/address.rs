//! Promises about the address of a feed: whoever mistypes it is told on the command line, with what was probably meant.

use std::process::Output;

use crate::commands::{Commune, bangtin};

fn play(commune: &Commune, feed: &str) -> Output {
    commune.play(feed).output().unwrap()
}

fn collect(commune: &Commune, feed: &str) -> Output {
    let (root, data) = (commune.text("feed/root.json"), commune.text("hall"));
    bangtin(&["collect", "--feed", feed, "--root", &root, "--data", &data]).output().unwrap()
}

fn assert_usage(output: &Output, said: &[&str]) {
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words}");
    for said in said {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn an_address_without_a_scheme_ends_with_code_2_and_the_address_that_was_meant() {
    let commune = Commune::new();
    for run in [play, collect] {
        assert_usage(&run(&commune, "127.0.0.1:8080"), &["hint", "`http://127.0.0.1:8080`"]);
        assert_usage(&run(&commune, "no-such-folder"), &["`no-such-folder`", "hint"]);
        assert_usage(&run(&commune, "ftp://127.0.0.1"), &["`ftp://127.0.0.1`", "`http://…`"]);
    }
    assert_usage(&collect(&commune, &commune.text("no-such-folder")), &["no-such-folder", "hint"]);
}

#[test]
fn collect_takes_a_folder_for_an_address_as_play_does() {
    let commune = Commune::new();
    let collected = collect(&commune, &commune.text("feed"));
    assert_eq!(collected.status.code(), Some(0), "{}", String::from_utf8_lossy(&collected.stderr));
    assert!(String::from_utf8_lossy(&collected.stdout).contains("version 1"));
}

#[test]
fn a_hall_whose_folder_is_not_mounted_yet_starts_all_the_same_and_plays_once_it_is() {
    let commune = Commune::new();
    let later = commune.text("not-yet-mounted");
    let hall = commune.hall(&later);
    hall.shows(0);
    std::fs::rename(commune.path("feed"), &later).unwrap();
    hall.shows(1);
}
