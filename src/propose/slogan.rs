//! Capitals and short: a slogan.

use super::{
    line::{DocumentLine, LineMark},
    material::Material,
    proposal::{Filled, Proposal, TemplateReason},
};

/// Longest slogan, syllables: what passers-by read in eight seconds, and half as much again.
const SYLLABLES: u64 = 24;
/// Most lines.
const LINES: usize = 4;

/// A slogan, where the text is short; by its capitals before anything else of the kind.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let lines = &material.lines;
    let plain =
        |line: &DocumentLine| matches!(line.mark, LineMark::None | LineMark::Bullet) && !line.text.contains(['?', '@']);
    let syllables: u64 = lines.iter().map(DocumentLine::syllables).sum();
    let short = (1..=LINES).contains(&lines.len()) && (2..=SYLLABLES).contains(&syllables);
    let loud = lines.iter().all(DocumentLine::is_loud);
    if !material.tables.is_empty() || !short || !lines.iter().all(plain) || !(loud || lines.iter().all(is_a_saying)) {
        return None;
    }
    let mut filled = Filled::new("slogan");
    let text = lines.iter().map(|line| line.text.trim_end_matches('.').trim()).collect::<Vec<_>>().join("|");
    filled.text("text", text.trim_matches(['“', '”', '"']));
    Some(filled.proposal("slogan", if loud { TemplateReason::ShortAndLoud } else { TemplateReason::Short }))
}

/// Whether a line in small letters can be a slogan: it is no sentence that tells a fact or asks somebody to come.
fn is_a_saying(line: &DocumentLine) -> bool {
    const SAID_TO_PEOPLE: [&str; 9] =
        ["thong bao", "kinh ", "moi ", "de nghi ", "lich ", "ba con ", "xin ", "http", "cam on"];
    let short = line.syllables() <= 14 && !line.heading;
    let plain = !line.text.contains(|c: char| c.is_ascii_digit() || ".:".contains(c));
    let to_people = SAID_TO_PEOPLE.iter().any(|words| line.folded.starts_with(words));
    short && plain && !to_people && line.syllables() >= 3
}
