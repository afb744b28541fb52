//! What nobody can guess: ids, tokens, codes.

use std::fmt::Write as _;

use aws_lc_rs::rand;

use crate::{model::WallTime, records};

/// Bytes at random.
pub(super) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the system has randomness");
    bytes
}

/// A new id.
pub(super) fn id(now: WallTime) -> String {
    records::new_id(now, bytes())
}

/// Hexadecimal digits for that many bytes at random.
pub fn hex<const N: usize>() -> String {
    let mut text = String::with_capacity(2 * N);
    for byte in bytes::<N>() {
        write!(text, "{byte:02x}").expect("a String takes every character");
    }
    text
}
