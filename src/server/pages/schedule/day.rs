//! `GET /lich`: what each display plays on one day.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    frame::{DrawnHours, day_span},
    heading::ScheduleView,
    strip::{StripDrawer, StripRow, groups, title_of},
    words as w,
};
use crate::{
    approval::Right,
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

/// Which day, and on a phone which row.
#[derive(Debug, Default, Deserialize)]
pub struct DayQuery {
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    o: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/day.html")]
struct DayPage {
    shell: Shell,
    view: ScheduleView,
    lead: String,
    day: String,
    day_words: String,
    before: String,
    after: String,
    is_today: bool,
    hours: Vec<(String, String)>,
    lines: String,
    now: Option<(String, String)>,
    rows: Vec<StripRow>,
    chosen: usize,
    clashes: Vec<String>,
    has_version: bool,
}

/// Shows the day.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(asked): Query<DayQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let shell = signed_in.shell(OfficeSection::Schedule, words::SCHEDULE.get(language)).await?;
    let newest = state.programmes().newest(office).await?;
    let zone = newest.as_ref().map(|(_, programme)| programme.time_zone.clone()).unwrap_or_default();
    let times = Times::new(zone.clone(), office.clock().now().wall, language);
    let today = zone.day(times.now());
    let day = asked.ngay.parse::<Date>().unwrap_or(today);
    let (midnight, end) = day_span(&zone, day);
    let groups = newest.as_ref().map(|(_, programme)| groups(programme, midnight, end)).unwrap_or_default();
    let frame = DrawnHours::around(midnight, end, groups.iter().map(|group| &group.day));
    let (mut rows, mut clashes) = (Vec::new(), Vec::new());
    if let Some((_, programme)) = &newest {
        let drawing = StripDrawer { programme, frame, times: &times, language };
        for group in &groups {
            let row = drawing.row(group);
            for clash in &group.day.clashes {
                let hours = format!("{}–{}", times.hour(clash.from), times.hour(clash.until));
                let named =
                    clash.campaigns.iter().filter_map(|(_, place)| programme.campaigns.get(*place)).map(title_of);
                clashes.push(w::clash(language, &row.name, &hours, &named.collect::<Vec<_>>().join(", ")));
            }
            rows.push(row);
        }
    }
    let chosen = rows.iter().position(|row| row.display.as_str() == asked.o).unwrap_or(0);
    let other_day = |day: Result<Date, jiff::Error>| day.unwrap_or(today).to_string();
    Ok(page(&DayPage {
        shell,
        view: ScheduleView::Day,
        lead: w::lead(language, &frame.first_hour(), &frame.last_hour()),
        day: day.to_string(),
        day_words: day_words(&times, day),
        before: other_day(day.yesterday()),
        after: other_day(day.tomorrow()),
        is_today: day == today,
        hours: frame.labels(),
        lines: format!("hour {:.4}%", 100.0 / frame.hours() as f64),
        now: frame
            .holds(times.now())
            .then(|| (times.hour(times.now()), format!("left {:.3}%", frame.percent(times.now())))),
        rows,
        chosen,
        clashes,
        has_version: newest.is_some(),
    }))
}

/// "Thứ Ba, 24/11"; with the year where it is another.
fn day_words(times: &Times, day: Date) -> String {
    let this_year = times.zone().day(times.now()).year() == day.year();
    let date = day.strftime(if this_year { "%d/%m" } else { "%d/%m/%Y" });
    format!("{}, {date}", times.weekday(day))
}
