//! The weekly hours of a campaign in words.

use jiff::civil::Time;

use super::words as w;
use crate::{
    form::{Language, Words},
    model::{Campaign, Daypart, Programme, Weekday},
};

/// The short names of the days.
pub(super) const DAYS: [(&str, Words); 7] = [
    ("mon", Words::new("T2", "Mon")),
    ("tue", Words::new("T3", "Tue")),
    ("wed", Words::new("T4", "Wed")),
    ("thu", Words::new("T5", "Thu")),
    ("fri", Words::new("T6", "Fri")),
    ("sat", Words::new("T7", "Sat")),
    ("sun", Words::new("CN", "Sun")),
];

/// "18:00–21:30", "07:30–10:30 CN"; "cả ngày" where it has no hours.
pub(super) fn hours_of(campaign: &Campaign, programme: &Programme, language: Language) -> String {
    let named = |daypart: &&Daypart| campaign.dayparts.contains(&daypart.id);
    let dayparts: Vec<&Daypart> = programme.dayparts.iter().filter(named).collect();
    hours(&dayparts, language)
}

/// The same of a list of dayparts.
pub(super) fn hours(dayparts: &[&Daypart], language: Language) -> String {
    if dayparts.is_empty() {
        return w::ALL_DAY.get(language).to_lowercase();
    }
    dayparts.iter().map(|daypart| one(daypart, language)).collect::<Vec<_>>().join(", ")
}

fn one(daypart: &Daypart, language: Language) -> String {
    let hour = |time: Time| time.strftime("%H:%M").to_string();
    let hours = format!("{}–{}", hour(daypart.from), hour(daypart.until));
    if daypart.days.is_empty() || daypart.days.len() == 7 {
        return hours;
    }
    let name = |day: &Weekday| {
        let place = Weekday::ALL.iter().position(|(_, own)| own == day).unwrap_or(0);
        DAYS[place].1.get(language)
    };
    format!("{hours} {}", daypart.days.iter().map(name).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_with_the_days_on_which_they_are_not_every_days() {
        let evening = Daypart {
            id: "toi".parse().unwrap(),
            days: Vec::new(),
            from: Time::constant(18, 0, 0, 0),
            until: Time::constant(21, 30, 0, 0),
        };
        let sunday = Daypart { days: vec![Weekday::Sat, Weekday::Sun], ..evening.clone() };
        assert_eq!(hours(&[&evening, &sunday], Language::Vi), "18:00–21:30, 18:00–21:30 T7 CN");
        assert_eq!(hours(&[], Language::Vi), "cả ngày");
    }
}
