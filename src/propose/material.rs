//! What the rules look at: lines and tables, whatever they came in.

use jiff::civil::Date;

use super::{
    letterhead::{self, BareDocument},
    line::{self, DocumentLine, LineMark},
    proposal::{Proposal, ProposalNote},
    source::references,
};
use crate::{
    document::{Document, DocumentBlock},
    form::{Origin, Value},
    text::{self, Legacy, legacy, nfc},
};

/// What was pasted or brought.
pub(super) struct Material {
    /// Its lines, in order, letterhead and all.
    pub(super) lines: Vec<DocumentLine>,
    /// Its tables.
    pub(super) tables: Vec<Vec<Vec<String>>>,
    was: Option<Legacy>,
    today: Date,
}

/// Words that speak of a danger.
const DANGER: [&str; 9] =
    ["bao so", "so tan", "lu quet", "sat lo", "vo de", "vo dap", "khong ra khoi", "ro ri hoa chat", "chay lon"];

impl Material {
    /// What was pasted.
    pub(super) fn of_text(raw: &str, today: Date) -> Self {
        // Nobody shows a book; what lies beyond is not looked at.
        let raw: String = raw.chars().take(crate::model::limits::PASTED_CHARS).collect();
        let (was, text) = converted(&raw);
        let (tables, rest) = tables(&text);
        Self { lines: line::lines(&rest), tables, was, today }
    }

    /// What was brought.
    pub(super) fn of_document(document: &Document, today: Date) -> Self {
        let (was, _) = converted(&document.text());
        let says = |text: &str| {
            if was.is_some() { legacy(text).map_or_else(|| nfc(text), |(_, says)| says) } else { nfc(text) }
        };
        let (mut lines, mut tables) = (Vec::new(), Vec::new());
        for block in &document.blocks {
            match block {
                DocumentBlock::Heading(_, text) => lines.extend(DocumentLine::of(&says(text).replace('\n', " "), true)),
                DocumentBlock::Paragraph(text) => lines.extend(line::lines(&says(text))),
                DocumentBlock::Table(table) => {
                    let rows: Vec<Vec<String>> =
                        table.rows.iter().map(|row| row.iter().map(|cell| says(cell)).collect()).collect();
                    // The head of a document is set as a table; its cells are lines.
                    if is_letterhead(&rows) {
                        lines.extend(rows.iter().flatten().flat_map(|cell| line::lines(cell)));
                    } else {
                        tables.push(rows);
                    }
                }
            }
        }
        Self { lines, tables, was, today }
    }

    /// Its lines without letterhead and signature.
    pub(super) fn body(&self) -> BareDocument {
        letterhead::strip(self.lines.clone(), self.today)
    }

    /// The day it was pasted.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// Adds what is to be known of every proposal that is made of this, and where its facts come from.
    pub(super) fn add_notes(&self, proposal: &mut Proposal) {
        proposal.notes.extend(self.was.map(ProposalNote::Converted));
        if self.lines.iter().any(|line| DANGER.iter().any(|word| line.folded.contains(word))) {
            proposal.notes.push(ProposalNote::LooksLikeEmergency);
        }
        let own = self.body().source;
        let named = |line: &DocumentLine| references(&line.text, self.today).into_iter().next();
        let first = || self.lines.iter().find_map(named).map(|reference| reference.cited);
        let Some(source) = own.or_else(first) else { return };
        for slide in proposal.slides.iter_mut().filter(|_| proposal.template != "slogan") {
            if slide.table.get("source").is_none() {
                slide.table.set("source", Value::Text(source.clone()), Origin::default());
            }
        }
    }
}

/// Stands for a tab while a text is brought to Unicode, which would make it a space.
const TAB: &str = "\u{E000}";

/// The text in Unicode, and what it was written in. A text whose lines are of both kinds is converted line by line.
fn converted(raw: &str) -> (Option<Legacy>, String) {
    let raw = raw.replace('\t', TAB);
    if let Some((was, says)) = legacy(&raw) {
        return (Some(was), says.replace(TAB, "\t"));
    }
    let mut was = None;
    let lines = raw.lines().map(|line| match legacy(line) {
        Some((found, says)) if text::count(line) >= 4 => {
            was = Some(found);
            says
        }
        _ => nfc(line),
    });
    let says = lines.collect::<Vec<_>>().join("\n").replace(TAB, "\t");
    (was, says)
}

