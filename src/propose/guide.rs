//! Numbered lines: the steps of something that people do themselves.

use super::{
    label::{self, Label},
    line::{DocumentLine, LineMark},
    material::{Material, address, joined, telephone},
    proposal::{Filled, Proposal, ProposalNote, TemplateReason},
    title,
};

/// Fewest numbers that make a list of steps.
const STEPS: usize = 3;
/// Fewest where they are called steps.
const NAMED_STEPS: usize = 2;
/// Steps longer than this on average, syllables, are the sections of a text.
const LONG_STEP: u64 = 45;

/// Steps, where the text has lines that count from one.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let body = material.body();
    let lines = &body.lines;
    let steps = counted(lines)?;
    let texts = steps_of(lines, &steps);
    let syllables: u64 = texts.iter().map(|text| crate::text::count(text)).sum();
    let named = matches!(lines[steps[0]].mark, LineMark::Step(_));
    if !named && syllables > LONG_STEP * texts.len() as u64 {
        return None;
    }
    let last = steps.last().copied().unwrap_or_default();
    let mut filled = Filled::new("guide");
    let above = &lines[..steps[0]];
    let heading = body.subject.clone().or_else(|| heading(above)).or_else(|| {
        title::find(lines).filter(|(_, at)| at.iter().all(|at| *at < steps[0])).map(|(heading, _)| heading)
    });
    match heading {
        Some(heading) => filled.text("title", &heading),
        None => {
            filled.text("title", "Hướng dẫn");
            filled.notes.push(ProposalNote::TitleMade);
        }
    }
    filled.list("steps", &texts);
    let mut left_out = body.left_out.clone();
    // What is said before and after the steps, by its labels.
    let mut prepare = Vec::new();
    let mut collecting = false;
    let around = above
        .iter()
        .enumerate()
        .filter(|(at, _)| *at > 0)
        .map(|(_, line)| line)
        .chain(lines.get(last + 1 + continued(lines, last)..).unwrap_or_default());
    for line in around {
        match label::labelled(line) {
            Some((Label::Prepare, says)) => {
                collecting = true;
                prepare.extend(says.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned));
                continue;
            }
            Some((Label::Fee, says)) => filled.text("fee", says),
            Some((Label::TimeLimit | Label::When, says)) => filled.text("time", says),
            Some((Label::Authority, says)) => filled.text("authority", says),
            Some((Label::Telephone, says)) => filled.maybe("hotline", telephone(says).as_deref()),
            Some((Label::Address, says)) => filled.maybe("url", address(says).as_deref()),
            Some((Label::Steps, _)) => {}
            _ if collecting && line.mark != LineMark::None => {
                prepare.extend(joined(std::slice::from_ref(line)));
                continue;
            }
            _ => left_out.push(line.text.clone()),
        }
        collecting = false;
    }
    filled.list("prepare", &prepare);
    let whole = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    if let Some(address) = address(&whole) {
        filled.text("url", &address);
    }
    let helps = left_out.iter().find_map(|line| telephone(line));
    filled.maybe("hotline", helps.as_deref());
    left_out.retain(|line| telephone(line).is_none());
    if !left_out.is_empty() {
        filled.notes.push(ProposalNote::LeftOut(left_out));
    }
    Some(filled.proposal("guide", TemplateReason::Steps(texts.len())))
}

/// The lines that count from one on, one after the other: the longest such list.
pub(super) fn counted(lines: &[DocumentLine]) -> Option<Vec<usize>> {
    let number = |line: &DocumentLine| match line.mark {
        LineMark::Number(n) => Some((n, false)),
        LineMark::Step(n) => Some((n, true)),
        _ => None,
    };
    let mut best: Vec<usize> = Vec::new();
    for (from, line) in lines.iter().enumerate() {
        let Some((1, named)) = number(line) else { continue };
        let mut run = vec![from];
        for (at, line) in lines.iter().enumerate().skip(from + 1) {
            match number(line) {
                Some((n, own)) if own == named && n as usize == run.len() + 1 => run.push(at),
                Some((1, own)) if own == named => break,
                _ => {}
            }
        }
        let enough = run.len() >= if named { NAMED_STEPS } else { STEPS };
        if enough && run.len() > best.len() {
            best = run;
        }
    }
    (!best.is_empty()).then_some(best)
}

/// What each step says, the lines under it included.
fn steps_of(lines: &[DocumentLine], steps: &[usize]) -> Vec<String> {
    let text = |n: usize, at: usize| {
        let until = steps.get(n + 1).copied().unwrap_or(at + 1 + continued(lines, at));
        let parts = lines[at..until].iter().map(|line| line.text.trim_end_matches([';', '.']));
        parts.collect::<Vec<_>>().join(". ").replace(":. ", ": ")
    };
    steps.iter().enumerate().map(|(n, at)| text(n, *at)).collect()
}

/// How many lines under the last step go on with it: those with a mark of their own below it.
fn continued(lines: &[DocumentLine], last: usize) -> usize {
    let under = |line: &&DocumentLine| {
        matches!(line.mark, LineMark::Bullet | LineMark::Letter) && label::labelled(line).is_none()
    };
    lines[last + 1..].iter().take_while(under).count()
}

/// "Các bước đăng ký tạm trú trên VNeID:" is about "Đăng ký tạm trú trên VNeID".
fn heading(above: &[DocumentLine]) -> Option<String> {
    const BEFORE: [&str; 10] = [
        "hướng dẫn các bước",
        "các bước thực hiện",
        "các bước",
        "hướng dẫn cách",
        "hướng dẫn bà con",
        "hướng dẫn",
        "cách thức",
        "cách",
        "quy trình",
        "thủ tục",
    ];
    let line = above.iter().rev().chain(above.first()).find(|line| {
        line.text.ends_with(':')
            && label::labelled(line).is_none()
            && BEFORE.iter().any(|words| line.text.to_lowercase().starts_with(words))
    })?;
    let lower = line.text.to_lowercase();
    let rest =
        BEFORE.iter().find_map(|words| lower.starts_with(words).then(|| line.text.get(words.len()..)).flatten())?;
    let rest = rest.trim().trim_end_matches([':', '.']).trim_end_matches("như sau").trim();
    let mut letters = rest.chars();
    let first = letters.next()?;
    (rest.split(' ').count() >= 2).then(|| first.to_uppercase().chain(letters).collect())
}
