//! The keys of a feed: Ed25519, one file each, readable by their owner only.
//!
//! `KEYS/root/*.pk8` sign the root and belong offline; `KEYS/targets.pk8`, `KEYS/snapshot.pk8` and `KEYS/timestamp.pk8` sign
//! every publish; `KEYS/root.json` is the root that this folder's owner trusts. `KEYS/next/` holds new keys until a root
//! that names them is in the feed.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};

use super::RepositoryError;
use crate::store::disk::{self, Disk, FolderLock, RealDisk, Secrecy};

/// The root this folder's owner trusts.
const ROOT: &str = "root.json";
/// Largest key file, bytes; a real one has 83.
const KEY_BYTES: u64 = 4096;

/// One key that can sign.
pub struct Signer {
    pair: Ed25519KeyPair,
    public: Value,
    id: String,
    path: PathBuf,
}

impl Signer {
    /// Makes a key and keeps it in a new file.
    fn generate(disk: &dyn Disk, path: &Path) -> Result<Self, RepositoryError> {
        let refused = |_| RepositoryError::Crypto { what: "make a key" };
        let pair = Ed25519KeyPair::generate().map_err(refused)?;
        let bytes = pair.to_pkcs8().map_err(refused)?;
        let written = disk::replace(disk, path, bytes.as_ref());
        written.map_err(|source| unwritten(path, source))?;
        Self::of(pair, path)
    }

    fn load_or_generate(disk: &dyn Disk, path: &Path) -> Result<Self, RepositoryError> {
        if disk.size(path).is_ok() { Self::load(disk, path) } else { Self::generate(disk, path) }
    }

    fn load(disk: &dyn Disk, path: &Path) -> Result<Self, RepositoryError> {
        let bytes = disk.read(path, KEY_BYTES).map_err(|source| unread(path, source))?;
        let pair = Ed25519KeyPair::from_pkcs8(&bytes);
        Self::of(pair.map_err(|source| RepositoryError::BadKey { path: path.to_owned(), source })?, path)
    }

    fn of(pair: Ed25519KeyPair, path: &Path) -> Result<Self, RepositoryError> {
        let hex: String = pair.public_key().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let public = json!({"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": hex}});
        let id = serde_json::from_value::<sigstore_tuf::Key>(public.clone())
            .ok()
            .and_then(|key| key.key_id().ok())
            .ok_or(RepositoryError::Crypto { what: "name a key" })?;
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
#[derive(Debug, Clone)]
pub struct Keys {
    dir: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Keys {
    /// The folder; nothing is read yet.
    pub fn at(dir: &Path) -> Self {
        Self::on(Arc::new(RealDisk(Secrecy::Private)), dir)
    }

    /// The same on any disk; for tests.
    pub fn on(disk: Arc<dyn Disk>, dir: &Path) -> Self {
        Self { dir: dir.to_owned(), disk }
    }

    /// Where it is.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Makes all the keys of a new feed: `root_keys` for the root and one for each other role.
    ///
    /// Keys that are there already are taken, so that a first start that was cut off can be tried again.
    pub(super) fn generate(&self, root_keys: usize) -> Result<(Vec<Signer>, Online), RepositoryError> {
        let signer = |path: PathBuf| Signer::load_or_generate(&*self.disk, &path);
        let root = (1..=root_keys).map(|n| signer(self.root_dir().join(format!("{n}.pk8"))));
        let root = root.collect::<Result<_, _>>()?;
        let role = |name| signer(self.role_path(name));
        Ok((root, Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? }))
    }

