//! The weekly windows of hours, in civil time.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use crate::model::{Daypart, Weekday};

/// Whether `local` lies in the daypart: begun today, or begun yesterday and running past midnight.
pub(super) fn covers(daypart: &Daypart, local: &DateTime) -> bool {
    let today = local.date();
    let yesterday = today.yesterday().ok();
    [Some(today), yesterday]
        .into_iter()
        .flatten()
        .any(|day| window_on(daypart, day).is_some_and(|(from, until)| from <= *local && *local < until))
}

/// Begin and end of the daypart on the days from eight before to eight after `day`: every edge a week can hold, and
/// one more for zones that change their clocks.
pub(super) fn edges_near(daypart: &Daypart, day: Date) -> impl Iterator<Item = DateTime> + '_ {
    (-8..=8).filter_map(move |offset| day.checked_add(i64::from(offset).days()).ok()).flat_map(|day| {
        let window = window_on(daypart, day);
        window.into_iter().flat_map(|(from, until)| [from, until])
    })
}

fn window_on(daypart: &Daypart, day: Date) -> Option<(DateTime, DateTime)> {
    let starts = daypart.days.is_empty() || daypart.days.contains(&weekday(day));
    let last = if daypart.until <= daypart.from { day.tomorrow().ok()? } else { day };
    starts.then(|| (day.to_datetime(daypart.from), last.to_datetime(daypart.until)))
}

fn weekday(day: Date) -> Weekday {
    let index = day.weekday().to_monday_zero_offset();
    Weekday::ALL[index.unsigned_abs() as usize].1
}
