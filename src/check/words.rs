//! Whether the words themselves may be shown: nothing left open, nothing out of date, nobody's private data.

use super::{Findings, ViewingConditions};
use crate::model::{Content, Severity, Slide};

pub(super) fn check(slide: &Slide, scheduled: bool, viewing: &ViewingConditions, findings: &mut Findings) {
    for text in slide.content.texts() {
        if text.contains('…') || text.contains("...") {
            let alert = matches!(slide.content, Content::Alert(_));
            let severity = if alert && scheduled { Severity::Error } else { Severity::Warning };
            findings.add(
                severity,
                "left-open",
                format!("“{text}” has a gap that was to be filled in"),
                "People are told to call or to come, and not whom or where.",
                "Write the name or the number where the dots are.",
            );
        }
        for term in &viewing.terms.rows {
            let begun = term.since.is_none_or(|since| since <= viewing.today);
            if let Some(found) = term.found.iter().find(|found| begun && holds(text, found)) {
                let because = term.because.as_ref().map_or(String::new(), |because| format!(" ({because})"));
                findings.add(
                    Severity::Warning,
                    "obsolete-term",
                    format!("“{found}” is no longer right{because}"),
                    "People look for an office or a paper that no longer exists.",
                    format!("Write: {}.", term.instead),
                );
            }
        }
        if let Some(number) = personal_number(text) {
            findings.add(
                Severity::Error,
                "personal-data",
                format!("“{number}” looks like somebody's identity number"),
                "It would be shown to the whole village.",
                "Take it out; show sums and never persons.",
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
