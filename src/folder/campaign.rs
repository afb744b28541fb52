//! `campaign.toml`: the commune, its displays, and what is shown when and where.

use std::collections::BTreeSet;

use jiff::{Timestamp, tz::TimeZone};
use toml::{Spanned, de::DeTable};

use super::{
    fields::{Fields, Page},
    nearest::did_you_mean,
};
use crate::model::{
    Campaign, CampaignId, Daypart, DaypartId, Display, DisplayId, Playlist, PlaylistId, Priority, Size, SlideId,
    Transition, Unit, WallTime, Weekday, limits,
};

/// The name of the file.
pub(super) const FILE: &str = "campaign.toml";

/// The zone of all of Vietnam, where nothing else is said.
const TIME_ZONE: &str = "Asia/Ho_Chi_Minh";
/// 2025-07-01T00:00 in Vietnam, the day the two-level administration began: where positions are counted from.
const EPOCH: WallTime = WallTime(1_751_302_800_000);
/// Milliseconds a transition takes where nothing else is said.
const TRANSITION_MS: u64 = 800;

/// What the file says.
pub(super) struct CampaignFile {
    pub unit: Unit,
    pub time_zone: String,
    pub zone: TimeZone,
    pub epoch_ms: WallTime,
    pub default: Option<SlideId>,
    pub displays: Vec<Display>,
    pub playlists: Vec<Playlist>,
    pub dayparts: Vec<Daypart>,
    pub campaigns: Vec<Campaign>,
}

/// Reads the parsed file. `known` are the slides there are files for. Lists leave out what is wrong in them; without
/// a commune there is no answer, for every slide bears its name.
pub(super) fn read(page: Page<'_>, table: &Spanned<DeTable<'_>>, known: &BTreeSet<SlideId>) -> Option<CampaignFile> {
    let mut fields = Fields::of(page, table.get_ref(), "`campaign.toml`");
    let (time_zone, zone) = zone(&mut fields);
    let epoch = fields.instant("epoch", &zone);
    let default = slide(&mut fields, "default", known);
    let motion = motion(&mut fields);
    let unit = fields.table("unit");
    if unit.is_none() {
        fields.missing("unit", "a table `[unit]` with `name`, `kicker`, `hotline` and `portal`");
    }
    let displays = list(&mut fields, "display", display);
    let playlists = list(&mut fields, "playlist", |inner| playlist(inner, known));
    let dayparts = list(&mut fields, "daypart", daypart);
    let names = Names {
        playlists: written_ids(&mut fields, "playlist"),
        dayparts: written_ids(&mut fields, "daypart"),
        displays: written_ids(&mut fields, "display"),
        tags: displays.iter().flat_map(|display| &display.tags).map(String::as_str).collect(),
    };
    let mut campaigns = list(&mut fields, "campaign", |inner| campaign(inner, &names));
    campaigns.retain(|campaign| whole(campaign, &playlists, &dayparts, &displays));
    fields.finish();
    Some(CampaignFile {
        unit: self::unit(unit?, motion)?,
        time_zone,
        zone,
        epoch_ms: epoch.map_or(EPOCH, |epoch: Timestamp| epoch.into()),
        default,
        displays,
        playlists,
        dayparts,
        campaigns,
    })
}

fn zone(fields: &mut Fields<'_>) -> (String, TimeZone) {
    let value = fields.value("time_zone");
    let name = fields.text("time_zone").unwrap_or_else(|| TIME_ZONE.to_owned());
    match (TimeZone::get(&name), value) {
        (Ok(zone), _) => (name, zone),
        (Err(_), Some(value)) => {
            let what = format!("`{name}` is not a time zone");
            let hint = did_you_mean(&name, [TIME_ZONE]).or(Some("leave the field out in Vietnam".to_owned()));
            fields.wrong("time_zone", value, what, "an IANA name such as `Asia/Ho_Chi_Minh`", hint);
            (TIME_ZONE.to_owned(), TimeZone::UTC)
        }
        (Err(_), None) => (TIME_ZONE.to_owned(), TimeZone::UTC),
    }
}

