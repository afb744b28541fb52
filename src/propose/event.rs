//! A date and a place: something that will happen.

use super::{
    label::{self, Label},
    line::{DocumentLine, LineMark},
    material::{Material, joined},
    moment::StatedMoment,
    proposal::{Filled, Proposal, ProposalNote, TemplateReason},
    source::references,
    title,
};

/// Most lines beside when and where.
const LINES: usize = 8;
/// Longest such line, syllables: longer ones are read by nobody who passes.
const LINE_SYLLABLES: u64 = 40;
/// A text with more syllables tells of many things, and is no invitation to one.
const SYLLABLES: u64 = 300;
/// Where things take place, as words that follow "tại" or "ở".
const PLACES: [&str; 22] = [
    "nha van hoa",
    "hoi truong",
    "tru so",
    "ubnd",
    "uy ban",
    "tram y te",
    "truong",
    "san van dong",
    "san bong",
    "san",
    "nha hop",
    "hoi quan",
    "dinh",
    "chua",
    "nha tho",
    "trung tam",
    "cong",
    "bai bien",
    "nghia trang",
    "tram",
    "cho",
    "nha",
];
/// What a place ends before.
const ENDS: [&str; 14] =
    ["vao", "luc", "tu", "de", "ngay", "nhan", "co", "se", "moi", "voi", "va", "thoi", "bat", "cho"];
/// What something is called by, in the order in which it is looked for.
const CALLS: [&str; 9] = ["tổ chức", "đến dự", "tham dự", "tham gia", "dự", "về việc", "có buổi", "có", "để"];

/// Something that happens, where the text says when and where.
pub(super) fn propose(material: &Material) -> Option<Proposal> {
    let body = material.body();
    let lines = &body.lines;
    if lines.iter().map(DocumentLine::syllables).sum::<u64>() > SYLLABLES {
        return None;
    }
    let mut used = vec![false; lines.len()];
    let (when, moment) = when(lines, material, &mut used)?;
    let place = place(lines, &mut used)?;
    let mut filled = Filled::new("event");
    let subject = labelled(lines, Label::Subject);
    let found = title::find(lines).filter(|(_, at)| at.iter().all(|at| !used[*at]));
    let sentence = lines.iter().find_map(|line| called(&line.text));
    let heading = match (body.subject.clone(), found) {
        (Some(subject), _) => Some(subject),
        (None, Some((heading, at))) => {
            at.iter().for_each(|at| used[*at] = true);
            Some(heading)
        }
        (None, None) => sentence,
    };
    match heading.or_else(|| subject.clone()) {
        Some(heading) => filled.text("title", &heading),
        None => {
            filled.text("title", "Mời bà con");
            filled.notes.push(ProposalNote::TitleMade);
        }
    }
    filled.text("when", &when);
    filled.text("place", &place);
    let rest: Vec<DocumentLine> =
        lines.iter().zip(&used).filter(|(_, used)| !**used).map(|(line, _)| line.clone()).collect();
    let (kept, long): (Vec<String>, Vec<String>) =
        joined(&rest).into_iter().partition(|line| crate::text::count(line) <= LINE_SYLLABLES);
    filled.list("lines", &kept[..kept.len().min(LINES)]);
    let mut left_out = body.left_out;
    left_out.extend(kept.into_iter().skip(LINES).chain(long));
    if let Some(found) = moment.date() {
        filled.date("date", found.date);
        if let Some(said) = moment.weekday.filter(|said| *said != found.date.weekday() && moment.dates.len() == 1) {
            filled.notes.push(ProposalNote::WrongWeekday { said, date: found.date });
        }
        if found.assumed {
            filled.notes.push(ProposalNote::DateAssumed(found.date));
        }
        if found.date < material.today() {
            filled.notes.push(ProposalNote::DateIsPast(found.date));
        }
    }
    if !left_out.is_empty() {
        filled.notes.push(ProposalNote::LeftOut(left_out));
    }
    Some(filled.proposal("event", TemplateReason::DateAndPlace))
}

