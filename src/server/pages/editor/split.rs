//! A slide that says too much becomes two: the second half of its steps or paragraphs goes to a slide of its own.

use crate::{
    form,
    office::item_form::{DraftText, Fields},
};

/// The list of a template that can be parted, and what goes with the whole slide and not with its first half.
const PARTED: [(&str, &str); 2] = [("guide", "steps"), ("notice", "body")];
/// What stands on both: readers of either may need it. All others but the list and the heading stay on the first.
const ON_BOTH: [&str; 9] = ["template", "title", "sub", "url", "hotline", "topic", "source", "checked_on", "theme"];

/// Whether it can be parted.
pub(super) fn can_split(text: &DraftText) -> bool {
    parts(text).is_some()
}

/// Both halves; `None` where there is nothing to part.
pub(super) fn split(text: &DraftText) -> Option<(DraftText, DraftText)> {
    let (list, entries) = parts(text)?;
    let half = entries.len().div_ceil(2);
    let title = text.fields.get("title").trim().to_owned();
    let with = |entries: &[String], part: usize| {
        let mut one = text.clone();
        one.fields.0.retain(|path, _| path.split('[').next() != Some(list));
        for (n, entry) in (1..).zip(entries) {
            one.fields.set(format!("{list}[{n}]"), entry.clone());
        }
        one.fields.set("title", format!("{title} ({part}/2)"));
        one
    };
    let (first, mut second) = (with(&entries[..half], 1), with(&entries[half..], 2));
    second.fields.0.retain(|path, _| {
        let name = path.split('[').next().unwrap_or_default();
        name == list || ON_BOTH.contains(&name)
    });
    Some((first, second))
}

/// The list, and its entries: those that were written, or the sentences of the only one.
fn parts(text: &DraftText) -> Option<(&'static str, Vec<String>)> {
    let template = text.fields.get(form::TEMPLATE.name);
    let (_, list) = PARTED.iter().find(|(own, _)| *own == template)?;
    let mut entries = entries(&text.fields, list);
    if let ([only], "body") = (entries.as_slice(), *list) {
        entries = sentences(only);
    }
    (entries.len() >= 2).then_some((*list, entries))
}

fn entries(fields: &Fields, list: &str) -> Vec<String> {
    let mut numbered: Vec<(usize, String)> = Vec::new();
    for (path, text) in &fields.0 {
        let number = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
        match number {
            Some(number) => numbered.push((number, text.trim().to_owned())),
            None if path == list => numbered.extend(text.lines().map(|line| (0, line.trim().to_owned()))),
            None => {}
        }
    }
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, text)| text).filter(|text| !text.is_empty()).collect()
}

/// The sentences of a paragraph. A point within a number or a short form ends none: a large letter follows an end.
fn sentences(text: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![String::new()];
    let words: Vec<&str> = text.split_whitespace().collect();
    for (n, word) in words.iter().enumerate() {
        let last = found.last_mut().expect("there is always one");
        if !last.is_empty() {
            last.push(' ');
        }
        last.push_str(word);
        let next = words.get(n + 1).and_then(|next| next.chars().find(|letter| letter.is_alphanumeric()));
        if word.ends_with(['.', '!', '?']) && next.is_some_and(char::is_uppercase) && word.chars().count() > 3 {
            found.push(String::new());
        }
    }
    found.into_iter().filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(fields: &[(&str, &str)]) -> DraftText {
        let mut text = DraftText::default();
        fields.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text
    }

    #[test]
    fn a_long_guide_becomes_two_that_say_all_of_it() {
        let guide = text(&[
            ("template", "guide"),
            ("title", "Khai sinh"),
            ("steps[1]", "một"),
            ("steps[2]", "hai"),
            ("steps[10]", "ba"),
            ("fee", "Miễn"),
            ("url", "https://dichvucong.gov.vn"),
        ]);
        let (first, second) = split(&guide).unwrap();
        assert_eq!(entries(&first.fields, "steps"), ["một", "hai"]);
        assert_eq!(entries(&second.fields, "steps"), ["ba"]);
        assert_eq!((first.fields.get("title"), second.fields.get("title")), ("Khai sinh (1/2)", "Khai sinh (2/2)"));
        assert_eq!((first.fields.get("fee"), second.fields.get("fee")), ("Miễn", ""));
        assert_eq!(second.fields.get("url"), "https://dichvucong.gov.vn");
    }

    #[test]
    fn one_paragraph_is_parted_between_sentences_and_a_slogan_not_at_all() {
        let notice = text(&[("template", "notice"), ("body", "Họp lúc 19.30 tối nay. Mời bà con đến đông đủ.")]);
        let (first, second) = split(&notice).unwrap();
        assert_eq!(first.fields.get("body[1]"), "Họp lúc 19.30 tối nay.");
        assert_eq!((first.fields.get("body"), second.fields.get("body[1]")), ("", "Mời bà con đến đông đủ."));
        assert!(!can_split(&text(&[("template", "slogan"), ("text", "Một. Hai.")])));
        assert!(!can_split(&text(&[("template", "guide"), ("steps[1]", "một")])));
    }
}
