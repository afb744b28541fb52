//! Fields that are more than text: ids, choices, addresses, dates and instants.

use std::{fmt::Display, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use toml::{Spanned, de::DeValue};

use super::{
    fields::{Fields, a_kind},
    nearest::{did_you_mean, one_of},
};

impl<'a> Fields<'a> {
    /// One of a few names, with what each stands for.
    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, all: &[(&'static str, T)]) -> Option<T> {
        let value = self.value(name)?;
        self.one_choice(name, value, all)
    }

    /// A list of names out of a few.
    pub(super) fn choices<T: Copy>(&mut self, name: &'static str, all: &[(&'static str, T)]) -> Vec<T> {
        let entries = self.entries(name);
        entries.iter().filter_map(|(field, entry)| self.one_choice(field, entry, all)).collect()
    }

    fn one_choice<T: Copy>(&self, field: &str, value: &Spanned<DeValue<'_>>, all: &[(&'static str, T)]) -> Option<T> {
        let names = || all.iter().map(|&(name, _)| name);
        let word = value.get_ref().as_str();
        if let Some(&(_, found)) = all.iter().find(|&&(name, _)| Some(name) == word) {
            return Some(found);
        }
        let what = word.map_or_else(|| format!("found {}", a_kind(value)), |word| format!("`{word}` is not known"));
        self.wrong(field, value, what, one_of(names()), did_you_mean(word.unwrap_or_default(), names()));
        None
    }

    /// An id that must be there.
    pub(super) fn required_id<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Option<T> {
        let Some(value) = self.value(name) else {
            self.missing(name, "an id such as `khai-sinh-2`");
            return None;
        };
        self.one_id(name, value)
    }

    /// A list of ids; empty where left out.
    pub(super) fn ids<T: FromStr<Err: Display>>(&mut self, name: &'static str) -> Vec<T> {
        let entries = self.entries(name);
        entries.iter().filter_map(|(field, entry)| self.one_id(field, entry)).collect()
    }

    /// The id, or `None` with the mistake noted.
    pub(super) fn one_id<T: FromStr<Err: Display>>(&self, field: &str, value: &Spanned<DeValue<'_>>) -> Option<T> {
        let expected = "an id of a-z, 0-9 and `-`, starting with a letter or digit";
        let Some(word) = value.get_ref().as_str() else {
            self.wrong(field, value, format!("found {}", a_kind(value)), expected, None);
            return None;
        };
        let id = word.parse().ok();
        if id.is_none() {
            let plain = plain_id(word);
            let hint = (!plain.is_empty()).then(|| format!("write it without accents and spaces: `{plain}`"));
            self.wrong(field, value, format!("`{word}` is not an id"), expected, hint);
        }
        id
    }

    /// The entries of a list with their names for errors; a value that is no list is noted.
    pub(super) fn entries(&mut self, name: &'static str) -> Vec<(String, &'a Spanned<DeValue<'a>>)> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let hint = value.get_ref().is_str().then(|| format!("put brackets round it: `{name} = [\"…\"]`"));
            self.wrong(name, value, format!("found {}", a_kind(value)), "a list", hint);
            return Vec::new();
        };
        array.iter().enumerate().map(|(n, entry)| (format!("{name}[{}]", n + 1), entry)).collect()
    }

    /// An address a QR code can carry.
    pub(super) fn url(&mut self, name: &'static str) -> Option<String> {
        let value = self.value(name)?;
        let text = self.one_text(name, value)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if rest.is_some_and(|rest| rest.contains('.') && !text.contains(' ')) {
            return Some(text);
        }
        let hint = (rest.is_none() && !text.contains([' ', ':'])).then(|| format!("write `https://{text}`"));
        self.wrong(
            name,
            value,
            format!("`{text}` is not an address"),
            "an address such as `https://dichvucong.gov.vn`",
            hint,
        );
        None
    }

    /// A day.
    pub(super) fn date(&mut self, name: &'static str) -> Option<Date> {
        let value = self.value(name)?;
        let parts = value.get_ref().as_datetime();
        let date = parts.filter(|parts| parts.time.is_none()).and_then(|parts| parts.date).and_then(civil_date);
        if date.is_none() {
            self.wrong(name, value, format!("found {}", a_kind(value)), "a date such as 2026-12-31", date_hint(value));
        }
        date
    }

    /// A local date with or without a time. `day_after` reads a bare date as the end of that day.
    pub(super) fn local(&mut self, name: &'static str, day_after: bool) -> Option<DateTime> {
        let value = self.value(name)?;
        let expected = "a local date or time such as 2026-12-31 or 2026-12-31T18:00";
        let parts = value.get_ref().as_datetime();
        let found = parts.filter(|parts| parts.offset.is_none()).and_then(|parts| {
            let date = civil_date(parts.date?)?;
            match parts.time {
                Some(time) => Some(date.to_datetime(civil_time(time)?)),
                None if day_after => Some(date.tomorrow().ok()?.to_datetime(Time::midnight())),
                None => Some(date.to_datetime(Time::midnight())),
            }
        });
        if found.is_none() {
            let offset = parts.is_some_and(|parts| parts.offset.is_some());
            let hint =
                if offset { Some("leave out what follows the time: it is local".to_owned()) } else { date_hint(value) };
            self.wrong(name, value, format!("found {}", a_kind(value)), expected, hint);
        }
        found
    }

    /// A time of the day that must be there.
    pub(super) fn required_time(&mut self, name: &'static str) -> Option<Time> {
        let Some(value) = self.value(name) else {
            self.missing(name, "a time such as 18:00");
            return None;
        };
        let parts = value.get_ref().as_datetime();
        let time = parts.filter(|parts| parts.date.is_none()).and_then(|parts| parts.time).and_then(civil_time);
        if time.is_none() {
            let hint = value.get_ref().is_str().then(|| "leave out the quotes".to_owned());
            self.wrong(name, value, format!("found {}", a_kind(value)), "a time such as 18:00", hint);
        }
        time
    }

    /// An instant: with an offset as it stands, without one in `zone`.
    pub(super) fn instant(&mut self, name: &'static str, zone: &TimeZone) -> Option<Timestamp> {
        let value = self.value(name)?;
        let parts = value.get_ref().as_datetime();
        let instant = parts.and_then(|parts| {
            let local = civil_date(parts.date?)?.to_datetime(civil_time(parts.time?)?);
            match parts.offset {
                Some(_) => parts.to_string().parse().ok(),
                None => Some(zone.to_ambiguous_zoned(local).compatible().ok()?.timestamp()),
            }
        });
        if instant.is_none() {
            let expected = "a date and time such as 2026-09-29T14:05";
            self.wrong(name, value, format!("found {}", a_kind(value)), expected, date_hint(value));
        }
        instant
    }
}

