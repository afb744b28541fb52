//! Bytes of a text file to letters: UTF-8, UTF-16 as Excel writes it, and the code pages of old Windows.

/// The text, or `None` where the bytes are none.
///
/// Old files do not say which code page they are in. Where a mark of windows-1258 stands after a letter it is that one;
/// everything else is taken for windows-1252, in which TCVN3 and VNI are recognised later by what they spell.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok()?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) if has_zero_bytes(bytes) => utf16(bytes, u16::from_le_bytes)?,
            Err(_) => code_page(bytes),
        },
    };
    let is_text =
        |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{C}' | '\u{B}' | '\u{80}'..='\u{9F}');
    text.chars().all(is_text).then_some(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// Latin letters in UTF-16 have a zero in every other byte.
fn has_zero_bytes(bytes: &[u8]) -> bool {
    bytes.iter().skip(1).step_by(2).take(64).filter(|byte| **byte == 0).count() > 8
}

/// The marks of windows-1258, which stand after their letter.
const MARKS: [(u8, char); 5] =
    [(0xCC, '\u{300}'), (0xD2, '\u{309}'), (0xDE, '\u{303}'), (0xEC, '\u{301}'), (0xF2, '\u{323}')];

/// Where windows-1258 has other letters than windows-1252.
const VIETNAMESE: [(u8, char); 9] = [
    (0xC3, 'Ă'),
    (0xD0, 'Đ'),
    (0xD5, 'Ơ'),
    (0xDD, 'Ư'),
    (0xE3, 'ă'),
    (0xF0, 'đ'),
    (0xF5, 'ơ'),
    (0xFD, 'ư'),
    (0xFE, '₫'),
];

/// What windows-1252 has between 0x80 and 0x9F; the five that it leaves open stand for themselves.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn code_page(bytes: &[u8]) -> String {
    let mark = |byte: u8| MARKS.iter().find(|(code, _)| *code == byte).map(|(_, mark)| *mark);
    // A mark goes with a vowel; in TCVN3 and VNI the same bytes are letters of their own, at other places.
    let marked = bytes.windows(2).filter(|pair| mark(pair[1]).is_some() && is_vowel(pair[0])).count();
    let letters = bytes.iter().filter(|byte| **byte >= 0xC0).count();
    // Half of TCVN3's letters are what other code pages use for signs such as ©.
    let signs = bytes.iter().filter(|byte| (0xA1..=0xBF).contains(*byte) && ![0xAB, 0xBB].contains(*byte)).count();
    let vietnamese = marked * 4 > letters && signs * 4 < letters;
    let letter = |byte: u8| match byte {
        0x80..=0x9F => WINDOWS[usize::from(byte - 0x80)],
        _ if !vietnamese => char::from(byte),
        _ => {
            let own = VIETNAMESE.iter().find(|(code, _)| *code == byte).map(|(_, letter)| *letter);
            own.or(mark(byte)).unwrap_or(char::from(byte))
        }
    };
    bytes.iter().map(|byte| letter(*byte)).collect()
}

/// Vowels of windows-1258: plain ones, and â ê ô ă ơ ư with their capitals.
fn is_vowel(byte: u8) -> bool {
    b"aeiouyAEIOUY".contains(&byte)
        || [0xE2, 0xEA, 0xF4, 0xE3, 0xF5, 0xFD, 0xC2, 0xCA, 0xD4, 0xC3, 0xD5, 0xDD].contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_excel_and_of_old_windows_is_read() {
        let says = "Đăng ký khai sinh;7.000 đ\n";
        let utf16: Vec<u8> = says.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&[&[0xFF, 0xFE], &*utf16].concat()).unwrap(), says);
        assert_eq!(decoded(&utf16).unwrap(), says, "without a mark at its beginning too");
        assert_eq!(decoded(&[b"\xEF\xBB\xBF", says.as_bytes()].concat()).unwrap(), says);
        // "Tiếng Việt, đường" in windows-1258: letters with marks after them.
        let old = b"Ti\xEA\xECng Vi\xEA\xF2t, \xF0\xFD\xF5\xCCng";
        assert_eq!(decoded(old).unwrap(), "Tiê\u{301}ng Viê\u{323}t, đươ\u{300}ng");
    }

    #[test]
    fn tcvn3_is_left_for_those_who_know_its_letters() {
        // "Tuyên truyền cải cách" in TCVN3.
        assert_eq!(decoded(b"Tuy\xAAn truy\xD2n c\xB6i c\xB8ch").unwrap(), "Tuyªn truyÒn c¶i c¸ch");
    }

    #[test]
    fn what_is_no_text_is_not_taken_for_one() {
        assert_eq!(decoded(&[0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13]), None);
        assert_eq!(decoded(b"\x01\x02\x03"), None);
    }
}
