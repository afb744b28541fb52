//! What an officer typed into a form, letter for letter.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    form::{FieldValues, Input, Origin, Value},
    model::{Digest, limits},
};

/// What an officer typed into the fields of a form, by the paths under which pages name them: `title`, `steps[3]`,
/// `row[2].name`; entries count from 1. A list may also stand in one box, an entry a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fields(pub BTreeMap<String, String>);

/// What an officer has written of an item: it need not be right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftText {
    /// The fields.
    pub fields: Fields,
    /// The file behind each key of a picture.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, Digest>,
}

impl Fields {
    /// The text of a field; empty where nothing was typed.
    pub fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// Types a text into a field.
    pub fn set(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.0.insert(path.into(), text.into());
    }

    /// The fields of a table as a person would type them.
    pub fn of(table: &FieldValues) -> Self {
        let mut fields = Self::default();
        for (name, input) in table.iter() {
            fields.add(name.to_owned(), &input.value);
        }
        fields
    }

    fn add(&mut self, path: String, value: &Value) {
        let text = match value {
            Value::Typed(text) | Value::Text(text) | Value::Other(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Flag(flag) => if *flag { "on" } else { "" }.to_owned(),
            Value::Date(date) => date.to_string(),
            Value::Time(time) => time.strftime("%H:%M").to_string(),
            Value::Local(at) => at.strftime("%Y-%m-%dT%H:%M").to_string(),
            Value::Instant(instant) => instant.to_string(),
            Value::List(entries) => {
                for (n, entry) in (1..).zip(entries) {
                    self.add(format!("{path}[{n}]"), &entry.value);
                }
                return;
            }
            Value::Table(table) => {
                for (name, input) in table.iter() {
                    self.add(format!("{path}.{name}"), &input.value);
                }
                return;
            }
            Value::Spoiled => return,
        };
        self.set(path, text);
    }

    /// The fields as a table for the form to read. Paths that lead nowhere are passed over; so are rows at the end of a
    /// table in which nothing was typed.
    pub fn table(&self) -> FieldValues {
        let mut table = FieldValues::default();
        for (path, text) in &self.0 {
            if !text.trim().is_empty() {
                // What no page of ours has sent says nothing that could be lost.
                table.set_path(path, Value::Typed(text.clone()), Origin::default()).ok();
            }
        }
        blank_rows_are_tables(&mut table);
        table
    }

    /// Whether both say the same but for blanks.
    pub fn is_like(&self, other: &Self) -> bool {
        let typed = |fields: &'_ Self| -> BTreeMap<String, String> {
            let trimmed = fields.0.iter().map(|(path, text)| (path.clone(), text.trim().to_owned()));
            trimmed.filter(|(_, text)| !text.is_empty()).collect()
        };
        typed(self) == typed(other)
    }
}

/// Between rows there may be some in which nothing was typed: as tables they are told what they lack.
fn blank_rows_are_tables(table: &mut FieldValues) {
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(Input { value: Value::List(mut entries), origin }) = table.get(&name).cloned() else { continue };
        if !entries.iter().any(|entry| matches!(entry.value, Value::Table(_))) {
            continue;
        }
        for entry in &mut entries {
            if !matches!(entry.value, Value::Table(_)) {
                entry.value = Value::Table(FieldValues::at(entry.origin));
            }
        }
        table.set(name, Value::List(entries), origin);
    }
}

impl DraftText {
    /// Its length in bytes, about as it is kept.
    pub fn bytes(&self) -> usize {
        let fields = self.fields.0.iter().map(|(path, text)| path.len() + text.len() + 6);
        fields.chain(self.pictures.keys().map(|key| key.len() + 80)).sum()
    }

    /// Whether it is short enough to be kept.
    pub fn fits(&self) -> bool {
        self.bytes() <= limits::DRAFT_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Fields {
        Fields(fields.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn what_was_typed_becomes_a_table_and_comes_back() {
        let fields =
            typed(&[("title", "T"), ("steps[1]", "một"), ("steps[11]", "hai"), ("row[2].name", "x"), ("b[", "?")]);
        let table = fields.table();
        assert_eq!(table.rows("row").count(), 2);
        let back = Fields::of(&table);
        assert_eq!((back.get("title"), back.get("steps[11]"), back.get("row[2].name")), ("T", "hai", "x"));
        assert_eq!(back.get("steps[2]"), "");
        assert!(typed(&[("a", " x "), ("b", "")]).is_like(&typed(&[("a", "x")])));
        assert!(!typed(&[("a", "x")]).is_like(&typed(&[("a", "y")])));
    }

    #[test]
    fn rows_at_the_end_with_nothing_in_them_are_no_rows() {
        let fields = typed(&[("row[1].name", "x"), ("row[2].name", " "), ("row[2].fee", "")]);
        assert_eq!(fields.table().rows("row").count(), 1);
    }
}
