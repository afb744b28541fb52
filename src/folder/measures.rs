//! `terms.toml` and `plan.toml`: what slides are measured by.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json, json};

use super::{
    diagnostics::Diagnostics,
    source::{SourceFile, SourcePlaces},
};
use crate::{
    form::{
        self, Form,
        campaign::{PLAN_FILE, TERMS_FILE},
    },
    model::{CampaignPlan, Terms, Zone},
};

/// The name of the file of words that are no longer right.
pub(super) const TERMS: &str = "terms.toml";
/// The name of the file of topics and procedures.
pub(super) const PLAN: &str = "plan.toml";

/// Reads the text of `terms.toml`; rows with mistakes are left out.
pub(super) fn terms(text: &str, diagnostics: &Diagnostics) -> Option<Terms> {
    read(TERMS, text, &TERMS_FILE, &["rows"], diagnostics)
}

/// Reads the text of `plan.toml`; topics with mistakes are left out.
pub(super) fn plan(text: &str, diagnostics: &Diagnostics) -> Option<CampaignPlan> {
    read(PLAN, text, &PLAN_FILE, &["topics", "procedures"], diagnostics)
}

fn read<T: DeserializeOwned>(
    file: &str,
    text: &str,
    form: &'static Form,
    lists: &[&str],
    diagnostics: &Diagnostics,
) -> Option<T> {
    let mut places = SourcePlaces::default();
    let table = SourceFile::new(file, text).table(&mut places).map_err(|error| diagnostics.add(*error)).ok()?;
    let reading = form::read(form, &table, &Zone::default());
    let mut values = diagnostics.take(file, None, &places, reading);
    for list in lists {
        keep_good(&mut values, list);
    }
    serde_json::from_value(Json::Object(values)).ok()
}

/// Leaves out the entries of a list that had mistakes; a list that is not there is empty.
pub(super) fn keep_good(values: &mut Map<String, Json>, list: &str) {
    let entries = values.entry(list).or_insert_with(|| json!([]));
    if let Some(entries) = entries.as_array_mut() {
        entries.retain(|entry| !entry.is_null());
    }
}
