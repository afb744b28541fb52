//! From what was written into a form to typed values, or to all mistakes in it.
//!
//! The typed values are JSON in the shape in which `model` reads its types, so that a field is described once, as data,
//! and declared once, in the type.

use jiff::civil::{Date, DateTime, Time};
use serde_json::{Map, Number, Value as Json};

use super::{
    Field, FieldKind, FieldProblem, FieldValues, Form, Input, Mistake, Origin, Value,
    found::{REPEATED_CHARS, shortened},
    suggest, typed,
    word::word,
};
use crate::{
    model::{Zone, limits},
    text::{Legacy, legacy, nfc},
};

/// What came of reading a form.
#[derive(Debug, Clone, PartialEq)]
pub struct FormReading<T> {
    /// What was read.
    pub value: T,
    /// What is wrong, in the order of the fields.
    pub mistakes: Mistakes,
    /// What was put right in reading.
    pub notes: Vec<ConversionNote>,
}

/// The mistakes in a form. However many there are, so many are kept that a person can look through them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes {
    /// The first of them.
    pub listed: Vec<Mistake>,
    /// How many there are besides.
    pub more: usize,
    /// Whether something was passed over as [`Value::Spoiled`].
    pub spoiled: bool,
}

impl Mistakes {
    /// Whether everything was right.
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && !self.spoiled
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.listed.len() + self.more
    }

    fn add(&mut self, mistake: impl FnOnce() -> Mistake) {
        if self.listed.len() < limits::MISTAKES {
            self.listed.push(mistake());
        } else {
            self.more += 1;
        }
    }
}

/// A text that was not Unicode and has been converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversionNote {
    /// The field, such as `steps[3]`.
    pub path: String,
    /// Where the text came from.
    pub origin: Origin,
    /// What it was written in.
    pub was: Legacy,
    /// How it begins now.
    pub says: String,
}

