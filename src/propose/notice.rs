//! Everything else: a heading and paragraphs, on as many slides as a long text needs.

use super::{
    line::{DocumentLine, LineMark},
    material::{Material, address, joined},
    proposal::{Filled, Proposal, ProposalNote, ProposedSlide, TemplateReason},
    title,
};
use crate::{
    model::limits::{FIELD_CHARS, PROPOSED_SLIDES},
    text::count,
};

/// A slide with more syllables than this is made two.
const SYLLABLES: u64 = 120;

/// A part of a text under a heading of its own.
struct NoticeSection {
    heading: String,
    paragraphs: Vec<String>,
}

/// A notice: always possible where there are words.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let body = material.body();
    let table = material.tables.iter().flatten().map(|row| said(row));
    let lines: Vec<DocumentLine> =
        body.lines.iter().cloned().chain(table.filter_map(|row| DocumentLine::of(&row, false))).collect();
    let mut notes = Vec::new();
    let found = body.subject.clone().map(|subject| (subject, Vec::new())).or_else(|| title::find(&lines));
    let (heading, used) = match (found, lines.first()) {
        (Some(found), _) => found,
        (None, Some(first)) => {
            notes.push(ProposalNote::TitleMade);
            (title::from_sentence(&first.text).unwrap_or_else(|| "Thông báo".to_owned()), Vec::new())
        }
        (None, None) => return None,
    };
    let rest: Vec<DocumentLine> =
        lines.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, line)| line.clone()).collect();
    let sections = sections(&heading, &rest);
    let mut slides: Vec<ProposedSlide> = sections.iter().flat_map(slides).collect();
    if slides.is_empty() {
        // A heading alone: what it says stands below it too, because a notice has both.
        let mut filled = Filled::new("notice");
        filled.text("title", &heading);
        filled.list("body", &[heading]);
        slides.push(filled.slide());
    }
    if slides.len() > PROPOSED_SLIDES {
        slides.truncate(PROPOSED_SLIDES);
        notes.push(ProposalNote::Shortened { slides: slides.len() });
    } else if slides.len() > 1 {
        notes.push(ProposalNote::Split(slides.len()));
    }
    if !body.left_out.is_empty() {
        notes.push(ProposalNote::LeftOut(body.left_out.clone()));
    }
    Some(Proposal { template: "notice", reason: TemplateReason::Text, slides, notes })
}

/// The parts of a long text, by its headings; a short one is one part, headings and all.
fn sections(heading: &str, lines: &[DocumentLine]) -> Vec<NoticeSection> {
    let all: u64 = lines.iter().map(DocumentLine::syllables).sum();
    let is_heading = |line: &DocumentLine| {
        let short = line.syllables() <= 20;
        let numbered = matches!(line.mark, LineMark::Roman | LineMark::Number(_)) && !line.text.ends_with(['.', ';']);
        short
            && (line.heading || (numbered && line.syllables() <= 14) || (line.is_loud() && line.mark == LineMark::None))
    };
    let mut parts: Vec<(String, Vec<DocumentLine>)> = vec![(heading.to_owned(), Vec::new())];
    for line in lines {
        if all > SYLLABLES && is_heading(line) {
            parts.push((line.text.trim_end_matches([':', '.']).to_owned(), Vec::new()));
        } else if let Some((_, own)) = parts.last_mut() {
            own.push(line.clone());
        }
    }
    let section =
        |(heading, lines): (String, Vec<DocumentLine>)| NoticeSection { heading, paragraphs: numbered(&lines) };
    parts.into_iter().filter(|(_, lines)| !lines.is_empty()).map(section).collect()
}

/// The paragraphs; where several are numbered, with their numbers.
fn numbered(lines: &[DocumentLine]) -> Vec<String> {
    let n = |line: &DocumentLine| match line.mark {
        LineMark::Number(n) | LineMark::Step(n) => Some(n),
        _ => None,
    };
    if lines.iter().filter(|line| n(line).is_some()).count() < 2 {
        return joined(lines);
    }
    let shown: Vec<DocumentLine> = lines
        .iter()
        .map(|line| {
            n(line)
                .map_or_else(|| line.clone(), |n| DocumentLine { text: format!("{n}. {}", line.text), ..line.clone() })
        })
        .collect();
    joined(&shown)
}

/// The slides of a part: whole paragraphs, as many as are read in half a minute.
fn slides(section: &NoticeSection) -> Vec<ProposedSlide> {
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    let mut syllables = 0;
    for paragraph in section.paragraphs.iter().flat_map(|paragraph| short(paragraph)) {
        let own = count(&paragraph);
        if syllables > 0 && syllables + own > SYLLABLES {
            pages.push(Vec::new());
            syllables = 0;
        }
        syllables += own;
        pages.last_mut().into_iter().for_each(|page| page.push(paragraph.clone()));
    }
    let of = pages.len();
    let slide = |(n, body): (usize, Vec<String>)| {
        let mut filled = Filled::new("notice");
        filled.text(
            "title",
            &if of > 1 { format!("{} ({}/{of})", section.heading, n + 1) } else { section.heading.clone() },
        );
        filled.maybe("url", body.iter().find_map(|text| address(text)).as_deref());
        filled.list("body", &body);
        filled.slide()
    };
    pages.into_iter().enumerate().filter(|(_, body)| !body.is_empty()).map(slide).collect()
}

/// A paragraph that is too long for a slide, sentence by sentence.
fn short(paragraph: &str) -> Vec<String> {
    if count(paragraph) <= SYLLABLES && paragraph.chars().count() <= FIELD_CHARS {
        return vec![paragraph.to_owned()];
    }
    let mut parts = vec![String::new()];
    for sentence in paragraph.split_inclusive([';', '.']) {
        // "12.000 đồng" has a full stop and is no end of a sentence.
        let last = parts.last_mut().expect("there is one from the start");
        let full = !last.is_empty() && last.ends_with([';', '.']) && sentence.starts_with(' ');
        if full && count(last) + count(sentence) > SYLLABLES {
            parts.push(sentence.trim_start().to_owned());
        } else {
            last.push_str(sentence);
        }
    }
    parts.into_iter().flat_map(|part| cut(part.trim())).filter(|part| !part.is_empty()).collect()
}

/// A sentence that no field takes, in pieces of whole words.
fn cut(sentence: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for word in sentence.split(' ') {
        let last = pieces.last_mut().expect("there is one from the start");
        if last.chars().count() + word.chars().count() >= FIELD_CHARS {
            pieces.push(word.chars().take(FIELD_CHARS).collect());
        } else {
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(word);
        }
    }
    pieces
}

/// A row of a table as a sentence.
fn said(row: &[String]) -> String {
    let cells: Vec<&str> = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    match cells.split_first() {
        Some((first, rest)) if !rest.is_empty() => format!("{first}: {}", rest.join(", ")),
        _ => cells.join(" "),
    }
}
