//! The weekly windows of hours, in civil time.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time},
};

use crate::model::{Daypart, Weekday};

/// Whether `local` lies in a window that starts at `from` on these days, every day where there are none: begun today, or begun
/// yesterday and running past midnight.
pub(super) fn covers(days: &[Weekday], from: Time, until: Time, local: &DateTime) -> bool {
    let today = local.date();
    let yesterday = today.yesterday().ok();
    [Some(today), yesterday]
        .into_iter()
        .flatten()
        .any(|day| window_on(days, from, until, day).is_some_and(|(from, until)| from <= *local && *local < until))
}

/// Begin and end of the daypart on the days from eight before to eight after `day`: every edge a week can hold, and
/// one more for zones that change their clocks.
pub(super) fn edges_near(daypart: &Daypart, day: Date) -> impl Iterator<Item = DateTime> + '_ {
    (-8..=8).filter_map(move |offset| day.checked_add(i64::from(offset).days()).ok()).flat_map(|day| {
        let window = window_on(&daypart.days, daypart.from, daypart.until, day);
        window.into_iter().flat_map(|(from, until)| [from, until])
    })
}

fn window_on(days: &[Weekday], from: Time, until: Time, day: Date) -> Option<(DateTime, DateTime)> {
    let starts = days.is_empty() || days.contains(&weekday(day));
    let last = if until <= from { day.tomorrow().ok()? } else { day };
    starts.then(|| (day.to_datetime(from), last.to_datetime(until)))
}

fn weekday(day: Date) -> Weekday {
    let index = day.weekday().to_monday_zero_offset();
    Weekday::ALL[index.unsigned_abs() as usize].1
}
