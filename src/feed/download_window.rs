//! The hours of the day in which pictures may be fetched, where a connection costs less at night.

use std::str::FromStr;

use jiff::civil::Time;

use crate::model::{WallTime, Zone};

/// From an hour of the day until another; past midnight where the second is not after the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DownloadWindow {
    from: Time,
    until: Time,
}

impl DownloadWindow {
    /// The instant from which fetching is allowed, if it is not at `now`.
    pub fn wait_from(self, now: WallTime, zone: &Zone) -> Option<WallTime> {
        let local = zone.local(now);
        let (time, date) = (local.time(), local.date());
        let inside = if self.from < self.until {
            (self.from..self.until).contains(&time)
        } else {
            time >= self.from || time < self.until
        };
        if inside {
            return None;
        }
        let day = if time < self.from { date } else { date.tomorrow().unwrap_or(date) };
        Some(zone.instant(day.to_datetime(self.from)))
    }
}

/// Text that names no hours.
#[derive(Debug, thiserror::Error)]
#[error("`{text}` is not a span of hours: expected HH:MM-HH:MM such as 22:00-05:00")]
pub struct BadDownloadWindow {
    text: String,
    /// What is wrong with one of the times, where there are two.
    source: Option<jiff::Error>,
}

impl FromStr for DownloadWindow {
    type Err = BadDownloadWindow;

    /// Reads `HH:MM-HH:MM`.
    ///
    /// # Errors
    /// [`BadDownloadWindow`] where that is something else.
    fn from_str(text: &str) -> Result<Self, BadDownloadWindow> {
        let bad = |source| BadDownloadWindow { text: text.to_owned(), source };
        let (from, until) = text.split_once(['-', '–']).ok_or_else(|| bad(None))?;
        let time = |text: &str| text.trim().parse::<Time>().map_err(|error| bad(Some(error)));
        Ok(Self { from: time(from)?, until: time(until)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> WallTime {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_night_goes_past_midnight() {
        let night: DownloadWindow = "22:00-05:00".parse().unwrap();
        let evening = at("2026-11-24T21:59:00+07:00");
        assert_eq!(night.wait_from(evening, &Zone::default()), Some(at("2026-11-24T22:00:00+07:00")));
        assert_eq!(night.wait_from(at("2026-11-24T22:00:00+07:00"), &Zone::default()), None);
        assert_eq!(night.wait_from(at("2026-11-25T04:59:59+07:00"), &Zone::default()), None);
        assert_eq!(
            night.wait_from(at("2026-11-25T05:00:00+07:00"), &Zone::default()),
            Some(at("2026-11-25T22:00:00+07:00"))
        );
        let noon: DownloadWindow = "11:30-13:00".parse().unwrap();
        assert_eq!(
            noon.wait_from(at("2026-11-25T13:00:00+07:00"), &Zone::default()),
            Some(at("2026-11-26T11:30:00+07:00"))
        );
    }

    #[test]
    fn what_is_no_span_says_what_one_looks_like() {
        for bad in ["", "22", "22:00", "25:00-05:00", "22:00-x"] {
            assert!(bad.parse::<DownloadWindow>().unwrap_err().to_string().contains("22:00-05:00"), "{bad}");
        }
    }
}
