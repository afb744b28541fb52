//! How much shorter a text must be to be read from where people sit: found out by laying the slide out with less of it.

use serde_json::Value;

use crate::{
    check::{self, ViewingConditions},
    fonts::Fonts,
    layout::{self, Context},
    model::{Finding, FindingKind, Shortening, Slide},
    text,
};

/// Fills in, for every text of `slide` that is found too small, to how many syllables it must be cut, or that cutting it
/// helps nothing. Each costs the layout of a few slides.
pub fn find_shortenings(
    findings: &mut [Finding],
    slide: &Slide,
    context: &Context<'_>,
    viewing: &ViewingConditions,
    fonts: &mut Fonts,
) {
    for finding in findings.iter_mut().filter(|finding| finding.slide.as_ref() == Some(&slide.id)) {
        let (Some(field), Some(screen)) = (finding.field, finding.screen) else { continue };
        let FindingKind::TextTooSmall { wanted, shortening, .. } = &mut finding.kind else { continue };
        let fields = slide.content.fields();
        let Some((_, words)) = fields.iter().find(|(known, _)| *known == field) else { continue };
        let viewing = ViewingConditions { screen, ..viewing.clone() };
        let mut is_read = |words: &str, less: &str| {
            let Some(slide) = with_less(slide, words, less) else { return false };
            let laid = layout::lay_out(&slide, context, screen, fonts);
            let mut texts = laid.pages.iter().flat_map(|page| page.scene.texts()).filter(|t| t.field == Some(field));
            texts.all(|text| check::angle(text, &viewing) >= *wanted)
        };
        *shortening = shortest(words, &mut is_read);
    }
}

/// The longest beginning of `words` that can be read.
fn shortest(words: &str, is_read: &mut dyn FnMut(&str, &str) -> bool) -> Shortening {
    let ends: Vec<usize> = words
        .char_indices()
        .zip(words.chars().skip(1).map(Some).chain([None]))
        .filter(|((_, letter), next)| !letter.is_whitespace() && next.is_none_or(char::is_whitespace))
        .map(|((at, letter), _)| at + letter.len_utf8())
        .collect();
    // All of it cannot be read; halving finds how many words can, if one can.
    let (mut read, mut unread) = (0, ends.len());
    while unread - read > 1 {
        let middle = if read == 0 && unread == ends.len() { 1 } else { read + (unread - read) / 2 };
        if is_read(words, &words[..ends[middle - 1]]) {
            read = middle;
        } else if middle == 1 {
            break;
        } else {
            unread = middle;
        }
    }
    match read.checked_sub(1) {
        Some(last) => Shortening::To { now: text::count(words), most: text::count(&words[..ends[last]]) },
        None => Shortening::InVain,
    }
}

/// The slide with `less` in the place of its text `words`; `None` where it has no such text.
fn with_less(slide: &Slide, words: &str, less: &str) -> Option<Slide> {
    fn replace(value: &mut Value, words: &str, less: &str) -> bool {
        match value {
            Value::String(text) if text == words => {
                less.clone_into(text);
                true
            }
            Value::Array(entries) => entries.iter_mut().any(|entry| replace(entry, words, less)),
            Value::Object(fields) => fields.values_mut().any(|field| replace(field, words, less)),
            _ => false,
        }
    }
    let mut content = serde_json::to_value(&slide.content).ok()?;
    if !replace(&mut content, words, less) {
        return None;
    }
    Some(Slide { content: serde_json::from_value(content).ok()?, ..slide.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_that_is_read_is_found_in_few_tries() {
        let words = "một hai ba bốn năm sáu bảy tám chín mười";
        for fits in 1..9 {
            let mut tries = 0;
            let found = shortest(words, &mut |_, less| {
                tries += 1;
                less.split(' ').count() <= fits
            });
            assert_eq!(found, Shortening::To { now: 10, most: fits as u64 });
            assert!(tries <= 6, "{tries}");
        }
        assert_eq!(shortest(words, &mut |_, _| false), Shortening::InVain);
    }
}
