//! Promises about stdout and stderr: a reader that leaves ends a command quietly, and no name commands the terminal.

use std::{
    fs,
    io::{PipeReader, PipeWriter, pipe},
    process::Output,
};

use crate::commands::{Commune, bangtin};

/// A pipe's end that nobody reads.
fn closed() -> PipeWriter {
    let (reader, writer): (PipeReader, _) = pipe().unwrap();
    drop(reader);
    writer
}

/// One run of each command that writes to stdout and needs no graphics device.
fn every_command(commune: &Commune) -> Vec<Vec<String>> {
    let text = |inside: &str| commune.text(inside);
    let line = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let (slides, feed, keys, root) = (text("slides"), text("feed"), text("keys"), text("feed/root.json"));
    vec![
        line(&["feed", "init", &text("feed-2"), "--keys", &text("keys-2")]),
        line(&["feed", "status", "--feed", &feed]),
        line(&["feed", "resign", "--feed", &feed, "--keys", &keys]),
        line(&["feed", "publish", &slides, "--feed", &feed, "--keys", &keys]),
        line(&["feed", "export", "--feed", &feed, "--to", &text("stick")]),
        line(&["feed", "rotate", "--feed", &feed, "--keys", &keys]),
        line(&["collect", "--from", &feed, "--root", &root, "--data", &text("hall")]),
    ]
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_command_whose_reader_left_ends_quietly_with_the_exit_code_of_a_closed_pipe() {
    let commune = Commune::new();
    for arguments in every_command(&commune) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = bangtin(&arguments).stdout(closed()).output().unwrap();
        assert_eq!(output.status.code(), Some(141), "{arguments:?}: {}", words(&output));
        assert!(!words(&output).contains("panicked") && !words(&output).contains("error"), "{}", words(&output));
    }
}

#[test]
fn a_command_goes_on_without_anybody_at_stderr() {
    let commune = Commune::new();
    for arguments in every_command(&commune) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = bangtin(&arguments).env("BANGTIN_LOG", "trace").stderr(closed()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}

#[test]
fn a_usage_error_keeps_its_exit_code_without_anybody_at_stderr() {
    let output = bangtin(&["check", "/nowhere"]).stderr(closed()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn escape_sequences_in_names_are_shown_and_not_sent() {
    let commune = Commune::new();
    let folder = commune.path("slides-\u{1b}[2J\u{202e}");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("campaign.toml"), "\u{9b}31m = 1\n").unwrap();
    let output = bangtin(&["check", folder.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = words(&output);
    assert!(!said.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_is_a_failure_that_is_said() {
    let commune = Commune::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = bangtin(&["feed", "status", "--feed", &commune.text("feed")]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("cannot write to stdout"), "{}", words(&output));
}
