//! What is on a page of several, in two words for the strip of small pictures: "Bước 3–4".

use std::collections::BTreeSet;

use super::drawing::BilingualText;
use crate::model::FieldPath;

/// The lists whose entries are counted for people: the field, and its entry's name in Vietnamese and English.
const COUNTED: [(&str, &str, &str, &str); 6] = [
    ("steps", "Bước", "Step", "Steps"),
    ("row", "Thủ tục", "Procedure", "Procedures"),
    ("body", "Đoạn", "Paragraph", "Paragraphs"),
    ("answer", "Đoạn", "Paragraph", "Paragraphs"),
    ("figure", "Chỉ tiêu", "Figure", "Figures"),
    ("actions", "Việc", "Action", "Actions"),
];

/// The label of a page with words of those fields.
pub(super) fn of(fields: &BTreeSet<FieldPath>) -> BilingualText {
    let entries = |name: &str| {
        let on = fields.iter().filter(move |field| field.name() == name).filter_map(|field| field.index());
        on.clone().min().zip(on.max())
    };
    let counted = COUNTED.iter().find_map(|words| Some((words, entries(words.0)?)));
    match counted {
        Some(((_, vi, one, _), (first, last))) if first == last => {
            BilingualText { vi: format!("{vi} {}", first + 1), en: format!("{one} {}", first + 1) }
        }
        Some(((_, vi, _, many), (first, last))) => {
            let numbers = format!("{}–{}", first + 1, last + 1);
            BilingualText { vi: format!("{vi} {numbers}"), en: format!("{many} {numbers}") }
        }
        None if fields.iter().any(|field| field.name() == "prepare") => {
            BilingualText { vi: "Chuẩn bị".to_owned(), en: "To prepare".to_owned() }
        }
        None => BilingualText::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_the_entries_on_it() {
        let label = |fields: &[FieldPath]| of(&fields.iter().copied().collect());
        let step = |at| FieldPath::entry("steps", at);
        assert_eq!(label(&[FieldPath::of("title"), step(2), step(3)]).vi, "Bước 3–4");
        assert_eq!(label(&[FieldPath::entry("row", 0).part("name")]).vi, "Thủ tục 1");
        assert_eq!(label(&[FieldPath::of("title"), FieldPath::entry("prepare", 0)]).vi, "Chuẩn bị");
        assert_eq!(label(&[FieldPath::of("text")]), BilingualText::default());
    }
}