/// When it is, in words, and what they mean: a line that is labelled so, or the first that names a day.
fn when(lines: &[DocumentLine], material: &Material, used: &mut [bool]) -> Option<(String, StatedMoment)> {
    let today = material.today();
    for (at, line) in lines.iter().enumerate() {
        let Some((Label::When, says)) = label::labelled(line) else { continue };
        let moment = StatedMoment::of(says, today);
        if moment.dates.is_empty() {
            continue;
        }
        used[at] = true;
        // What is written beside the date stays: "từ 7 giờ đến khi hết thuốc".
        let plain = moment.words().filter(|_| is_all(says, &moment));
        return Some((plain.unwrap_or_else(|| says.trim_end_matches(['.', ';']).to_owned()), moment));
    }
    lines.iter().enumerate().find_map(|(at, line)| {
        // The day of a decision is not the day of what it decides.
        let blank = references(&line.text, today).iter().rev().fold(line.text.clone(), |mut text, reference| {
            text.replace_range(reference.at.clone(), &" ".repeat(reference.at.len()));
            text
        });
        let moment = StatedMoment::of(&blank, today);
        let words = moment.words()?;
        used[at] |= is_all(&blank, &moment);
        Some((words, moment))
    })
}

/// Whether a text says nothing but when.
fn is_all(text: &str, moment: &StatedMoment) -> bool {
    let outside = text.char_indices().filter(|(at, _)| !moment.places.iter().any(|place| place.contains(at)));
    let rest: String = outside.map(|(_, c)| c).collect();
    let words = crate::text::folded(&rest);
    words.split(' ').all(|word| {
        ["", "ngay", "luc", "vao", "tu", "den", "nam", "thang", "hoi", "bat", "dau", "giua"].contains(&word)
    })
}

/// Where it is: a line that is labelled so, or what follows "tại".
fn place(lines: &[DocumentLine], used: &mut [bool]) -> Option<String> {
    for (at, line) in lines.iter().enumerate() {
        if let Some((Label::Place, says)) = label::labelled(line).filter(|(_, says)| !says.is_empty()) {
            used[at] = true;
            return Some(says.trim_end_matches(['.', ';']).to_owned());
        }
    }
    lines.iter().find_map(|line| place_in(&line.text))
}

fn place_in(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !["tại", "ở"].contains(&word.to_lowercase().as_str()) {
            continue;
        }
        let after = &words[at + 1..];
        let begins = crate::text::folded(&after.iter().take(3).copied().collect::<Vec<_>>().join(" "));
        if !PLACES.iter().any(|place| begins == *place || begins.starts_with(&format!("{place} "))) {
            continue;
        }
        let mut place = Vec::new();
        for word in after {
            let folded = crate::text::folded(word);
            if place.len() >= 2
                && (ENDS.contains(&folded.as_str()) || word.starts_with(|c: char| c.is_ascii_digit() || c == '('))
            {
                break;
            }
            place.push(*word);
            if word.ends_with(['.', ',', ';', '!', ':']) || place.len() >= 14 {
                break;
            }
        }
        let place = place.join(" ");
        let mut letters = place.trim_end_matches(['.', ',', ';', '!', ':']).chars();
        let first = letters.next()?;
        return Some(first.to_uppercase().chain(letters).collect());
    }
    None
}

/// What a sentence calls the thing: "tổ chức tiêm vắc xin sởi cho trẻ" is "Tiêm vắc xin sởi cho trẻ".
fn called(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    // Letters may grow when they are made small; then places would not agree.
    let same = lower.len() == text.len();
    CALLS.iter().filter(|_| same).find_map(|word| {
        let at = lower.match_indices(word).find(|(at, found)| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            !letter(lower[..*at].chars().next_back()) && !letter(lower[at + found.len()..].chars().next())
        })?;
        let rest = text[at.0 + at.1.len()..].trim_start();
        let mut thing = Vec::new();
        for word in rest.split_whitespace() {
            let folded = crate::text::folded(word);
            let ends = ["tai", "vao", "luc", "tu", "ngay", "de", "mang", "moi", "khi", "o"].contains(&folded.as_str());
            if ends || word.starts_with(|c: char| c.is_ascii_digit()) {
                break;
            }
            thing.push(word.trim_end_matches([',', '.', ';', ':', '!']));
            if word.ends_with([',', '.', ';', ':', '!']) || thing.len() >= 14 {
                break;
            }
        }
        let thing = thing.join(" ");
        let mut letters = thing.chars();
        let first = letters.next()?;
        (thing.split(' ').count() >= 2).then(|| first.to_uppercase().chain(letters).collect())
    })
}

fn labelled(lines: &[DocumentLine], wanted: Label) -> Option<String> {
    let found = lines.iter().filter(|line| line.mark != LineMark::Roman).find_map(|line| {
        let (label, says) = label::labelled(line)?;
        (label == wanted && !says.is_empty()).then(|| says.to_owned())
    });
    found.filter(|says| crate::text::count(says) <= 16)
}
