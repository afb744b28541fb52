//! The name of a field of a slide, as its author knows it: `title`, `steps[2]`, `row[3].name`.

use std::fmt;

use serde::{Serialize, Serializer};

/// One field of a slide's template, one entry of a list, or one part of such an entry. Entries count from 1 in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath {
    name: &'static str,
    /// The entry of a list, from 0.
    entry: Option<usize>,
    part: Option<&'static str>,
}

impl FieldPath {
    /// The field of that name.
    pub const fn of(name: &'static str) -> Self {
        Self { name, entry: None, part: None }
    }

    /// One entry of the field, a list; counted from 0.
    pub const fn entry(name: &'static str, entry: usize) -> Self {
        Self { name, entry: Some(entry), part: None }
    }

    /// One part of that entry, a table.
    pub const fn part(self, part: &'static str) -> Self {
        Self { part: Some(part), ..self }
    }

    /// The name of the field, without entry and part.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The entry of the list, from 0, where it is one.
    pub const fn index(self) -> Option<usize> {
        self.entry
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if let Some(entry) = self.entry {
            write!(f, "[{}]", entry + 1)?;
        }
        self.part.map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_in_the_file_and_entries_count_from_one() {
        assert_eq!(FieldPath::of("title").to_string(), "title");
        assert_eq!(FieldPath::entry("steps", 1).to_string(), "steps[2]");
        assert_eq!(FieldPath::entry("row", 2).part("name").to_string(), "row[3].name");
    }
}
