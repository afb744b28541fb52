//! What surrounds the words of an official document, and is no part of what people should read: its head and its foot.

use jiff::civil::Date;

use super::{
    line::{DocumentLine, LineMark},
    source::references,
};

/// A document without what surrounds its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct BareDocument {
    /// What is left.
    pub(super) lines: Vec<DocumentLine>,
    /// What was taken away.
    pub(super) left_out: Vec<String>,
    /// What it is about, as its head says it: "Về việc …".
    pub(super) subject: Option<String>,
    /// How it is cited.
    pub(super) source: Option<String>,
}

/// Lines that say what kind of document follows.
const KINDS: [&str; 14] = [
    "thong bao",
    "quyet dinh",
    "ke hoach",
    "cong van",
    "giay moi",
    "thu moi",
    "huong dan",
    "bao cao",
    "cong dien",
    "to trinh",
    "nghi quyet",
    "chi thi",
    "loi keu goi",
    "phuong an",
];
/// The same as they stand before "về việc".
const KINDS_SAID: [&str; 6] = ["thông báo", "quyết định", "kế hoạch", "công văn", "hướng dẫn", "giấy mời"];
/// Lines that everybody knows and nobody needs on a screen, by how they begin.
const STATE: [&str; 8] = [
    "cong hoa xa hoi chu nghia",
    "doc lap tu do hanh phuc",
    "dang cong san viet nam",
    "uy ban nhan dan",
    "hoi dong nhan dan",
    "kinh gui",
    "kinh thua",
    "hinh anh",
];
/// What the second line of an office's name begins with, in capitals.
const UNITS: [&str; 9] =
    ["xa ", "phuong ", "dac khu ", "huyen ", "tinh ", "thanh pho ", "thi xa ", "thon ", "to dan pho "];
/// How signatures begin, and the list of those who get a copy.
const FOOT: [&str; 12] = [
    "noi nhan",
    "tm uy ban nhan dan",
    "tm ubnd",
    "kt chu tich",
    "chu tich",
    "pho chu tich",
    "tl chu tich",
    "da ky",
    "ky ten",
    "luu vt",
    "truong ban",
    "thu truong don vi",
];
/// Closing words of a message.
const GREETINGS: [&str; 14] = [
    "tran trong",
    "tran trong kinh moi",
    "tran trong thong bao",
    "tran trong cam on",
    "xin cam on",
    "xin tran trong cam on",
    "rat mong",
    "kinh mong",
    "mong ba con",
    "rat han hanh",
    "xin chan thanh cam on",
    "cam on ba con",
    "kinh moi",
    "xin thong bao",
];

/// Takes head and foot away. `today` says which year a day without one is in.
pub(super) fn strip(lines: Vec<DocumentLine>, today: Date) -> BareDocument {
    let mut body = BareDocument::default();
    let is_document = lines.iter().take(12).any(|line| {
        begins(line, &STATE[..2]) || (line.folded.starts_with("so ") && !references(&line.text, today).is_empty())
    });
    let mut day = None;
    let mut in_head = true;
    for (at, line) in lines.iter().enumerate() {
        // The head ends with the line after the kind of document; nothing after the first dozen lines is in it.
        in_head &= at < 12;
        let own_number = in_head && (line.folded.starts_with("so ") || line.text.starts_with("Số:"));
        let number =
            references(&line.text, today).into_iter().next().filter(|_| own_number && line.text.chars().count() < 60);
        if let (Some(reference), true) = (number, body.source.is_none()) {
            body.source = Some((reference.cited, reference.is_dated)).map(|(cited, dated)| {
                if dated { cited } else { day.map_or(cited.clone(), |day: Date| with_day(&cited, day)) }
            });
            body.left_out.push(line.text.clone());
        } else if let Some(made) = made_on(line, today).filter(|_| in_head || at + 8 > lines.len()) {
            day = Some(made);
            body.source =
                body.source.take().map(|cited| if cited.contains("ngày") { cited } else { with_day(&cited, made) });
            body.left_out.push(line.text.clone());
        } else if let Some(subject) = subject(line).filter(|_| in_head && body.subject.is_none()) {
            body.subject = Some(subject);
        } else if is_document && in_head && (begins(line, &STATE) || is_kind(line) || is_unit(line)) {
            body.left_out.push(line.text.clone());
        } else if is_kind(line) && line.is_loud() && at == 0 {
            // "THÔNG BÁO" above a message says nothing that the slide's looks do not say.
            body.left_out.push(line.text.clone());
        } else if is_document && begins(line, &["can cu "]) && body.lines.iter().all(is_title) {
            body.left_out.push(line.text.clone());
        } else if is_document && is_foot(line) && at * 2 > lines.len() {
            body.left_out.extend(lines[at..].iter().map(|line| line.text.clone()));
            break;
        } else if at > 0 && is_greeting(line) {
            body.left_out.push(line.text.clone());
        } else {
            body.lines.push(line.clone());
        }
    }
    body
}

