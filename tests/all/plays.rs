//! Promises about the play records that a hall keeps: none is changed unseen, and the mains take the newest few at most.

use std::{fs, path::Path, process::Stdio, sync::Arc};

use bangtin::{
    model::{
        PlayedPage,
        limits::{PLAYS_FILES, PLAYS_WAITING},
    },
    store::{
        PlayHistory, PlayVerdict, PlaysKept,
        disk::{Disk, RealDisk},
        verify_plays,
    },
};

use crate::{
    commands::{Commune, Hall, bangtin, done},
    fault_disk::ForgetfulDisk,
};

const HALL: &str = "/hall";

fn page(n: usize) -> PlayedPage {
    serde_json::from_value(serde_json::json!({
        "start": format!("2026-11-29T07:00:00.{:03}Z", n % 1_000), "end": "2026-11-29T08:00:00Z", "duration_ms": 8_000,
        "slide": "khau-hieu", "page": 1, "version": 3, "campaign": "hang-ngay", "shown": !n.is_multiple_of(10),
    }))
    .unwrap()
}

fn add(history: &mut PlayHistory, pages: usize) {
    (0..pages).for_each(|n| history.add(page(n)));
}

fn kept(disk: &dyn Disk, hall: &Path) -> PlaysKept {
    match verify_plays(disk, hall).unwrap() {
        PlayVerdict::Whole(kept) => kept,
        broken @ PlayVerdict::Broken { .. } => panic!("{broken:?}"),
    }
}

#[test]
fn a_power_cut_at_any_write_tears_what_was_not_written_and_the_chain_goes_on() {
    let hall = Path::new(HALL);
    let full = ForgetfulDisk::new();
    full.make_dir(hall).unwrap();
    let mut history = PlayHistory::open(Arc::new(full.clone()), hall).unwrap();
    // The first file is nearly full, so that a second one begins while the power goes.
    add(&mut history, 4_000);
    history.write().unwrap();
    let before = kept(&full, hall).rows;
    let writes = |disk: &ForgetfulDisk| -> Vec<u64> {
        let Ok(mut history) = PlayHistory::open(Arc::new(disk.clone()), hall) else { return Vec::new() };
        let mut written = Vec::new();
        for pages in [1, 30, 400, 5] {
            add(&mut history, pages);
            match history.write() {
                Ok(_) => written.push(pages as u64),
                Err(_) => break,
            }
        }
        written
    };
    let (mut torn, mut tried) = (0, 0);
    for seed in 0..4 {
        let undisturbed = full.copy(seed, None);
        writes(&undisturbed);
        for nth in 1..=undisturbed.changes() {
            tried += 1;
            let mut disk = full.copy(seed * 1_000 + nth as u64, Some(nth));
            let lasting: u64 = writes(&disk).iter().sum();
            disk = disk.after_the_cut();
            let found = kept(&disk, hall);
            assert!(found.rows >= before + lasting, "seed {seed}, change {nth}: {found:?}, {lasting} were written");
            torn += usize::from(found.torn_bytes > 0);
            let mut again = PlayHistory::open(Arc::new(disk.clone()), hall).unwrap();
            add(&mut again, 3);
            again.write().unwrap();
            let after = kept(&disk, hall);
            assert_eq!((after.rows, after.torn_bytes), (found.rows + 3, 0), "seed {seed}, change {nth}");
        }
    }
    assert!(torn > 0 && tried > 40, "{torn} of {tried} were torn");
}

