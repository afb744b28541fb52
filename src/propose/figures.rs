//! A table of numbers: how the one-stop office did.

use super::{
    material::Material,
    moment::StatedMoment,
    proposal::{Filled, Proposal, ProposalNote, TemplateReason},
    title,
};
use crate::{
    form::{FieldValues, Origin, Value},
    model::limits::NUMBER_MAX,
};

/// Fewest rows with a number.
const FIGURES: usize = 2;
/// Most figures that a slide takes.
const MOST: usize = 8;

/// Figures, where every row of a table but its head is a name and a number.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let rows = material.tables.first()?;
    let figure = |row: &Vec<String>| {
        let cells: Vec<&str> = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        // The first column may count the rows.
        let cells =
            if cells.len() == 3 && number(cells[0]).is_some_and(|n| n < 100) { &cells[1..] } else { &cells[..] };
        let [label, value] = cells else { return None };
        let value = number(value)?;
        (label.chars().any(char::is_alphabetic) && label.chars().count() <= 120).then(|| ((*label).to_owned(), value))
    };
    let figures: Vec<(String, u64)> = rows.iter().filter_map(figure).collect();
    if figures.len() < FIGURES || figures.len() + 1 < rows.len() {
        return None;
    }
    let mut filled = Filled::new("results");
    let body = material.body();
    let heading = body.subject.clone().or_else(|| title::find(&body.lines).map(|(heading, _)| heading));
    let heading = heading
        .or_else(|| body.lines.first().map(|line| line.text.clone()).filter(|text| crate::text::count(text) <= 24));
    match heading {
        Some(heading) => filled.text("title", &heading),
        None => {
            filled.text("title", "Kết quả giải quyết thủ tục");
            filled.notes.push(ProposalNote::TitleMade);
        }
    }
    // "Số liệu đến ngày 31/10/2026"
    let day = body.lines.iter().find_map(|line| StatedMoment::of(&line.text, material.today()).dates.last().copied());
    match day {
        Some(found) => filled.date("as_of", found.date),
        None => {
            filled.date("as_of", material.today());
            filled.notes.push(ProposalNote::DateAssumed(material.today()));
        }
    }
    let left_out: Vec<String> = figures.iter().skip(MOST).map(|(label, _)| label.clone()).collect();
    let row = |(label, value): (String, u64)| {
        let mut row = FieldValues::default();
        row.set("label", Value::Text(label), Origin::default());
        row.set("value", Value::Integer(i64::try_from(value).unwrap_or(i64::MAX)), Origin::default());
        row
    };
    filled.rows("figure", figures.into_iter().take(MOST).map(row).collect());
    if !left_out.is_empty() {
        filled.notes.push(ProposalNote::LeftOut(left_out));
    }
    Some(filled.proposal("results", TemplateReason::Numbers))
}

/// A whole number as it is written in Vietnam: "1.245".
fn number(text: &str) -> Option<u64> {
    let groups: Vec<&str> = text.split(['.', ' ', '\u{a0}']).collect();
    let parted = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    let plain = parted && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten().filter(|number| *number <= NUMBER_MAX)
}
