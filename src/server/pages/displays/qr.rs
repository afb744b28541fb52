//! QR codes as one path of an SVG: crisp on paper, and no file of their own.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// The code of a text: how many modules it is across, with its quiet zone, and the path of its dark modules. `None` where
/// the text is too long for a code.
pub(in crate::server) fn qr_path(text: &str) -> Option<(i32, String)> {
    /// Light modules round the code (ISO/IEC 18004).
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                write!(path, "M{},{}h{run}v1h-{run}z", x + QUIET, y + QUIET).expect("a String takes every character");
            }
            x += run.max(1);
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_its_finder_and_a_text_beyond_all_codes_has_none() {
        let (across, path) = qr_path("http://10.0.0.2:8080").unwrap();
        assert_eq!(across, 25 + 8);
        assert!(path.starts_with("M4,4h7v1h-7z"), "{path}");
        assert!(qr_path(&"x".repeat(5_000)).is_none());
    }
}
