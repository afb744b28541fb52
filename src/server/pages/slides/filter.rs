//! Which slides of the list are looked at: by words, state, template and topic.

use serde::Deserialize;

use crate::{approval::SlideState, office::SlideEntry, text::folded};

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Filter {
    /// Words.
    #[serde(default)]
    pub q: String,
    /// A state, or `khac` for those that are seldom asked for.
    #[serde(default, rename = "trang-thai")]
    pub state: String,
    /// A template.
    #[serde(default)]
    pub mau: String,
    /// A topic.
    #[serde(default, rename = "chu-de")]
    pub topic: String,
    /// The part of the list, from 1.
    #[serde(default)]
    pub phan: usize,
}

/// The states that have a button of their own; the others are under "Khác".
pub(super) const OWN: [SlideState; 4] =
    [SlideState::Draft, SlideState::Waiting, SlideState::Playing, SlideState::Unscheduled];
/// The name of the others together.
pub(super) const OTHERS: &str = "khac";

impl Filter {
    /// Whether a slide is asked for but for its state.
    pub fn takes(&self, entry: &SlideEntry) -> bool {
        let words = folded(&self.q);
        words.split(' ').all(|word| entry.search.contains(word))
            && (self.mau.is_empty() || entry.template == self.mau)
            && (self.topic.is_empty() || entry.topic.as_deref() == Some(&self.topic))
    }

    /// Whether a slide of that state is asked for.
    pub fn takes_state(&self, entry: &SlideEntry) -> bool {
        match self.state.as_str() {
            "" => true,
            OTHERS => !OWN.contains(&entry.state),
            "draft" => entry.state == SlideState::Draft || entry.has_draft,
            state => state.parse() == Ok(entry.state),
        }
    }

    /// The address of the list with another state.
    pub fn with_state(&self, state: &str) -> String {
        Self { state: state.to_owned(), phan: 0, ..self.clone() }.address()
    }

    /// The address of another part of the list.
    pub fn with_part(&self, part: usize) -> String {
        Self { phan: part, ..self.clone() }.address()
    }

    fn address(&self) -> String {
        let part = if self.phan > 1 { self.phan.to_string() } else { String::new() };
        let pairs = [
            ("q", self.q.trim()),
            ("trang-thai", self.state.as_str()),
            ("mau", self.mau.as_str()),
            ("chu-de", self.topic.as_str()),
            ("phan", part.as_str()),
        ];
        let said: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", value.bytes().map(escaped).collect::<String>()))
            .collect();
        if said.is_empty() { "/trang".to_owned() } else { format!("/trang?{}", said.join("&")) }
    }
}

/// A byte as it stands in the value of a query.
fn escaped(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::WallTime, office::Looks};

    fn entry(words: &str, state: SlideState, has_draft: bool) -> SlideEntry {
        SlideEntry {
            id: "a".parse().unwrap(),
            title: words.to_owned(),
            template: "guide".to_owned(),
            topic: Some("chinh-quyen-so".to_owned()),
            state,
            looks: Looks::Nothing,
            has_draft,
            changed: WallTime(0),
            sent: None,
            until: None,
            search: folded(words),
        }
    }

    #[test]
    fn words_are_found_without_diacritics_and_in_any_order() {
        let slide = entry("Đăng ký khai sinh trực tuyến", SlideState::Playing, false);
        for (q, found) in [("dang ky", true), ("sinh KHAI", true), ("Đăng", true), ("", true), ("kết hôn", false)]
        {
            assert_eq!(Filter { q: q.to_owned(), ..Filter::default() }.takes(&slide), found, "{q}");
        }
    }

    #[test]
    fn a_slide_that_plays_and_is_being_edited_is_found_under_both() {
        let slide = entry("a", SlideState::Playing, true);
        let of = |state: &str| Filter { state: state.to_owned(), ..Filter::default() }.takes_state(&slide);
        assert!(of("") && of("playing") && of("draft"));
        assert!(!of("waiting") && !of(OTHERS) && !of("không có"));
    }

    #[test]
    fn an_address_says_what_is_asked_for() {
        let filter = Filter { q: "khai sinh&x=1".to_owned(), mau: "guide".to_owned(), phan: 3, ..Filter::default() };
        assert_eq!(filter.with_state("draft"), "/trang?q=khai%20sinh%26x%3D1&trang-thai=draft&mau=guide");
        assert_eq!(filter.with_part(2), "/trang?q=khai%20sinh%26x%3D1&mau=guide&phan=2");
        assert_eq!(Filter::default().with_state(""), "/trang");
    }
}
