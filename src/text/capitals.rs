//! Setting a line in capitals without spoiling the names in it.

use super::{nfc, reading::is_address};

/// Units whose small letters mean something, after a number.
const UNITS: [&str; 10] = ["km", "kg", "m", "cm", "mm", "ha", "km/h", "m²", "m2", "g"];

/// `text` in capitals, except what capitals would spoil: mixed-case names such as VNeID, VssID and eTax, web
/// addresses, and units after a number. Spaces and `|` are kept as they are.
pub fn upper(text: &str) -> String {
    let text = nfc(text);
    let mut raised = String::with_capacity(text.len());
    let mut after_number = false;
    for piece in text.split_inclusive(|c: char| c.is_whitespace() || c == '|') {
        let word = piece.trim_end_matches(|c: char| c.is_whitespace() || c == '|');
        let unit = after_number && UNITS.contains(&word.trim_end_matches([',', '.', ';']));
        if unit || is_address(word) {
            raised.push_str(piece);
        } else {
            piece.split_inclusive(['-', '/', '–']).for_each(|part| push_raised(&mut raised, part));
        }
        after_number = word.ends_with(|c: char| c.is_ascii_digit());
    }
    raised
}

/// A capital after the first letter beside a small letter: a name that somebody designed.
fn is_mixed(part: &str) -> bool {
    let letters = || part.chars().filter(|c| c.is_alphabetic());
    letters().skip(1).any(char::is_uppercase) && letters().any(char::is_lowercase)
}

fn push_raised(raised: &mut String, part: &str) {
    if is_mixed(part) {
        raised.push_str(part);
    } else {
        raised.extend(part.chars().flat_map(char::to_uppercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_their_own_letters_survive() {
        assert_eq!(
            upper("Mỗi nhà một tài khoản VNeID,|mỗi thôn một tổ"),
            "MỖI NHÀ MỘT TÀI KHOẢN VNeID,|MỖI THÔN MỘT TỔ"
        );
        assert_eq!(upper("Cài VssID tại vssid.baohiemxahoi.gov.vn"), "CÀI VssID TẠI vssid.baohiemxahoi.gov.vn");
        assert_eq!(upper("cách xã 12 km, “chữa cháy”"), "CÁCH XÃ 12 km, “CHỮA CHÁY”");
        assert_eq!(upper("Hà Tĩnh, ế ữ đ"), "HÀ TĨNH, Ế Ữ Đ");
    }
}
