//! `campaign.toml`: the commune, its displays, and what is shown when and where.

use std::{cell::Cell, collections::BTreeSet};

use jiff::{Timestamp, civil::DateTime};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};

use super::{
    FolderError,
    diagnostics::Diagnostics,
    source::{SourceFile, SourcePlaces},
};
use crate::{
    form::{self, FieldValues, Input, Language, Origin, Value, campaign::CAMPAIGN_FILE, one_of, suggest},
    model::{Campaign, Daypart, Display, Playlist, SlideId, Transition, Unit, WallTime, Zone, limits},
};

/// The name of the file.
pub(super) const FILE: &str = "campaign.toml";

/// 2025-07-01T00:00 in Vietnam, the day the two-level administration began: where positions are counted from.
const EPOCH: WallTime = WallTime(1_751_302_800_000);
/// Milliseconds a transition takes where nothing else is said.
const TRANSITION_MS: u64 = 800;

/// What the file says.
pub(super) struct CampaignFile {
    pub unit: Unit,
    pub time_zone: Zone,
    pub epoch_ms: WallTime,
    pub default: Option<SlideId>,
    pub displays: Vec<Display>,
    pub playlists: Vec<Playlist>,
    pub dayparts: Vec<Daypart>,
    pub campaigns: Vec<Campaign>,
}

/// Reads the text of the file. `known` are the slides there are files for. Lists leave out what is wrong in them;
/// without a commune there is no answer, for every slide bears its name.
pub(super) fn read(text: &str, known: &BTreeSet<SlideId>, diagnostics: &Diagnostics) -> Option<CampaignFile> {
    let mut places = SourcePlaces::default();
    let table = SourceFile::new(FILE, text).table(&mut places).map_err(|error| diagnostics.add(*error)).ok()?;
    let time_zone = match table.get("time_zone").map(|input| &input.value) {
        // A name that is none is a mistake of the form's; the rest is read all the same.
        Some(Value::Text(name)) => Zone::named(form::cleaned(name)),
        _ => Zone::default(),
    };
    let values = diagnostics.take(FILE, None, &places, form::read(&CAMPAIGN_FILE, &table, &time_zone));
    let mut check = Check { values, table: &table, places: &places, diagnostics, told: Cell::new(0) };

    let default = check.one::<SlideId>("default");
    let default = default.filter(|id| check.is_slide("default", table.get("default"), id, known));
    let displays: Vec<Display> = check.list("display", &|_, _, _, _| true);
    let playlists: Vec<Playlist> = check.list("playlist", &|check, path, row, _| check.slides(path, row, known));
    let dayparts: Vec<Daypart> = check.list("daypart", &|_, _, _, _| true);
    let names = CampaignTargets {
        playlists: written_ids(&table, "playlist"),
        dayparts: written_ids(&table, "daypart"),
        displays: written_ids(&table, "display"),
        tags: displays.iter().flat_map(|display| &display.tags).map(String::as_str).collect(),
    };
    let mut campaigns: Vec<Campaign> =
        check.list("campaign", &|check, path, row, read| check.names(path, row, &names) & check.lasts(path, row, read));
    campaigns.retain(|campaign| whole(campaign, &playlists, &dayparts, &displays));
    let epoch_ms = check.one::<Timestamp>("epoch").map_or(EPOCH, WallTime::from);
    let unit = check.unit()?;
    Some(CampaignFile { unit, time_zone, epoch_ms, default, displays, playlists, dayparts, campaigns })
}

/// What a campaign may name.
struct CampaignTargets<'a> {
    playlists: BTreeSet<&'a str>,
    dayparts: BTreeSet<&'a str>,
    displays: BTreeSet<&'a str>,
    tags: BTreeSet<&'a str>,
}

/// The ids in a list as they are written, good or not: what other tables may name without being called wrong.
fn written_ids<'a>(table: &'a FieldValues, name: &str) -> BTreeSet<&'a str> {
    table.rows(name).filter_map(|(_, row)| text_of(row.get("id")?)).collect()
}

fn text_of(input: &Input) -> Option<&str> {
    if let Value::Text(text) = &input.value { Some(text) } else { None }
}

/// Whether everything the campaign names has been read without a mistake.
fn whole(campaign: &Campaign, playlists: &[Playlist], dayparts: &[Daypart], displays: &[Display]) -> bool {
    playlists.iter().any(|playlist| playlist.id == campaign.playlist)
        && campaign.dayparts.iter().all(|id| dayparts.iter().any(|daypart| daypart.id == *id))
        && campaign.displays.iter().all(|id| displays.iter().any(|display| display.id == *id))
}

/// What the form has read, and what is looked at beyond it: whether names name something.
struct Check<'a> {
    values: Map<String, Json>,
    table: &'a FieldValues,
    places: &'a SourcePlaces,
    diagnostics: &'a Diagnostics,
    /// How many mistakes have been told: no more are worded than are listed.
    told: Cell<usize>,
}

