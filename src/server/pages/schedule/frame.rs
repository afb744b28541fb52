//! The hours of a day that are drawn, and where an instant stands among them.

use jiff::civil::Date;

use crate::{
    model::{WallTime, Zone},
    schedule::day::Day,
};

/// When halls are open at most, hours of the day: what is drawn unless something begins or ends outside.
const OPEN: (i64, i64) = (5, 22);
/// Milliseconds of an hour.
pub(super) const HOUR_MS: i64 = 3_600_000;

/// The hours that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DrawnHours {
    /// The day's first instant.
    midnight: WallTime,
    from_hour: i64,
    until_hour: i64,
}

/// The instants between which a day lies.
pub(super) fn day_span(zone: &Zone, day: Date) -> (WallTime, WallTime) {
    let midnight = |day: Date| zone.instant(day.at(0, 0, 0, 0));
    let from = midnight(day);
    (from, day.tomorrow().map_or(from + 24 * HOUR_MS, midnight))
}

impl DrawnHours {
    /// For a day of which those strips are drawn: wide enough for everything in it that begins or ends.
    pub fn around<'a>(midnight: WallTime, end: WallTime, days: impl Iterator<Item = &'a Day>) -> Self {
        let (mut from_hour, mut until_hour) = OPEN;
        for day in days {
            let spans =
                day.stretches.iter().map(|stretch| (stretch.from, stretch.until)).chain(day.gaps.iter().copied());
            for edge in spans.flat_map(|(from, until)| [from, until]).filter(|edge| *edge > midnight && *edge < end) {
                from_hour = from_hour.min((edge - midnight) / HOUR_MS);
                until_hour = until_hour.max(((edge - midnight) + HOUR_MS - 1) / HOUR_MS);
            }
        }
        Self { midnight, from_hour, until_hour: until_hour.min(24) }
    }

    /// The first instant that is drawn.
    pub fn from(&self) -> WallTime {
        self.midnight + self.from_hour * HOUR_MS
    }

    /// The first that is not.
    pub fn until(&self) -> WallTime {
        self.midnight + self.until_hour * HOUR_MS
    }

    /// Whether an instant is drawn.
    pub fn holds(&self, at: WallTime) -> bool {
        self.from() <= at && at < self.until()
    }

    /// How many hours are drawn.
    pub fn hours(&self) -> i64 {
        self.until_hour - self.from_hour
    }

    /// Where an instant stands, from 0 to 100.
    pub fn percent(&self, at: WallTime) -> f64 {
        let span = (self.until() - self.from()) as f64;
        (at.clamp(self.from(), self.until()) - self.from()) as f64 * 100.0 / span
    }

    /// The full hours that are named, every other one, with where they stand.
    pub fn labels(&self) -> Vec<(String, String)> {
        let hours = (self.from_hour..self.until_hour).step_by(2);
        hours
            .map(|hour| (format!("{hour:02}:00"), format!("left {:.3}%", self.percent(self.midnight + hour * HOUR_MS))))
            .collect()
    }

    /// "05:00".
    pub fn first_hour(&self) -> String {
        format!("{:02}:00", self.from_hour)
    }

    /// "22:00".
    pub fn last_hour(&self) -> String {
        format!("{:02}:00", self.until_hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_drawn_as_long_as_halls_are_open_and_longer_where_something_begins_before() {
        let (midnight, end) = day_span(&Zone::default(), Date::constant(2026, 11, 24));
        let usual = DrawnHours::around(midnight, end, std::iter::empty());
        assert_eq!((usual.first_hour(), usual.last_hour(), usual.hours()), ("05:00".into(), "22:00".into(), 17));
        assert_eq!(usual.percent(midnight + 5 * HOUR_MS), 0.0);
        assert!((usual.percent(midnight + 13 * HOUR_MS + HOUR_MS / 2) - 50.0).abs() < 1e-9);
        let early = Day { gaps: vec![(midnight, midnight + 4 * HOUR_MS + 1)], ..Day::default() };
        let frame = DrawnHours::around(midnight, end, [early].iter());
        assert_eq!((frame.first_hour(), frame.last_hour()), ("04:00".into(), "22:00".into()));
    }
}
