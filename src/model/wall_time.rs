//! Wall time as the schedule counts it.
//!
//! Instants are a type; durations stay `u64` or `i64` fields and arguments whose names end in `_ms`. That is how the
//! signed programme writes them, an officer's limits are given in them, and one unit throughout needs no conversion that
//! could round. `std::time::Duration` is used where a monotonic clock or a socket asks for it.

use std::{
    fmt,
    ops::{Add, Sub},
};

use serde::{Deserialize, Serialize};

/// An instant of wall time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Integers, so that two halls computing the same position get the same answer to the last bit. Sums and differences
/// saturate: an instant from outside may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WallTime(pub i64);

impl Add<i64> for WallTime {
    type Output = Self;
    fn add(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl Sub for WallTime {
    type Output = i64;
    fn sub(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

impl WallTime {
    /// The first instant that has a date: jiff's, in the year -9999.
    pub const FIRST: Self = Self(-377_705_023_201_000);
    /// The last instant that has a date in every time zone: jiff's, the day before the last of the year 9999.
    pub const LAST: Self = Self(253_402_207_200_000);

    /// The nearest instant that has a date. Between two such instants differences are exact, and so is a sum with any
    /// duration of the programme's limits.
    pub fn in_calendar(self) -> Self {
        self.clamp(Self::FIRST, Self::LAST)
    }

    /// The same instant for civil-time arithmetic; the nearest one that has a date, for an instant that has none.
    pub fn timestamp(self) -> jiff::Timestamp {
        let outside = if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        jiff::Timestamp::from_millisecond(self.in_calendar().0).unwrap_or(outside)
    }
}

impl From<jiff::Timestamp> for WallTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

/// RFC 3339 with milliseconds, in UTC.
impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_without_a_date_is_taken_as_the_nearest_that_has_one() {
        assert_eq!(WallTime(i64::MAX).timestamp().as_millisecond(), WallTime::LAST.0);
        assert_eq!(WallTime(i64::MIN).timestamp().as_millisecond(), WallTime::FIRST.0);
        assert!(jiff::Timestamp::from_millisecond(WallTime::LAST.0).is_ok(), "the last is one that jiff takes");
        assert!(jiff::Timestamp::from_millisecond(WallTime::FIRST.0).is_ok());
        assert!(WallTime(253_402_200_000_000).to_string().starts_with("9999-12-30T20:00"), "the year 9999 is not 1970");
    }

    #[test]
    fn sums_of_instants_saturate() {
        assert_eq!(WallTime(i64::MAX) + 1, WallTime(i64::MAX));
        assert_eq!(WallTime(i64::MIN) - WallTime(1), i64::MIN);
    }
}