/// Looks at one row, as written and as read, beyond its form; answers whether it can be used.
type LookAt<'f> = &'f dyn Fn(&Check<'_>, &str, &FieldValues, &Json) -> bool;

impl Check<'_> {
    /// A field of the file's own; `None` where it is left out or wrong.
    fn one<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(self.values.get(name)?.clone()).ok()
    }

    /// The commune, with how slides come on, which the file says beside it.
    fn unit(&mut self) -> Option<Unit> {
        let mut unit = self.values.remove("unit")?;
        let fields = unit.as_object_mut()?;
        let motion = [
            ("transition", self.values.remove("transition").or_else(|| serde_json::to_value(Transition::Fade).ok())),
            ("transition_ms", Some(self.values.remove("transition_ms").unwrap_or(json!(TRANSITION_MS)))),
            ("reduced_motion", Some(self.values.remove("reduced_motion").unwrap_or(json!(false)))),
        ];
        fields.extend(motion.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
        serde_json::from_value(unit).ok()
    }

    /// The good rows of a list; an id that comes again is wrong.
    fn list<T: DeserializeOwned>(&mut self, name: &'static str, look: LookAt<'_>) -> Vec<T> {
        let read = self.values.remove(name);
        let read = read.as_ref().and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let (mut good, mut seen) = (Vec::new(), BTreeSet::new());
        for (n, row) in self.table.rows(name) {
            let path = format!("{name}[{}]", n + 1);
            let mut usable = true;
            if let Some(input) = row.get("id")
                && let Some(id) = text_of(input)
                && !seen.insert(id)
            {
                let what = format!("there is another {name} `{id}` above");
                self.wrong(&format!("{path}.id"), input.origin, what, || "an id of its own".to_owned(), || None);
                usable = false;
            }
            let value = read.get(n).unwrap_or(&Json::Null);
            usable &= look(self, &path, row, value);
            if usable && !value.is_null() {
                good.extend(serde_json::from_value::<T>(value.clone()).ok());
            }
        }
        good
    }

    /// Looks at the slides of a playlist. One that is missing leaves the others as they are.
    fn slides(&self, path: &str, row: &FieldValues, known: &BTreeSet<SlideId>) -> bool {
        let path = format!("{path}.slides");
        let Some(input) = row.get("slides") else {
            if let Some(origin) = row.origin {
                let what = "`[[playlist]]` needs this field".to_owned();
                self.wrong(&path, origin, what, || "a list of slides".to_owned(), || None);
            }
            return false;
        };
        for (path, entry) in entries(&path, input) {
            if let Some(id) = text_of(entry).and_then(|text| form::cleaned(text).parse::<SlideId>().ok()) {
                self.is_slide(&path, Some(entry), &id, known);
            }
        }
        true
    }

    /// Whether there is such a slide; a mistake is noted where there is none.
    fn is_slide(&self, path: &str, input: Option<&Input>, id: &SlideId, known: &BTreeSet<SlideId>) -> bool {
        let Some(input) = input.filter(|_| !known.contains(id)) else { return true };
        let like = || suggest(id.as_str(), known.iter().map(SlideId::as_str)).map(str::to_owned);
        let expected = || format!("a slide with a file, here `{id}.toml`");
        self.wrong(path, input.origin, format!("there is no slide `{id}`"), expected, like);
        false
    }

    /// Looks at what a campaign names.
    fn names(&self, path: &str, row: &FieldValues, names: &CampaignTargets<'_>) -> bool {
        let named = [
            ("playlist", "playlist", &names.playlists),
            ("dayparts", "daypart", &names.dayparts),
            ("displays", "display", &names.displays),
            ("tags", "display with the tag", &names.tags),
        ];
        let mut good = true;
        for (field, what, known) in named {
            let Some(input) = row.get(field) else { continue };
            for (path, entry) in entries(&format!("{path}.{field}"), input) {
                let name = text_of(entry).map(form::cleaned).filter(|name| !known.contains(name.as_str()));
                let Some(name) = name else { continue };
                let expected = || match known.len() {
                    0 => format!("one that `{FILE}` describes"),
                    _ => one_of(known.iter().copied(), Language::En),
                };
                let like = || suggest(&name, known.iter().copied()).map(str::to_owned);
                self.wrong(&path, entry.origin, format!("there is no {what} `{name}`"), expected, like);
                good = false;
            }
        }
        good
    }

    /// Whether a campaign ends after it begins; a mistake is noted where it does not.
    fn lasts(&self, path: &str, row: &FieldValues, read: &Json) -> bool {
        let time = |name: &str| read.get(name)?.as_str()?.parse::<DateTime>().ok();
        let (Some(from), Some(until), Some(input)) = (time("from"), time("until"), row.get("until")) else {
            return true;
        };
        if until <= from {
            let what = "the campaign ends before it begins".to_owned();
            self.wrong(&format!("{path}.until"), input.origin, what, || "a time after `from`".to_owned(), || None);
        }
        until > from
    }

    fn wrong(
        &self,
        path: &str,
        origin: Origin,
        what: String,
        expected: impl FnOnce() -> String,
        like: impl FnOnce() -> Option<String>,
    ) {
        self.told.set(self.told.get() + 1);
        if self.told.get() > limits::MISTAKES {
            return self.diagnostics.count_one_more();
        }
        let (expected, like) = (expected(), like());
        let line = self.places.get(origin).map(|place| place.line);
        let error = FolderError { line, field: Some(path.to_owned()), ..FolderError::in_file(FILE, what, expected) };
        self.diagnostics.add(error.hint_if(like.map(|like| format!("did you mean `{like}`?"))));
    }
}

/// The entries of a list with their paths; a value alone is its own.
fn entries<'a>(path: &str, input: &'a Input) -> Vec<(String, &'a Input)> {
    match &input.value {
        Value::List(entries) => {
            entries.iter().enumerate().map(|(n, entry)| (format!("{path}[{}]", n + 1), entry)).collect()
        }
        _ => vec![(path.to_owned(), input)],
    }
}
