//! Passwords: which are good enough, and how they are kept.
//!
//! They are kept as argon2id hashes, with the cost that OWASP's cheat sheet asks for: 19 MiB and two passes. Few are hashed at
//! once, or a handful of strangers would take the machine's memory. There are no rules of composition: length counts.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{
    account_refusal::AccountRefusal,
    error::OfficeError,
    password_hash::{hashed, is_kept_as},
    random,
};
use crate::{
    model::limits,
    text::{folded, nfc},
};

/// A password as somebody typed it. It is written nowhere.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// What was typed. A letter with its tones counts the same however the keyboard makes it.
    pub fn typed(text: &str) -> Self {
        Self(nfc(text))
    }

    /// Whether it is good enough for that login name in that commune.
    ///
    /// # Errors
    /// [`AccountRefusal::PasswordShort`], [`AccountRefusal::PasswordLong`], [`AccountRefusal::PasswordGuessable`].
    pub fn check(&self, login: &str, commune: Option<&str>) -> Result<(), AccountRefusal> {
        let chars = self.0.chars().count();
        if chars < *limits::PASSWORD_CHARS.start() {
            return Err(AccountRefusal::PasswordShort);
        }
        if chars > *limits::PASSWORD_CHARS.end() {
            return Err(AccountRefusal::PasswordLong);
        }
        let own = own_part(&self.0, login, commune.unwrap_or_default());
        if own.chars().count() < OWN_CHARS || is_run(&self.0) {
            return Err(AccountRefusal::PasswordGuessable);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// What must be left of a password without the names everybody in the office knows, characters.
const OWN_CHARS: usize = 6;

/// What is left of a password without the login name and the names of the commune, written without spaces and diacritics.
fn own_part(password: &str, login: &str, commune: &str) -> String {
    let close = |text: &str| folded(text).replace(' ', "");
    let mut own = close(password);
    let whole = close(commune);
    // "UBND xã Bình An": also without the words that every commune's name begins with.
    let bare = folded(commune);
    let bare = bare.trim_start_matches("ubnd ").trim_start_matches("uy ban nhan dan ");
    let name = bare.trim_start_matches("xa ").trim_start_matches("phuong ").trim_start_matches("thi tran ");
    for known in [whole, bare.replace(' ', ""), name.replace(' ', ""), close(login)] {
        if known.chars().count() >= 3 {
            own = own.replace(&known, "");
        }
    }
    own
}

/// Whether it is hardly more than one character after another, as in `123456789012` and `aaaaaaaaaaaa`.
fn is_run(password: &str) -> bool {
    let chars: Vec<u32> = password.chars().map(u32::from).collect();
    let steps = chars.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    let mut different = chars.clone();
    different.sort_unstable();
    different.dedup();
    different.len() < 5 || steps * 4 > chars.len() * 3
}

/// Hashes passwords, a few at once.
pub(super) struct PasswordHashing {
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// The hash of a password that nobody has: what is compared where there is no account.
    nobody: Arc<str>,
}

impl PasswordHashing {
    pub(super) fn new() -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits::PASSWORDS_AT_ONCE)),
            waiting: Arc::new(Semaphore::new(limits::PASSWORDS_WAITING)),
            nobody: hashed(&random::hex::<16>()).into(),
        }
    }

    /// The hash under which a password is kept.
    pub(super) async fn hash(&self, password: &Password) -> Result<String, OfficeError> {
        let password = password.clone();
        self.on_a_thread(move || hashed(&password.0)).await
    }

    /// Whether it is the password of that hash. Without a hash it is not, and that takes as long.
    pub(super) async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, OfficeError> {
        let (password, nobody) = (password.clone(), Arc::clone(&self.nobody));
        self.on_a_thread(move || {
            let known = hash.is_some();
            let hash = hash.as_deref().unwrap_or(&nobody);
            is_kept_as(&password.0, hash) && known
        })
        .await
    }

    async fn on_a_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, OfficeError> {
        let _waits = self.waiting.try_acquire().map_err(|_| AccountRefusal::Busy)?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| OfficeError::CutOff)?;
        let work = move || {
            // The place is given up when the work is done, not when whoever asked has left.
            let _place = place;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| OfficeError::CutOff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_and_no_composition_is_asked_for() {
        let check = |text: &str| Password::typed(text).check("ngoc.anh", Some("UBND xã Bình An"));
        for good in ["trâu vàng uống nước ao nhà", "conmeotrenmaingoi", "q7!kz0pw29xs"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check("mười một ch"), Err(AccountRefusal::PasswordShort));
        assert_eq!(check(&"x y".repeat(100)), Err(AccountRefusal::PasswordLong));
        for bad in [
            "xã Bình An 2026",
            "XABINHAN2026",
            "ubndxabinhan12345",
            "Ngoc.Anh@2026",
            "ngocanh-binhan-1",
            "123456789012",
            "aaaaaaaaaaaaaaa",
            "abcdefghijklmnop",
            "ababababababab",
        ] {
            assert_eq!(check(bad), Err(AccountRefusal::PasswordGuessable), "{bad}");
        }
    }

    #[test]
    fn a_password_is_the_same_however_the_keyboard_makes_its_letters() {
        let composed = Password::typed("Việt Nam đất nước");
        let hash = hashed(&composed.0);
        let typed = Password::typed("Vie\u{323}\u{302}t Nam đa\u{302}\u{301}t nươ\u{301}c");
        assert_eq!(composed.0, typed.0);
        assert!(is_kept_as(&typed.0, &hash));
        assert!(!format!("{typed:?}").contains("Nam"));
    }
}
