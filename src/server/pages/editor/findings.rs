//! What is wrong with a slide, in the editor's words: graded, at its field, and where it lies on the picture.

use super::{split::can_split, words};
use crate::{
    child::draw::Drawing,
    form::{FieldProblem, Language, Mistake},
    model::{PixelArea, Severity, Size},
    office::item_form::DraftText,
    propose,
};

/// One thing to be mended, or worth it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FindingView {
    /// "bad", "warned" or "".
    pub grade: &'static str,
    /// The field, such as `steps[2]`; empty for the slide as a whole.
    pub field: String,
    /// The page it is on, from 1.
    pub page: Option<usize>,
    /// Left, top, width and height on the picture, in hundredths of it.
    pub place: Option<[f64; 4]>,
    /// What is so, and what to do.
    pub words: String,
    /// Two or three words to stand on the picture.
    pub short: String,
    /// It says that there is too much to read.
    pub too_much: bool,
    /// What the field could say with fewer words; empty where there is no such proposal.
    pub shorter: String,
    /// The slide could become two.
    pub splits: bool,
}

/// Findings that fewer words mend.
const TOO_MUCH: [&str; 3] = ["text-too-small", "too-much-on-a-page", "too-little-time"];

/// Adds what could be done about too many words: a shorter text for the field, two slides in place of one.
pub(super) fn offer(found: &mut [FindingView], text: &DraftText) {
    let splits = can_split(text);
    for finding in found.iter_mut().filter(|finding| finding.too_much) {
        finding.shorter = propose::shorten(text.fields.get(&finding.field)).unwrap_or_default();
        finding.splits = splits;
    }
}

/// How many there are of each grade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GradeCounts {
    pub must: usize,
    pub should: usize,
    pub hints: usize,
}

impl GradeCounts {
    /// Of those findings.
    pub fn of(findings: &[FindingView]) -> Self {
        let of = |grade| findings.iter().filter(|finding| finding.grade == grade).count();
        Self { must: of("bad"), should: of("warned"), hints: of("") }
    }

    /// The most serious that there is, in words: "2 chỗ nên sửa"; empty where there is nothing.
    pub fn words(self, language: Language) -> String {
        let (words, n) = match self {
            Self { must: 1.., .. } => (words::COUNT_MUST, self.must),
            Self { should: 1.., .. } => (words::COUNT_SHOULD, self.should),
            Self { hints: 1.., .. } => (words::COUNT_HINTS, self.hints),
            _ => return String::new(),
        };
        words.get(language).replace("{n}", &n.to_string())
    }

    /// What is said before sending; empty where there is nothing to say.
    pub fn left(self, language: Language) -> String {
        match self {
            Self { must: 1.., .. } => words::must_mend(language, self.must),
            Self { should: 1.., .. } => words::left_to_mend(language, self.should),
            _ => String::new(),
        }
    }
}

/// What a drawing has found, but for gaps that a mistake of the same field tells of already.
pub(super) fn drawn(drawing: &Drawing, mistakes: &[FindingView], language: Language) -> Vec<FindingView> {
    let told = |field: &str| mistakes.iter().any(|mistake| mistake.field == field);
    let found = drawing.findings.iter().filter(|finding| !finding.field.as_deref().is_some_and(told));
    found
        .map(|finding| {
            let sentence = |text: &str| text.trim_end_matches('.').to_owned();
            let (what, hint) = (finding.what.get(language), finding.hint.get(language));
            let words = if hint.is_empty() { what.to_owned() } else { format!("{}. {hint}", sentence(what)) };
            FindingView {
                grade: grade(finding.severity),
                field: finding.field.clone().unwrap_or_default(),
                page: finding.page,
                place: finding.place.map(|place| hundredths(place, drawing.size)),
                words: capital(&words),
                short: short(finding.severity).get(language).to_owned(),
                too_much: TOO_MUCH.contains(&finding.code.as_str()),
                shorter: String::new(),
                splits: false,
            }
        })
        .collect()
}

/// What is wrong with what was typed.
pub(super) fn mistaken(mistakes: &[Mistake], language: Language) -> Vec<FindingView> {
    let view = |mistake: &Mistake| {
        let (what, expected) = (mistake.what(language), mistake.expected(language));
        let words = match (&mistake.problem, language) {
            (FieldProblem::Missing { .. } | FieldProblem::Blank { .. } | FieldProblem::NoEntries, Language::Vi) => {
                "Chưa điền. Điền mục này rồi gửi.".to_owned()
            }
            (FieldProblem::Missing { .. } | FieldProblem::Blank { .. } | FieldProblem::NoEntries, Language::En) => {
                "Nothing is filled in. Fill this in, then send.".to_owned()
            }
            (_, Language::Vi) => format!("{what}. Ở đây cần {expected}."),
            (_, Language::En) => format!("{what}. Expected: {expected}."),
        };
        let hint = mistake.hint(language).map(|hint| format!(" {}.", capital(&hint))).unwrap_or_default();
        FindingView {
            grade: "bad",
            field: mistake.path.clone(),
            page: None,
            place: None,
            words: capital(&format!("{words}{hint}")),
            short: String::new(),
            too_much: false,
            shorter: String::new(),
            splits: false,
        }
    };
    mistakes.iter().map(view).collect()
}

/// The class of a grade.
const fn grade(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "bad",
        Severity::Warning => "warned",
        Severity::Suggestion => "",
    }
}

const fn short(severity: Severity) -> crate::form::Words {
    match severity {
        Severity::Error => words::MUST,
        Severity::Warning => words::SHOULD,
        Severity::Suggestion => words::HINT,
    }
}

fn hundredths(place: PixelArea, size: Size) -> [f64; 4] {
    let of = |pixels: u32, all: u32| (f64::from(pixels) * 10_000.0 / f64::from(all.max(1))).round() / 100.0;
    [of(place.x, size.width), of(place.y, size.height), of(place.width, size.width), of(place.height, size.height)]
}

/// The text with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
