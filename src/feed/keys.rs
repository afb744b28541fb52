//! The keys of a feed: Ed25519, one file each, readable by their owner only.
//!
//! `KEYS/root/*.pk8` sign the root and belong offline; `KEYS/targets.pk8`, `KEYS/snapshot.pk8` and `KEYS/timestamp.pk8` sign
//! every publish; `KEYS/root.json` is the root that this folder's owner trusts. `KEYS/next/` holds new keys until a root
//! that names them is in the feed.

use std::{
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

    /// The keys that sign every publish, each one that `root` names for its role.
    ///
    /// Takes new keys into use that a change of keys left behind when it was cut off.
    pub fn online(&self, root: &sigstore_tuf::Root) -> Result<Online, PublishError> {
        let role = |role: &'static str| {
            let named = |signer: &Signer| root.role(role).is_some_and(|keys| keys.keyids.contains(&signer.id));
            let (path, next) = (self.role_path(role), self.next_path(role));
            let current = Signer::load(&path);
            match current {
                Ok(signer) if named(&signer) => Ok(signer),
                current => match Signer::load(&next) {
                    Ok(signer) if named(&signer) => {
                        let moved = PRIVATE.rename(&next, &path).and_then(|()| PRIVATE.sync_dir(&self.dir));
                        moved.map_err(|source| PublishError::Write { path: path.clone(), source })?;
                        Ok(Signer { path, ..signer })
                    }
                    _ => current.and(Err(PublishError::ForeignKey { path, role })),
                },
            }
        };
        Ok(Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? })
    }

    /// The key that signs the timestamp, whatever any root says of it.
    pub fn timestamp(&self) -> Result<Signer, PublishError> {
        Signer::load(&self.role_path("timestamp"))
    }

    /// Makes new keys for the named roles; the others keep theirs. They are not in use yet: a root must name them first,
    /// then [`Keys::online`] takes them.
    pub fn next_online(&self, roles: &[&str]) -> Result<Online, PublishError> {
        let dir = self.dir.join("next");
        PRIVATE.make_dir(&dir).map_err(|source| PublishError::Write { path: dir, source })?;
        close(&self.dir)?;
        let role = |name: &'static str| {
            if roles.contains(&name) {
                Signer::generate(&self.next_path(name))
            } else {
                Signer::load(&self.role_path(name))
            }
        };
        Ok(Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? })
    }

    /// The root keys that are here; none while they are kept offline.
    pub fn root(&self) -> Result<Vec<Signer>, PublishError> {
        Self::root_in(&self.root_dir())
    }

    /// The root keys in any folder: a stick that was fetched from the safe.
    pub fn root_in(dir: &Path) -> Result<Vec<Signer>, PublishError> {
        let files = PRIVATE.list(dir).map_err(|source| PublishError::Read { path: dir.to_owned(), source })?;
        files
            .into_iter()
            .filter(|(name, _)| Path::new(name).extension().is_some_and(|ending| ending == "pk8"))
            .map(|(name, _)| Signer::load(&dir.join(name)))
            .collect()
    }

    /// Makes `count` new root keys, named after the root version that will list them first.
    pub fn next_root(&self, version: u64, count: usize) -> Result<Vec<Signer>, PublishError> {
        // The folder went to the safe with the keys that were in it.
        self.make_dirs()?;
        let path = |n| self.root_dir().join(format!("{version}-{n}.pk8"));
        (1..=count).map(|n| Signer::load_or_generate(&path(n))).collect()
    }

    /// Puts a root key that no root names any more out of use.
    pub fn retire(&self, signer: &Signer) -> Result<(), PublishError> {
        let mut retired = signer.path.clone().into_os_string();
        retired.push(".retired");
        let moved = PRIVATE.rename(&signer.path, Path::new(&retired));
        moved.map_err(|source| PublishError::Write { path: signer.path.clone(), source })
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
        close(&self.root_dir())?;
        close(&self.dir)
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

    fn next_path(&self, role: &str) -> PathBuf {
        self.dir.join("next").join(format!("{role}.pk8"))
    }
}

/// Closes a folder to all but its owner. One that was there before may be open; the keys in it must not be found out by
/// name either.
fn close(dir: &Path) -> Result<(), PublishError> {
    #[cfg(unix)]
    {
        let closed = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700);
        let set = std::fs::set_permissions(dir, closed);
        set.map_err(|source| PublishError::Write { path: dir.to_owned(), source })?;
    }
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}