/// How slides come on, which the file says beside the commune.
struct Motion {
    transition: Transition,
    transition_ms: u64,
    reduced_motion: bool,
}

fn motion(fields: &mut Fields<'_>) -> Motion {
    let transition = fields.choice("transition", &Transition::ALL).unwrap_or(Transition::Fade);
    let transition_ms = fields.integer("transition_ms", 0..=limits::TRANSITION_MAX_MS).unwrap_or(TRANSITION_MS);
    Motion { transition, transition_ms, reduced_motion: fields.flag("reduced_motion") }
}

/// The commune.
fn unit(mut fields: Fields<'_>, motion: Motion) -> Option<Unit> {
    let name = fields.required_text("name");
    let kicker = fields.required_text("kicker");
    let hotline = fields.required_text("hotline");
    let portal = fields.required_text("portal");
    let mark = fields.text("mark");
    fields.finish();
    let Motion { transition, transition_ms, reduced_motion } = motion;
    Some(Unit {
        name: name?,
        kicker: kicker?,
        hotline: hotline?,
        portal: portal?,
        mark,
        transition,
        transition_ms,
        reduced_motion,
    })
}

/// Reads every table of a list and keeps the good ones; an id that comes again is wrong.
fn list<'a, T>(
    fields: &mut Fields<'a>,
    name: &'static str,
    mut read: impl FnMut(&mut Fields<'a>) -> Option<T>,
) -> Vec<T> {
    let (mut good, mut seen) = (Vec::new(), BTreeSet::new());
    for mut inner in fields.tables(name) {
        let before = inner.page().mistakes.grave();
        let entry = read(&mut inner);
        if let Some(value) = inner.value("id")
            && let Some(id) = value.get_ref().as_str()
            && !seen.insert(id)
        {
            inner.wrong("id", value, format!("there is another {name} `{id}` above"), "an id of its own", None);
        }
        inner.finish();
        good.extend(entry.filter(|_| inner.page().mistakes.grave() == before));
    }
    good
}

/// The ids in a list as they are written, good or not: what other tables may name without being called wrong.
fn written_ids<'a>(fields: &mut Fields<'a>, name: &'static str) -> BTreeSet<&'a str> {
    let entries = fields.value(name).and_then(|value| value.get_ref().as_array());
    let ids =
        entries.into_iter().flatten().filter_map(|entry| entry.get_ref().as_table()?.get("id")?.get_ref().as_str());
    ids.collect()
}

/// A slide's name in a field that may be left out.
fn slide(fields: &mut Fields<'_>, name: &'static str, known: &BTreeSet<SlideId>) -> Option<SlideId> {
    let value = fields.value(name)?;
    let id: SlideId = fields.one_id(name, value)?;
    if known.contains(&id) {
        return Some(id);
    }
    let hint = did_you_mean(id.as_str(), known.iter().map(SlideId::as_str));
    fields.wrong(
        name,
        value,
        format!("there is no slide `{id}`"),
        format!("a slide with a file, here `{id}.toml`"),
        hint,
    );
    None
}

fn playlist(fields: &mut Fields<'_>, known: &BTreeSet<SlideId>) -> Option<Playlist> {
    let id: Option<PlaylistId> = fields.required_id("id");
    if fields.value("slides").is_none() {
        fields.missing("slides", "a list of slides");
    }
    let mut slides = Vec::new();
    for (field, value) in fields.entries("slides") {
        let Some(slide) = fields.one_id::<SlideId>(&field, value) else { continue };
        if known.contains(&slide) {
            slides.push(slide);
            continue;
        }
        let hint = did_you_mean(slide.as_str(), known.iter().map(SlideId::as_str));
        let expected = format!("a slide with a file, here `{slide}.toml`");
        fields.slightly_wrong(&field, value, format!("there is no slide `{slide}`"), expected, hint);
    }
    Some(Playlist { id: id?, slides })
}

