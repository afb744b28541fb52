//! Findings as a person reads them on a terminal.

use std::{fmt, num::NonZeroUsize};

use crate::model::{Finding, Language, Severity};

/// A finding with its reason and what to do, on three lines; the last is not ended.
pub(super) struct InFull<'a> {
    pub(super) finding: &'a Finding,
    pub(super) language: Language,
    /// The screen is named: there are several.
    pub(super) with_screen: bool,
}

impl fmt::Display for InFull<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.finding.explain(self.language);
        let (why, hint) = match self.language {
            Language::En => ("why", "hint"),
            Language::Vi => ("vì sao", "cách sửa"),
        };
        let severity = self.finding.severity.name(self.language);
        let subject = self.finding.subject(self.language, self.with_screen);
        writeln!(f, "{severity}: {subject}: {} [{}]", said.what, self.finding.code())?;
        writeln!(f, "  {why}: {}", said.why)?;
        write!(f, "  {hint}: {}", said.hint)
    }
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SeverityCounts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) suggestions: usize,
}

impl SeverityCounts {
    pub(super) fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        Self { errors, warnings, suggestions: count(Severity::Suggestion) }
    }

    pub(super) fn in_words(self, language: Language) -> String {
        let Self { errors, warnings, suggestions } = self;
        match language {
            Language::En => format!("{errors} errors, {warnings} warnings, {suggestions} suggestions"),
            Language::Vi => format!("{errors} chỗ phải sửa, {warnings} chỗ nên sửa, {suggestions} gợi ý"),
        }
    }
}

/// Most findings of one severity that are written out: more are not read, and the first must not scroll away.
const WRITTEN_OUT: usize = 100;
/// Most warnings that are listed where they stop nothing.
const LISTED: usize = 20;

/// What stands on stderr before a version is signed, or is not: errors in full, of the warnings the first in a line each,
/// and how many more there are.
pub(super) struct Summary<'a> {
    /// The most serious first.
    pub(super) findings: &'a [Finding],
    pub(super) language: Language,
    pub(super) with_screen: bool,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { findings, language, with_screen } = *self;
        let of = |severity| findings.iter().filter(move |finding| finding.severity == severity);
        for finding in of(Severity::Error).take(WRITTEN_OUT) {
            writeln!(f, "{}", InFull { finding, language, with_screen })?;
        }
        for finding in of(Severity::Warning).take(LISTED) {
            let (severity, subject) = (finding.severity.name(language), finding.subject(language, with_screen));
            writeln!(f, "{severity}: {subject}: {} [{}]", finding.explain(language).what, finding.code())?;
        }
        let counts = SeverityCounts::of(findings);
        let unsaid = counts.errors.saturating_sub(WRITTEN_OUT) + counts.warnings.saturating_sub(LISTED);
        let Some(unsaid) = NonZeroUsize::new(unsaid + counts.suggestions) else { return Ok(()) };
        match language {
            Language::En => writeln!(f, "and {unsaid} more; hint: `bangtin check` lists all of them"),
            Language::Vi => writeln!(f, "và {unsaid} chỗ nữa; lệnh `bangtin check` liệt kê tất cả"),
        }
    }
}
