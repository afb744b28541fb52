//! Whether what is said is still so.

use jiff::{civil::Date, civil::Weekday};

use super::{Findings, ViewingConditions};
use crate::model::{Content, Severity, Slide, Zone};

/// Facts older than this must be looked up again, days.
const STALE_DAYS: i32 = 180;

pub(super) fn check(slide: &Slide, scheduled: bool, viewing: &ViewingConditions, findings: &mut Findings) {
    if let Some(checked_on) = slide.checked_on {
        let age = days(checked_on, viewing.today);
        if age > STALE_DAYS {
            findings.add(
                Severity::Warning,
                "facts-not-checked",
                format!("its facts were last checked on {checked_on}, {age} days ago"),
                "Fees, deadlines and telephone numbers change; people act on what the screen says.",
                "Check them against the source and write today's date into `checked_on`.",
            );
        }
    }
    let facts = matches!(slide.content, Content::Guide(_) | Content::Procedures(_) | Content::Alert(_));
    let issuer = matches!(&slide.content, Content::Alert(alert) if !alert.issuer.trim().is_empty());
    if facts && slide.source.is_none() && !issuer {
        findings.add(
            Severity::Warning,
            "no-source",
            "it does not say where its facts come from".to_owned(),
            "Nobody can check later whether they are still right.",
            "Write the document or the page into `source`.",
        );
    }
    match &slide.content {
        Content::Event(event) => {
            if let Some(date) = event.date.filter(|date| *date < viewing.today) {
                let what = format!("the event was on {date}");
                let why = "It is no longer shown, but it is still in the folder.";
                findings.add(Severity::Warning, "event-is-over", what, why, "Take the slide out.");
            }
            if let (Some(date), Some(said)) = (event.date, weekday_said(&event.when))
                && said != date.weekday()
            {
                wrong_weekday(findings, &event.when, date);
            }
        }
        Content::Alert(alert) => {
            let expired = alert.expires.is_some_and(|expires| Zone::default().day(expires.into()) < viewing.today);
            if expired && scheduled {
                findings.add(
                    Severity::Error,
                    "alert-expired",
                    "the alert is scheduled and its `expires` is past".to_owned(),
                    "People would follow advice that no longer holds.",
                    "Take it out of its playlist, or publish the next bulletin.",
                );
            }
        }
        _ => {}
    }
    for (text, date, said) in slide.content.texts().flat_map(dated_weekdays) {
        if said != date.weekday() {
            wrong_weekday(findings, &text, date);
        }
    }
}

/// Whether a table that slides are judged by is still good itself.
pub(super) fn check_table(file: &str, checked_on: Option<Date>, today: Date, findings: &mut Findings) {
    let Some((checked_on, age)) = checked_on.map(|on| (on, days(on, today))).filter(|(_, age)| *age > STALE_DAYS)
    else {
        return;
    };
    findings.add(
        Severity::Warning,
        "table-not-checked",
        format!("`{file}` was last gone through on {checked_on}, {age} days ago"),
        "New rules make words wrong that it still lets pass.",
        "Go through it, and write today's date into its `checked_on`.",
    );
}

fn wrong_weekday(findings: &mut Findings, text: &str, date: Date) {
    findings.add(
        Severity::Error,
        "weekday-does-not-match",
        format!("“{text}”: {date} is a {}", in_vietnamese(date.weekday())),
        "Half of the people come on the wrong day.",
        "Mend the weekday or the date.",
    );
}

fn days(from: Date, until: Date) -> i32 {
    from.until(until).map_or(0, |span| span.get_days())
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("thứ hai", Weekday::Monday),
    ("thứ ba", Weekday::Tuesday),
    ("thứ tư", Weekday::Wednesday),
    ("thứ năm", Weekday::Thursday),
    ("thứ sáu", Weekday::Friday),
    ("thứ bảy", Weekday::Saturday),
    ("chủ nhật", Weekday::Sunday),
];

fn in_vietnamese(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, known)| *known == weekday).map_or("", |(name, _)| name)
}

/// The weekday a text names first.
fn weekday_said(text: &str) -> Option<Weekday> {
    let text = text.to_lowercase();
    let named = WEEKDAYS.iter().filter_map(|(name, day)| Some((text.find(name)?, *day)));
    named.min_by_key(|(at, _)| *at).map(|(_, day)| day)
}

/// A text that names one weekday and one full date: the two should agree.
fn dated_weekdays(text: &str) -> Option<(String, Date, Weekday)> {
    let said = weekday_said(text)?;
    let dates: Vec<Date> = text.split(|c: char| !(c.is_ascii_digit() || c == '/')).filter_map(date).collect();
    match dates[..] {
        [date] => Some((text.to_owned(), date, said)),
        _ => None,
    }
}

/// `12/12/2026`.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_and_a_date_are_found_in_a_sentence() {
        let (_, date, said) = dated_weekdays("19 giờ 30, thứ Bảy, ngày 12/12/2026").unwrap();
        assert_eq!((date, said), (Date::constant(2026, 12, 12), Weekday::Saturday));
        assert_eq!(date.weekday(), said, "docs/legibility.md §5: checked");
        assert_eq!(dated_weekdays("tối thứ Năm"), None);
    }
}
