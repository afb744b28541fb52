//! Text from before Unicode: TCVN3 (ABC) and VNI, recognised by what comes out when it is read as each of them.

use std::{collections::HashMap, sync::LazyLock};

use super::{nfc, syllable::is_syllable};

/// An encoding that offices used before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN 5712:1993 third table, of the `.Vn…` fonts.
    Tcvn3,
    /// Of the `VNI-…` fonts.
    Vni,
}

impl Legacy {
    /// Its name as officers know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        }
    }
}

struct Tables {
    tcvn3: HashMap<String, char>,
    vni: HashMap<String, char>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { tcvn3: HashMap::new(), vni: HashMap::new() };
    for row in include_str!("legacy.txt").lines().filter(|row| !row.starts_with('#')) {
        let mut fields = row.split(' ');
        let (Some(letter), Some(tcvn3), Some(vni)) = (fields.next(), fields.next(), fields.next()) else { continue };
        if let Some(letter) = letter.chars().next() {
            tables.tcvn3.insert(tcvn3.replace("\\u{AD}", "\u{AD}"), letter);
            tables.vni.insert(vni.to_owned(), letter);
        }
    }
    tables
});

/// If `text` is not Unicode: what it was written in, and what it says in NFC. Ties go to Unicode, so that English,
/// numbers and names are left alone.
pub fn legacy(text: &str) -> Option<(Legacy, String)> {
    // Both encodings write Vietnamese with letters of Latin-1; without one there is nothing to convert.
    if text.is_ascii() {
        return None;
    }
    let as_is = score(&nfc(text));
    let read = |encoding, table| {
        let read = nfc(&decoded(text, table));
        (score(&read), encoding, read)
    };
    let tcvn3 = read(Legacy::Tcvn3, &TABLES.tcvn3);
    let vni = read(Legacy::Vni, &TABLES.vni);
    let (best, encoding, says) = if vni.0 > tcvn3.0 { vni } else { tcvn3 };
    // A whole syllable in ten must become well-formed: one odd name is no proof.
    (best > as_is + 0.1).then_some((encoding, says))
}

/// `text` with every code of `table` replaced, two characters before one.
fn decoded(text: &str, table: &HashMap<String, char>) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut says = String::with_capacity(text.len());
    let mut at = 0;
    while at < letters.len() {
        let code = |n: usize| letters.get(at..at + n).map(|code| code.iter().collect::<String>());
        let found = [2, 1].into_iter().find_map(|n| Some((n, *table.get(&code(n)?)?)));
        let (n, letter) = found.unwrap_or((1, letters[at]));
        says.push(letter);
        at += n;
    }
    says
}

/// The share of words that are well-formed Vietnamese syllables, 0 to 1.
fn score(text: &str) -> f64 {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    // What the wrong reading leaves in the middle of words is no letter and parts them: symbols count against it.
    let odd = text.chars().filter(|c| {
        matches!(c, '\u{80}'..='\u{BF}' | '×' | '÷') && !matches!(c, '\u{A0}' | '·' | '²' | '°' | '«' | '»')
    });
    let all = words.len() + odd.count();
    let good = words.iter().filter(|word| is_syllable(word)).count();
    if all == 0 { 1.0 } else { good as f64 / all as f64 }
}

/// `text` written in that encoding, for tests.
#[cfg(test)]
fn encoded(text: &str, encoding: Legacy) -> String {
    let table = match encoding {
        Legacy::Tcvn3 => &TABLES.tcvn3,
        Legacy::Vni => &TABLES.vni,
    };
    let codes: HashMap<char, &str> = table.iter().map(|(code, letter)| (*letter, code.as_str())).collect();
    text.chars().map(|c| codes.get(&c).map_or_else(|| c.to_string(), |code| (*code).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [&str; 10] = [
        "Tuyên truyền cải cách hành chính",
        "Đăng nhập bằng tài khoản VNeID mức 2",
        "Chọn “Dịch vụ công liên thông khai sinh, khai tử”",
        "Trễ hẹn hoặc bị gây khó: chọn “Phản ánh, kiến nghị”",
        "Không ra khơi. Rời ngay lồng bè, chòi canh, tàu đã neo đậu.",
        "Người từ đủ 75 tuổi, không có lương hưu, làm đơn hưởng trợ cấp hưu trí xã hội tại UBND xã.",
        "Nhà yếu, vùng trũng, ven biển: sơ tán trước 17 giờ hôm nay.",
        "Mang bản chính khi đi chứng thực; đặt lịch trước để không phải chờ.",
        "Lệ phí 7.000 đồng/lần nộp trực tuyến (nộp trực tiếp: 15.000 đồng)",
        "Mở dichvucong.gov.vn hoặc ứng dụng VNeID",
    ];

    #[test]
    fn the_samples_are_recognised_in_every_encoding() {
        for text in SAMPLES {
            assert_eq!(legacy(text), None, "{text}");
            for encoding in [Legacy::Tcvn3, Legacy::Vni] {
                assert_eq!(legacy(&encoded(text, encoding)), Some((encoding, text.to_owned())));
            }
        }
    }

    #[test]
    fn every_text_of_the_sample_campaign_is_recognised_in_every_encoding() {
        let mut seen = 0;
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/slides")).unwrap() {
            let Ok(file) = std::fs::read_to_string(entry.unwrap().path()) else { continue };
            for text in file.lines().filter_map(|line| line.split('"').nth(1)).map(nfc) {
                assert_eq!(legacy(&text), None, "{text}");
                let words = text.split_whitespace().count();
                let marked = text.chars().filter(|c| !c.is_ascii()).count();
                if words < 5 || marked < 4 {
                    continue;
                }
                seen += 1;
                for encoding in [Legacy::Tcvn3, Legacy::Vni] {
                    let found = legacy(&encoded(&text, encoding)).map(|(encoding, _)| encoding);
                    assert_eq!(found, Some(encoding), "{text}");
                }
            }
        }
        assert!(seen > 60, "{seen}");
    }

    #[test]
    fn what_the_domain_page_shows_is_read() {
        let (encoding, says) = legacy("Tuyªn truyÒn c¶i c¸ch hµnh chÝnh").unwrap();
        assert_eq!((encoding, says.as_str()), (Legacy::Tcvn3, "Tuyên truyền cải cách hành chính"));
        let (encoding, says) = legacy("Tuyeân truyeàn caûi caùch haønh chính").unwrap();
        assert_eq!((encoding, says.as_str()), (Legacy::Vni, "Tuyên truyền cải cách hành chính"));
    }

    #[test]
    fn foreign_words_and_composed_or_taken_apart_unicode_are_left_alone() {
        for text in
            ["Café Zoë, señor", "DỮ LIỆU MẪU", "18001096 – 112", "Tie\u{302}\u{301}ng Vie\u{323}t", "Wi-Fi ©", ""]
        {
            assert_eq!(legacy(text), None, "{text}");
        }
    }
}
