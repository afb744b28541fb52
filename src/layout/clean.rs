//! Every text of a slide in one form and within the limits, whoever wrote it.

use serde_json::Value;

use crate::{
    model::{
        Slide,
        limits::{FIELD_CHARS, LIST_ENTRIES},
    },
    text,
};

/// The slide with every text composed (NFC) and cut to the limits, and whether anything was cut. It goes by way of the
/// serialised form, so that no field is forgotten when a template gets a new one.
pub(super) fn clean(slide: &Slide) -> (Slide, bool) {
    let mut cut = false;
    let cleaned = serde_json::to_value(&slide.content).ok().and_then(|mut content| {
        walk(&mut content, &mut cut);
        serde_json::from_value(content).ok()
    });
    let content = cleaned.unwrap_or_else(|| slide.content.clone());
    (Slide { content, ..slide.clone() }, cut)
}

fn walk(value: &mut Value, cut: &mut bool) {
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
        }
        Value::Array(entries) => {
            *cut |= entries.len() > LIST_ENTRIES;
            entries.truncate(LIST_ENTRIES);
            entries.iter_mut().for_each(|entry| walk(entry, cut));
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                walk(field, cut);
                // These are set on one line whatever happens: a newline pasted along is a space there.
                if let (Value::String(words), "hotline" | "url") = (field, name.as_str()) {
                    *words = words.replace('\n', " ");
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
