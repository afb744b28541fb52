//! The six digits by which people see that a hall was set up with the office's own kit and not with another.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};

use crate::model::{Digest, DisplayId};

/// Memory (KiB) and passes of a code: half a second on a small machine. Whoever wanted a root of their own with the same six
/// digits has to try half a million, which takes days for each display; a plain hash would take a second.
const COST: (u32, u32) = (64 << 10, 4);

/// Six digits that belong to a root file and a display. The office's page and the screen show the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetupCode(u32);

impl SetupCode {
    /// Of that root file and that display. Takes half a second and 64 MiB.
    pub fn of(root: &[u8], display: Option<&DisplayId>) -> Self {
        let what = format!("{} {}", Digest::of(root), display.map(ToString::to_string).unwrap_or_default());
        let params = Params::new(COST.0, COST.1, 1, Some(8)).expect("these are within the bounds of the algorithm");
        let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut bytes = [0; 8];
        hash.hash_password_into(what.as_bytes(), b"bangtin hall kit", &mut bytes).expect("text and salt are short");
        Self((u64::from_be_bytes(bytes) % 1_000_000) as u32)
    }
}

impl fmt::Display for SetupCode {
    /// As people read it aloud: three digits and three.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1_000, self.0 % 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_root_or_another_display_has_another_code_and_the_same_has_the_same() {
        let (one, two) = ("mh-7f3k2".parse().unwrap(), "mh-8aaaa".parse().unwrap());
        let code = SetupCode::of(b"root", Some(&one));
        assert_eq!(code, SetupCode::of(b"root", Some(&one)));
        assert!(code != SetupCode::of(b"another", Some(&one)) && code != SetupCode::of(b"root", Some(&two)));
        assert_eq!(SetupCode(7_042).to_string(), "007 042");
    }
}
