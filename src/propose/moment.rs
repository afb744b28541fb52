//! Dates, hours and weekdays in a text, as people write them in Vietnam.

use std::ops::Range;

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};

use super::scan::{Token, TokenKind, tokens};
use crate::text::weekday;

/// When something is, as far as a text says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StatedMoment {
    /// The days it names, in order.
    pub(super) dates: Vec<FoundDate>,
    /// The hours it names.
    pub(super) hours: Vec<Hour>,
    /// The weekday it names first.
    pub(super) weekday: Option<Weekday>,
    /// Where in the text all that stands.
    pub(super) places: Vec<Range<usize>>,
}

/// A day in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FoundDate {
    pub(super) date: Date,
    /// It was not written in full.
    pub(super) assumed: bool,
}

/// An hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hour {
    pub(super) hour: u32,
    pub(super) minute: u32,
}

impl Hour {
    /// In words: "19 giờ 30".
    pub(super) fn words(self) -> String {
        let Self { hour, minute } = self;
        if minute == 0 { format!("{hour} giờ") } else { format!("{hour} giờ {minute:02}") }
    }
}

/// What stands before a day without a year, so that it is a day and not "1/2".
const BEFORE_DAY: [&str; 12] =
    ["ngay", "sang", "trua", "chieu", "toi", "dem", "nhat", "den", "tu", "hom", "het", "mung"];
/// What is said for the parts of a day.
const MORNING: [&str; 1] = ["sang"];
const LATER: [&str; 3] = ["chieu", "toi", "dem"];
/// Days after which a date without a year is taken for one of next year, if it is past by more.
const PAST_DAYS: i32 = 180;

impl StatedMoment {
    /// Everything a text says of when.
    pub(super) fn of(text: &str, today: Date) -> Self {
        let tokens = tokens(text);
        let mut moment = Self::default();
        // The weekday first: it tells which year is meant.
        let named = (0..tokens.len()).find_map(|at| weekday_at(&tokens, at, text));
        moment.weekday = named.as_ref().map(|(day, _)| *day);
        moment.places.extend(named.map(|(_, place)| place));
        let mut at = 0;
        while at < tokens.len() {
            if let Some((found, taken)) = date_at(&tokens, at, today, moment.weekday) {
                moment.places.push(tokens[at].at.start..tokens[at + taken - 1].at.end);
                moment.dates.push(found);
                at += taken;
            } else if let Some((hour, taken)) = hour_at(&tokens, at) {
                moment.places.push(tokens[at].at.start..tokens[at + taken - 1].at.end);
                moment.hours.push(hour);
                at += taken;
            } else {
                at += 1;
            }
        }
        moment
    }

    /// The day, where it is one.
    pub(super) fn date(&self) -> Option<FoundDate> {
        self.dates.first().copied()
    }

    /// In the words of a slide: "19 giờ 30, thứ Bảy, ngày 12/12/2026". The weekday is the one that is written, or else that
    /// of the date. `None` where more is said than fits such words.
    pub(super) fn words(&self) -> Option<String> {
        let [FoundDate { date, .. }] = self.dates[..] else { return None };
        let hours = match self.hours[..] {
            [] => None,
            [one] => Some(one.words()),
            [from, until] => Some(format!("{} đến {}", from.words(), until.words())),
            _ => return None,
        };
        let day = match self.weekday.unwrap_or(date.weekday()) {
            Weekday::Sunday => "Chủ nhật".to_owned(),
            day => weekday(day).replacen('T', "t", 1),
        };
        let day = format!("{day}, ngày {}/{}/{}", date.day(), date.month(), date.year());
        Some(hours.map_or(day.clone(), |hours| format!("{hours}, {day}")))
    }
}

