//! Lines that say by a word what they are: "Địa điểm: Nhà văn hóa thôn".

use super::line::DocumentLine;
use crate::text::folded;

/// What a labelled line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    When,
    Place,
    Subject,
    Fee,
    TimeLimit,
    Authority,
    Prepare,
    Steps,
    Telephone,
    Address,
    Question,
    Answer,
    ProcedureName,
    ProcedureCode,
    Field,
    Law,
}

/// The words, without diacritics and capitals, longer ones before shorter ones they begin with.
const WORDS: [(Label, &[&str]); 16] = [
    (Label::When, &["thoi gian to chuc", "thoi gian bat dau", "thoi gian", "thoi diem", "ngay gio", "khi nao"]),
    (Label::Place, &["dia diem to chuc", "dia diem", "noi to chuc", "tai dia diem", "dia chi to chuc", "o dau"]),
    (Label::Subject, &["noi dung", "chu de", "ve viec", "v v"]),
    (Label::Fee, &["phi le phi", "le phi", "phi", "muc phi", "muc thu", "chi phi"]),
    (Label::TimeLimit, &["thoi han giai quyet", "thoi han", "thoi gian giai quyet", "thoi gian xu ly"]),
    (
        Label::Authority,
        &[
            "co quan thuc hien",
            "co quan giai quyet",
            "co quan co tham quyen",
            "co quan cong khai",
            "co quan",
            "noi giai quyet",
            "noi nop",
            "noi tiep nhan",
            "don vi thuc hien",
        ],
    ),
    (
        Label::Prepare,
        &[
            "thanh phan ho so",
            "ho so gom",
            "ho so gom co",
            "ho so can chuan bi",
            "ho so",
            "can chuan bi",
            "chuan bi",
            "giay to can co",
            "giay to mang theo",
            "giay to",
            "mang theo",
        ],
    ),
    (
        Label::Steps,
        &["trinh tu thuc hien", "cach lam", "cac buoc thuc hien", "cac buoc", "cach thuc thuc hien", "quy trinh"],
    ),
    (
        Label::Telephone,
        &[
            "so dien thoai",
            "dien thoai ho tro",
            "dien thoai",
            "duong day nong",
            "hotline",
            "sdt",
            "dt",
            "lien he",
            "ho tro",
        ],
    ),
    (Label::Address, &["dia chi trang", "trang web", "website", "duong dan", "link", "truy cap", "cong dich vu cong"]),
    (Label::Question, &["cau hoi", "hoi"]),
    (Label::Answer, &["tra loi", "dap an", "dap"]),
    (Label::ProcedureName, &["ten thu tuc hanh chinh", "ten tthc", "ten thu tuc", "thu tuc"]),
    (Label::ProcedureCode, &["ma thu tuc hanh chinh", "ma tthc", "ma thu tuc"]),
    (Label::Field, &["linh vuc"]),
    (Label::Law, &["can cu phap ly", "can cu", "van ban cong bo", "so quyet dinh", "nguon"]),
];

/// What a line is labelled, and what it says of it: perhaps nothing, where that follows in the next lines.
pub(super) fn labelled(line: &DocumentLine) -> Option<(Label, &str)> {
    let (head, rest) = line.text.split_once([':', '：'])?;
    let label = of(head)?;
    // "19:30" has a colon and is no label; nor is the colon of an address.
    (!rest.starts_with("//")).then(|| (label, rest.trim()))
}

/// The label that those words are, whole.
pub(super) fn of(words: &str) -> Option<Label> {
    let folded = folded(words);
    // "Câu hỏi 1", "Hỏi 2" are numbered now and then.
    let folded = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    WORDS.iter().find(|(_, words)| words.contains(&folded)).map(|(label, _)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_in_any_capitals_and_marks() {
        let of = |text: &str| {
            let line = DocumentLine::of(text, false).unwrap();
            labelled(&line).map(|(label, rest)| (label, rest.to_owned()))
        };
        assert_eq!(of("📍 ĐỊA ĐIỂM: Nhà văn hóa"), Some((Label::Place, "Nhà văn hóa".to_owned())));
        assert_eq!(of("- Thời gian : 19h30"), Some((Label::When, "19h30".to_owned())));
        assert_eq!(of("Câu hỏi 2: Ai được miễn?"), Some((Label::Question, "Ai được miễn?".to_owned())));
        assert_eq!(of("Phí, lệ phí:"), Some((Label::Fee, String::new())));
        assert_eq!(of("Có mặt lúc 19:30 tại sân"), None);
    }
}
