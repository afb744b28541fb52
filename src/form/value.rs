//! What was written into a form, and where each value came from.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
};

use crate::model::limits::LIST_ENTRIES;

/// Longest path of a field, bytes: a longer one would nest tables as deep as its sender likes.
const PATH_BYTES: usize = 80;

/// Where a value came from: a number that only whoever filled in the form understands. It comes back with mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin(pub u32);

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// The value.
    pub value: Value,
    /// Where it came from.
    pub origin: Origin,
}

/// A value: as a person typed it, or already of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// As typed into a page or a cell: the field's kind says how it is read. With no letter in it the field is left out.
    Typed(String),
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Date(Date),
    /// A time of the day.
    Time(Time),
    /// A local date and time.
    Local(DateTime),
    /// An instant.
    Instant(Timestamp),
    /// Something that no field takes, as it was written.
    Other(String),
    /// Entries in order.
    List(Vec<Input>),
    /// A form within the form, or a row.
    Table(FieldValues),
    /// Something about which a mistake has been told already: it is passed over.
    Spoiled,
}

/// The values of one form by the names of its fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldValues {
    /// Where the table begins; `None` for the outermost one, which begins nowhere.
    pub origin: Option<Origin>,
    fields: Vec<(String, Input)>,
}

/// A path that leads to no field, such as `steps[x]`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the path of a field, such as `title`, `steps[3]` or `row[2].name`")]
pub struct BadPath(String);

impl FieldValues {
    /// A table that begins at `origin`.
    pub fn at(origin: Origin) -> Self {
        Self { origin: Some(origin), fields: Vec::new() }
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Input> {
        self.fields.iter().find(|(own, _)| own == name).map(|(_, input)| input)
    }

    /// Every name and value, in the order in which they were put in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Input)> {
        self.fields.iter().map(|(name, input)| (name.as_str(), input))
    }

    /// The rows of the table of that name with their places in it, from 0; nothing where it is no table.
    pub fn rows(&self, name: &str) -> impl Iterator<Item = (usize, &FieldValues)> {
        let entries = match self.get(name) {
            Some(Input { value: Value::List(entries), .. }) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().enumerate().filter_map(|(n, entry)| match &entry.value {
            Value::Table(table) => Some((n, table)),
            _ => None,
        })
    }

    /// Puts a value in, in place of one of the same name.
    pub fn set(&mut self, name: impl Into<String>, value: Value, origin: Origin) {
        let (name, input) = (name.into(), Input { value, origin });
        match self.fields.iter_mut().find(|(own, _)| *own == name) {
            Some((_, old)) => *old = input,
            None => self.fields.push((name, input)),
        }
    }

    /// Puts a value in under a name that is known to be new.
    pub fn push(&mut self, name: impl Into<String>, value: Value, origin: Origin) {
        self.fields.push((name.into(), Input { value, origin }));
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<Input> {
        let at = self.fields.iter().position(|(own, _)| own == name)?;
        Some(self.fields.remove(at).1)
    }

    /// Puts a value in by its path, as pages name fields: `title`, `steps[3]`, `row[2].name`; entries count from 1.
    ///
    /// # Errors
    /// [`BadPath`] where the path leads to no field, or to an entry beyond what any list may have.
    pub fn set_path(&mut self, path: &str, value: Value, origin: Origin) -> Result<(), BadPath> {
        let bad = || BadPath(path.chars().take(PATH_BYTES).collect());
        if path.len() > PATH_BYTES {
            return Err(bad());
        }
        let Some((name, rest)) = path.split_once('[') else {
            if path.is_empty() || path.contains([']', '.']) {
                return Err(bad());
            }
            self.set(path, value, origin);
            return Ok(());
        };
        let (number, rest) = rest.split_once(']').ok_or_else(bad)?;
        let place: usize = number.parse().ok().filter(|n| (1..=LIST_ENTRIES + 1).contains(n)).ok_or_else(bad)?;
        if name.is_empty() || name.contains('.') {
            return Err(bad());
        }
        if self.get(name).is_none() {
            self.set(name, Value::List(Vec::new()), origin);
        }
        let list = self.fields.iter_mut().find(|(own, _)| own == name).map(|(_, input)| &mut input.value);
        let Some(Value::List(entries)) = list else { return Err(bad()) };
        while entries.len() < place {
            entries.push(Input { value: Value::Typed(String::new()), origin });
        }
        let entry = &mut entries[place - 1];
        match rest.strip_prefix('.') {
            None if rest.is_empty() => *entry = Input { value, origin },
            None => return Err(bad()),
            Some(field) => {
                if !matches!(entry.value, Value::Table(_)) {
                    *entry = Input { value: Value::Table(Self::at(origin)), origin };
                }
                if let Value::Table(row) = &mut entry.value {
                    row.set_path(field, value, origin)?;
                }
            }
        }
        Ok(())
    }
}
