//! Did both halls present, throughout, the page that was due, and the same one?

use std::sync::Arc;

use super::hall::Hall;
use crate::{
    compose::Timetable,
    fonts::Fonts,
    model::{DisplayId, PlayRecord, Programme, Size, WallTime},
    schedule::playback_audit,
};

/// How long after its boundary a page may come on. Two halls, a server and a checker share the machine here.
const GRACE_MS: i64 = 1_000;

/// Says it line by line, and answers.
///
/// # Errors
/// Whatever `say` answers with.
pub(super) fn both_played<E>(
    halls: &[Hall],
    programme: &Arc<Programme>,
    display: Option<&DisplayId>,
    canvas: Size,
    end: WallTime,
    mut say: impl FnMut(String) -> Result<(), E>,
) -> Result<bool, E> {
    let mut timetable = Timetable::new(programme.clone(), display, canvas, Fonts::bundled());
    let mut good = true;
    for hall in halls {
        let report = playback_audit::audit(&hall.records(), end, GRACE_MS, |at| timetable.due(at));
        let (pages, latest_ms) = (report.pages, report.latest_ms);
        say(format!("{}  {pages} pages presented, the latest at most {latest_ms} ms after it was due", hall.name))?;
        for miss in &report.misses {
            say(format!("  MISS  {miss}"))?;
        }
        good &= report.misses.is_empty();
    }
    let different = different_pictures(halls);
    for difference in &different {
        say(format!("  DIFFERENT  {difference}"))?;
    }
    good &= different.is_empty();
    say(if good { "both halls showed the page that was due, and the same one" } else { "not in order" }.to_owned())?;
    Ok(good)
}

/// The pages that both halls presented, but with other pixels.
fn different_pictures(halls: &[Hall]) -> Vec<String> {
    let name = |record: &PlayRecord| (record.version, record.slide.clone(), record.page);
    let [one, other] = halls else { return Vec::new() };
    let (one, other) = (one.records(), other.records());
    let mut different: Vec<String> = one
        .iter()
        .filter(|record| other.iter().any(|twin| name(twin) == name(record) && twin.picture != record.picture))
        .map(|record| format!("`{}` page {}", record.slide, record.page))
        .collect();
    different.dedup();
    different
}
