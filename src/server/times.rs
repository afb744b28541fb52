//! Days and hours as officers say them.

use jiff::civil::{Date, Weekday};

use crate::{
    form::{Language, Words},
    model::{WallTime, Zone},
};

const WEEKDAYS: [Words; 7] = [
    Words::new("Thứ Hai", "Monday"),
    Words::new("Thứ Ba", "Tuesday"),
    Words::new("Thứ Tư", "Wednesday"),
    Words::new("Thứ Năm", "Thursday"),
    Words::new("Thứ Sáu", "Friday"),
    Words::new("Thứ Bảy", "Saturday"),
    Words::new("Chủ nhật", "Sunday"),
];

/// Says instants to one reader.
#[derive(Debug, Clone)]
pub(in crate::server) struct Times {
    zone: Zone,
    now: WallTime,
    language: Language,
}

impl Times {
    /// In that zone, seen from that instant.
    pub fn new(zone: Zone, now: WallTime, language: Language) -> Self {
        Self { zone, now, language }
    }

    /// The instant they are seen from.
    pub fn now(&self) -> WallTime {
        self.now
    }

    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// "19:42".
    pub fn hour(&self, at: WallTime) -> String {
        self.zone.local(at).strftime("%H:%M").to_string()
    }

    /// "Thứ Ba".
    pub fn weekday(&self, day: Date) -> &'static str {
        WEEKDAYS[usize::from(weekday_place(day.weekday()))].get(self.language)
    }

    /// "Thứ Ba, ngày 24/11/2026 · 19:42".
    pub fn full(&self, at: WallTime) -> String {
        let local = self.zone.local(at);
        let (weekday, day, hour) = (self.weekday(local.date()), local.strftime("%d/%m/%Y"), self.hour(at));
        match self.language {
            Language::Vi => format!("{weekday}, ngày {day} · {hour}"),
            Language::En => format!("{weekday}, {day} · {hour}"),
        }
    }

    /// When something was, at the head of a row: "Hôm nay, 09:10", "Hôm qua, 17:02", "Thứ Sáu, 20/11".
    pub fn was(&self, at: WallTime) -> String {
        let local = self.zone.local(at);
        match (self.days_ago(at), self.language) {
            (0, Language::Vi) => format!("Hôm nay, {}", self.hour(at)),
            (0, Language::En) => format!("Today, {}", self.hour(at)),
            (1, Language::Vi) => format!("Hôm qua, {}", self.hour(at)),
            (1, Language::En) => format!("Yesterday, {}", self.hour(at)),
            (2..300, _) => format!("{}, {}", self.weekday(local.date()), local.strftime("%d/%m")),
            _ => local.strftime("%d/%m/%Y").to_string(),
        }
    }

    /// A time of today by its hour alone, any other with its day: "09:12", "09:12 ngày 20/11", "20:00 ngày mai".
    pub fn at(&self, at: WallTime) -> String {
        let (hour, local) = (self.hour(at), self.zone.local(at));
        match (self.days_ago(at), self.language) {
            (0, _) => hour,
            (-1, Language::Vi) => format!("{hour} ngày mai"),
            (-1, Language::En) => format!("{hour} tomorrow"),
            (-300..300, Language::Vi) => format!("{hour} ngày {}", local.strftime("%d/%m")),
            (-300..300, Language::En) => format!("{hour} on {}", local.strftime("%d/%m")),
            (_, Language::Vi) => format!("{hour} ngày {}", local.strftime("%d/%m/%Y")),
            (_, Language::En) => format!("{hour} on {}", local.strftime("%d/%m/%Y")),
        }
    }

    /// The same for what lies ahead, today said too: "20:00 hôm nay".
    pub fn ahead(&self, at: WallTime) -> String {
        match (self.days_ago(at), self.language) {
            (0, Language::Vi) => format!("{} hôm nay", self.hour(at)),
            (0, Language::En) => format!("{} today", self.hour(at)),
            _ => self.at(at),
        }
    }

    /// When something ends that lies ahead; a midnight belongs to the day before it: "hết ngày 29/12", "17:00 ngày 29/12".
    pub fn ending(&self, at: WallTime) -> String {
        let local = self.zone.local(at);
        if (local.hour(), local.minute()) != (0, 0) {
            return self.ahead(at);
        }
        let before = WallTime(at.0 - 1);
        let day = self.zone.local(before).strftime(if self.days_ago(before) > -300 { "%d/%m" } else { "%d/%m/%Y" });
        match (self.days_ago(before), self.language) {
            (0, Language::Vi) => "hết hôm nay".to_owned(),
            (0, Language::En) => "the end of today".to_owned(),
            (_, Language::Vi) => format!("hết ngày {day}"),
            (_, Language::En) => format!("the end of {day}"),
        }
    }

    /// How long it is until then, in the largest unit that says it: "6 giây", "1 giờ 12 phút", "5 ngày".
    pub fn left(&self, until: WallTime) -> String {
        let seconds = (until - self.now).max(0) / 1_000;
        let (minutes, hours) = (seconds / 60, seconds / 3_600);
        let one = |n: i64, word: &str| if n == 1 { format!("1 {word}") } else { format!("{n} {word}s") };
        match (self.language, hours) {
            (Language::Vi, 0) if minutes == 0 => format!("{seconds} giây"),
            (Language::En, 0) if minutes == 0 => one(seconds, "second"),
            (Language::Vi, 0) => format!("{minutes} phút"),
            (Language::En, 0) => one(minutes, "minute"),
            (Language::Vi, ..48) if minutes % 60 == 0 => format!("{hours} giờ"),
            (Language::Vi, ..48) => format!("{hours} giờ {} phút", minutes % 60),
            (Language::En, ..48) => format!("{} {}", one(hours, "hour"), one(minutes % 60, "minute")),
            (Language::Vi, _) => format!("{} ngày", hours / 24),
            (Language::En, _) => one(hours / 24, "day"),
        }
    }

    /// Midnights between that instant and now; less than nought for what lies ahead.
    fn days_ago(&self, at: WallTime) -> i32 {
        let (then, today) = (self.zone.day(at), self.zone.day(self.now));
        (today - then).get_days()
    }
}

