//! Whether what is said is still so.

use jiff::{civil::Date, civil::Weekday};

use super::{finding_sink::FindingSink, viewing::ViewingConditions};
use crate::model::{FieldPath, FindingKind, Priority, Programme, Severity, Slide, SlideContent, WallTime};

/// Facts older than this must be checked again, days.
const STALE_DAYS: i32 = 180;

pub(super) fn check(slide: &Slide, scheduled: bool, viewing: &ViewingConditions, findings: &mut FindingSink) {
    if let Some(checked_on) = slide.checked_on {
        let age_days = days(checked_on, viewing.today());
        if age_days > STALE_DAYS {
            let kind = FindingKind::FactsNotChecked { checked_on, age_days };
            findings.add_at(Severity::Warning, kind, Some(FieldPath::of("checked_on")), None);
        }
    }
    let facts = matches!(slide.content, SlideContent::Guide(_) | SlideContent::Procedures(_) | SlideContent::Alert(_));
    let issuer = matches!(&slide.content, SlideContent::Alert(alert) if !alert.issuer.trim().is_empty());
    if facts && slide.source.is_none() && !issuer {
        findings.add_at(Severity::Suggestion, FindingKind::NoSource, Some(FieldPath::of("source")), None);
    }
    match &slide.content {
        SlideContent::Event(event) => {
            if let Some(date) = event.date.filter(|date| *date < viewing.today()) {
                let field = Some(FieldPath::of("date"));
                findings.add_at(Severity::Suggestion, FindingKind::EventIsOver { date }, field, None);
            }
            if let (Some(date), Some(said)) = (event.date, weekday_said(&event.when))
                && said != date.weekday()
            {
                wrong_weekday(findings, FieldPath::of("when"), &event.when, date);
            }
        }
        SlideContent::Alert(alert) => {
            if let Some(expires) =
                alert.expires.map(WallTime::from).filter(|expires| scheduled && *expires <= viewing.at)
            {
                let expires = viewing.zone.local(expires);
                let field = Some(FieldPath::of("expires"));
                findings.add_at(Severity::Error, FindingKind::AlertExpired { expires }, field, None);
            }
        }
        _ => {}
    }
    for (field, text) in slide.content.fields() {
        if let Some((date, said)) = dated_weekday(text)
            && said != date.weekday()
        {
            wrong_weekday(findings, field, text, date);
        }
    }
}

/// Alerts that would stay on screens after they no longer hold: an emergency ends with its campaign and with nothing else.
pub(super) fn check_ends(programme: &Programme, today: Date, findings: &mut FindingSink) {
    for campaign in programme.campaigns.iter().filter(|campaign| campaign.priority == Priority::Emergency) {
        let playlist = programme.playlists.iter().find(|playlist| playlist.id == campaign.playlist);
        for slide in playlist.iter().flat_map(|playlist| &playlist.slides).filter_map(|id| programme.slide(id)) {
            let SlideContent::Alert(alert) = &slide.content else { continue };
            let expires = alert.expires.map(|expires| programme.time_zone.local(WallTime::from(expires)));
            // One that is past is told as such where it is scheduled.
            let Some(expires) = expires.filter(|expires| expires.date() >= today) else { continue };
            if campaign.until.is_none_or(|until| until > expires) {
                (findings.slide, findings.campaign) = (Some(slide.id.clone()), Some(campaign.id.clone()));
                let kind = FindingKind::AlertShownPastEnd { expires, until: campaign.until };
                findings.add_at(Severity::Error, kind, Some(FieldPath::of("expires")), None);
            }
        }
    }
    (findings.slide, findings.campaign) = (None, None);
}

/// Whether a table that slides are judged by is still good itself.
pub(super) fn check_table(file: &'static str, checked_on: Option<Date>, today: Date, findings: &mut FindingSink) {
    let Some(checked_on) = checked_on else { return };
    let age_days = days(checked_on, today);
    if age_days > STALE_DAYS {
        findings.add(Severity::Suggestion, FindingKind::TableNotChecked { file, checked_on, age_days });
    }
}

fn wrong_weekday(findings: &mut FindingSink, field: FieldPath, text: &str, date: Date) {
    let kind = FindingKind::WeekdayDoesNotMatch { text: text.to_owned(), date };
    findings.add_at(Severity::Error, kind, Some(field), None);
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

/// The weekday a text names first.
fn weekday_said(text: &str) -> Option<Weekday> {
    let text = text.to_lowercase();
    let named = WEEKDAYS.iter().filter_map(|(name, day)| Some((text.find(name)?, *day)));
    named.min_by_key(|(at, _)| *at).map(|(_, day)| day)
}

/// A text that names one weekday and one full date: the two should agree.
fn dated_weekday(text: &str) -> Option<(Date, Weekday)> {
    let said = weekday_said(text)?;
    let dates: Vec<Date> = text.split(|c: char| !(c.is_ascii_digit() || c == '/')).filter_map(date).collect();
    match dates[..] {
        [date] => Some((date, said)),
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
        let (date, said) = dated_weekday("19 giờ 30, thứ Bảy, ngày 12/12/2026").unwrap();
        assert_eq!((date, said), (Date::constant(2026, 12, 12), Weekday::Saturday));
        assert_eq!(date.weekday(), said, "docs/legibility.md §5: checked");
        assert_eq!(dated_weekday("tối thứ Năm"), None);
    }
}
