//! The mistakes found so far in the whole folder, and how a mistake in a form is told to whoever wrote TOML.

use std::cell::{Cell, RefCell};

use super::{
    FolderError, FolderMistakes,
    source::{SourcePlace, SourcePlaces},
};
use crate::{
    form::{ConversionNote, FieldKind, FieldProblem, FormReading, Found, Language, Mistake},
    model::{Finding, FindingKind, Severity, SlideId, limits},
};

/// Most mistakes that are kept until they are put in order, so that a folder of nothing but mistakes fills no memory.
const KEPT: usize = 100 * limits::MISTAKES;

/// The mistakes found so far in the whole folder.
#[derive(Default)]
pub(super) struct Diagnostics {
    errors: RefCell<Vec<FolderError>>,
    more: Cell<usize>,
    notes: RefCell<Vec<Finding>>,
}

impl Diagnostics {
    /// Notes one more.
    pub(super) fn add(&self, error: FolderError) {
        let mut errors = self.errors.borrow_mut();
        if errors.len() < KEPT {
            errors.push(error);
        } else {
            self.count_one_more();
        }
    }

    /// Counts one more without wording it.
    pub(super) fn count_one_more(&self) {
        self.more.set(self.more.get() + 1);
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.errors.borrow().len() + self.more.get()
    }

    /// Notes what came of reading a form of which `places` knows the values, and hands on its value.
    pub(super) fn take<T>(
        &self,
        file: &str,
        slide: Option<&SlideId>,
        places: &SourcePlaces,
        reading: FormReading<T>,
    ) -> T {
        for mistake in &reading.mistakes.listed {
            self.add(told(file, places, mistake));
        }
        self.more.set(self.more.get() + reading.mistakes.more);
        for note in &reading.notes {
            self.notes.borrow_mut().push(converted(file, slide, places, note));
        }
        reading.value
    }

    /// What was put right in reading, to be told to the officer.
    pub(super) fn take_notes(&self) -> Vec<Finding> {
        self.notes.take()
    }

    /// The first of all mistakes by file and line, and how many there are besides.
    pub(super) fn into_mistakes(self) -> FolderMistakes {
        let mut errors = self.errors.into_inner();
        errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        errors.dedup();
        let more = self.more.get() + errors.len().saturating_sub(limits::MISTAKES);
        errors.truncate(limits::MISTAKES);
        FolderMistakes { errors, more }
    }
}

/// A mistake in a form as a mistake in a file.
fn told(file: &str, places: &SourcePlaces, mistake: &Mistake) -> FolderError {
    let place = mistake.origin.and_then(|origin| places.get(origin));
    let field = place.and_then(|place| place.column).map_or_else(|| mistake.path.clone(), str::to_owned);
    let (what, expected) = (mistake.what(Language::En), mistake.expected(Language::En));
    FolderError {
        line: place.map(|place| place.line),
        field: Some(field),
        hint: in_toml(mistake).or_else(|| mistake.hint(Language::En)),
        ..FolderError::in_file(place.map_or(file, |place| &place.file), what, expected)
    }
}

/// What to do about a mistake that is one of TOML's way of writing.
fn in_toml(mistake: &Mistake) -> Option<String> {
    let name = mistake.path.rsplit('.').next().unwrap_or_default();
    let leave_out = || Some("leave out the quotes".to_owned());
    match &mistake.problem {
        FieldProblem::Missing { field, .. } => match field.kind {
            FieldKind::Group { .. } => Some(format!("write them under a line `[{name}]`")),
            FieldKind::Rows { .. } => Some(format!("write each row under a line `[[{name}]]`")),
            _ => None,
        },
        FieldProblem::Found { found, kind } => match (kind, found) {
            (FieldKind::List { .. }, Found::Text(_)) => Some(format!("put brackets round it: `{name} = [\"…\"]`")),
            (FieldKind::Rows { .. }, Found::Table) => Some(format!("write `[[{name}]]` with two brackets")),
            (FieldKind::Rows { .. }, _) => Some(format!("write each row under a line `[[{name}]]`")),
            (FieldKind::Group { .. } | FieldKind::List { .. }, _) => None,
            (FieldKind::Date | FieldKind::LocalTime | FieldKind::LocalEnd | FieldKind::Instant, Found::Text(text)) => {
                text.as_deref().map(date_hint)
            }
            (FieldKind::LocalTime | FieldKind::LocalEnd, Found::Time(_)) => {
                Some("leave out what follows the time: it is local".to_owned())
            }
            (
                FieldKind::Number { .. } | FieldKind::Seconds { .. } | FieldKind::Flag | FieldKind::Time,
                Found::Text(_),
            ) => leave_out(),
            (
                FieldKind::Number { .. }
                | FieldKind::Seconds { .. }
                | FieldKind::Flag
                | FieldKind::Time
                | FieldKind::Date
                | FieldKind::Instant,
                _,
            ) => None,
            (_, Found::List | Found::Table) => None,
            _ => Some("put it in quotes".to_owned()),
        },
        _ => None,
    }
}

/// What to do about a date written as text, the Vietnamese way round or in quotes.
fn date_hint(text: &str) -> String {
    let numbers: Vec<&str> = text.split(['/', '-', '.']).collect();
    match numbers.as_slice() {
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            format!("year first, without quotes: {year}-{month:0>2}-{day:0>2}")
        }
        _ => "leave out the quotes".to_owned(),
    }
}

/// A text that was not Unicode, told for the slide that shows it, whatever file it stands in.
fn converted(file: &str, slide: Option<&SlideId>, places: &SourcePlaces, note: &ConversionNote) -> Finding {
    let file = places.get(note.origin).map_or(file, |SourcePlace { file, .. }| file);
    let (file, encoding, shown) = (file.to_owned(), note.was.name(), note.says.clone());
    let finding = Finding::new(Severity::Warning, FindingKind::LegacyEncoding { file, encoding, shown });
    Finding { slide: slide.cloned(), ..finding }
}
