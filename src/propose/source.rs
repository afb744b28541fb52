//! Numbers of documents: "Quyết định số 12/QĐ-UBND ngày 15/3/2024".

use std::ops::Range;

use jiff::civil::Date;

use super::{
    moment::StatedMoment,
    scan::{Token, TokenKind, tokens},
};

/// A document that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// As it is cited: "Quyết định số 12/QĐ-UBND ngày 15/3/2024".
    pub(super) cited: String,
    /// It says on what day it was made.
    pub(super) is_dated: bool,
    /// Where it stands in the text.
    pub(super) at: Range<usize>,
}

/// What documents are called, by the letters in their numbers.
const KINDS: [(&str, &str); 16] = [
    ("QĐ", "Quyết định"),
    ("KH", "Kế hoạch"),
    ("TB", "Thông báo"),
    ("NĐ", "Nghị định"),
    ("NQ", "Nghị quyết"),
    ("CT", "Chỉ thị"),
    ("TT", "Thông tư"),
    ("TTLT", "Thông tư liên tịch"),
    ("HD", "Hướng dẫn"),
    ("GM", "Giấy mời"),
    ("CĐ", "Công điện"),
    ("BC", "Báo cáo"),
    ("TTR", "Tờ trình"),
    ("CTR", "Chương trình"),
    ("QC", "Quy chế"),
    ("QH", "Luật"),
];
/// Tokens between a number and its day: "số 12/QĐ-UBND, ngày …".
const BEFORE_DAY: usize = 2;

/// The documents that a text names, in order.
pub(super) fn references(text: &str, today: Date) -> Vec<Reference> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match number_at(text, &tokens, at) {
            Some((number, taken)) => {
                let reference = cited(text, &tokens, at, taken, &number, today);
                at += taken;
                while tokens.get(at).is_some_and(|token| token.at.end <= reference.at.end) {
                    at += 1;
                }
                found.push(reference);
            }
            None => at += 1,
        }
    }
    found
}

/// The number of a document at that token, without spaces, and how many tokens it takes: digits, a slash or a hyphen, and
/// capital letters.
fn number_at(text: &str, tokens: &[Token], at: usize) -> Option<(String, usize)> {
    tokens.get(at)?.number()?;
    if at > 0 && tokens[at - 1].at.end == tokens[at].at.start && tokens[at - 1].is_sign(&['/', '-', '.', ',']) {
        return None;
    }
    let mut until = at + 1;
    let (mut capitals, mut signs) = (0, 0);
    while let Some(token) = tokens.get(until) {
        let before = &tokens[until - 1];
        let gap = token.at.start - before.at.end;
        let own = &text[token.at.clone()];
        let goes_on = match token.kind {
            TokenKind::Sign(sign) => ['/', '-', '–'].contains(&sign) && gap <= 1,
            // Only a sign or nothing stands before the next part.
            TokenKind::Number(..) => before.is_sign(&['/', '-', '–']) || gap == 0,
            TokenKind::Word(_) => is_code(own) && (before.is_sign(&['/', '-', '–']) || gap == 0),
        };
        if !goes_on {
            break;
        }
        capitals += if matches!(token.kind, TokenKind::Word(_)) { own.chars().count() } else { 0 };
        signs += usize::from(matches!(token.kind, TokenKind::Sign(_)));
        until += 1;
    }
    while until > at + 1 && matches!(tokens[until - 1].kind, TokenKind::Sign(_)) {
        until -= 1;
    }
    let number: String = text[tokens[at].at.start..tokens[until - 1].at.end].split_whitespace().collect();
    (capitals >= 2 && signs >= 1).then(|| (number.replace('–', "-"), until - at))
}

/// Whether these are letters of a document's number: capitals, but for the last of "TTg".
fn is_code(letters: &str) -> bool {
    let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
    let all = letters.chars().count();
    letters.starts_with(char::is_uppercase) && (capitals == all || (capitals >= 2 && capitals + 1 == all))
}

fn cited(text: &str, tokens: &[Token], at: usize, taken: usize, number: &str, today: Date) -> Reference {
    let after = at + taken;
    let day = (after..(after + BEFORE_DAY).min(tokens.len())).find(|at| tokens[*at].is_word(&["ngay"]));
    let day = day.and_then(|day| {
        // A day in full takes at most five tokens after the word.
        let last = tokens.get((day + 5).min(tokens.len() - 1))?;
        let moment = StatedMoment::of(&text[tokens[day].at.start..last.at.end], today);
        let place = moment.places.first()?;
        Some((moment.date()?.date, tokens[day].at.start + place.end))
    });
    let dated = day.map(|(date, _)| format!(" ngày {}/{}/{}", date.day(), date.month(), date.year()));
    let until = day.map_or(tokens[after - 1].at.end, |(_, until)| until);
    let from = at.checked_sub(1).filter(|at| tokens[*at].is_word(&["so"]) || tokens[*at].is_sign(&[':']));
    let from = from.map_or(tokens[at].at.start, |at| tokens[at].at.start);
    let kind = kind(number);
    // A law's number needs no "số".
    let so = if matches!(kind, "Nghị định" | "Luật" | "Thông tư") { "" } else { "số " };
    let cited = format!("{kind} {so}{number}{}", dated.clone().unwrap_or_default());
    Reference { cited, is_dated: dated.is_some(), at: from..until }
}

/// What the document is called; an official letter where its letters say nothing else.
fn kind(number: &str) -> &'static str {
    let letters = |part: &str| part.trim_matches(|c: char| c.is_ascii_digit()).to_owned();
    let parts: Vec<String> = number.split(['/', '-']).map(letters).collect();
    let named = parts.iter().find_map(|part| KINDS.iter().find(|(code, _)| code == part));
    named.map_or("Công văn", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(text: &str) -> Vec<String> {
        references(text, Date::constant(2026, 11, 28)).into_iter().map(|reference| reference.cited).collect()
    }

    #[test]
    fn documents_are_cited_however_they_are_written() {
        assert_eq!(
            cited("theo Quyết định số 12/QĐ-UBND ngày 15 tháng 3 năm 2024 của UBND tỉnh"),
            ["Quyết định số 12/QĐ-UBND ngày 15/3/2024"]
        );
        assert_eq!(cited("Căn cứ NĐ 176/2025/NĐ-CP, người cao tuổi"), ["Nghị định 176/2025/NĐ-CP"]);
        assert_eq!(cited("Số: 12 /KH-UBND"), ["Kế hoạch số 12/KH-UBND"]);
        assert_eq!(cited("Công văn số 623/TTg-KSTT"), ["Công văn số 623/TTg-KSTT"]);
        assert_eq!(cited("nhà số 12/Nguyễn Du"), Vec::<String>::new());
        assert_eq!(cited("số 45/UBND-VHXH ngày 2/12/2026"), ["Công văn số 45/UBND-VHXH ngày 2/12/2026"]);
        assert_eq!(cited("Nghị quyết số 05-NQ/ĐU"), ["Nghị quyết số 05-NQ/ĐU"]);
        assert_eq!(cited("ngày 12/12/2026 lúc 19h30, phòng 12-A1"), Vec::<String>::new());
    }
}
