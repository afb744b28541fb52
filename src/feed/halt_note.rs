//! A note on a stick that halts a hall, or lets it go on: signed by the office, so that no other stick does.
//!
//! It bears no end: whoever holds the stick stands before the screen, and could as well pull its plug.

use std::path::Path;

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};

use super::{
    repository::{Keys, RepositoryError},
    signed_time::{TimeKeys, unhex},
};
use crate::{
    model::{DisplayId, WallTime},
    store::TrustedSet,
};

/// The file on the stick.
pub const HALT_NOTE: &str = "bangtin-halt.txt";

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HaltNote {
    /// Whom it is for; `None` for every display of the feed.
    pub display: Option<DisplayId>,
    /// Whether the hall is to be halted; else it is to go on.
    pub halt: bool,
    /// When it was signed.
    pub issued: WallTime,
}

impl HaltNote {
    /// Signs it, by the timestamp key in that folder: the text of the file.
    ///
    /// # Errors
    /// [`RepositoryError`] where the key cannot be read.
    pub fn sign(&self, keys_dir: &Path) -> Result<String, RepositoryError> {
        let message = self.message();
        let signature = Keys::at(keys_dir).timestamp()?.sign(message.as_bytes());
        Ok(format!("{message}\n{signature}\n"))
    }

    /// The note of that text, if it is one for that display, signed by a key that the hall trusts.
    pub fn verify(text: &str, set: &TrustedSet, display: Option<&DisplayId>) -> Option<Self> {
        let (message, signature) = text.split_once('\n')?;
        let note = Self::parse(message)?;
        let signature = unhex(signature.trim_end())?;
        let keys = TimeKeys::of_set(set);
        let by = |key: &[u8]| UnparsedPublicKey::new(&ED25519, key).verify(message.as_bytes(), &signature).is_ok();
        let is_for_us = note.display.as_ref().is_none_or(|meant| Some(meant) == display);
        (is_for_us && keys.any(by)).then_some(note)
    }

    /// What is signed. Neither signed metadata nor a signed time begins like this.
    fn message(&self) -> String {
        let display = self.display.as_ref().map_or("*", DisplayId::as_str);
        format!("bangtin-halt {display} {} {}", if self.halt { "halt" } else { "go-on" }, self.issued.0)
    }

    fn parse(message: &str) -> Option<Self> {
        let mut words = message.trim_end().strip_prefix("bangtin-halt ")?.split(' ');
        let display = match words.next()? {
            "*" => None,
            id => Some(id.parse().ok()?),
        };
        let halt = match words.next()? {
            "halt" => true,
            "go-on" => false,
            _ => return None,
        };
        Some(Self { display, halt, issued: WallTime(words.next()?.parse().ok()?) })
    }
}