fn daypart(fields: &mut Fields<'_>) -> Option<Daypart> {
    let id: Option<DaypartId> = fields.required_id("id");
    let days = fields.choices("days", &Weekday::ALL);
    let from = fields.required_time("from");
    let until = fields.required_time("until");
    Some(Daypart { id: id?, days, from: from?, until: until? })
}

fn display(fields: &mut Fields<'_>) -> Option<Display> {
    let id: Option<DisplayId> = fields.required_id("id");
    let label = fields.required_text("label");
    let tags = fields.texts("tags");
    let size = fields.value("size").and_then(|value| {
        let text = fields.one_text("size", value)?;
        let size = text.parse::<Size>();
        if size.is_err() {
            let expected = "WIDTHxHEIGHT in pixels such as `1920x1080`";
            fields.wrong("size", value, format!("`{text}` is not a size"), expected, None);
        }
        size.ok()
    });
    Some(Display { id: id?, label: label?, tags, size })
}

/// Whether everything the campaign names has been read without a mistake.
fn whole(campaign: &Campaign, playlists: &[Playlist], dayparts: &[Daypart], displays: &[Display]) -> bool {
    playlists.iter().any(|playlist| playlist.id == campaign.playlist)
        && campaign.dayparts.iter().all(|id| dayparts.iter().any(|daypart| daypart.id == *id))
        && campaign.displays.iter().all(|id| displays.iter().any(|display| display.id == *id))
}

/// What a campaign may name.
struct Names<'a> {
    playlists: BTreeSet<&'a str>,
    dayparts: BTreeSet<&'a str>,
    displays: BTreeSet<&'a str>,
    tags: BTreeSet<&'a str>,
}

fn campaign(fields: &mut Fields<'_>, names: &Names<'_>) -> Option<Campaign> {
    let id: Option<CampaignId> = fields.required_id("id");
    let playlist: Option<PlaylistId> = fields.required_id("playlist");
    named(fields, "playlist", "playlist", &names.playlists);
    let priority = fields.choice("priority", &Priority::ALL).unwrap_or_default();
    let from = fields.local("from", false);
    let until = fields.local("until", true);
    if let (Some(from), Some(until), Some(value)) = (from, until, fields.value("until"))
        && until <= from
    {
        fields.wrong("until", value, "the campaign ends before it begins", "a time after `from`", None);
    }
    let dayparts = fields.ids("dayparts");
    named(fields, "dayparts", "daypart", &names.dayparts);
    let displays = fields.ids("displays");
    named(fields, "displays", "display", &names.displays);
    let tags = fields.texts("tags");
    named(fields, "tags", "display with the tag", &names.tags);
    let clock = fields.flag("clock");
    let ticker = fields.texts("ticker");
    Some(Campaign { id: id?, playlist: playlist?, priority, from, until, dayparts, displays, tags, clock, ticker })
}

/// Reports each name in a field, alone or in a list, that nothing bears.
fn named(fields: &mut Fields<'_>, field: &'static str, what: &str, known: &BTreeSet<&str>) {
    let Some(value) = fields.value(field) else { return };
    let entries = match value.get_ref().as_array() {
        Some(_) => fields.entries(field),
        None => vec![(field.to_owned(), value)],
    };
    for (field, entry) in entries {
        let Some(name) = entry.get_ref().as_str() else { continue };
        if !known.contains(name) {
            let hint = did_you_mean(name, known.iter().copied());
            let expected = match known.len() {
                0 => format!("one that `{FILE}` describes"),
                _ => super::nearest::one_of(known.iter().copied()),
            };
            fields.wrong(&field, entry, format!("there is no {what} `{name}`"), expected, hint);
        }
    }
}
