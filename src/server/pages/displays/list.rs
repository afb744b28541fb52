//! `GET /man-hinh`: every display, those to be looked at first.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    looks::screen,
    standing::{DisplaysNow, claimed_programme},
    words as w,
};
use crate::{
    approval::Right,
    form::Language,
    model::WallTime,
    office::arrival::{Heard, Standing},
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, in_query, page, words},
        state::PageState,
        times::Times,
    },
    text::folded,
};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct DisplayListQuery {
    #[serde(default)]
    loc: String,
    #[serde(default)]
    q: String,
}

/// One display.
struct DisplayLine {
    href: String,
    label: String,
    screen: String,
    picture: String,
    is_offline: bool,
    /// The icon beside what it plays; nothing where all is well.
    plays_icon: &'static str,
    plays: String,
    since: String,
    contact_icon: &'static str,
    contact: String,
    contact_at: String,
    chip: Option<&'static str>,
    /// What it says of its disk, where that is in trouble.
    disk: Option<&'static str>,
    /// That it is halted, where it says so.
    halted: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/displays/list.html")]
struct DisplayListPage {
    shell: Shell,
    lead: String,
    filters: [(String, String, bool); 3],
    q: String,
    loc: String,
    groups: Vec<(&'static str, Vec<DisplayLine>)>,
    is_empty: bool,
    is_filtered: bool,
}

/// Shows the list.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(asked): Query<DisplayListQuery>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let DisplaysNow { times, displays, .. } = DisplaysNow::of(&state, language).await?;
    let looked_for = folded(&asked.q);
    let fits = |label: &str, tags: &[String]| folded(&format!("{label} {}", tags.join(" "))).contains(&looked_for);
    let (mut look_at, mut well) = (Vec::new(), Vec::new());
    for display in displays.not_on_yet().filter(|display| fits(&display.label, &display.tags)) {
        look_at.push(DisplayLine {
            href: format!("/man-hinh/{}", display.id),
            label: display.label.clone(),
            screen: screen(display, language),
            picture: String::new(),
            is_offline: false,
            plays_icon: "",
            plays: String::new(),
            since: String::new(),
            contact_icon: "",
            contact: String::new(),
            contact_at: String::new(),
            chip: Some(w::AWAITS.get(language)),
            disk: None,
            halted: None,
        });
    }
    let heard: Vec<&Heard> = displays.arrival.iter().flat_map(|arrival| &arrival.displays).collect();
    let newest = displays.arrival.as_ref().map_or(0, |arrival| arrival.version);
    let (mut bad, mut good) = (look_at.len(), 0);
    for heard in heard {
        let is_well = heard.is_well();
        if is_well {
            good += 1
        } else {
            bad += 1
        }
        if !fits(&heard.display.label, &heard.display.tags) {
            continue;
        }
        let mut row = row(&state, heard, newest, &times, language).await?;
        if displays.waiting.contains_key(&heard.display.id) {
            let words = if displays.waiting[&heard.display.id].is_some() { w::AWAITS } else { w::AWAITS_REMOVAL };
            row.chip = Some(words.get(language));
        }
        if is_well { well.push(row) } else { look_at.push(row) }
    }
    let total = good + bad;
    let wants = |loc: &str| asked.loc.is_empty() || asked.loc == loc;
    let groups = [("can-xem", w::TO_LOOK_AT, look_at), ("tot", w::WELL, well)];
    let groups: Vec<_> = groups
        .into_iter()
        .filter(|(loc, _, rows)| wants(loc) && !rows.is_empty())
        .map(|(_, words, rows)| (words.get(language), rows))
        .collect();
    let filter = |loc: &str| format!("/man-hinh?loc={loc}&q={}", in_query(&asked.q));
    let shell = signed_in.shell(OfficeSection::Displays, words::DISPLAYS.get(language)).await?;
    Ok(page(&DisplayListPage {
        shell,
        lead: w::count(language, total),
        filters: [
            (filter(""), format!("{} {total}", w::ALL.get(language)), asked.loc.is_empty()),
            (filter("can-xem"), format!("{} {bad}", w::TO_LOOK_AT.get(language)), asked.loc == "can-xem"),
            (filter("tot"), format!("{} {good}", w::WELL.get(language)), asked.loc == "tot"),
        ],
        is_empty: total == 0,
        is_filtered: groups.is_empty() && total > 0,
        groups,
        q: asked.q,
        loc: asked.loc,
    }))
}

async fn row(
    state: &PageState,
    heard: &Heard,
    newest: u64,
    times: &Times,
    language: Language,
) -> Result<DisplayLine, PageError> {
    let programme = claimed_programme(state, heard).await?;
    let is_offline = heard.standing == Standing::Silent;
    let at = if is_offline { heard.at.unwrap_or(times.now()) } else { times.now() };
    let minute = at.0 - at.0.rem_euclid(10_000);
    // One that is halted shows something else than what is due.
    let picture = programme
        .filter(|_| !heard.halted)
        .map(|digest| format!("/hinh/luc/{digest}?o={}&luc={minute}&rong=160", heard.display.id))
        .unwrap_or_default();
    let (plays_icon, plays) = match heard.standing {
        Standing::Fetching => ("download", w::fetching(language, newest)),
        Standing::Never => ("", String::new()),
        _ if heard.version == 0 => ("", w::BUILT_IN.get(language).to_owned()),
        _ => ("", w::version(language, heard.version)),
    };
    let (contact_icon, contact) = match heard.at {
        None => ("clock", w::NEVER.get(language).to_owned()),
        Some(at) => {
            let icon = if is_offline { "wifi-off" } else { "" };
            (icon, ago(at, times, language))
        }
    };
    Ok(DisplayLine {
        href: format!("/man-hinh/{}", heard.display.id),
        label: heard.display.label.clone(),
        screen: screen(&heard.display, language),
        picture,
        is_offline,
        plays_icon,
        plays,
        since: heard.since.map(|since| times.at(since)).unwrap_or_default(),
        contact_icon,
        contact,
        contact_at: if is_offline { heard.at.map(|at| times.at(at)).unwrap_or_default() } else { String::new() },
        chip: None,
        disk: heard.in_memory.then(|| w::DISK.get(language)),
        halted: heard.halted.then(|| w::HALTED.get(language)),
    })
}

/// "1 phút trước"; "vừa xong" within a minute.
pub(super) fn ago(at: WallTime, times: &Times, language: Language) -> String {
    let passed = times.now() - at;
    if passed < 60_000 {
        return w::JUST_NOW.get(language).to_owned();
    }
    w::ago(language, &times.left(times.now() + passed))
}
