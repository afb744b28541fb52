//! Where a line of Vietnamese may end, and how much each place would hurt.
//!
//! A space separates syllables, not words, so a naive wrap tears words apart; and some things must stay whole
//! whatever it costs: a number and its unit, `Điều 11`, a telephone number, `xã Mai Phụ`.

use super::{
    lexicon,
    reading::{is_address, is_phone},
};

/// One unbroken run of letters, and what a line break after it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The run, with the punctuation on it.
    pub text: String,
    /// Cost of ending a line here; negative where it is a good place. Meaningless on the last word of a segment.
    pub penalty: i32,
}

/// The words between two of the author's own breaks.
pub type Segment = Vec<Word>;

/// A place where no line should ever end.
pub(super) const NEVER: i32 = 10_000;
const NAME: i32 = 400;
const LABEL: i32 = 90;
const DANGLING: i32 = 80;
/// Before "mức 2", which says which of the thing before it.
const RANK: i32 = 60;
const SENTENCE: i32 = -45;
const CLAUSE: i32 = -35;
const CONJUNCTION: i32 = -12;

/// Small words that belong to what follows.
const LEANING: [&str; 34] = [
    "và", "của", "tại", "từ", "đến", "là", "được", "không", "cho", "ở", "với", "để", "hoặc", "trong", "trên", "dưới",
    "khi", "nếu", "các", "những", "một", "mỗi", "mọi", "đã", "đang", "sẽ", "chưa", "bằng", "theo", "vào", "do", "về",
    "bị", "thì",
];
/// Before these a line may well begin.
const OPENING: [&str; 12] = ["và", "hoặc", "của", "tại", "để", "khi", "nếu", "theo", "cho", "với", "là", "bằng"];
/// Words that a number follows and belongs to.
const BEFORE_NUMBER: [&str; 44] = [
    "điều",
    "khoản",
    "điểm",
    "chương",
    "mục",
    "định",
    "tư",
    "quyết",
    "luật",
    "hoạch",
    "văn",
    "số",
    "cấp",
    "mức",
    "mẫu",
    "bước",
    "trang",
    "thứ",
    "ngày",
    "tháng",
    "năm",
    "giờ",
    "lúc",
    "quý",
    "kỳ",
    "khóa",
    "lớp",
    "tổ",
    "thôn",
    "khu",
    "đường",
    "nhà",
    "phòng",
    "tầng",
    "lần",
    "gọi",
    "đt",
    "bão",
    "trước",
    "sau",
    "quá",
    "đủ",
    "dưới",
    "trên",
];
/// Words that a number precedes and counts.
const AFTER_NUMBER: [&str; 40] = [
    "đồng", "đ", "vnđ", "nghìn", "ngàn", "triệu", "tỷ", "giờ", "phút", "giây", "ngày", "tuần", "tháng", "năm", "tuổi",
    "trang", "bản", "lần", "người", "hộ", "hồ", "trẻ", "thôn", "xã", "km", "m", "cm", "mm", "kg", "ha", "m²", "lít",
    "%", "bước", "việc", "giấy", "suất", "phần", "điểm", "cm²",
];
/// What ranks the thing before it, with a number after.
const RANKS: [&str; 5] = ["mức", "cấp", "số", "lần", "loại"];
/// Kinds of places, before a place's name.
const PLACES: [&str; 14] =
    ["xã", "thôn", "tỉnh", "phường", "huyện", "xóm", "ubnd", "hđnd", "mttq", "ông", "bà", "sông", "đường", "biển"];

/// The author's segments of `text`, which is NFC: `|` and line ends separate them, empty ones are dropped.
pub fn segments(text: &str) -> Vec<Segment> {
    text.split(['|', '\n']).map(segment).filter(|words| !words.is_empty()).collect()
}

fn segment(text: &str) -> Segment {
    let tokens: Vec<&str> =
        text.split(|c: char| c.is_whitespace() && c != '\u{A0}').filter(|t| !t.is_empty()).collect();
    let bare: Vec<String> = tokens.iter().map(|token| bare(token).to_lowercase()).collect();
    let shouting = is_capitals(text);
    let bonds = lexicon::bonds(&bare);
    let word = |at: usize| Word {
        text: tokens[at].to_owned(),
        penalty: match (bonds.get(at), tokens.get(at + 1)) {
            (Some(bond), Some(_)) => gap(&tokens, &bare, at, *bond, shouting),
            _ => 0,
        },
    };
    (0..tokens.len()).map(word).collect()
}

