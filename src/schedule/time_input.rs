//! Times as a person types them, in the programme's zone.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use crate::model::{WallTime, Zone};

/// The forms that are understood, for people.
pub const FORMS: &str = "`2026-11-30 19:30`, `30/11/2026 19:30`, `30/11 19:30`, `30/11/2026`, `19:30` or RFC 3339";

/// The instant `text` names in `zone`. What it leaves out, the day or the year, is taken from
/// `now`; a day without an hour begins at its first minute. `None` where it names none.
pub fn parse(text: &str, zone: &Zone, now: WallTime) -> Option<WallTime> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant.into());
    }
    let today = zone.day(now);
    let mut parts = text.split(['T', ' ']).filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let civil = match (second, hour(first)) {
        (None, Some(hour)) => today.to_datetime(hour),
        (None, None) => day(first, today)?.to_datetime(Time::midnight()),
        (Some(second), _) => day(first, today)?.to_datetime(hour(second)?),
    };
    Some(zone.instant(civil))
}

/// The instant as it is typed: `2026-11-30 19:30`.
pub fn typed(at: WallTime, zone: &Zone) -> String {
    zone.local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn hour(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', 'h'])?;
    let (minute, second) = minute.split_once(':').unwrap_or((minute, "0"));
    let number = |digits: &str| digits.parse::<i8>().ok();
    let minute = if minute.is_empty() { 0 } else { number(minute)? };
    Time::new(number(hour)?, minute, number(second)?, 0).ok()
}

fn day(text: &str, today: Date) -> Option<Date> {
    if text.contains('-') {
        return text.parse().ok();
    }
    let mut parts = text.split('/');
    let (day, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let year = parts.next().map_or(Some(today.year()), |year| year.parse().ok())?;
    Date::new(year, month, day).ok().filter(|_| parts.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> WallTime {
        parse("2026-11-23T08:00:00+07:00", &Zone::default(), WallTime(0)).unwrap()
    }

    #[test]
    fn people_write_times_in_many_ways_and_mean_the_same() {
        let zone = &Zone::default();
        let wanted = parse("2026-11-30T19:30:00+07:00", zone, now()).unwrap();
        for text in ["2026-11-30 19:30", "2026-11-30T19:30", "30/11/2026 19:30", "30/11 19:30", " 30/11  19h30 "] {
            assert_eq!(parse(text, zone, now()), Some(wanted), "{text}");
        }
        assert_eq!(parse("19:30", zone, now()), parse("2026-11-23 19:30:00", zone, now()));
        assert_eq!(parse("30/11", zone, now()), parse("2026-11-30 00:00", zone, now()));
        assert_eq!(typed(wanted, zone), "2026-11-30 19:30");
    }

    #[test]
    fn what_names_no_time_is_none() {
        let zone = &Zone::default();
        for text in ["", "mai", "31/02/2026", "25:00", "2026-11-30 19:30 x", "1/2/3/4", "30/11 a:b"] {
            assert_eq!(parse(text, zone, now()), None, "{text}");
        }
    }
}
