//! Holds play records against the timetable: did a hall present, throughout, the page that was due?

use crate::model::{PlayRecord, SlideId, WallTime};

/// A page by name: slide and page from 1.
pub type PageName = (SlideId, usize);

/// What was found about one hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Pages presented after the first picture of a real programme.
    pub pages: usize,
    /// Milliseconds of the latest arrival of a page after it was due.
    pub latest_ms: i64,
    /// In words: when another page than the one due was on screen for longer than the grace. Empty is what is wanted.
    pub misses: Vec<String>,
}

/// How often the screen is compared with the timetable, milliseconds.
const EVERY_MS: i64 = 50;

/// Compares what `records` say was on screen with what was `due`, from the first picture of a programme (version 1 or
/// later) until `end`. A page may come on up to `grace_ms` after it was due.
pub fn audit(
    records: &[PlayRecord],
    end: WallTime,
    grace_ms: i64,
    mut due: impl FnMut(WallTime) -> PageName,
) -> AuditReport {
    let real: Vec<(WallTime, PageName)> = records
        .iter()
        .filter(|record| record.version > 0)
        .filter_map(|record| Some((record.wall()?, (record.slide.clone(), record.page))))
        .collect();
    let mut report = AuditReport { pages: real.len(), latest_ms: 0, misses: Vec::new() };
    let Some(&(first, _)) = real.first() else {
        report.misses.push("no page of a programme was ever presented".to_owned());
        return report;
    };
    let mut wrong_since: Option<WallTime> = None;
    let mut told = false;
    let mut at = first;
    while at < end {
        let on = real.iter().rev().find(|(wall, _)| *wall <= at).map(|(_, page)| page);
        let expected = due(at);
        if on == Some(&expected) {
            (wrong_since, told) = (None, false);
        } else {
            let late_ms = at - *wrong_since.get_or_insert(at) + EVERY_MS;
            report.latest_ms = report.latest_ms.max(late_ms);
            if late_ms > grace_ms && !std::mem::replace(&mut told, true) {
                let on = on.map_or("nothing".to_owned(), |(slide, page)| format!("`{slide}` page {page}"));
                report
                    .misses
                    .push(format!("at {at} {on} was on screen, but `{}` page {} was due", expected.0, expected.1));
            }
        }
        at = at + EVERY_MS;
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(wall: i64, slide: &str, page: usize) -> PlayRecord {
        PlayRecord { page, ..PlayRecord::sample(slide, WallTime(wall), 1) }
    }

    fn due(at: WallTime) -> PageName {
        ("mot".parse().unwrap(), if at < WallTime(10_000) { 1 } else { 2 })
    }

    #[test]
    fn a_hall_that_turned_its_page_in_time_is_cleared() {
        let report = audit(&[record(2_000, "mot", 1), record(10_120, "mot", 2)], WallTime(20_000), 500, due);
        assert_eq!((report.pages, report.misses.len()), (2, 0));
        assert!((100..=200).contains(&report.latest_ms), "{report:?}");
    }

    #[test]
    fn a_hall_that_stuck_on_a_page_is_named_with_the_time() {
        let report = audit(&[record(2_000, "mot", 1)], WallTime(20_000), 500, due);
        assert_eq!(report.misses.len(), 1);
        assert!(report.misses[0].contains("`mot` page 2 was due"), "{:?}", report.misses);
    }

    #[test]
    fn a_hall_that_only_ever_showed_the_default_has_not_played() {
        let mut only = record(2_000, "mac-dinh", 1);
        only.version = 0;
        assert!(!audit(&[only], WallTime(20_000), 500, due).misses.is_empty());
    }
}