fn begins(line: &DocumentLine, with: &[&str]) -> bool {
    with.iter().any(|words| line.folded.starts_with(words))
}

fn is_kind(line: &DocumentLine) -> bool {
    KINDS.contains(&line.folded.as_str())
}

fn is_title(line: &DocumentLine) -> bool {
    line.heading || line.is_loud()
}

fn is_unit(line: &DocumentLine) -> bool {
    begins(line, &UNITS) && line.is_loud() && line.syllables() <= 6
}

fn is_foot(line: &DocumentLine) -> bool {
    begins(line, &FOOT) && line.syllables() <= 12
}

/// A short line that only says thanks.
fn is_greeting(line: &DocumentLine) -> bool {
    let said = GREETINGS.iter().any(|words| line.folded == *words || line.folded.starts_with(&format!("{words} ")));
    // An invitation has its facts in it; a closing line has neither a number nor many words.
    said && line.syllables() <= 12 && !line.text.chars().any(|c| c.is_ascii_digit()) && line.mark == LineMark::None
}

/// "Về việc phân luồng giao thông", "Thông báo về việc …": what it is about, as a heading.
fn subject(line: &DocumentLine) -> Option<String> {
    const SIGNS: [&str; 6] = ["về việc:", "về việc", "v/v:", "v/v", "(về việc", "(v/v"];
    let lower = line.text.to_lowercase();
    let kind = KINDS_SAID.iter().find(|kind| lower.starts_with(*kind)).map_or("", |kind| *kind);
    let after = lower[kind.len()..].trim_start();
    let sign = SIGNS.iter().find(|sign| after.starts_with(*sign))?;
    let at = lower.len() - after.len() + sign.len();
    // Letters may grow when they are made small; then places would not agree.
    let rest = line.text.get(at..).filter(|_| lower.len() == line.text.len())?;
    let rest = rest.trim().trim_start_matches(':').trim_end_matches([')', '.']).trim();
    let mut letters = rest.chars();
    let first = letters.next()?;
    (line.syllables() <= 30).then(|| first.to_uppercase().chain(letters).collect())
}

/// "Mai Phụ, ngày 15 tháng 3 năm 2024": where and when a document was made.
fn made_on(line: &DocumentLine, today: Date) -> Option<Date> {
    let (place, rest) = line.text.split_once(',')?;
    let day = rest.trim_start();
    let is_day = day.starts_with("ngày") && crate::text::folded(day).contains(" thang ");
    let alone = place.split_whitespace().count() <= 5 && day.split_whitespace().count() <= 7;
    if !is_day || !alone {
        return None;
    }
    super::moment::StatedMoment::of(day, today).date().map(|found| found.date)
}

fn with_day(cited: &str, day: Date) -> String {
    format!("{cited} ngày {}/{}/{}", day.day(), day.month(), day.year())
}
