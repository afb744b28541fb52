//! A TOML file as values of a form, each of which remembers its line.

use std::rc::Rc;

use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::FolderError;
use crate::form::{FieldValues, Input, Origin, Value};

/// A place in a file, which an [`Origin`] stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SourcePlace {
    /// The file, relative to the folder.
    pub file: Rc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column of a spreadsheet; `None` in a TOML file.
    pub column: Option<&'static str>,
}

/// The places of the values that were read for one form.
#[derive(Default)]
pub(super) struct SourcePlaces {
    list: Vec<SourcePlace>,
}

impl SourcePlaces {
    /// Remembers a place.
    pub(super) fn add(&mut self, place: SourcePlace) -> Origin {
        let origin =
            Origin(u32::try_from(self.list.len()).expect("a file of the allowed length has not so many values"));
        self.list.push(place);
        origin
    }

    /// The place of a value.
    pub(super) fn get(&self, origin: Origin) -> Option<&SourcePlace> {
        self.list.get(origin.0 as usize)
    }
}

/// A TOML file being read.
pub(super) struct SourceFile<'a> {
    file: Rc<str>,
    text: &'a str,
    /// Where each line but the first begins, bytes.
    lines: Vec<usize>,
}

impl<'a> SourceFile<'a> {
    /// The file of that name, with its whole text.
    pub(super) fn new(file: &str, text: &'a str) -> Self {
        let lines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
        Self { file: file.into(), text, lines }
    }

    /// Its values as a form takes them, or the first error of syntax.
    pub(super) fn table(&self, places: &mut SourcePlaces) -> Result<FieldValues, Box<FolderError>> {
        let table = DeTable::parse(self.text).map_err(|error| Box::new(self.syntax(&error)))?;
        let mut reader = TableReader { file: self, places };
        Ok(reader.table(table.get_ref(), None))
    }

    fn syntax(&self, error: &toml::de::Error) -> FolderError {
        let message = error.message().lines().next().unwrap_or("cannot be read");
        let hint = "texts stand in double quotes, lists in brackets with commas: `steps = [\"Một\", \"Hai\"]`";
        let said = FolderError::in_file(&self.file, format!("not TOML: {message}"), "lines like `name = value`");
        let said = said.hint(hint);
        error.span().map(|span| self.line(span.start)).map_or(said.clone(), |line| said.at(line))
    }

    /// The line of a byte of the text, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) + 1
    }
}

/// Turns TOML tables into tables of a form.
struct TableReader<'a, 'b> {
    file: &'a SourceFile<'a>,
    places: &'b mut SourcePlaces,
}

impl TableReader<'_, '_> {
    fn at(&mut self, byte: usize) -> Origin {
        let place = SourcePlace { file: self.file.file.clone(), line: self.file.line(byte), column: None };
        self.places.add(place)
    }

    fn table(&mut self, toml: &DeTable<'_>, at: Option<Origin>) -> FieldValues {
        let mut table = at.map_or_else(FieldValues::default, FieldValues::at);
        for (key, value) in toml {
            let origin = self.at(key.span().start.min(value.span().start));
            let value = self.value(value, origin);
            table.push(key.get_ref().as_ref(), value, origin);
        }
        table
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, origin: Origin) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::Text(text.as_ref().to_owned()),
            DeValue::Integer(number) => {
                let integer = i64::from_str_radix(number.as_str(), number.radix());
                integer.map_or_else(|_| Value::Other(number.to_string()), Value::Integer)
            }
            DeValue::Float(number) => Value::Other(number.to_string()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Datetime(parts) => moment(parts).unwrap_or_else(|| Value::Other(parts.to_string())),
            DeValue::Array(entries) => {
                let entry = |entry: &Spanned<DeValue<'_>>| {
                    let origin = self.at(entry.span().start);
                    Input { value: self.value(entry, origin), origin }
                };
                Value::List(entries.iter().map(entry).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table, Some(origin))),
        }
    }
}

/// A date, a time or both; `None` for one that no calendar has.
fn moment(parts: &toml::value::Datetime) -> Option<Value> {
    let date = parts.date.map(civil_date);
    let time = parts.time.map(civil_time);
    Some(match (date, time, parts.offset) {
        (Some(date), None, None) => Value::Date(date?),
        (None, Some(time), None) => Value::Time(time?),
        (Some(date), Some(time), None) => Value::Local(date?.to_datetime(time?)),
        _ => Value::Instant(parts.to_string().parse::<Timestamp>().ok()?),
    })
}

fn civil_date(date: toml::value::Date) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn civil_time(time: toml::value::Time) -> Option<Time> {
    let [hour, minute, second] = [time.hour, time.minute, time.second.unwrap_or(0)].map(i8::try_from);
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    Time::new(hour.ok()?, minute.ok()?, second.ok()?, nanosecond).ok()
}
