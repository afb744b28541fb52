//! A question mark: what people ask, and the answer.

use super::{
    label::{self, Label},
    line::{DocumentLine, LineMark},
    material::{Material, address, joined},
    proposal::{Filled, Proposal, ProposalNote, ProposedSlide, TemplateReason},
};

/// Longest question, syllables.
const SYLLABLES: u64 = 40;
/// Longest answer of one question, syllables; a longer text is one that asks in passing.
const ANSWER: u64 = 160;

/// "Hỏi: … Đáp: …", once or many times.
pub(super) fn asked_and_answered(material: &Material) -> Option<Proposal> {
    let body = material.body();
    let mut slides: Vec<(String, Vec<DocumentLine>)> = Vec::new();
    let mut answering = false;
    for line in &body.lines {
        match label::labelled(line) {
            Some((Label::Question, says)) => {
                slides.push((says.to_owned(), Vec::new()));
                answering = false;
            }
            Some((Label::Answer, says)) => {
                answering = true;
                let first = DocumentLine::of(says, false);
                slides.last_mut()?.1.extend(first);
            }
            _ if answering => slides.last_mut()?.1.push(line.clone()),
            // A question may run over several lines, and be all on the line after its label.
            _ => {
                if let Some((question, _)) = slides.last_mut() {
                    *question = format!("{question} {}", line.text).trim().to_owned();
                }
            }
        }
    }
    slides.retain(|(question, answer)| !question.is_empty() && !answer.is_empty());
    let slides: Vec<ProposedSlide> = slides.iter().map(|(question, answer)| slide(question, answer).slide()).collect();
    let notes = if slides.len() > 1 { vec![ProposalNote::Split(slides.len())] } else { Vec::new() };
    (!slides.is_empty()).then_some(Proposal { template: "question", reason: TemplateReason::Question, slides, notes })
}

/// A text that begins with a question.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let body = material.body();
    let (asks, answer) = match body.lines.split_first()? {
        (first, rest) if first.text.ends_with('?') => (first.text.clone(), rest.to_vec()),
        // "Khai sinh trong bao lâu thì được miễn lệ phí? Trong 60 ngày kể từ ngày sinh."
        (first, rest) => {
            let (asks, says) = first.text.split_once("? ")?;
            let first = DocumentLine::of(says, false)?;
            (format!("{asks}?"), [&[first], rest].concat())
        }
    };
    let syllables: u64 = answer.iter().map(DocumentLine::syllables).sum();
    let fits = crate::text::count(&asks) <= SYLLABLES && (1..=ANSWER).contains(&syllables);
    if !fits || asks.contains(['.', '!']) {
        return None;
    }
    let mut filled = slide(&asks, &answer);
    if !body.left_out.is_empty() {
        filled.notes.push(ProposalNote::LeftOut(body.left_out.clone()));
    }
    Some(filled.proposal("question", TemplateReason::Question))
}

fn slide(question: &str, answer: &[DocumentLine]) -> Filled {
    let mut filled = Filled::new("question");
    filled.text("question", question);
    let marked = |line: &DocumentLine| matches!(line.mark, LineMark::Number(_) | LineMark::Step(_));
    let paragraphs = joined(answer);
    // Numbers are part of an answer that counts.
    let numbered = paragraphs.len() == answer.len() && answer.iter().filter(|line| marked(line)).count() > 1;
    let paragraphs: Vec<String> = match numbered {
        true => answer
            .iter()
            .map(|line| match line.mark {
                LineMark::Number(n) | LineMark::Step(n) => format!("{n}. {}", line.text),
                _ => line.text.clone(),
            })
            .collect(),
        false => paragraphs,
    };
    filled.list("answer", &paragraphs);
    filled.maybe("url", paragraphs.iter().find_map(|text| address(text)).as_deref());
    filled
}
