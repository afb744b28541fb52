//! One procedure as the national portal exports it: its parts, each under its name.

use super::{
    label::{self, Label},
    line::{self, DocumentLine, LineMark},
    material::{Material, address, joined},
    proposal::{Filled, Proposal, ProposalNote, TemplateReason},
};
use crate::form::Words;

/// A part of the procedure and what stands under its name.
type ProcedurePart = (Label, Vec<DocumentLine>);

/// Most steps and papers that are taken over: what lies beyond is for the counter.
const ENTRIES: usize = 12;

/// A guide to it.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let parts = parts(material);
    let of = |wanted: Label| parts.iter().find(|(label, _)| *label == wanted).map(|(_, lines)| lines.as_slice());
    let said = |wanted: Label| {
        of(wanted).map(|lines| lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "))
    };
    let name = said(Label::ProcedureName).filter(|name| !name.is_empty())?;
    let known = [
        Label::ProcedureCode,
        Label::Steps,
        Label::Prepare,
        Label::TimeLimit,
        Label::Fee,
        Label::Authority,
        Label::Field,
    ];
    if known.iter().filter(|label| of(**label).is_some()).count() < 2 {
        return None;
    }
    let mut filled = Filled::new("guide");
    filled.text("title", name.trim_end_matches('.'));
    let list = |wanted: Label| of(wanted).map(|lines| joined(&flat(lines))).unwrap_or_default();
    let (steps, prepare) = (list(Label::Steps), list(Label::Prepare));
    let mut left_out: Vec<String> = steps.iter().chain(&[]).skip(ENTRIES).cloned().collect();
    left_out.extend(prepare.iter().skip(ENTRIES).cloned());
    if steps.is_empty() {
        const STEPS: &[Words] = &[Words::new("các bước", "the steps")];
        filled.list("steps", &["…"]);
        filled.notes.push(ProposalNote::Missing(STEPS));
    } else {
        filled.list("steps", &steps[..steps.len().min(ENTRIES)]);
    }
    filled.list("prepare", &prepare[..prepare.len().min(ENTRIES)]);
    filled.maybe("fee", said(Label::Fee).as_deref());
    filled.maybe("time", said(Label::TimeLimit).as_deref());
    filled.maybe("authority", said(Label::Authority).as_deref());
    let url = said(Label::Address).and_then(|says| address(&says));
    filled.text("url", url.as_deref().unwrap_or("https://dichvucong.gov.vn"));
    if !left_out.is_empty() {
        filled.notes.push(ProposalNote::LeftOut(left_out));
    }
    Some(filled.proposal("guide", TemplateReason::OneProcedure))
}

/// The parts, from a table of names and texts or from lines with labels.
fn parts(material: &Material) -> Vec<ProcedurePart> {
    let mut parts: Vec<ProcedurePart> = Vec::new();
    for row in material.tables.iter().flatten() {
        let mut cells = row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let label = cells.next().and_then(|head| label::of(head.trim_end_matches(':')));
        if let Some(label) = label {
            parts.push((label, cells.flat_map(line::lines).collect()));
        }
    }
    let mut open: Option<ProcedurePart> = None;
    for line in &material.lines {
        // "Trình tự thực hiện" alone on its line is a name too.
        let alone = label::of(&line.text).filter(|_| line.mark != LineMark::Bullet).map(|label| (label, ""));
        match label::labelled(line).or(alone) {
            Some((label, says)) => {
                parts.extend(open.take());
                open = Some((label, DocumentLine::of(says, false).into_iter().collect()));
            }
            None => open.iter_mut().for_each(|(_, lines)| lines.push(line.clone())),
        }
    }
    parts.extend(open);
    parts.retain(|(_, lines)| !lines.is_empty());
    parts
}

/// Lines that say something themselves: "a) Thành phần hồ sơ:" is a heading of what follows.
fn flat(lines: &[DocumentLine]) -> Vec<DocumentLine> {
    lines.iter().filter(|line| !line.text.ends_with(':')).cloned().collect()
}