/// The weekday at that token, and where it stands.
fn weekday_at(tokens: &[Token], at: usize, text: &str) -> Option<(Weekday, Range<usize>)> {
    const NAMES: [(&str, Weekday); 6] = [
        ("hai", Weekday::Monday),
        ("ba", Weekday::Tuesday),
        ("tu", Weekday::Wednesday),
        ("nam", Weekday::Thursday),
        ("sau", Weekday::Friday),
        ("bay", Weekday::Saturday),
    ];
    let (first, next) = (tokens.get(at)?, tokens.get(at + 1));
    let own = &text[first.at.clone()];
    let both = |next: &Token| first.at.start..next.at.end;
    if own == "CN" {
        return Some((Weekday::Sunday, first.at.clone()));
    }
    let next = next?;
    if first.is_word(&["chu"]) && next.is_word(&["nhat"]) {
        return Some((Weekday::Sunday, both(next)));
    }
    let short = own == "T" && first.at.end == next.at.start;
    let numbered = next.number().filter(|day| (2..=7).contains(day) && next.digits() == 1);
    if let Some(day) = numbered.filter(|_| short || first.is_word(&["thu"])) {
        return Some((NAMES[day as usize - 2].1, both(next)));
    }
    // "thứ nhất, thứ hai" count things; "Thư Ba" is a name. The tone tells.
    let counts = own.to_lowercase() != "thứ";
    let named = NAMES.iter().find(|(name, _)| next.is_word(&[*name])).filter(|_| !counts);
    named.map(|(_, day)| (*day, both(next)))
}

/// The day at that token, and how many tokens it takes.
fn date_at(tokens: &[Token], at: usize, today: Date, said: Option<Weekday>) -> Option<(FoundDate, usize)> {
    let word = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_word(words));
    if let Some(found) = relative_at(tokens, at, today) {
        return Some(found);
    }
    let day = tokens.get(at)?.number().filter(|day| (1..=31).contains(day))?;
    // "ngày 12 tháng 12 năm 2026"
    if word(at + 1, &["thang"]) {
        let month = tokens.get(at + 2)?.number()?;
        let year = tokens.get(at + 4).and_then(Token::number).filter(|_| word(at + 3, &["nam"]));
        let taken = if year.is_some() { 5 } else { 3 };
        return Some((dated(day, month, year, today, said)?, taken));
    }
    let between = tokens.get(at + 1).filter(|token| token.is_sign(&['/', '-', '.', '–']))?;
    let TokenKind::Sign(sign) = between.kind else { return None };
    let touches = |at: usize| tokens.get(at + 1).is_some_and(|next| tokens[at].at.end == next.at.start);
    let month = tokens.get(at + 2)?.number().filter(|month| (1..=12).contains(month))?;
    let year = tokens.get(at + 4).filter(|_| tokens.get(at + 3).is_some_and(|token| token.is_sign(&[sign])));
    let year = year.filter(|year| matches!(year.digits(), 2 | 4)).and_then(Token::number);
    let year = year.map(|year| if year < 100 { 2_000 + year } else { year });
    // Part of a longer number, such as "1/2/3/4" or "1.000.000", or of an address.
    if at > 0 && touches(at - 1) && tokens[at - 1].is_sign(&['/', '-', '.']) {
        return None;
    }
    match year {
        Some(_) => Some((dated(day, month, year, today, said)?, 5)),
        None if sign == '.' => None,
        None => {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let weekday = at >= 2 && tokens[at - 1].is_sign(&[',', '(']) && said.is_some();
            let is_day = before.is_some_and(|token| token.is_word(&BEFORE_DAY)) || weekday;
            Some((dated(day, month, None, today, said).filter(|_| is_day)?, 3))
        }
    }
}

/// "hôm nay", "ngày mai", "tối nay", "sáng mai".
fn relative_at(tokens: &[Token], at: usize, today: Date) -> Option<(FoundDate, usize)> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    if !first.is_word(&["hom", "ngay", "sang", "trua", "chieu", "toi", "dem"]) {
        return None;
    }
    let days = match () {
        // "Ngày nay" is no day.
        () if second.is_word(&["nay"]) && !first.is_word(&["ngay"]) => 0,
        () if second.is_word(&["mai"]) => 1,
        () if second.is_word(&["kia"]) && first.is_word(&["ngay"]) => 2,
        () => return None,
    };
    let date = today.checked_add(days.days()).ok()?;
    Some((FoundDate { date, assumed: true }, 2))
}

