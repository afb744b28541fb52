//! Promises about a hall that is set up by a stick: whom it believes, what it says, and that it stays so.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use bangtin::folder::SetupCode;

use crate::{
    commands::{Commune, Hall, bangtin},
    push::now,
};

/// A hall that was told nothing but where to keep things, and takes sticks from `sticks`.
fn waiting(commune: &Commune) -> Command {
    fs::create_dir_all(commune.path("sticks")).unwrap();
    commune.write("etc.toml", &format!("data = {:?}\n", commune.text("hall")));
    let (config, sticks, screen) = (commune.text("etc.toml"), commune.text("sticks"), commune.text("screen"));
    bangtin(&[
        "play",
        "--config",
        &config,
        "--sticks",
        &sticks,
        "--offscreen",
        &screen,
        "--size",
        "640x360",
        "--code-seconds",
        "3",
    ])
}

/// A kit for the commune's feed, as the office packs it, on that stick.
fn kit(commune: &Commune, stick: &str, root: &str) {
    fs::create_dir_all(commune.path(stick)).unwrap();
    fs::copy(commune.path(root), commune.path(&format!("{stick}/root.json"))).unwrap();
    let feed = commune.text(root.trim_end_matches("/root.json"));
    let words = format!("feed = {feed:?}\nroot = \"root.json\"\nlabel = \"Thôn Hữu Ninh\"\ndata = \"du-lieu\"\n");
    commune.write(&format!("{stick}/play.toml"), &words);
}

fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let begun = now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_hall_that_was_told_nothing_is_set_up_by_the_first_stick_and_stays_so() {
    let commune = Commune::new();
    let hall = Hall::open(waiting(&commune));
    hall.shows(0);
    let picture = || fs::read(commune.path("screen/screen.png")).unwrap_or_default();
    eventually("it says what it waits for", || !picture().is_empty());
    let waits = picture();
    kit(&commune, "sticks/USB/bangtin-mh-7f3k2", "feed/root.json");
    eventually("it says whose it is now, and the code", || picture() != waits);
    hall.shows(1);
    drop(hall);
    fs::remove_dir_all(commune.path("sticks")).unwrap();
    let hall = Hall::open(waiting(&commune));
    hall.shows(1);
}

#[test]
fn a_stick_never_changes_whom_a_hall_believes() {
    let commune = Commune::new();
    kit(&commune, "sticks/USB", "feed/root.json");
    let hall = Hall::open(waiting(&commune));
    hall.shows(1);
    let kept = fs::read_to_string(commune.path("hall/kit.json")).unwrap();
    // Another feed of the same words, signed by other keys, at a higher version.
    let forged = commune.path("forged");
    for arguments in [["feed", "init"], ["feed", "publish"]] {
        let mut forge = bangtin(&arguments);
        if arguments[1] == "publish" {
            forge.arg(commune.path("slides")).arg("--force");
        }
        let done = forge.arg("--feed").arg(&forged).arg("--keys").arg(commune.path("forged-keys")).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    fs::remove_dir_all(commune.path("sticks/USB")).unwrap();
    kit(&commune, "sticks/other", "forged/root.json");
    let errors = commune.path("errors.txt");
    drop(hall);
    let mut again = waiting(&commune);
    again.stderr(Stdio::from(fs::File::create(&errors).unwrap())).stdout(Stdio::null());
    let mut again = again.spawn().unwrap();
    eventually("it says that it refuses it", || {
        fs::read_to_string(&errors).unwrap().contains("a hall kit with another root is refused")
    });
    again.kill().unwrap();
    again.wait().unwrap();
    assert_eq!(fs::read_to_string(commune.path("hall/kit.json")).unwrap(), kept);
    // Nor where the kit is lost: the store knows whom it believed.
    fs::write(commune.path("hall/kit.json"), "{").unwrap();
    let mut again = waiting(&commune);
    again.stderr(Stdio::null()).stdout(Stdio::null());
    let mut again = again.spawn().unwrap();
    let refused = fs::read(commune.path("screen/screen.png")).unwrap();
    eventually("it says whose kit it is not", || fs::read(commune.path("screen/screen.png")).unwrap() != refused);
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(fs::read_to_string(commune.path("hall/kit.json")).unwrap(), "{");
    again.kill().unwrap();
    again.wait().unwrap();
    // One for the same feed at another place is taken: what is fetched there is verified as before.
    let moved = commune.path("moved");
    let copied = Command::new("cp").arg("-r").arg(commune.path("feed")).arg(&moved).status().unwrap();
    assert!(copied.success());
    kit(&commune, "sticks/moved", "moved/root.json");
    let hall = Hall::open(waiting(&commune));
    eventually("it asks at the new place", || {
        fs::read_to_string(commune.path("hall/kit.json")).unwrap().contains("moved")
    });
    hall.shows(1);
}

#[test]
fn the_code_on_the_screen_is_the_one_that_the_office_computes() {
    let commune = Commune::new();
    kit(&commune, "sticks/USB", "feed/root.json");
    let errors = commune.path("errors.txt");
    let mut hall = waiting(&commune);
    hall.stderr(Stdio::from(fs::File::create(&errors).unwrap())).stdout(Stdio::null());
    let mut hall = hall.spawn().unwrap();
    let code = SetupCode::of(&fs::read(commune.path("feed/root.json")).unwrap(), None).to_string();
    eventually("it says its name and the code", || {
        let said = fs::read_to_string(&errors).unwrap();
        said.contains("Thôn Hữu Ninh") && said.contains(&code)
    });
    hall.kill().unwrap();
    hall.wait().unwrap();
}
