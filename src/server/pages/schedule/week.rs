//! `GET /lich/tuan`: a week of one display, with the hours that have campaigns of their own.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::{ToSpan as _, civil::Date};
use serde::Deserialize;

use super::{
    frame::{DrawnHours, day_span},
    heading::ScheduleView,
    hours_rows::DAYS,
    strip::{kind_of, title_of},
    words as w,
};
use crate::{
    approval::Right,
    model::{Display, DisplayId, WallTime},
    schedule::{
        Schedule,
        day::{self, Day},
    },
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

/// Which display, and which week.
#[derive(Debug, Default, Deserialize)]
pub struct WeekQuery {
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    o: String,
}

/// One day of the week.
struct Column {
    name: &'static str,
    date: String,
    href: String,
    is_today: bool,
    blocks: Vec<DayBlock>,
}

/// One block of a day.
struct DayBlock {
    kind: &'static str,
    title: String,
    hours: String,
    place: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/week.html")]
struct WeekPage {
    shell: Shell,
    view: ScheduleView,
    displays: Vec<Display>,
    chosen: String,
    monday: String,
    before: String,
    after: String,
    week: String,
    hours: Vec<(String, String)>,
    lines: String,
    columns: Vec<Column>,
    /// Campaigns that play all week long.
    always: Vec<(String, String)>,
    has_version: bool,
}

/// Shows the week.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(asked): Query<WeekQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let shell = signed_in.shell(OfficeSection::Schedule, words::SCHEDULE.get(language)).await?;
    let newest = state.programmes().newest(office).await?;
    let zone = newest.as_ref().map(|(_, programme)| programme.time_zone.clone()).unwrap_or_default();
    let times = Times::new(zone.clone(), office.clock().now().wall, language);
    let today = zone.day(times.now());
    let asked_day = asked.ngay.parse::<Date>().unwrap_or(today);
    let back = i64::from(asked_day.weekday().to_monday_zero_offset());
    let monday = asked_day.checked_sub(back.days()).unwrap_or(asked_day);
    let days: Vec<Date> = (0..7).filter_map(|n: i64| monday.checked_add(n.days()).ok()).collect();
    let programme = newest.map(|(_, programme)| programme);
    let displays = programme.as_ref().map(|programme| programme.displays.clone()).unwrap_or_default();
    let display: Option<DisplayId> = asked.o.parse().ok().filter(|id| displays.iter().any(|display| display.id == *id));
    let display = display.or_else(|| displays.first().map(|display| display.id.clone()));
    let (mut columns, mut always, mut frame) = (Vec::new(), Vec::new(), None);
    if let (Some(programme), Some(display)) = (&programme, &display) {
        let schedule = Schedule::new(programme.clone(), Some(display));
        let spans: Vec<(WallTime, WallTime)> = days.iter().map(|day| day_span(&zone, *day)).collect();
        let strips: Vec<Day> = spans.iter().map(|(from, until)| day::between(&schedule, *from, *until)).collect();
        let is_whole = |day: &Day, (from, until): &(WallTime, WallTime), campaign: usize| {
            day.stretches.iter().any(|of| of.campaign == campaign && of.from <= *from && *until <= of.until)
        };
        let lasts = |campaign: &usize| strips.iter().zip(&spans).all(|(day, span)| is_whole(day, span, *campaign));
        let whole: Vec<usize> = (0..programme.campaigns.len()).filter(lasts).collect();
        always = whole
            .iter()
            .map(|place| {
                (title_of(&programme.campaigns[*place]), format!("/lich/chien-dich/{}", programme.campaigns[*place].id))
            })
            .collect();
        // One frame for all seven: the hours of each day, counted from its own midnight.
        let (midnight, end) = spans[0];
        let moved = |(day, span): (&Day, &(WallTime, WallTime))| {
            let by = midnight - span.0;
            let stretches = day.stretches.iter().filter(|of| !whole.contains(&of.campaign)).map(|of| day::Stretch {
                from: of.from + by,
                until: of.until + by,
                ..of.clone()
            });
            Day { stretches: stretches.collect(), ..Day::default() }
        };
        let moved: Vec<Day> = strips.iter().zip(&spans).map(moved).collect();
        let own = DrawnHours::around(midnight, end, moved.iter());
        for (((day, strip), name), span) in days.iter().zip(&moved).zip(DAYS).zip(&spans) {
            let by = span.0 - midnight;
            let block = |of: &day::Stretch| {
                let campaign = programme.campaigns.get(of.campaign)?;
                let (from, until) = (of.from.max(own.from()), of.until.min(own.until()));
                let (top, bottom) = (own.percent(from), own.percent(until));
                (from < until).then(|| DayBlock {
                    kind: kind_of(campaign),
                    title: title_of(campaign),
                    hours: format!("{}–{}", times.hour(of.from + by), times.hour(of.until + by)),
                    place: format!("left {top:.3}%; width {:.3}%", bottom - top),
                    href: format!("/lich/chien-dich/{}", campaign.id),
                })
            };
            columns.push(Column {
                name: name.1.get(language),
                date: day.strftime("%d/%m").to_string(),
                href: format!("/lich?ngay={day}&o={display}"),
                is_today: *day == today,
                blocks: strip.stretches.iter().filter_map(block).collect(),
            });
        }
        frame = Some(own);
    }
    let week_away = |by: i64| monday.checked_add((by * 7).days()).unwrap_or(monday).to_string();
    let last = days.last().copied().unwrap_or(monday);
    let hours = frame.map(|frame| frame.hours()).unwrap_or(1);
    Ok(page(&WeekPage {
        shell,
        view: ScheduleView::Week,
        chosen: display.map(|display| display.to_string()).unwrap_or_default(),
        displays,
        monday: monday.to_string(),
        before: week_away(-1),
        after: week_away(1),
        week: format!("{} – {}", monday.strftime("%d/%m"), last.strftime("%d/%m/%Y")),
        hours: frame.map(|frame| frame.labels()).unwrap_or_default(),
        lines: format!("hour {:.4}%", 100.0 / hours as f64),
        columns,
        always,
        has_version: programme.is_some(),
    }))
}