fn dated(day: u32, month: u32, year: Option<u32>, today: Date, said: Option<Weekday>) -> Option<FoundDate> {
    let on = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some(year) = year {
        let date = on(i16::try_from(year).ok().filter(|year| (1900..=2200).contains(year))?)?;
        return Some(FoundDate { date, assumed: false });
    }
    let (this, next) = (on(today.year()), on(today.year() + 1));
    let goes_with = |date: &Option<Date>| date.is_some_and(|date| said.is_some_and(|said| date.weekday() == said));
    let is_long_past = this.is_none_or(|date| today.since(date).is_ok_and(|span| span.get_days() > PAST_DAYS));
    let date = if is_long_past || (goes_with(&next) && !goes_with(&this)) { next.or(this) } else { this };
    Some(FoundDate { date: date?, assumed: true })
}

/// The hour at that token, and how many tokens it takes.
fn hour_at(tokens: &[Token], at: usize) -> Option<(Hour, usize)> {
    let hour = tokens.get(at)?.number().filter(|hour| *hour <= 24 && tokens[at].digits() <= 2)?;
    let named = tokens.get(at + 1)?.is_word(&["h", "g", "gio"]);
    let minute = tokens.get(at + 2).filter(|token| token.digits() == 2).and_then(Token::number);
    let minute = minute.filter(|minute| *minute < 60);
    let (minute, mut taken) = match minute {
        Some(minute) if named || tokens[at + 1].is_sign(&[':']) => (minute, 3),
        _ if named && tokens.get(at + 2).is_some_and(|token| token.is_word(&["ruoi"])) => (30, 3),
        _ if named => (0, 2),
        _ => return None,
    };
    if tokens.get(at + taken).is_some_and(|token| token.is_word(&["phut", "p"])) {
        taken += 1;
    }
    let part = tokens.get(at + taken);
    let later = part.is_some_and(|token| token.is_word(&LATER)) && (1..12).contains(&hour);
    if later || part.is_some_and(|token| token.is_word(&MORNING)) {
        taken += 1;
    }
    Some((Hour { hour: if later { hour + 12 } else { hour }, minute }, taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 28);

    fn words(text: &str) -> String {
        StatedMoment::of(text, TODAY).words().unwrap_or_else(|| panic!("{text}: {:?}", StatedMoment::of(text, TODAY)))
    }

    #[test]
    fn days_and_hours_are_read_however_they_are_written() {
        for text in [
            "19h30, thứ Bảy, ngày 12/12/2026",
            "19 giờ 30 phút ngày 12 tháng 12 năm 2026",
            "lúc 19:30 T7 12-12-2026",
            "thứ 7 (12/12) lúc 7h30 tối",
            "7 giờ rưỡi tối ngày 12/12/26",
            "19g30 ngày 12.12.2026",
        ] {
            assert_eq!(words(text), "19 giờ 30, thứ Bảy, ngày 12/12/2026", "{text}");
        }
        assert_eq!(words("từ 7h đến 11h ngày 3/12/2026"), "7 giờ đến 11 giờ, thứ Năm, ngày 3/12/2026");
        assert_eq!(words("8 giờ sáng Chủ nhật ngày 6/12"), "8 giờ, Chủ nhật, ngày 6/12/2026");
    }

    #[test]
    fn what_is_no_day_is_not_taken_for_one() {
        for text in [
            "lệ phí 1.000.000 đồng",
            "1/2 số hộ",
            "gọi 0912.345.678",
            "trực 24/7",
            "dichvucong.gov.vn/12/12",
            "30/2/2026",
            "theo Nghị định 176/2025/NĐ-CP",
        ] {
            assert_eq!(StatedMoment::of(text, TODAY).dates, [], "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_the_next_that_is_meant() {
        let date = |text: &str| StatedMoment::of(text, TODAY).date().unwrap();
        let assumed = |year, month, day| FoundDate { date: Date::constant(year, month, day), assumed: true };
        assert_eq!(date("ngày 5/12"), assumed(2026, 12, 5));
        assert_eq!(date("ngày 12/1"), assumed(2027, 1, 12));
        assert_eq!(date("ngày 20/11"), assumed(2026, 11, 20), "just over, not next year's");
        assert_eq!(date("tối mai"), assumed(2026, 11, 29));
        assert_eq!(date("chiều nay"), assumed(2026, 11, 28));
    }
}
