//! Promises about the Debian package: what its files say is what the program understands.

use std::{fs, path::Path, process::Command};

use bangtin::folder::HallConfig;

use crate::commands::bangtin;

fn packaged(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(name)).unwrap()
}

#[test]
fn what_the_services_start_is_understood() {
    for (name, command) in [("bangtin-hall.service", "play"), ("bangtin-office.service", "serve")] {
        let unit = packaged(name);
        let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/bangtin ")).unwrap();
        let words: Vec<&str> = start.split(' ').collect();
        assert_eq!(words[0], command, "{name}");
        let help = String::from_utf8(bangtin(&[command, "--help"]).output().unwrap().stdout).unwrap();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(&format!("{option} ")), "`{command}` has no `{option}`");
        }
    }
}

#[test]
fn a_hall_that_was_just_installed_waits_for_its_kit_and_the_lines_to_fill_in_are_those_of_a_kit() {
    let words = packaged("play.toml");
    let fresh = HallConfig::parse(&words).unwrap();
    assert_eq!((fresh.feed, fresh.root, fresh.display), (None, None, None));
    // As somebody fills them in: without the sign before them.
    let fill =
        |line: &str| line.strip_prefix('#').filter(|line| line.contains(" = ")).unwrap_or(line).to_owned() + "\n";
    let filled: String = words.lines().map(fill).collect();
    let filled = HallConfig::parse(&filled).unwrap();
    assert!(filled.feed.is_some() && filled.root.is_some() && filled.display.is_some());
    assert_eq!(filled.data, Path::new("/var/lib/bangtin"));
    assert!(packaged("bangtin-hall.service").contains("StateDirectory=bangtin\n"));
}

#[test]
fn the_sticks_are_mounted_where_the_hall_looks() {
    let mounted = "/run/bangtin-sticks/%I";
    assert!(
        packaged("bangtin-stick@.service")
            .contains(&format!("ExecStart=/bin/mount -o ro,nosuid,nodev,noexec /dev/%I {mounted}\n"))
    );
    assert!(packaged("bangtin-hall.service").contains("--sticks /run/bangtin-sticks "));
    assert!(packaged("60-bangtin-sticks.rules").contains("bangtin-stick@%k.service"));
}

#[cfg(target_os = "linux")]
#[test]
fn systemd_understands_the_services() {
    let units = tempfile::tempdir().unwrap();
    for name in ["bangtin-hall.service", "bangtin-office.service", "bangtin-stick@.service"] {
        // The program is not installed where tests run: what matters is that each line is known.
        fs::write(units.path().join(name), packaged(name).replace("/usr/bin/bangtin", "/bin/true")).unwrap();
    }
    let mut verify = Command::new("systemd-analyze");
    verify.arg("verify").arg("--man=no");
    for name in ["bangtin-hall.service", "bangtin-office.service"] {
        verify.arg(units.path().join(name));
    }
    let Ok(said) = verify.output() else { return eprintln!("systemd-analyze is not here: nothing was verified") };
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    for odd in ["Unknown", "Failed to parse", "Invalid", "ignoring"] {
        assert!(!said.lines().any(|line| line.contains("bangtin") && line.contains(odd)), "{said}");
    }
}