/// The cost of a break between token `at` and the next.
fn gap(tokens: &[&str], bare: &[String], at: usize, bond: i32, shouting: bool) -> i32 {
    let (token, next) = (tokens[at], tokens[at + 1]);
    let (word, after) = (bare[at].as_str(), bare[at + 1].as_str());
    if after.is_empty() || is_opening(token) {
        return NEVER;
    }
    let clause = match token.chars().last() {
        Some('.' | '!' | '?' | '…') if !is_address(token) => SENTENCE,
        Some(',' | ';' | ':' | '–' | '—' | '-' | '·' | ')' | '”') => CLAUSE,
        _ => 0,
    };
    if clause < 0 {
        // A compound that bears a comma inside, such as "phản ánh, kiến nghị", may part there at its usual price.
        return clause + bond.min(60);
    }
    if next.starts_with(['(', '“', '"']) {
        return CLAUSE / 2 + bond;
    }
    let (digits, more) = (starts_with_digit(word), starts_with_digit(after));
    if digits && more {
        return NEVER;
    }
    if digits && AFTER_NUMBER.contains(&after) || more && BEFORE_NUMBER.contains(&word) {
        return NEVER;
    }
    if digits || more {
        return LABEL.max(bond);
    }
    if RANKS.contains(&after) && bare.get(at + 2).is_some_and(|third| starts_with_digit(third)) {
        return RANK.max(bond);
    }
    let capitalised = |token: &str| bare_start(token).is_some_and(char::is_uppercase);
    if !shouting && capitalised(next) && PLACES.contains(&word) {
        return NEVER;
    }
    let mut cost = bond;
    if !shouting && at > 0 && capitalised(token) && capitalised(next) {
        cost = cost.max(NAME);
    }
    if matches!(word, "ubnd" | "hđnd" | "mttq") && PLACES.contains(&after) {
        cost = cost.max(NAME);
    }
    if LEANING.contains(&word) && bond == 0 {
        cost = cost.max(DANGLING);
    }
    if cost == 0 && OPENING.contains(&after) {
        cost = CONJUNCTION;
    }
    cost
}

fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

fn bare_start(token: &str) -> Option<char> {
    bare(token).chars().next()
}

fn is_opening(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| matches!(c, '(' | '“' | '"' | '•' | '+'))
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && (!is_address(word) || is_phone(word))
}

/// Set in capitals throughout, names of mixed case aside: then capitals say nothing about names.
fn is_capitals(text: &str) -> bool {
    let (upper, lower) = text.chars().fold((0, 0), |(upper, lower), c| {
        (upper + usize::from(c.is_uppercase()), lower + usize::from(c.is_lowercase()))
    });
    upper > 2 * lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn penalty_after(text: &str, word: &str) -> i32 {
        let found = segments(text).into_iter().flatten().find(|w| w.text == word);
        found.unwrap_or_else(|| panic!("`{word}` in `{text}`")).penalty
    }

    #[test]
    fn what_belongs_together_is_never_parted() {
        for (text, word) in [
            ("Lệ phí 7.000 đồng một lần", "7.000"),
            ("theo Điều 11 của Luật", "Điều"),
            ("theo Nghị định 118/2025/NĐ-CP", "định"),
            ("đúng 19 giờ 30, thứ Bảy", "19"),
            ("đúng 19 giờ 30, thứ Bảy", "giờ"),
            ("gọi số 1900 0368 ngay", "1900"),
            ("đến xã Mai Phụ nhé", "xã"),
            ("tài khoản VNeID mức 2 của cha", "mức"),
            ("trong ngày 12 tháng 12 năm 2026", "tháng"),
            ("một – hai", "một"),
        ] {
            assert!(penalty_after(text, word) >= NEVER, "{text}: {word}");
        }
    }

    #[test]
    fn commas_invite_a_break_and_small_words_do_not_end_a_line() {
        assert!(penalty_after("nộp từ nhà, nhận đúng hẹn", "nhà,") < 0);
        assert!(penalty_after("kết quả của bà con", "của") >= DANGLING);
        assert!(penalty_after("thông tin của con", "tin") < 0);
        assert!(penalty_after("thủ tục này", "thủ") > DANGLING);
        assert!(penalty_after("gặp anh Nguyễn Văn An", "Văn") >= NAME);
    }

    #[test]
    fn the_authors_bar_separates_segments() {
        let lines: Vec<usize> =
            segments("MỘT CỔNG DUY NHẤT,|MỌI THỦ TỤC\nTRONG TẦM TAY||").iter().map(Vec::len).collect();
        assert_eq!(lines, [4, 3, 3]);
    }
}
