//! Whether the words themselves may be shown: nothing left open, nothing out of date, nobody's private data.

use super::{finding_sink::FindingSink, viewing::ViewingConditions};
use crate::model::{FindingKind, Severity, Slide, SlideContent};

pub(super) fn check(slide: &Slide, scheduled: bool, viewing: &ViewingConditions, findings: &mut FindingSink) {
    for (field, text) in slide.content.fields() {
        if text.contains('…') || text.contains("...") {
            // An alert that waits for its day has gaps that are filled in when it comes.
            let severity = match (&slide.content, scheduled) {
                (SlideContent::Alert(_), true) => Severity::Error,
                (SlideContent::Alert(_), false) => Severity::Suggestion,
                _ => Severity::Warning,
            };
            findings.add_at(severity, FindingKind::LeftOpen { text: text.to_owned() }, Some(field), None);
        }
        for term in &viewing.terms.rows {
            let begun = term.since.is_none_or(|since| since <= viewing.today());
            if let Some(found) = term.found.iter().find(|found| begun && holds(text, found)) {
                let (found, instead, because) = (found.clone(), term.instead.clone(), term.because.clone());
                let kind = FindingKind::ObsoleteTerm { found, instead, because };
                findings.add_at(Severity::Warning, kind, Some(field), None);
            }
        }
        if let Some(number) = personal_number(text) {
            findings.add_at(
                Severity::Error,
                FindingKind::PersonalData { number: number.to_owned() },
                Some(field),
                None,
            );
        }
    }
}

/// Whether `text` holds the whole words `term`, without regard to capitals.
pub(super) fn holds(text: &str, term: &str) -> bool {
    let (text, term) = (text.to_lowercase(), term.to_lowercase());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(&term)
        .any(|(at, found)| !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next()))
}

/// Twelve digits in a row, as a citizen's identity number has.
fn personal_number(text: &str) -> Option<&str> {
    text.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_whole_words_in_any_capitals() {
        assert!(holds("Nộp tại ubnd HUYỆN, tầng 2", "UBND huyện"));
        assert!(!holds("CMNDX", "CMND"));
    }

    #[test]
    fn an_identity_number_is_seen_and_a_telephone_number_is_not() {
        assert_eq!(personal_number("CCCD 042085001234."), Some("042085001234"));
        assert_eq!(personal_number("gọi 18001096 hoặc 1900 0368"), None);
    }
}
