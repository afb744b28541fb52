//! The lines of a text by which its writer is known.

use std::collections::BTreeSet;

use super::item_form::DraftText;

/// Lines shorter than this are alike by chance, characters: "on", a theme, an hour.
const OWN_WORDS_CHARS: usize = 12;

/// The lines of a text that do not stand in another, and are long enough to be somebody's own.
pub(super) fn own_words(text: &DraftText, before: &DraftText) -> BTreeSet<String> {
    lines(text).difference(&lines(before)).cloned().collect()
}

fn lines(text: &DraftText) -> BTreeSet<String> {
    let lines = text.fields.0.values().flat_map(|text| text.lines());
    let trimmed = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    trimmed.filter(|line| line.chars().count() >= OWN_WORDS_CHARS).collect()
}
