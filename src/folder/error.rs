//! Mistakes in a folder of slides, said so that the person who made them can mend them.

use std::{fmt, io, path::PathBuf};

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

/// `file:line: field: what; expected …; hint: …`, on one line.
impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ": `{field}`")?;
        }
        write!(f, ": {}; expected {}", self.what, self.expected)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; hint: {hint}"))
    }
}

/// Why a folder cannot be used as it stands.
#[derive(Debug, thiserror::Error)]
pub enum FolderErrors {
    /// The folder itself cannot be listed.
    #[error("cannot read the folder `{}`: {source}", dir.display())]
    ReadFolder {
        /// The folder.
        dir: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Every mistake that was found, in the order of files and lines.
    #[error("{} in `{}`:{}", count(errors.len()), dir.display(), lines(errors))]
    Mistakes {
        /// The folder.
        dir: PathBuf,
        /// The mistakes; never empty.
        errors: Vec<FolderError>,
    },
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 { "1 mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

fn lines(errors: &[FolderError]) -> String {
    errors.iter().map(|error| format!("\n  {error}")).collect()
}
