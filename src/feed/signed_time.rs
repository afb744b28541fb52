//! The feed's time, signed: an answer to a number nobody could have known before.
//!
//! A hall without a battery clock must not believe just any server's idea of the time. So it sends a random number, and
//! the server signs that number with the time by the same key that signs the feed's timestamp. A recorded answer does not
//! fit another question, and the longest lie a slow line can tell is half its round trip.

use std::{path::Path, time::Instant};

use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use sigstore_tuf::{Root, TrustedMetadataSet};

use super::repository::{Keys, RepositoryError};
use crate::{clock::TimeSample, model::WallTime, store::TrustedSet};

/// Request header: the number, as hexadecimal digits.
pub const NONCE_HEADER: &str = "bangtin-nonce";
/// Response header: wall time and how long the answer was held back, both in milliseconds, and the signature.
pub const TIME_HEADER: &str = "bangtin-time";

/// Longest number a server signs, characters: it must not be made to sign anything else.
const NONCE_CHARS: usize = 32;

/// A fresh number.
pub(super) fn nonce() -> Option<String> {
    let mut bytes = [0; NONCE_CHARS / 2];
    // From the system itself: the library that signs would first spend 30 ms of the processor on its own generator.
    getrandom::fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

/// What is signed. No signed metadata begins like this: it is JSON.
fn message(nonce: &str, now: WallTime, held_ms: u64) -> String {
    format!("bangtin-time {nonce} {} {held_ms}", now.0)
}

/// The answer to a number, by the timestamp key in that folder; `None` to a number of another form.
///
/// # Errors
/// [`RepositoryError`] where the key cannot be read.
pub fn sign(keys_dir: &Path, nonce: &str, now: WallTime, held_ms: u64) -> Result<Option<String>, RepositoryError> {
    if nonce.len() != NONCE_CHARS || !nonce.bytes().all(|c| c.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let signature = Keys::at(keys_dir).timestamp()?.sign(message(nonce, now, held_ms).as_bytes());
    Ok(Some(format!("{} {held_ms} {signature}", now.0)))
}

/// A question and the answer that came, not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeResponse {
    /// The number that was sent.
    pub nonce: String,
    /// The answer's header.
    pub answer: String,
    /// When the question left.
    pub sent: Instant,
    /// When the answer came.
    pub received: Instant,
}

/// The keys whose word on the time counts: those that sign the feed's timestamp.
#[derive(Debug, Default)]
pub(super) struct TimeKeys(Vec<Vec<u8>>);

impl TimeKeys {
    /// Those a root names.
    pub fn of(root: &Root) -> Self {
        let ids = root.role("timestamp").into_iter().flat_map(|role| &role.keyids);
        let keys = ids.filter_map(|id| root.keys.get(id)).filter(|key| key.keytype == "ed25519");
        Self(keys.filter_map(|key| unhex(&key.keyval.public)).collect())
    }

    /// Those the newest root of a set names; none where that is no root.
    pub fn of_set(set: &TrustedSet) -> Self {
        let trusted = TrustedMetadataSet::from_root(set.root().as_bytes());
        trusted.map_or_else(|_| Self::default(), |trusted| Self::of(trusted.root()))
    }

    /// Whether that is so of one of them.
    pub fn any(&self, is_so: impl Fn(&[u8]) -> bool) -> bool {
        self.0.iter().any(|key| is_so(key))
    }

    /// The sample in an answer, if one of these keys signed it.
    pub fn verify(&self, response: &TimeResponse) -> Option<TimeSample> {
        let mut parts = response.answer.split(' ');
        let now = WallTime(parts.next()?.parse().ok()?);
        let held_ms: u64 = parts.next()?.parse().ok()?;
        let signature = unhex(parts.next()?)?;
        let message = message(&response.nonce, now, held_ms);
        let by = |key: &Vec<u8>| UnparsedPublicKey::new(&ED25519, key).verify(message.as_bytes(), &signature).is_ok();
        let signed = self.0.iter().any(by);
        // While the server held the answer back nothing travelled: the question may as well have left that much later.
        let held = std::time::Duration::from_millis(held_ms);
        let sent = response.sent.checked_add(held).filter(|sent| *sent <= response.received)?;
        signed.then_some(TimeSample { sent, received: response.received, feed: now })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
