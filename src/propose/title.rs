//! The heading of what was pasted, and where there is none, one made of its own words.

use super::line::{DocumentLine, LineMark};

/// Longest heading, syllables.
const SYLLABLES: u64 = 24;

/// The heading among the first of `lines`, and the line it is; perhaps one that runs over two lines of capitals.
pub(super) fn find(lines: &[DocumentLine]) -> Option<(String, Vec<usize>)> {
    let fits =
        |line: &DocumentLine| line.syllables() <= SYLLABLES && matches!(line.mark, LineMark::None | LineMark::Bullet);
    let head = lines.iter().take(3).position(|line| (line.heading || line.is_loud()) && fits(line));
    if let Some(at) = head {
        let goes_on = |at: &usize| {
            lines.get(at + 1).is_some_and(|next| {
                next.is_loud() && lines[*at].is_loud() && next.mark == LineMark::None && next.syllables() <= 14
            })
        };
        if goes_on(&at) {
            return Some((format!("{} {}", clean(&lines[at].text), clean(&lines[at + 1].text)), vec![at, at + 1]));
        }
        return Some((clean(&lines[at].text), vec![at]));
    }
    // A short first line that is no sentence of its own, above others.
    let first = lines.first()?;
    let ends = first.text.chars().next_back();
    let is_heading =
        lines.len() > 1 && fits(first) && first.syllables() <= 16 && !matches!(ends, Some('.' | ';' | ','));
    is_heading.then(|| (clean(&first.text), vec![0]))
}

/// The beginning of a sentence that can stand as a heading: up to its first comma or full stop, and no longer than allowed.
pub(super) fn from_sentence(text: &str) -> Option<String> {
    let clause = text.split(['.', ',', ';', ':', '!', '?', '(']).next()?.trim();
    let words: Vec<&str> = clause.split_whitespace().collect();
    (2..=14).contains(&words.len()).then(|| clause.to_owned())
}

fn clean(text: &str) -> String {
    text.trim().trim_end_matches([':', '.', '-', '–']).trim().to_owned()
}