    /// The keys that sign every publish, each one that `root` names for its role.
    ///
    /// Takes new keys into use that a change of keys left behind when it was cut off.
    pub(super) fn online(&self, root: &sigstore_tuf::Root) -> Result<Online, RepositoryError> {
        let role = |role: &'static str| {
            let named = |signer: &Signer| root.role(role).is_some_and(|keys| keys.keyids.contains(&signer.id));
            let (path, next) = (self.role_path(role), self.next_path(role));
            match self.load(&path) {
                Ok(signer) if named(&signer) => Ok(signer),
                current => match self.load(&next) {
                    Ok(signer) if named(&signer) => self.take_into_use(signer, &next, path),
                    _ => current.and(Err(RepositoryError::ForeignKey { path, role })),
                },
            }
        };
        Ok(Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? })
    }

    /// Moves a key to where its role looks for it. Written there before it is removed here: a rename between two folders
    /// may be half forgotten in a power cut, and the key with it.
    fn take_into_use(&self, signer: Signer, from: &Path, path: PathBuf) -> Result<Signer, RepositoryError> {
        let moved = self.disk.read(from, KEY_BYTES).and_then(|bytes| disk::replace(&*self.disk, &path, &bytes));
        moved.and_then(|()| self.disk.remove(from)).map_err(|source| unwritten(&path, source))?;
        Ok(Signer { path, ..signer })
    }

    /// The key that signs the timestamp, whatever any root says of it.
    pub(in super::super) fn timestamp(&self) -> Result<Signer, RepositoryError> {
        self.load(&self.role_path("timestamp"))
    }

    /// Makes new keys for the named roles; the others keep theirs. They are not in use yet: a root must name them first,
    /// then [`Keys::online`] takes them.
    pub(super) fn next_online(&self, roles: &[&str]) -> Result<Online, RepositoryError> {
        self.make_dir(&self.dir.join("next"))?;
        let role = |name: &'static str| {
            if roles.contains(&name) {
                Signer::generate(&*self.disk, &self.next_path(name))
            } else {
                self.load(&self.role_path(name))
            }
        };
        Ok(Online { targets: role("targets")?, snapshot: role("snapshot")?, timestamp: role("timestamp")? })
    }

    /// The root keys that are here; none while they are kept offline.
    pub(super) fn root(&self) -> Result<Vec<Signer>, RepositoryError> {
        self.root_in(&self.root_dir())
    }

    /// The root keys in any folder: a stick that was fetched from the safe.
    pub(super) fn root_in(&self, dir: &Path) -> Result<Vec<Signer>, RepositoryError> {
        let files = self.disk.list(dir).map_err(|source| unread(dir, source))?;
        files
            .into_iter()
            .filter(|(name, _)| Path::new(name).extension().is_some_and(|ending| ending == "pk8"))
            .map(|(name, _)| self.load(&dir.join(name)))
            .collect()
    }

    /// Makes `count` new root keys, named after the root version that will list them first.
    pub(super) fn next_root(&self, version: u64, count: usize) -> Result<Vec<Signer>, RepositoryError> {
        // The folder went to the safe with the keys that were in it.
        self.make_dirs()?;
        let path = |n| self.root_dir().join(format!("{version}-{n}.pk8"));
        (1..=count).map(|n| Signer::load_or_generate(&*self.disk, &path(n))).collect()
    }

    /// Puts a root key that no root names any more out of use.
    pub(super) fn retire(&self, signer: &Signer) -> Result<(), RepositoryError> {
        let mut retired = signer.path.clone().into_os_string();
        retired.push(".retired");
        let moved = self.disk.rename(&signer.path, Path::new(&retired));
        let moved = moved.and_then(|()| self.disk.sync_dir(&disk::parent(&signer.path)));
        moved.map_err(|source| unwritten(&signer.path, source))
    }

    /// The root that this folder's owner trusts.
    pub(super) fn trusted_root(&self) -> Result<Vec<u8>, RepositoryError> {
        self.find_trusted_root()?.ok_or_else(|| RepositoryError::NoKey { path: self.root_path() })
    }

    /// The same, if there is one yet.
    pub(super) fn find_trusted_root(&self) -> Result<Option<Vec<u8>>, RepositoryError> {
        let path = self.root_path();
        match self.disk.read(&path, crate::model::limits::METADATA_BYTES) {
            Ok(root) => Ok(Some(root)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(unread(&path, source)),
        }
    }

    /// Remembers a new root as the trusted one.
    pub(super) fn trust_root(&self, root: &[u8]) -> Result<(), RepositoryError> {
        if self.find_trusted_root()?.as_deref() == Some(root) {
            return Ok(());
        }
        let path = self.root_path();
        disk::replace(&*self.disk, &path, root).map_err(|source| unwritten(&path, source))
    }

    /// Held while something is signed, so that no two commands give out the same version.
    pub(super) fn lock(&self) -> Result<FolderLock, RepositoryError> {
        let path = self.dir.join("lock");
        self.disk.lock(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => RepositoryError::NoKey { path: self.root_path() },
            _ => unwritten(&path, source),
        })
    }

    /// Makes the folders that keys are kept in, closed to all but their owner.
    pub(super) fn make_dirs(&self) -> Result<(), RepositoryError> {
        self.make_dir(&self.root_dir())
    }

    /// Makes a folder in the keys' folder and closes both. One that was there before may be open; the keys in it must not
    /// be found out by name either.
    fn make_dir(&self, dir: &Path) -> Result<(), RepositoryError> {
        let made = self.disk.make_dir(dir).and_then(|()| self.disk.restrict(dir));
        made.and_then(|()| self.disk.restrict(&self.dir)).map_err(|source| unwritten(dir, source))
    }

    fn load(&self, path: &Path) -> Result<Signer, RepositoryError> {
        Signer::load(&*self.disk, path)
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

fn unread(path: &Path, source: io::Error) -> RepositoryError {
    let path = path.to_owned();
    if source.kind() == io::ErrorKind::NotFound {
        return RepositoryError::NoKey { path };
    }
    RepositoryError::Read { path, source }
}

fn unwritten(path: &Path, source: io::Error) -> RepositoryError {
    RepositoryError::Write { path: path.to_owned(), source }
}
