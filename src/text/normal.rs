//! One form for every text: composed letters, plain spaces, nothing invisible.

use unicode_normalization::UnicodeNormalization;

/// `text` in NFC, without invisible characters that word processors leave behind, with line ends as `\n` and every
/// other control character or odd space as a plain space. Emoji joiners and direction marks are invisible too: the
/// bundled faces have no use for them.
///
/// Call it after legacy encodings have been recognised: in TCVN3 the soft hyphen is the letter ư.
pub fn nfc(text: &str) -> String {
    let ends = text.replace("\r\n", "\n");
    ends.chars().filter_map(plain).nfc().collect()
}

fn plain(c: char) -> Option<char> {
    match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => None,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0000}'..='\u{E0FFF}' => None,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        c if c.is_control() || (c.is_whitespace() && c != '\u{A0}' && c != '\u{202F}') => Some(' '),
        '\u{202F}' => Some('\u{A0}'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_typed_as_parts_become_one() {
        assert_eq!(nfc("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t"), "Tiếng Việt");
    }

    #[test]
    fn what_nobody_sees_is_gone_and_line_ends_stay() {
        assert_eq!(nfc("\u{FEFF}hộ\u{AD} tịch\t\u{200B}xã\r\nthôn"), "hộ tịch xã\nthôn");
    }
}
