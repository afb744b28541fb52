//! Mistakes in a folder of slides, said so that the person who made them can mend them.

use std::{fmt, io, path::PathBuf};

use crate::model::printable;

/// One mistake: where it is, what is wrong, what was expected, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderError {
    /// The file, relative to the folder, with `/` between its parts.
    pub file: String,
    /// The line in it, from 1, where the mistake has one.
    pub line: Option<usize>,
    /// The field, such as `steps[3]`; for a CSV file the column.
    pub field: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What was expected instead.
    pub expected: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl FolderError {
    /// A mistake that concerns a whole file.
    pub(super) fn in_file(file: &str, what: impl Into<String>, expected: impl Into<String>) -> Self {
        let (what, expected) = (what.into(), expected.into());
        Self { file: file.to_owned(), line: None, field: None, what, expected, hint: None }
    }

    /// The same mistake, at a line.
    pub(super) fn at(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same mistake, with advice.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same mistake, with advice if there is any.
    pub(super) fn hint_if(self, hint: Option<String>) -> Self {
        Self { hint, ..self }
    }
}

/// `file:line: field: what; expected …; hint: …`, on one line, with nothing in it that a terminal would obey.
impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ": `{}`", printable(field))?;
        }
        write!(f, ": {}; expected {}", printable(&self.what), printable(&self.expected))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; hint: {}", printable(hint)))
    }
}

/// The mistakes in a folder: the first of them, and how many there are besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderMistakes {
    /// The first by file and line, so many that a person can look through them.
    pub errors: Vec<FolderError>,
    /// How many there are besides.
    pub more: usize,
}

impl FolderMistakes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.more == 0
    }

    /// A line for each, and one that counts the rest.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let rest = (self.more > 0).then(|| format!("… and {} more", self.more));
        self.errors.iter().map(ToString::to_string).chain(rest)
    }
}

/// `2 mistakes:` and a line for each.
impl fmt::Display for FolderMistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.len() + self.more {
            1 => f.write_str("1 mistake:")?,
            count => write!(f, "{count} mistakes:")?,
        }
        self.lines().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

/// Why a folder cannot be used as it stands.
#[derive(Debug, thiserror::Error)]
pub enum FolderErrors {
    /// The folder itself cannot be listed.
    #[error("cannot read the folder `{}`: {source}", printable(&dir.to_string_lossy()))]
    ReadFolder {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Every mistake that was found, in the order of files and lines.
    #[error("the folder `{}` has {mistakes}", printable(&dir.to_string_lossy()))]
    Mistakes {
        /// The folder.
        dir: PathBuf,
        /// The mistakes; never none.
        mistakes: FolderMistakes,
    },
}