/// A row of a table, and the line it was.
type MaterialRow<'a> = (Vec<String>, &'a str);

/// The tables in a text, cells parted by tabs or upright strokes, and the lines around them.
fn tables(text: &str) -> (Vec<Vec<Vec<String>>>, String) {
    let (mut tables, mut rest, mut rows) = (Vec::new(), Vec::new(), Vec::<MaterialRow<'_>>::new());
    for line in text.lines().map(Some).chain([None]) {
        match line.map(|line| (line, cells(line))) {
            Some((_, Some(cells))) if cells.is_empty() => continue,
            Some((line, Some(cells))) => {
                rows.push((cells, line));
                continue;
            }
            _ => {}
        }
        // A table of one row is a line after all.
        let ended = std::mem::take(&mut rows);
        if ended.len() >= 2 {
            tables.push(ended.into_iter().map(|(row, _)| row).collect());
        } else {
            rest.extend(ended.into_iter().map(|(_, line)| line));
        }
        rest.extend(line);
    }
    (tables, rest.join("\n"))
}

/// The cells of a line of a table; none for the line under a head of Markdown.
fn cells(line: &str) -> Option<Vec<String>> {
    let trimmed = line.trim();
    let parts: Vec<&str> = if line.contains('\t') {
        line.trim_matches('\n').split('\t').collect()
    } else if trimmed.starts_with('|') && trimmed.ends_with('|') && trimmed.len() > 2 {
        trimmed[1..trimmed.len() - 1].split('|').collect()
    } else {
        return None;
    };
    if trimmed.chars().all(|c| "|-: ".contains(c)) {
        return Some(Vec::new());
    }
    let cells: Vec<String> = parts.iter().map(|cell| cell.trim().to_owned()).collect();
    (cells.iter().filter(|cell| !cell.is_empty()).count() >= 2).then_some(cells)
}

fn is_letterhead(rows: &[Vec<String>]) -> bool {
    let words = text::folded(&rows.concat().join(" "));
    let named = ["cong hoa xa hoi chu nghia", "noi nhan", "doc lap tu do hanh phuc"];
    named.iter().any(|part| words.contains(part)) && rows.len() <= 6
}

/// The first web address in a text, with its scheme.
pub(super) fn address(text: &str) -> Option<String> {
    let known = [".vn", ".com", ".org", ".net"];
    text.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !"/-_=&?%#".contains(c));
        let lower = word.to_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            return Some(word.to_owned());
        }
        let host = lower.split('/').next().unwrap_or_default();
        let is_host = host.contains('.') && !host.contains('@') && known.iter().any(|end| host.ends_with(end));
        is_host.then(|| format!("https://{word}"))
    })
}

/// The first telephone number in a text, as it is written.
pub(super) fn telephone(text: &str) -> Option<String> {
    let mut run = String::new();
    let found = |run: &str| {
        let digits = run.chars().filter(char::is_ascii_digit).count();
        let first = run.trim_start();
        ((8..=11).contains(&digits)
            && (first.starts_with('0') || first.starts_with("1800") || first.starts_with("1900")))
        .then(|| run.trim_matches([' ', '.', '-']).to_owned())
    };
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() || (!run.is_empty() && matches!(c, ' ' | '.' | '-')) {
            run.push(c);
        } else if let Some(number) = found(&run) {
            return Some(number);
        } else {
            run.clear();
        }
    }
    None
}

/// What a list of lines says, each as one entry: a bullet or letter goes on with the lines under it that have no mark.
pub(super) fn joined(lines: &[DocumentLine]) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in lines {
        match entries.last_mut() {
            Some(entry)
                if line.mark == LineMark::None
                    && !entry.ends_with(['.', ';', ':', '!', '?'])
                    && line.text.starts_with(char::is_lowercase) =>
            {
                *entry = format!("{entry} {}", line.text);
            }
            _ => entries.push(line.text.trim_end_matches(';').to_owned()),
        }
    }
    entries
}
