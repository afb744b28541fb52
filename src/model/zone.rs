//! Time zones by name, and what is done where a name is none.

use std::{fmt, str::FromStr};

use jiff::{
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use super::WallTime;

/// The time zone in which a programme's dates and hours are read and said.
///
/// The name is looked up once, here, in the zones that are bundled with the program. A name that is not found there has
/// Việt Nam's offset, UTC+7, everywhere alike: a mistake must not blank a hall, and all halls are in Việt Nam. Whoever
/// publishes refuses such a name, and whoever collects does too.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Zone {
    name: String,
    zone: TimeZone,
    known: bool,
}

/// Text that should have been the name of a time zone and is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone: expected an IANA name such as `{default}`", default = Zone::VIETNAM)]
pub struct UnknownZone(String);

impl Zone {
    /// The zone where nothing else is said.
    pub const VIETNAM: &'static str = "Asia/Ho_Chi_Minh";

    /// The zone of that IANA name; UTC+7 where there is none of that name.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        match TimeZone::get(&name) {
            Ok(zone) => Self { name, zone, known: true },
            Err(_) => Self { name, zone: TimeZone::fixed(Offset::constant(7)), known: false },
        }
    }

    /// The name as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether there is a zone of that name.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Date and hour at an instant.
    pub fn local(&self, at: WallTime) -> DateTime {
        self.zone.to_datetime(at.timestamp())
    }

    /// The day at an instant.
    pub fn day(&self, at: WallTime) -> Date {
        self.local(at).date()
    }

    /// The instant of a civil time; in a gap or fold of summer time, as jiff's `compatible` rule has it (RFC 5545). At
    /// either end of the calendar, the nearest instant that has a date everywhere.
    pub fn instant(&self, civil: DateTime) -> WallTime {
        let outside = if civil.year() < 1970 { WallTime::FIRST } else { WallTime::LAST };
        self.zone.to_timestamp(civil).map_or(outside, WallTime::from).in_calendar()
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::named(Self::VIETNAM)
    }
}

/// Two zones are the same if they are named alike.
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl From<String> for Zone {
    fn from(name: String) -> Self {
        Self::named(name)
    }
}

impl From<&str> for Zone {
    fn from(name: &str) -> Self {
        Self::named(name)
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.name
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        let zone = Self::named(name);
        if zone.known { Ok(zone) } else { Err(UnknownZone(name.chars().take(80).collect())) }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_nobody_knows_has_viet_nams_hour_and_is_a_mistake() {
        let unknown = Zone::named("Asia/Mai_Phu");
        let noon = WallTime(1_793_552_400_000);
        assert_eq!(unknown.local(noon), Zone::default().local(noon));
        assert!(!unknown.is_known() && "Asia/Mai_Phu".parse::<Zone>().is_err());
        assert_eq!(serde_json::to_string(&unknown).unwrap(), "\"Asia/Mai_Phu\"");
        assert_eq!(serde_json::from_str::<Zone>("\"UTC\"").unwrap(), Zone::named("UTC"));
    }

    #[test]
    fn the_ends_of_the_calendar_are_instants_in_every_zone() {
        for name in ["Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "Pacific/Pago_Pago", "nowhere"] {
            let zone = Zone::named(name);
            assert_eq!(zone.instant(DateTime::MAX), WallTime::LAST, "{name}");
            assert_eq!(zone.instant(DateTime::MIN), WallTime::FIRST, "{name}");
            assert!(zone.local(WallTime(i64::MAX)).year() == 9999 && zone.local(WallTime(i64::MIN)).year() == -9999);
        }
    }
}
