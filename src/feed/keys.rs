//! The keys of a feed: Ed25519, one file each, readable by their owner only.
//!
//! `KEYS/root/*.pk8` sign the root and belong offline; `KEYS/targets.pk8`, `KEYS/snapshot.pk8` and `KEYS/timestamp.pk8` sign
//! every publish; `KEYS/root.json` is the root that this folder's owner trusts.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::PublishError;
use crate::store::disk::{self, Disk as _, Lock, RealDisk, Secrecy};

/// The root this folder's owner trusts.
const ROOT: &str = "root.json";
/// Largest key file, bytes; a real one has 83.
const KEY_BYTES: u64 = 4096;

const PRIVATE: RealDisk = RealDisk(Secrecy::Private);

/// One key that can sign.
pub struct Signer {
    pair: Ed25519KeyPair,
    public: Value,
    id: String,
    path: PathBuf,
}

impl Signer {
    /// Makes a key and keeps it in a new file.
    fn generate(path: &Path) -> Result<Self, PublishError> {
        let refused = |_| PublishError::Crypto { what: "make a key" };
        let pair = Ed25519KeyPair::generate().map_err(refused)?;
        let bytes = pair.to_pkcs8().map_err(refused)?;
        let written = disk::replace(&PRIVATE, path, bytes.as_ref());
        written.map_err(|source| PublishError::Write { path: path.to_owned(), source })?;
        Self::of(pair, path)
    }

    fn load_or_generate(path: &Path) -> Result<Self, PublishError> {
        if PRIVATE.size(path).is_ok() { Self::load(path) } else { Self::generate(path) }
    }

    fn load(path: &Path) -> Result<Self, PublishError> {
        let bytes = PRIVATE.read(path, KEY_BYTES);
        let bytes = bytes.map_err(|source| PublishError::Read { path: path.to_owned(), source })?;
        let pair = Ed25519KeyPair::from_pkcs8(&bytes);
        Self::of(pair.map_err(|_| PublishError::BadKey { path: path.to_owned() })?, path)
    }

    fn of(pair: Ed25519KeyPair, path: &Path) -> Result<Self, PublishError> {
        let hex: String = pair.public_key().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let public = json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": hex}});
        let id = serde_json::from_value::<sigstore_tuf::Key>(public.clone())
            .ok()
            .and_then(|key| key.key_id().ok())
            .ok_or(PublishError::Crypto { what: "name a key" })?;
        Ok(Self { pair, public, id, path: path.to_owned() })
    }

    /// The name the metadata knows it by.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The public half, as a root lists it.
    pub fn public(&self) -> &Value {
        &self.public
    }

    /// The file it came from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The signature over `message`, in hexadecimal digits.
    pub fn sign(&self, message: &[u8]) -> String {
        self.pair.sign(message).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.id)
    }
}

/// The keys that sign every publish.
#[derive(Debug)]
pub struct Online {
    /// Signs what is in the feed.
    pub targets: Signer,
    /// Signs which versions belong together.
    pub snapshot: Signer,
    /// Signs that this is still the newest.
    pub timestamp: Signer,
}

impl Online {
    /// The roles with their keys.
    pub fn roles(&self) -> [(&'static str, &Signer); 3] {
        [("targets", &self.targets), ("snapshot", &self.snapshot), ("timestamp", &self.timestamp)]
    }
}

/// A folder of keys.
#[derive(Debug)]
pub struct Keys {
    dir: PathBuf,
}

impl Keys {
    /// The folder; nothing is read yet.
    pub fn at(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Makes the folder with all the keys of a new feed: `root_keys` for the root and one for each other role.
    ///
    /// Keys that are there already are taken, so that a first start that was cut off can be tried again.
    pub fn generate(&self, root_keys: usize) -> Result<(Vec<Signer>, Online), PublishError> {
        self.make_dirs()?;
        let root = (1..=root_keys).map(|n| Signer::load_or_generate(&self.root_dir().join(format!("{n}.pk8"))));
        let root = root.collect::<Result<_, _>>()?;
        let role = |name| Signer::load_or_generate(&self.role_path(name));
        Ok((root, Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? }))
    }

    /// The keys that sign every publish.
    pub fn online(&self) -> Result<Online, PublishError> {
        let role = |name| Signer::load(&self.role_path(name));
        Ok(Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? })
    }

    /// The root that this folder's owner trusts.
    pub fn trusted_root(&self) -> Result<Vec<u8>, PublishError> {
        let path = self.root_path();
        let cap = crate::model::limits::METADATA_BYTES;
        PRIVATE.read(&path, cap).map_err(|source| PublishError::Read { path, source })
    }

    /// Remembers a new root as the trusted one.
    pub fn trust_root(&self, root: &[u8]) -> Result<(), PublishError> {
        let path = self.root_path();
        disk::replace(&PRIVATE, &path, root).map_err(|source| PublishError::Write { path, source })
    }

    /// Held while something is signed, so that no two commands give out the same version.
    pub fn lock(&self) -> Result<Lock, PublishError> {
        let path = self.dir.join("lock");
        PRIVATE.lock(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => PublishError::Read { path, source },
            _ => PublishError::Write { path, source },
        })
    }

    fn make_dirs(&self) -> Result<(), PublishError> {
        let dir = self.root_dir();
        PRIVATE.make_dir(&dir).map_err(|source| PublishError::Write { path: dir, source })?;
        // A folder that was there before may be open to others; the keys in it must not be found out by name either.
        #[cfg(unix)]
        for dir in [self.root_dir(), self.dir.clone()] {
            let closed = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700);
            let set = std::fs::set_permissions(&dir, closed);
            set.map_err(|source| PublishError::Write { path: dir, source })?;
        }
        Ok(())
    }

    fn root_dir(&self) -> PathBuf {
        self.dir.join("root")
    }

    /// Where the trusted root is kept.
    pub(super) fn root_path(&self) -> PathBuf {
        self.dir.join(ROOT)
    }

    fn role_path(&self, role: &str) -> PathBuf {
        self.dir.join(format!("{role}.pk8"))
    }
}

/// The public halves of some keys by their names, as a root lists them.
pub(super) fn listed<'a>(signers: impl IntoIterator<Item = &'a Signer>) -> BTreeMap<&'a str, &'a Value> {
    signers.into_iter().map(|signer| (signer.id(), signer.public())).collect()
}
