//! Argon2id in memory that goes back to the system: what a password is kept as, and whether one is it.
//!
//! Each hash needs 19 MiB for as long as a frame lasts. Taken from the allocator as usual, they stay with whichever thread
//! made the hash, and an office that was logged in to for a day would hold hundreds of MiB for ever.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};

/// More than what allocators keep for the next time: the GNU one maps what is above 32 MiB by itself and unmaps it when it
/// is freed. Room that is not written to costs nothing.
const ROOM_BYTES: usize = 33 << 20;

/// The text as which that password is kept, with a salt of its own.
///
/// # Panics
/// Where the password is longer than argon2 takes, which the limits rule out.
pub(super) fn hashed(password: &str) -> String {
    let (argon2, salt) = (Argon2::default(), Salt::generate());
    let hash = derived(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN);
    let params = ParamsString::try_from(argon2.params());
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::default().into()),
        params: params.expect("the parameters of argon2 can be written"),
        salt: Some(salt),
        hash: Some(hash.expect("a password of any length within the limits can be hashed")),
    };
    hash.to_string()
}

/// Whether it is the password that is kept as that text.
pub(super) fn is_kept_as(password: &str, kept: &str) -> bool {
    let again = || {
        let kept = PasswordHash::new(kept).ok()?;
        let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
        let version = Version::try_from(kept.version?).ok()?;
        let argon2 = Argon2::new(algorithm, version, Params::try_from(&kept).ok()?);
        let hash = derived(&argon2, password, kept.salt.as_ref()?, kept.hash?.len())?;
        // Outputs are compared in constant time.
        Some(Some(hash) == kept.hash)
    };
    again().unwrap_or(false)
}

/// That many bytes derived from password and salt.
fn derived(argon2: &Argon2<'_>, password: &str, salt: &[u8], bytes: usize) -> Option<Output> {
    let blocks = argon2.params().block_count();
    let mut memory = Vec::with_capacity(blocks.max(ROOM_BYTES / Block::SIZE));
    memory.resize(blocks, Block::new());
    let mut out = [0; Output::MAX_LENGTH];
    let out = out.get_mut(..bytes)?;
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut memory[..]).ok()?;
    Output::new(out).ok()
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

    use super::*;

    #[test]
    fn what_is_kept_is_what_any_argon2_makes_and_reads() {
        let kept = hashed("trâu vàng");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hashed("trâu vàng"), "each has a salt of its own");
        assert!(Argon2::default().verify_password("trâu vàng".as_bytes(), kept.as_str()).is_ok());
        let theirs = Argon2::default().hash_password("trâu vàng".as_bytes()).unwrap().to_string();
        for kept in [kept, theirs] {
            assert!(is_kept_as("trâu vàng", &kept), "{kept}");
            assert!(!is_kept_as("trâu trắng", &kept), "{kept}");
        }
    }

    #[test]
    fn another_cost_than_todays_is_read_and_what_is_no_hash_is_nobodys() {
        let cheap = Argon2::new(Algorithm::Argon2i, Version::V0x10, Params::new(64, 3, 2, Some(24)).unwrap());
        let kept = cheap.hash_password(b"cua dong").unwrap().to_string();
        assert!(is_kept_as("cua dong", &kept), "{kept}");
        assert!(!is_kept_as("cua bien", &kept));
        for none in ["", "cua dong", "$argon2id$v=19$m=19456,t=2,p=1$", "$argon2id$v=19$m=1,t=0,p=0$c2FsdHNhbHQ$aGFzaA"]
        {
            assert!(!is_kept_as("cua dong", none), "{none}");
        }
    }
}