/// A text as the rest of the program wants it: NFC, on one line, without invisible characters. A no-break space stays:
/// it says something.
pub fn cleaned(raw: &str) -> String {
    nfc(raw).split([' ', '\n']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Reads a table as a form. What is wrong is left out of the value and is `null` where it is an entry of a list, so
/// that a caller may go on with what is good. `zone` is where local times stand for instants.
pub fn read(form: &'static Form, table: &FieldValues, zone: &Zone) -> FormReading<Map<String, Json>> {
    let mut reader = FormReader::new(zone);
    let value = reader.table(form, &[form.fields], table, "");
    reader.finish(value)
}

/// What is kept while a form is read.
pub(super) struct FormReader<'a> {
    zone: &'a Zone,
    mistakes: Mistakes,
    notes: Vec<ConversionNote>,
}

impl<'a> FormReader<'a> {
    pub(super) fn new(zone: &'a Zone) -> Self {
        Self { zone, mistakes: Mistakes::default(), notes: Vec::new() }
    }

    pub(super) fn finish<T>(self, value: T) -> FormReading<T> {
        FormReading { value, mistakes: self.mistakes, notes: self.notes }
    }

    pub(super) fn mistakes(&self) -> usize {
        self.mistakes.count()
    }

    pub(super) fn wrong(&mut self, path: &str, origin: Option<Origin>, problem: impl FnOnce() -> FieldProblem) {
        self.mistakes.add(|| Mistake { path: path.to_owned(), origin, problem: problem() });
    }

    /// Reads the fields of a table, wherever they are described; `prefix` stands before their names in mistakes.
    pub(super) fn table(
        &mut self,
        form: &'static Form,
        fields: &[&'static [Field]],
        table: &FieldValues,
        prefix: &str,
    ) -> Map<String, Json> {
        let mut values = Map::new();
        let all = || fields.iter().copied().flatten();
        let known: Vec<&'static str> = all().flat_map(|field| field.names()).collect();
        for field in all() {
            let path = format!("{prefix}{}", field.name);
            let sheet = field.sheet().and_then(|sheet| Some((sheet, table.get(sheet)?)));
            match (table.get(field.name).filter(|input| !input.is_blank()), sheet) {
                (Some(_), Some((sheet, input))) => {
                    let path = format!("{prefix}{sheet}");
                    self.wrong(&path, Some(input.origin), || FieldProblem::Twice { sheet, rows: field.name });
                }
                (Some(input), None) => {
                    if let Some(value) = self.value(&field.kind, field.required, input, &path) {
                        values.insert(field.key.to_owned(), value);
                    }
                }
                // Whoever fills in the form reads the file; what still stands here names none.
                (None, Some((sheet, input))) => {
                    let path = format!("{prefix}{sheet}");
                    self.found(&path, input, FieldKind::LINE);
                }
                (None, None) if field.required && table.get(field.name).is_some() => {
                    let origin = table.get(field.name).map(|input| input.origin);
                    self.wrong(&path, origin, || FieldProblem::Blank { kind: field.kind });
                }
                (None, None) if field.required => {
                    let mistyped = || {
                        let others = table.iter().map(|(name, _)| name).filter(|name| !known.contains(name));
                        suggest(field.name, others).map(str::to_owned)
                    };
                    self.wrong(&path, table.origin, || FieldProblem::Missing { form, field, meant: mistyped() });
                }
                (None, None) => {}
            }
        }
        for (name, input) in table.iter().filter(|(name, _)| !known.contains(name)) {
            let path = || format!("{prefix}{}", shortened(name));
            self.mistakes.add(|| {
                let like = suggest(name, known.iter().copied()).and_then(|like| known.iter().find(|own| **own == like));
                let problem = FieldProblem::Unknown { form, known: known.clone(), like: like.copied() };
                Mistake { path: path(), origin: Some(input.origin), problem }
            });
        }
        values
    }

    /// Reads one value; `None` with the mistake noted.
    fn value(&mut self, kind: &FieldKind, required: bool, input: &Input, path: &str) -> Option<Json> {
        match *kind {
            FieldKind::List { of, entries } => self.list(kind, of, entries, required, input, path),
            FieldKind::Rows { form, entries, .. } => self.rows(kind, form, entries, required, input, path),
            FieldKind::Group { form } => match &input.value {
                Value::Table(table) => {
                    let before = self.mistakes();
                    let values = self.table(form, &[form.fields], table, &format!("{path}."));
                    (self.mistakes() == before).then_some(Json::Object(values))
                }
                _ => self.found(path, input, *kind),
            },
            FieldKind::Line { chars } | FieldKind::Paragraph { chars } | FieldKind::Telephone { chars } => {
                self.text(kind, chars, required, input, path).map(Json::String)
            }
            FieldKind::Url
            | FieldKind::Picture
            | FieldKind::Id
            | FieldKind::Choice { .. }
            | FieldKind::Size
            | FieldKind::TimeZone => {
                let text = self.text(kind, limits::FIELD_CHARS, required, input, path)?;
                let read = word(kind, &text, matches!(input.value, Value::Typed(_)));
                read.map_err(|problem| self.wrong(path, Some(input.origin), || problem)).ok()
            }
            FieldKind::Flag
            | FieldKind::Number { .. }
            | FieldKind::Seconds { .. }
            | FieldKind::Date
            | FieldKind::Time
            | FieldKind::LocalTime
            | FieldKind::LocalEnd
            | FieldKind::Instant => match self.scalar(kind, &input.value) {
                Some(value) => Some(value),
                None => self.found(path, input, *kind),
            },
        }
    }

    fn list(
        &mut self,
        kind: &FieldKind,
        of: &FieldKind,
        most: usize,
        required: bool,
        input: &Input,
        path: &str,
    ) -> Option<Json> {
        let entries = match &input.value {
            Value::List(entries) => entries.iter().filter(|entry| !entry.is_blank()).cloned().collect(),
            // A page has one box for the whole list: an entry a line.
            Value::Typed(text) => {
                let lines = text.lines().filter(|line| !line.trim().is_empty()).take(most + 1);
                lines.map(|line| Input { value: Value::Typed(line.to_owned()), origin: input.origin }).collect()
            }
            _ => return self.found(path, input, *kind),
        };
        let entries: Vec<Input> = entries;
        if !self.fits(entries.len(), most, required, input, path) {
            return None;
        }
        let read = |(n, entry): (usize, &Input)| {
            self.value(of, true, entry, &format!("{path}[{}]", n + 1)).unwrap_or(Json::Null)
        };
        Some(Json::Array(entries.iter().enumerate().map(read).collect()))
    }

    fn rows(
        &mut self,
        kind: &FieldKind,
        form: &'static Form,
        most: usize,
        required: bool,
        input: &Input,
        path: &str,
    ) -> Option<Json> {
        let Value::List(entries) = &input.value else { return self.found(path, input, *kind) };
        if !self.fits(entries.len(), most, required, input, path) {
            return None;
        }
        let mut rows = Vec::new();
        for (n, entry) in entries.iter().enumerate() {
            let path = format!("{path}[{}]", n + 1);
            let before = self.mistakes();
            let row = match &entry.value {
                Value::Table(row) => self.table(form, &[form.fields], row, &format!("{path}.")),
                _ => {
                    self.found(&path, entry, *kind);
                    Map::new()
                }
            };
            rows.push(if self.mistakes() == before { Json::Object(row) } else { Json::Null });
        }
        Some(Json::Array(rows))
    }

    /// Whether a list is neither empty, where that is wrong, nor too long: judged before any entry is looked at.
    fn fits(&mut self, entries: usize, most: usize, required: bool, input: &Input, path: &str) -> bool {
        if entries > most {
            self.wrong(path, Some(input.origin), || FieldProblem::ManyEntries { entries, most });
        } else if entries == 0 && required {
            self.wrong(path, Some(input.origin), || FieldProblem::NoEntries);
        }
        entries <= most && !(entries == 0 && required)
    }

    /// A text in Unicode, cleaned and not too long.
    fn text(&mut self, kind: &FieldKind, most: usize, required: bool, input: &Input, path: &str) -> Option<String> {
        let (Value::Text(raw) | Value::Typed(raw)) = &input.value else {
            self.found(path, input, *kind);
            return None;
        };
        // Four bytes are the longest letter; parts of letters may come together, but not so many.
        if raw.len() > most * 16 {
            self.wrong(path, Some(input.origin), || FieldProblem::Long { chars: raw.chars().count(), most });
            return None;
        }
        let text = match legacy(raw) {
            None => cleaned(raw),
            Some((was, says)) => {
                let text = cleaned(&says);
                let says = text.chars().take(REPEATED_CHARS).collect();
                self.notes.push(ConversionNote { path: path.to_owned(), origin: input.origin, was, says });
                text
            }
        };
        let chars = text.chars().count();
        let problem = if text.is_empty() {
            FieldProblem::Empty { optional: !required }
        } else if chars > most {
            FieldProblem::Long { chars, most }
        } else if text.contains('\u{fffd}') {
            FieldProblem::Lost
        } else {
            return Some(text);
        };
        self.wrong(path, Some(input.origin), || problem);
        None
    }

    /// A number, a time or a yes or no.
    fn scalar(&self, kind: &FieldKind, value: &Value) -> Option<Json> {
        let value = typed::parsed(kind, value)?;
        let day = |date: Date| date.to_datetime(Time::midnight());
        let local = |at: DateTime| Json::String(at.to_string());
        let number = |n: i64, least: u64, most: u64| u64::try_from(n).ok().filter(|n| (least..=most).contains(n));
        match (kind, value) {
            (FieldKind::Flag, Value::Flag(flag)) => Some(Json::Bool(flag)),
            (FieldKind::Number { least, most }, Value::Integer(n)) => {
                number(n, *least, *most).map(|n| Json::Number(Number::from(n)))
            }
            (FieldKind::Seconds { least, most }, Value::Integer(n)) => {
                number(n, *least, *most).map(|n| Json::Number(Number::from(n * 1_000)))
            }
            (FieldKind::Date, Value::Date(date)) => Some(Json::String(date.to_string())),
            (FieldKind::Time, Value::Time(time)) => Some(Json::String(time.to_string())),
            (FieldKind::LocalTime, Value::Date(date)) => Some(local(day(date))),
            (FieldKind::LocalEnd, Value::Date(date)) => Some(local(day(date.tomorrow().ok()?))),
            (FieldKind::LocalTime | FieldKind::LocalEnd, Value::Local(at)) => Some(local(at)),
            (FieldKind::Instant, Value::Instant(instant)) => Some(Json::String(instant.to_string())),
            (FieldKind::Instant, Value::Local(at)) => {
                let instant = self.zone.instant(at).timestamp();
                Some(Json::String(instant.to_string()))
            }
            _ => None,
        }
    }

    /// Notes that something else was found; answers `None`.
    fn found(&mut self, path: &str, input: &Input, kind: FieldKind) -> Option<Json> {
        if !matches!(input.value, Value::Spoiled) {
            self.wrong(path, Some(input.origin), || FieldProblem::Found { found: input.value.found(), kind });
        } else {
            // It has been counted where it was found.
            self.mistakes.spoiled = true;
        }
        None
    }
}

impl Field {
    /// The field that may name a file in place of this one's rows.
    fn sheet(&self) -> Option<&'static str> {
        match self.kind {
            FieldKind::Rows { sheet: Some(sheet), .. } => Some(sheet.field),
            _ => None,
        }
    }

    /// The names under which this field may be written.
    fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.sheet().into_iter().chain([self.name])
    }
}

impl Input {
    /// Whether a person left it empty.
    fn is_blank(&self) -> bool {
        matches!(&self.value, Value::Typed(text) if text.trim().is_empty())
    }
}
