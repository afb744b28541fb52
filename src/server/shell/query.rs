//! Texts in the query of an address.

use std::fmt::Write as _;

/// A text as it stands in the value of a query.
pub(in crate::server) fn in_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("a String takes every character"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_value_is_escaped() {
        assert_eq!(in_query("Hữu & Ninh"), "H%E1%BB%AFu%20%26%20Ninh");
    }
}
