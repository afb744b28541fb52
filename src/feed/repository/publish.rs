//! Signs a finished programme into the tree as its next version.

use super::{
    super::tree::TreeFile,
    Repository, RepositoryError,
    assets::{AssetFiles, AssetSource},
    diff::Diff,
    metadata::Lifetimes,
    sign::{NextVersions, Signing, hand_out_root, write},
    tree_store::TreeStore,
    verified::VerifiedReader,
};
use crate::model::{Digest, Programme, WallTime, limits};

/// How a new feed's root is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootKeys {
    /// How many root keys are made.
    pub keys: usize,
    /// How many of them must sign a root.
    pub threshold: usize,
}

impl Default for RootKeys {
    /// One of two: enough for one commune, and one may be lost.
    fn default() -> Self {
        Self { keys: 2, threshold: 1 }
    }
}

/// What is to be published.
pub struct Publication<'a> {
    /// The programme; its version, issue time and epoch are set here.
    pub programme: Programme,
    /// Files it names, by digest. Those the feed has already need not be here.
    pub files: &'a dyn AssetFiles,
    /// For how long it is good.
    pub lifetimes: Lifetimes,
    /// Make a version even if nothing changed.
    pub force: bool,
    /// The version it is to become, for whoever counts them elsewhere too: the next one or, where the tree was restored from
    /// before, a later one. `None` for the next.
    pub version: Option<u64>,
    /// The time.
    pub now: WallTime,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version halls see now.
    pub version: u64,
    /// The SHA-256 of its programme, as it was signed.
    pub programme: Digest,
    /// What is different from the version before; `None` where nothing was, and no version was made.
    pub changes: Option<Diff>,
    /// Until when halls accept the feed if nobody renews it.
    pub good_until: WallTime,
    /// Files that were added to the tree, and their bytes in all.
    pub objects: (usize, u64),
}

impl Repository {
    /// Signs the programme as the next version of the feed.
    ///
    /// The epoch is that of the version before, so that halls on different versions agree on what did not change. A
    /// programme that says nothing new makes no version, unless it is forced.
    ///
    /// # Errors
    /// The keys, the tree or a file of the programme cannot be read or written; a file is missing, too large or not what
    /// its name says; or the clock is in doubt. What halls see is then as before.
    pub fn publish(&self, publication: Publication<'_>) -> Result<Published, RepositoryError> {
        let Publication { mut programme, files, lifetimes, force, version, now } = publication;
        let (tree, keys) = (self.tree(), &self.keys);
        let _lock = keys.lock()?;
        let state = self.state()?;
        let online = keys.online(state.trusted.root())?;
        let now = self.signing_time(&state, now)?;

        let before = state.programme.as_ref();
        programme.version = before.map_or(1, |before| before.version + 1);
        match version {
            Some(wanted) if wanted < programme.version => {
                return Err(RepositoryError::OtherVersion { wanted, next: programme.version });
            }
            Some(wanted) => programme.version = wanted,
            None => {}
        }
        programme.issued_ms = now;
        if let Some(before) = before {
            programme.epoch_ms = before.epoch_ms;
            let same =
                Programme { version: before.version, issued_ms: before.issued_ms, ..programme.clone() } == *before;
            if let Some((programme, _)) = state.target.filter(|_| same && !force && !state.superseded) {
                let (version, good_until) = (before.version, state.expires.good_until());
                return Ok(Published { version, programme, changes: None, good_until, objects: (0, 0) });
            }
        }

        let objects = self.put_pictures(&programme, files)?;
        let text = serde_json::to_vec(&programme).expect("a programme has a JSON form");
        let digest = Digest::of(&text);
        write(tree, TreeFile::Programme(digest), &text)?;
        let (next, before) = (NextVersions::after(&state, tree)?, Some(&*state.timestamp));
        let expires = Signing { tree, online: &[&online], next, lifetimes, now, before }
            .targets(Some((digest, text.len() as u64)))?;
        hand_out_root(tree, &state.root)?;
        keys.trust_root(&state.root)?;
        Ok(Published {
            version: programme.version,
            programme: digest,
            changes: Some(Diff::between(state.programme.as_ref(), &programme)),
            good_until: expires.min(state.expires.root),
            objects,
        })
    }

    /// Puts one file into the tree ahead of the programme that will name it, as [`put_asset`] does.
    ///
    /// # Errors
    /// As [`put_asset`].
    pub fn put_asset(&self, digest: &Digest, source: &dyn AssetSource) -> Result<bool, RepositoryError> {
        put_asset(self.tree(), digest, source)
    }

    /// Adds the programme's files to the tree; answers how many were new and their bytes.
    fn put_pictures(&self, programme: &Programme, files: &dyn AssetFiles) -> Result<(usize, u64), RepositoryError> {
        let (mut count, mut total) = (0, 0);
        let renditions: Vec<_> = programme.assets.values().flat_map(|asset| &asset.renditions).collect();
        let names: Vec<TreeFile> = renditions.iter().map(|rendition| TreeFile::Object(rendition.digest)).collect();
        let sizes = self.tree().sizes(&names)?;
        for ((rendition, file), size) in renditions.into_iter().zip(names).zip(sizes) {
            if size == Some(rendition.bytes) {
                continue;
            }
            // Every kind of asset is a picture so far, and a hall decodes a picture from memory.
            if rendition.bytes > limits::OBJECT_BYTES {
                let (bytes, cap) = (rendition.bytes, limits::OBJECT_BYTES);
                return Err(RepositoryError::TooLarge { file: file.to_string(), bytes, cap });
            }
            let source = files.asset(&rendition.digest).ok_or(RepositoryError::MissingObject(rendition.digest))?;
            if self.put_asset(&rendition.digest, source)? {
                count += 1;
                total += rendition.bytes;
            }
        }
        Ok((count, total))
    }
}

/// Puts one file into a tree in pieces; answers whether it was new.
///
/// # Errors
/// The file is larger than [`limits::ASSET_BYTES`], is not what its name says, or cannot be read or written. The tree
/// then has no such file.
pub fn put_asset(tree: &dyn TreeStore, digest: &Digest, source: &dyn AssetSource) -> Result<bool, RepositoryError> {
    let unread = |source| RepositoryError::Asset { digest: *digest, source };
    let bytes = source.bytes().map_err(unread)?;
    let file = TreeFile::Object(*digest);
    if bytes > file.cap() {
        return Err(RepositoryError::TooLarge { file: file.to_string(), bytes, cap: file.cap() });
    }
    if tree.size(file)? == Some(bytes) {
        return Ok(false);
    }
    let mut reader = VerifiedReader::new(source.open().map_err(unread)?, *digest, bytes);
    let written = tree.write(file, bytes, &mut reader);
    match (written, reader.mismatch) {
        (Err(_), Some(actual)) => Err(RepositoryError::WrongDigest { named: *digest, actual }),
        (written, _) => Ok(written.map(|()| true)?),
    }
}
