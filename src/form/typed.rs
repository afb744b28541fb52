//! What a person types into a page or a cell of a spreadsheet, read as the field's kind says.

use jiff::civil::{Date, DateTime, Time};

use super::{Field, FieldKind, Input, Origin, Value};

/// The value, with a typed text read as a field of that kind means it; `None` where it cannot be.
pub(super) fn parsed(kind: &FieldKind, value: &Value) -> Option<Value> {
    let Value::Typed(text) = value else { return Some(value.clone()) };
    let text = text.trim();
    match kind {
        FieldKind::Flag => flag(text).map(Value::Flag),
        FieldKind::Number { .. } | FieldKind::Seconds { .. } => integer(text).map(Value::Integer),
        FieldKind::Date => date(text).map(Value::Date),
        FieldKind::Time => time(text).map(Value::Time),
        FieldKind::LocalTime | FieldKind::LocalEnd => {
            date(text).map(Value::Date).or_else(|| local(text).map(Value::Local))
        }
        FieldKind::Instant => text.parse().map(Value::Instant).ok().or_else(|| local(text).map(Value::Local)),
        _ => Some(value.clone()),
    }
}

impl Field {
    /// The field's example as a value of its kind.
    pub fn example_value(&self) -> Value {
        let one = |kind: &FieldKind, text: &str| {
            let typed = Value::Typed(text.to_owned());
            match parsed(kind, &typed).unwrap_or(typed) {
                Value::Typed(text) => Value::Text(text),
                value => value,
            }
        };
        match self.kind {
            FieldKind::List { of, .. } => {
                let entry = |line| Input { value: one(of, line), origin: Origin::default() };
                Value::List(self.example.lines().map(entry).collect())
            }
            ref kind => one(kind, self.example),
        }
    }
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        // A page's box that is ticked says "on".
        "on" | "true" | "1" | "có" | "yes" => Some(true),
        "off" | "false" | "0" | "không" | "no" => Some(false),
        _ => None,
    }
}

/// A whole number; dots or spaces may part its thousands, as in "1.234".
fn integer(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(['.', ' ', '\u{a0}']).collect();
    let (first, rest) = groups.split_first()?;
    let digits = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let parted = rest.is_empty() || first.len() <= 3 && rest.iter().all(digits);
    parted.then(|| groups.concat().parse().ok()).flatten()
}

/// A day, year first or as it is written in Vietnam.
fn date(text: &str) -> Option<Date> {
    let numbers: Vec<i16> =
        text.split(['-', '/', '.']).map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = numbers.as_slice() else { return None };
    let (year, month, day) = if *a > 31 { (a, b, c) } else { (c, b, a) };
    let year = (*year >= 1_000).then_some(*year)?;
    Date::new(year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()
}

/// A time such as "18:00", "18h30" or "18 giờ 30".
fn time(text: &str) -> Option<Time> {
    let text = text.to_lowercase().replace("giờ", ":").replace(['h', 'g'], ":");
    let mut numbers = text.split(':').map(|number| match number.trim() {
        "" => Some(0),
        number => number.parse::<i8>().ok(),
    });
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = numbers.next().unwrap_or(Some(0))?;
    numbers.next().is_none().then(|| Time::new(hour, minute, second, 0).ok()).flatten()
}

/// A day and a time, as a page's field sends it or as people write it.
fn local(text: &str) -> Option<DateTime> {
    let (day, hour) = text.split_once(['T', ' '])?;
    Some(date(day)?.to_datetime(time(hour.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_officers_type_is_read_as_they_mean_it() {
        assert_eq!(integer("1.234.567"), Some(1_234_567));
        assert_eq!(integer("400"), Some(400));
        assert_eq!([integer("1.2"), integer("1.5 triệu"), integer("")], [None; 3]);
        let twelfth = Date::new(2026, 12, 12).ok();
        assert_eq!([date("12/12/2026"), date("2026-12-12"), date("12.12.2026")], [twelfth; 3]);
        assert_eq!([date("32/1/2026"), date("12/12/26"), date("mai")], [None; 3]);
        let half_past = Time::new(18, 30, 0, 0).ok();
        assert_eq!([time("18:30"), time("18h30"), time("18 giờ 30"), time("18:30:00")], [half_past; 4]);
        assert_eq!([time("18"), time("25:00"), time("tối")], [None; 3]);
        assert_eq!(local("2026-12-12T18:30"), twelfth.zip(half_past).map(|(date, time)| date.to_datetime(time)));
        assert_eq!(local("12/12/2026 18h30"), local("2026-12-12T18:30"));
        assert_eq!([flag("on"), flag("có"), flag("không")], [Some(true), Some(true), Some(false)]);
    }
}
