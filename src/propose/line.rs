//! One line of what was pasted: freed of what is not for a screen, and what stands before it.

use crate::text::{folded, nfc};

/// A line that has words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentLine {
    /// Its words, without the mark before them.
    pub(super) text: String,
    /// The same without diacritics and capitals.
    pub(super) folded: String,
    /// What stands before it.
    pub(super) mark: LineMark,
    /// It was set as a heading.
    pub(super) heading: bool,
}

/// What stands before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineMark {
    /// Nothing.
    None,
    /// A number: `1.`, `2)`, `3️⃣`.
    Number(u32),
    /// `Bước 1:`.
    Step(u32),
    /// `-`, `•`, `+`, a small picture.
    Bullet,
    /// `a)`.
    Letter,
    /// `IV.`
    Roman,
}

impl DocumentLine {
    /// The line, unless there are no words on it.
    pub(super) fn of(raw: &str, heading: bool) -> Option<Self> {
        let (plain, decorated) = undecorated(raw);
        let plain = plain.trim();
        let (markdown, plain) = match plain.trim_start_matches('#') {
            rest if rest.len() < plain.len() && rest.starts_with(' ') => (true, rest.trim()),
            _ => (false, plain),
        };
        let (mark, words) = marked(plain);
        let words = words.trim();
        if !words.chars().any(char::is_alphanumeric) {
            return None;
        }
        let mark = if mark == LineMark::None && decorated { LineMark::Bullet } else { mark };
        let (text, heading) = (words.to_owned(), heading || markdown);
        Some(Self { folded: folded(words), text, mark, heading })
    }

    /// Whether all its letters are capitals, but for what is never written so, such as `VNeID`.
    pub(super) fn is_loud(&self) -> bool {
        let letters = || self.text.chars().filter(|c| c.is_alphabetic());
        let small = letters().filter(|c| c.is_lowercase()).count();
        letters().count() >= 4 && small * 8 <= letters().count()
    }

    /// How many syllables it has.
    pub(super) fn syllables(&self) -> u64 {
        crate::text::count(&self.text)
    }
}

/// The lines of a text. Steps that stand in one line, "Bước 1: … Bước 2: …", become lines of their own.
pub(super) fn lines(text: &str) -> Vec<DocumentLine> {
    nfc(text).lines().flat_map(unrolled).filter_map(|line| DocumentLine::of(&line, false)).collect()
}