fn civil_date(date: toml::value::Date) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn civil_time(time: toml::value::Time) -> Option<Time> {
    let [hour, minute, second] = [time.hour, time.minute, time.second.unwrap_or(0)].map(i8::try_from);
    Time::new(hour.ok()?, minute.ok()?, second.ok()?, 0).ok()
}

/// What to do about a date written as text, the Vietnamese way round or in quotes.
fn date_hint(value: &Spanned<DeValue<'_>>) -> Option<String> {
    let text = value.get_ref().as_str()?;
    let numbers: Vec<&str> = text.split(['/', '-', '.']).collect();
    match numbers.as_slice() {
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            Some(format!("year first, without quotes: {year}-{month:0>2}-{day:0>2}"))
        }
        _ => Some("leave out the quotes".to_owned()),
    }
}

/// What an id would look like that was typed as Vietnamese words.
pub(super) fn plain_id(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = words
        .nfd()
        .filter_map(|c| match c {
            'đ' | 'Đ' => Some('d'),
            c if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
            c if c.is_whitespace() || matches!(c, '-' | '_' | '.' | '/') => Some('-'),
            _ => None,
        })
        .collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_become_an_id_one_can_type() {
        assert_eq!(plain_id("Khẩu hiệu 01"), "khau-hieu-01");
        assert_eq!(plain_id("Đăng_ký khai-sinh"), "dang-ky-khai-sinh");
    }
}
