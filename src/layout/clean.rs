//! Every text of a slide in one form and within the limits, whoever wrote it.

use serde_json::Value;

use crate::{
    model::{
        Slide,
        limits::{FIELD_CHARS, LIST_ENTRIES},
    },
    text,
};

/// A slide with every text composed (NFC) and cut to the limits.
pub(super) struct Cleaned {
    pub slide: Slide,
    /// A text or a list was longer than the limits.
    pub cut: bool,
    /// Characters of all texts together.
    pub letters: usize,
}

/// Cleans the slide. It goes by way of the serialised form, so that no field is forgotten when a template gets a new one.
pub(super) fn clean(slide: &Slide) -> Cleaned {
    let (mut cut, mut letters) = (false, 0);
    let cleaned = serde_json::to_value(&slide.content).ok().and_then(|mut content| {
        walk(&mut content, &mut cut, &mut letters);
        serde_json::from_value(content).ok()
    });
    let content = cleaned.unwrap_or_else(|| slide.content.clone());
    Cleaned { slide: Slide { content, ..slide.clone() }, cut, letters }
}

fn walk(value: &mut Value, cut: &mut bool, letters: &mut usize) {
    match value {
        Value::String(words) => {
            let kept = match words.char_indices().nth(FIELD_CHARS) {
                Some((end, _)) => {
                    *cut = true;
                    &words[..end]
                }
                None => words.as_str(),
            };
            *words = text::nfc(kept);
            *letters += words.chars().count();
        }
        Value::Array(entries) => {
            *cut |= entries.len() > LIST_ENTRIES;
            entries.truncate(LIST_ENTRIES);
            entries.iter_mut().for_each(|entry| walk(entry, cut, letters));
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                walk(field, cut, letters);
                // These are set on one line whatever happens: a newline pasted along is a space there.
                if let (Value::String(words), "hotline" | "url") = (field, name.as_str()) {
                    *words = words.replace('\n', " ");
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