#[test]
fn a_line_that_is_changed_taken_out_or_moved_is_seen_and_a_file_that_is_taken_out_too() {
    let hall = tempfile::tempdir().unwrap();
    let disk = Arc::new(RealDisk::default());
    let mut history = PlayHistory::open(disk.clone(), hall.path()).unwrap();
    for pages in [4_000, 1_000] {
        add(&mut history, pages);
        history.write().unwrap();
    }
    let whole = kept(&*disk, hall.path());
    assert_eq!((whole.rows, whole.shown, whole.lost), (5_000, 4_500, 0));
    let [first, second] = ["plays/00000001.jsonl", "plays/00000002.jsonl"].map(|name| hall.path().join(name));
    let text = fs::read_to_string(&first).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let broken = |name: &str, text: String| {
        fs::write(&first, text).unwrap();
        let verdict = verify_plays(&*disk, hall.path()).unwrap();
        assert!(matches!(verdict, PlayVerdict::Broken { .. }), "{name}: {verdict:?}");
    };
    broken("changed", text.replacen("\"version\":3", "\"version\":4", 1));
    broken("taken out", [&lines[..7], &lines[8..]].concat().join("\n") + "\n");
    broken("moved", [&lines[..7], &[lines[8], lines[7]], &lines[9..]].concat().join("\n") + "\n");
    broken("rotten", text.replacen("khau-hieu", "khau\u{1}hieu", 2));
    broken("cut off, and others follow", lines[..30].join("\n") + "\n");
    fs::write(&first, &text).unwrap();
    assert_eq!(kept(&*disk, hall.path()), whole);
    fs::rename(&second, hall.path().join("plays/00000003.jsonl")).unwrap();
    assert_eq!(kept(&*disk, hall.path()), whole, "the numbers of files say nothing");
    fs::remove_file(&first).unwrap();
    assert!(kept(&*disk, hall.path()).rows < 5_000, "the oldest give way in time");
}

#[test]
fn there_is_a_bound_on_what_is_kept_and_on_what_waits() {
    let hall = tempfile::tempdir().unwrap();
    let plays = hall.path().join("plays");
    fs::create_dir(&plays).unwrap();
    for n in 1..=PLAYS_FILES {
        fs::write(plays.join(format!("{n:08}.jsonl")), "").unwrap();
    }
    let mut history = PlayHistory::open(Arc::new(RealDisk::default()), hall.path()).unwrap();
    add(&mut history, PLAYS_WAITING + 7);
    history.write().unwrap();
    add(&mut history, 1_000);
    history.write().unwrap();
    assert_eq!(fs::read_dir(&plays).unwrap().count(), PLAYS_FILES);
    assert!(!plays.join("00000001.jsonl").exists(), "the oldest has gone");
    let found = kept(&RealDisk::default(), hall.path());
    assert_eq!((found.rows, found.lost), (PLAYS_WAITING as u64 + 1_000, 7), "and what could not wait is counted");
}

#[cfg(unix)]
#[test]
fn a_hall_keeps_what_it_showed_and_says_whether_it_is_whole() {
    use rustix::process::{Pid, Signal, kill_process};

    let commune = Commune::new();
    for start in 1..=2 {
        let mut hall = commune.hall(&commune.text("feed"));
        let record = hall.shows(1);
        assert_eq!(record.campaign.unwrap().as_str(), "hang-ngay");
        end(&mut hall, Signal::TERM);
        let said = done(&["audit", "plays", "--data", &commune.text("hall")]);
        assert!(said.starts_with("whole: ") && !said.starts_with("whole: 0"), "start {start}: {said}");
    }
    let file = commune.path("hall/plays/00000001.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let last: PlayedPage = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!((last.version, last.campaign.unwrap().as_str(), last.emergency), (1, "hang-ngay", false));
    assert!(last.shown && last.duration_ms > 0 && last.end > last.start, "{text}");
    fs::write(&file, text.replacen("\"page\":1", "\"page\":2", 1)).unwrap();
    let audit = bangtin(&["audit", "plays", "--data", &commune.text("hall")]).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(audit.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&audit.stderr).contains("broken: line 2 of `plays/00000001.jsonl`"));

    fn end(hall: &mut Hall, signal: Signal) {
        kill_process(Pid::from_raw(hall.child.id().cast_signed()).unwrap(), signal).unwrap();
        assert_eq!(hall.child.wait().unwrap().code(), Some(0));
    }
}
