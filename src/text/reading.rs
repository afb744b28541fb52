//! How long a villager needs to read a page: the formula of docs/legibility.md §3, in whole milliseconds.

use super::nfc;

/// How fast the reader is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingSpeed {
    /// 2.5 syllables a second: what everybody sees every day.
    Calm,
    /// 1.8 syllables a second: an alert, read by frightened and by old people.
    Alert,
}

/// Before anybody reads they have to look up.
const LOOK_UP_MS: u64 = 2_000;
/// A telephone number or an address is noted, not read.
const NOTE_MS: u64 = 3_000;
/// Getting a telephone out and scanning a QR code.
const SCAN_MS: u64 = 15_000;
/// Nothing is shown for less.
const FLOOR_MS: u64 = 8_000;

/// What there is to read on a page, counted up text by text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadingLoad {
    /// Syllables; two figures count as one.
    pub syllables: u64,
    /// Telephone numbers and web addresses.
    pub notes: u64,
    /// Whether there is a QR code to scan.
    pub scan: bool,
}

impl ReadingLoad {
    /// What there is to read in one text.
    pub fn of(text: &str) -> Self {
        let mut reading = Self::default();
        reading.add(text);
        reading
    }

    /// Counts another text in.
    pub fn add(&mut self, text: &str) {
        let text = nfc(text).replace('|', " ");
        let mut figures = String::new();
        for token in text.split_whitespace() {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
            if !token.is_empty() && token.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+' | '-')) {
                figures.push_str(token);
                figures.push(' ');
                continue;
            }
            self.add_figures(&std::mem::take(&mut figures));
            if is_address(token) {
                self.notes += 1;
            } else {
                self.syllables += token.split(|c: char| !c.is_alphanumeric()).map(syllables).sum::<u64>();
            }
        }
        self.add_figures(&figures);
    }

    /// Figures in a row, separated by spaces: one telephone number or several plain numbers.
    fn add_figures(&mut self, run: &str) {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if is_phone(&digits) {
            self.notes += 1;
        } else {
            self.syllables += run.split(' ').map(|number| syllables(&number.replace(['.', '-'], ""))).sum::<u64>();
        }
    }

    /// Milliseconds a page with this much on it must stay.
    pub fn need_ms(&self, pace: ReadingSpeed) -> u64 {
        let reading_ms = match pace {
            ReadingSpeed::Calm => self.syllables.saturating_mul(2_000) / 5,
            ReadingSpeed::Alert => self.syllables.saturating_mul(5_000) / 9,
        };
        let need_ms = LOOK_UP_MS.saturating_add(reading_ms).saturating_add(NOTE_MS.saturating_mul(self.notes));
        need_ms.max(if self.scan { SCAN_MS } else { FLOOR_MS })
    }
}

/// Free and service numbers (1800…, 1900…), and numbers of subscribers: eight digits and more.
pub(super) fn is_phone(digits: &str) -> bool {
    let service = digits.starts_with("1800") || digits.starts_with("1900") || digits.starts_with("84");
    (8..=12).contains(&digits.len()) && (service || digits.starts_with('0'))
}

/// A web or mail address: letters on both sides of a dot and of nothing else but address characters.
pub(super) fn is_address(token: &str) -> bool {
    let bare = token.trim_end_matches(['.', ',', ';', ':', ')', '”', '"']).trim_start_matches(['(', '“', '"']);
    if bare.contains("://") {
        return true;
    }
    let host = bare.split('/').next().unwrap_or_default();
    let Some((name, last)) = host.rsplit_once('.') else { return false };
    let ascii = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'@'));
    ascii
        && name.bytes().any(|b| b.is_ascii_alphabetic())
        && last.len() >= 2
        && last.bytes().all(|b| b.is_ascii_lowercase())
}

/// Syllables of a text as they are read aloud.
pub fn count(text: &str) -> u64 {
    text.split(|c: char| !c.is_alphanumeric()).map(syllables).sum()
}

/// Syllables of one unbroken run of letters and figures. A Vietnamese word is one; a foreign one has as many as it has
/// groups of vowels; two figures count as one.
fn syllables(run: &str) -> u64 {
    let (mut figures, mut groups, mut letters, mut in_vowels) = (0_u64, 0_u64, false, false);
    for c in run.chars() {
        if c.is_ascii_digit() {
            figures += 1;
            in_vowels = false;
        } else if c.is_alphabetic() {
            letters = true;
            let vowel = is_vowel(c);
            groups += u64::from(vowel && !in_vowels);
            in_vowels = vowel;
        }
    }
    figures.div_ceil(2) + if letters { groups.max(1) } else { 0 }
}

/// Whether the letter under all its marks is a vowel.
fn is_vowel(c: char) -> bool {
    let mut base = c;
    unicode_normalization::char::decompose_canonical(c, |part| {
        if part.is_alphabetic() {
            base = part;
        }
    });
    matches!(base.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slogan_takes_two_seconds_and_two_fifths_a_syllable_but_never_less_than_eight() {
        let reading = ReadingLoad::of("NGƯỜI DÂN HÀI LÒNG|LÀ THƯỚC ĐO CỦA CHÍNH QUYỀN");
        assert_eq!(reading.syllables, 10);
        assert_eq!(reading.need_ms(ReadingSpeed::Calm), 8_000);
        let long = ReadingLoad { syllables: 60, ..reading };
        assert_eq!(long.need_ms(ReadingSpeed::Calm), 26_000);
        assert_eq!(long.need_ms(ReadingSpeed::Alert), 35_333);
    }

    #[test]
    fn figures_count_half_and_numbers_to_note_count_three_seconds() {
        assert_eq!(ReadingLoad::of("7.000 đồng/trang").syllables, 2 + 2);
        assert_eq!(ReadingLoad::of("118/2025/NĐ-CP").syllables, 2 + 2 + 1 + 1);
        for noted in ["18001096", "1900 0368", "0912.345.678", "dichvucong.gov.vn", "https://dichvucong.gov.vn/p/home"]
        {
            assert_eq!(ReadingLoad::of(noted), ReadingLoad { syllables: 0, notes: 1, scan: false }, "{noted}");
        }
        assert_eq!(ReadingLoad::of("gọi 112 hoặc 114").notes, 0);
        assert_eq!(ReadingLoad::of("Hỏi 18001096.").need_ms(ReadingSpeed::Calm), 8_000);
    }

    #[test]
    fn a_page_with_a_code_stays_long_enough_to_scan_it() {
        let reading = ReadingLoad { scan: true, ..ReadingLoad::of("Quét mã") };
        assert_eq!(reading.need_ms(ReadingSpeed::Calm), 15_000);
    }

    #[test]
    fn the_storm_notice_has_the_length_the_domain_page_counted() {
        let notice = "BÃO SỐ … ĐANG VÀO GẦN BỜ. Không ra khơi. Rời ngay lồng bè, chòi canh, tàu đã neo đậu. Chằng chống nhà cửa, mái tôn; chặt cành \
                      cây gần nhà. Trữ nước, lương thực, thuốc đủ dùng 3 ngày; sạc đầy điện thoại. Nhà yếu, vùng trũng, \
                      ven biển: sơ tán trước 17 giờ hôm nay. Ở yên trong nhà khi bão vào; gió lặng chưa phải bão tan. \
                      Cần cứu giúp: gọi 112 hoặc trực ban xã …";
        let syllables = ReadingLoad::of(notice).syllables;
        assert!((77..=85).contains(&syllables), "{syllables}");
    }
}
