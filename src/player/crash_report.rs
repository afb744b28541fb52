//! Reports of crashes, kept as text in the store's folder `reports`: for whoever looks after the hall, never on the screen.

use std::{
    backtrace::Backtrace,
    fs, panic,
    path::{Path, PathBuf},
};

use crate::clock::Clock;

/// Longest report, bytes.
const REPORT_BYTES: usize = 16 << 10;

/// Reports that are kept, the newest.
const KEPT: usize = 10;

/// Writes down every panic of this process from now on, besides what is logged of it.
pub(super) fn keep_panics(store: &Path, clock: &Clock) {
    let (store, clock, before) = (store.to_owned(), clock.clone(), panic::take_hook());
    panic::set_hook(Box::new(move |panic| {
        before(panic);
        keep(&store, &clock, &format!("{panic}\n\n{}", Backtrace::force_capture()));
    }));
}

/// Writes one down. Where that fails there is nobody to be told.
pub(super) fn keep(store: &Path, clock: &Clock, words: &str) {
    let dir = store.join("reports");
    let wall = clock.now().wall;
    let mut end = words.len().min(REPORT_BYTES);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    let text = format!("bangtin {}\n{wall}\n\n{}\n", env!("CARGO_PKG_VERSION"), &words[..end]);
    fs::create_dir_all(&dir).ok();
    fs::write(dir.join(format!("{:015}-{}.txt", wall.0, std::process::id())), text).ok();
    let mut kept = reports(&dir);
    while kept.len() > KEPT {
        fs::remove_file(kept.remove(0)).ok();
    }
}

/// Those that are kept, the oldest first.
fn reports(dir: &Path) -> Vec<PathBuf> {
    let mut kept: Vec<PathBuf> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    kept.sort();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::WallTime;

    #[test]
    fn the_last_ten_reports_are_kept_and_none_is_long() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::fixed(WallTime(1_800_000_000_000));
        for n in 0..15 {
            keep(dir.path(), &clock, &format!("crash {n}, {}", "ế".repeat(REPORT_BYTES)));
            clock.advance(1_000);
        }
        let kept = reports(&dir.path().join("reports"));
        assert_eq!(kept.len(), KEPT);
        assert!(fs::read_to_string(&kept[0]).unwrap().contains("crash 5,"));
        assert!(fs::metadata(&kept[9]).unwrap().len() < REPORT_BYTES as u64 + 200);
    }
}
