//! A whole campaign back to the files of a folder, all but its pictures; comments are not kept.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::{
    campaign, measures,
    write::{table_to_toml, to_toml},
};
use crate::{
    form::{
        self, FieldValues, Form, Input, Origin, Value,
        campaign::{CAMPAIGN_FILE, PLAN_FILE, TERMS_FILE},
    },
    model::{Campaign, CampaignPlan, Daypart, Display, Playlist, Slide, Terms, Unit, WallTime, Zone},
};

/// What a folder says, but for its pictures.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names are those of `Folder`")]
pub struct FolderTexts<'a> {
    pub unit: &'a Unit,
    pub time_zone: &'a Zone,
    pub epoch_ms: WallTime,
    pub displays: &'a [Display],
    pub playlists: &'a [Playlist],
    pub dayparts: &'a [Daypart],
    pub campaigns: &'a [Campaign],
    pub slides: &'a [Slide],
    pub default_slide: &'a Slide,
    pub terms: &'a Terms,
    pub plan: &'a CampaignPlan,
}

/// The files of such a folder by name. Written beside the pictures, they are read as the same again.
pub fn texts(folder: &FolderTexts<'_>) -> Vec<(String, String)> {
    let zone = folder.time_zone;
    let mut texts = vec![(campaign::FILE.to_owned(), table_to_toml(&campaign_file(folder)))];
    let mut measured = |name: &str, form: &'static Form, values: Map<String, Json>| {
        let table = form::write(form, &values, zone);
        if table.iter().next().is_some() {
            texts.push((name.to_owned(), table_to_toml(&table)));
        }
    };
    measured(measures::PLAN, &PLAN_FILE, object(folder.plan));
    measured(measures::TERMS, &TERMS_FILE, object(folder.terms));
    let slides = folder.slides.iter().chain([folder.default_slide]);
    texts.extend(slides.map(|slide| (format!("{}.toml", slide.id), to_toml(slide, zone))));
    texts
}

fn campaign_file(folder: &FolderTexts<'_>) -> FieldValues {
    // The fields of the file that stand outside of `[unit]` are the commune's too.
    let mut values = object(folder.unit);
    values.retain(|name, _| matches!(name.as_str(), "transition" | "transition_ms" | "reduced_motion"));
    values.extend([
        ("time_zone".to_owned(), json!(folder.time_zone)),
        ("epoch".to_owned(), json!(folder.epoch_ms.timestamp())),
        ("default".to_owned(), json!(folder.default_slide.id)),
        ("unit".to_owned(), json!(folder.unit)),
        ("display".to_owned(), json!(folder.displays)),
        ("playlist".to_owned(), json!(folder.playlists)),
        ("daypart".to_owned(), json!(folder.dayparts)),
        ("campaign".to_owned(), json!(folder.campaigns)),
    ]);
    let mut table = form::write(&CAMPAIGN_FILE, &values, folder.time_zone);
    with_empty_playlists(&mut table);
    table
}

/// A playlist without any slide says so: whoever reads the file asks for the field.
fn with_empty_playlists(table: &mut FieldValues) {
    let Some(Input { value: Value::List(mut playlists), origin }) = table.remove("playlist") else { return };
    for playlist in &mut playlists {
        if let Value::Table(playlist) = &mut playlist.value
            && playlist.get("slides").is_none()
        {
            playlist.push("slides", Value::List(Vec::new()), Origin::default());
        }
    }
    table.push("playlist", Value::List(playlists), origin);
}

fn object(value: &impl Serialize) -> Map<String, Json> {
    match serde_json::to_value(value) {
        Ok(Json::Object(values)) => values,
        _ => Map::new(),
    }
}