fn weekday_place(day: Weekday) -> u8 {
    u8::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_as_an_officer_says_it() {
        let zone = Zone::default();
        let of = |text: &str| zone.instant(text.parse().unwrap());
        let times = Times::new(zone.clone(), of("2026-11-24T19:42"), Language::Vi);
        assert_eq!(times.full(times.now()), "Thứ Ba, ngày 24/11/2026 · 19:42");
        assert_eq!(times.was(of("2026-11-24T09:10")), "Hôm nay, 09:10");
        assert_eq!(times.was(of("2026-11-23T17:02")), "Hôm qua, 17:02");
        assert_eq!(times.was(of("2026-11-20T17:02")), "Thứ Sáu, 20/11");
        assert_eq!(times.at(of("2026-11-24T20:00")), "20:00");
        assert_eq!(times.ahead(of("2026-11-24T20:00")), "20:00 hôm nay");
        assert_eq!(times.ahead(of("2026-11-25T06:00")), "06:00 ngày mai");
        assert_eq!(times.ahead(of("2026-12-13T11:30")), "11:30 ngày 13/12");
        assert_eq!(times.ending(of("2026-11-25T00:00")), "hết hôm nay");
        assert_eq!(times.ending(of("2026-12-30T00:00")), "hết ngày 29/12");
        assert_eq!(times.ending(of("2026-12-30T17:00")), "17:00 ngày 30/12");
        assert_eq!(times.left(times.now() + 6_400), "6 giây");
        assert_eq!(times.left(times.now() + 72 * 60_000), "1 giờ 12 phút");
        assert_eq!(times.left(times.now() + 5 * 86_400_000 + 7), "5 ngày");
    }
}