/// What bundled faces cannot draw, and how people decorate: small pictures, stars of Markdown. Says whether the line began
/// with such a thing.
fn undecorated(raw: &str) -> (String, bool) {
    let decoration = |c: char| {
        matches!(u32::from(c), 0x2190..=0x21FF | 0x2300..=0x23FF | 0x2460..=0x24FF | 0x25A0..=0x27BF | 0x2900..=0x297F
            | 0x2B00..=0x2BFF | 0x3030 | 0xFE0F | 0x1F000..=0x1FAFF | 0xE000..=0xF8FF)
    };
    // A number in a box is a digit and a box round it; in a circle it is a letter of its own.
    let circled = |c: char| match u32::from(c) {
        n @ 0x2460..=0x2473 => Some(n - 0x2460 + 1),
        n @ 0x2776..=0x277F => Some(n - 0x2776 + 1),
        _ => None,
    };
    let boxed: String = raw
        .chars()
        .filter(|c| *c != '\u{FE0F}')
        .flat_map(|c| match c {
            '\u{20E3}' => vec!['.', ' '],
            c => match circled(c) {
                Some(n) => format!("{n}. ").chars().collect(),
                None => vec![c],
            },
        })
        .collect();
    let begins = boxed.trim_start().starts_with(|c: char| decoration(c));
    let plain: String = boxed.replace("**", "").replace("__", "").chars().filter(|c| !decoration(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    (words.join(" "), begins)
}

/// The mark before a line, and what follows it.
fn marked(line: &str) -> (LineMark, &str) {
    if let Some((n, rest)) = step(line) {
        return (LineMark::Step(n), rest);
    }
    let bullet = line.trim_start_matches(['-', '–', '—', '•', '·', '*', '+', '▪', '>', '\u{2010}', '\u{2011}']);
    if bullet.len() < line.len() && (bullet.starts_with(' ') || line.starts_with(['•', '·', '▪'])) {
        // "- 1. Mở ứng dụng"
        return match marked(bullet.trim_start()) {
            (LineMark::None, _) => (LineMark::Bullet, bullet),
            inner => inner,
        };
    }
    // "- Mở", and also "-Mở".
    if bullet.len() < line.len() && line.starts_with(['-', '–', '+', '*']) && bullet.starts_with(char::is_alphabetic)
    {
        return (LineMark::Bullet, bullet);
    }
    let head = line.split_once(['.', ')', '/', ':']).map(|(head, rest)| (head.trim_start_matches('('), rest));
    let Some((head, rest)) = head else { return (LineMark::None, line) };
    // A number goes on after its dot; a mark has a space or a letter after it.
    let ends = rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic() || "“\"([".contains(c));
    let dot = line[..line.len() - rest.len()].chars().next_back();
    if !ends || rest.trim().is_empty() {
        return (LineMark::None, line);
    }
    let number = head.parse::<u32>().ok().filter(|n| (1..=99).contains(n) && head.len() <= 2);
    if let Some(n) = number {
        return (LineMark::Number(n), rest);
    }
    let spaced = rest.starts_with(char::is_whitespace);
    if spaced && dot != Some(':') && !head.is_empty() && head.len() <= 5 && head.chars().all(|c| "IVX".contains(c)) {
        return (LineMark::Roman, rest);
    }
    if spaced && dot == Some(')') && head.chars().count() == 1 && head.chars().all(char::is_alphabetic) {
        return (LineMark::Letter, rest);
    }
    (LineMark::None, line)
}

/// `Bước 1:`, `B1.`, `Bước thứ nhất` is left alone.
fn step(line: &str) -> Option<(u32, &str)> {
    let rest = ["Bước", "BƯỚC", "bước", "Buoc", "B"].iter().find_map(|word| line.strip_prefix(word))?;
    let rest = rest.trim_start();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let n = rest[..digits].parse().ok().filter(|n| (1..=99).contains(n))?;
    let after = rest[digits..].trim_start();
    let words = after.trim_start_matches([':', '.', ')', '-', '–', '/']);
    (words.len() < after.len() || line.to_lowercase().starts_with("bước")).then_some((n, words.trim_start()))
}

/// A line with several steps in it, each a line.
fn unrolled(line: &str) -> Vec<String> {
    let begins: Vec<usize> = line
        .char_indices()
        .filter(|(at, _)| {
            let before = line[..*at].chars().next_back();
            let parted = before.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ';' | ',' | ':'));
            parted && step(&line[*at..]).is_some_and(|(_, rest)| !rest.is_empty())
        })
        .map(|(at, _)| at)
        .collect();
    if begins.len() < 2 {
        return vec![line.to_owned()];
    }
    let ends = begins.iter().skip(1).copied().chain([line.len()]);
    let parts =
        begins.iter().zip(ends).map(|(from, until)| line[*from..until].trim().trim_end_matches([';', ',']).to_owned());
    [line[..begins[0]].to_owned()].into_iter().chain(parts).filter(|part| !part.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> (LineMark, String) {
        let line = DocumentLine::of(text, false).unwrap();
        (line.mark, line.text)
    }

    #[test]
    fn what_stands_before_a_line_is_recognised_and_taken_off() {
        for (text, found) in [
            ("1. Mở VNeID", LineMark::Number(1)),
            ("2) Mở VNeID", LineMark::Number(2)),
            ("3️⃣ Mở VNeID", LineMark::Number(3)),
            ("④ Mở VNeID", LineMark::Number(4)),
            ("Bước 5: Mở VNeID", LineMark::Step(5)),
            ("B6. Mở VNeID", LineMark::Step(6)),
            ("- Mở VNeID", LineMark::Bullet),
            ("-Mở VNeID", LineMark::Bullet),
            ("👉 Mở VNeID", LineMark::Bullet),
            ("• **Mở VNeID**", LineMark::Bullet),
            ("a) Mở VNeID", LineMark::Letter),
            ("IV. Mở VNeID", LineMark::Roman),
            ("Mở VNeID", LineMark::None),
        ] {
            assert_eq!(mark(text), (found, "Mở VNeID".to_owned()), "{text}");
        }
        for text in ["12/12/2026 họp thôn", "1.000 đồng mỗi bản", "19:30 có mặt", "Bác Ba: mời họp", "VNeID"]
        {
            assert_eq!(mark(text).0, LineMark::None, "{text}");
        }
        assert_eq!(DocumentLine::of(" --- 🎉 ", false), None);
    }

    #[test]
    fn steps_in_one_line_become_lines() {
        let found = lines("Cách làm: Bước 1: Mở ứng dụng. Bước 2: Đăng nhập; Bước 3: Gửi hồ sơ.");
        let marks: Vec<_> = found.iter().map(|line| (line.mark, line.text.as_str())).collect();
        let expected = [
            (LineMark::None, "Cách làm:"),
            (LineMark::Step(1), "Mở ứng dụng."),
            (LineMark::Step(2), "Đăng nhập"),
            (LineMark::Step(3), "Gửi hồ sơ."),
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn capitals_are_loud_though_a_name_is_not() {
        let loud = |text: &str| DocumentLine::of(text, false).unwrap().is_loud();
        assert!(loud("MỖI NHÀ MỘT TÀI KHOẢN VNeID,"));
        assert!(!loud("UBND xã Mai Phụ thông báo"));
    }
}
