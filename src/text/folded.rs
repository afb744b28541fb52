//! Text as a search compares it: without diacritics and capitals.

use unicode_normalization::UnicodeNormalization;

/// The text in small letters without tones, marks and the stroke of đ: "Đăng ký" and "dang ky" are alike. Everything that is
/// neither a letter nor a digit is one space.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd() {
        match c {
            'đ' | 'Đ' => folded.push('d'),
            c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            // Tones and marks.
            '\u{300}'..='\u{36f}' => {}
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_marks_and_capitals_make_no_difference() {
        assert_eq!(folded("  ĐĂNG KÝ – khai sinh,\nthuở ấy"), "dang ky khai sinh thuo ay");
        assert_eq!(folded("Tie\u{302}\u{301}ng Việt 112"), "tieng viet 112");
        assert_eq!(folded(" … "), "");
    }
}
