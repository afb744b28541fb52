//! Writes a feed, or as much of it as one display needs, onto a stick.
//!
//! What lies on the stick is the tree itself, signed as it is; a hall takes it in by the same verification as from the
//! network, and only if it is newer than what it has. The root file is not copied: a hall has its own, and must not take
//! one from a stick.

use std::collections::BTreeMap;

use super::{
    super::{CollectProgress, tree::TreeFile},
    RepositoryError, TreeStore,
    error::BadFile,
    sign::write,
    state::repository_state,
    verified::VerifiedReader,
};
use crate::model::{Digest, DisplayId, Programme, Size, WallTime};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The version on the stick; 0 while nothing has been published.
    pub version: u64,
    /// Files that were copied; those that were there already are not counted.
    pub files: usize,
    /// Their bytes in all.
    pub bytes: u64,
    /// Until when halls accept it.
    pub good_until: WallTime,
}

/// Writes the feed onto a stick, or into any other tree. With a display that the programme knows the size of, only that
/// display's pictures are copied; otherwise every rendition. Files pass in pieces.
///
/// The timestamp is written last, so that a stick pulled out too early holds the version it held before.
///
/// # Errors
/// The feed cannot be read or is not what its keys signed, it knows no such display, or the stick cannot be written.
pub fn export(
    from: &dyn TreeStore,
    to: &dyn TreeStore,
    display: Option<&DisplayId>,
    progress: &dyn Fn(CollectProgress),
) -> Result<Exported, RepositoryError> {
    let state = repository_state(from)?;
    let mut named: Vec<(TreeFile, Digest, u64)> = Vec::new();
    if let Some(programme) = &state.programme {
        let size = match display {
            None => None,
            Some(id) => programme.display(id).ok_or_else(|| RepositoryError::NoDisplay(id.clone()))?.size,
        };
        let pictures = pictures(programme, size).into_iter();
        named.extend(pictures.map(|(digest, bytes)| (TreeFile::Object(digest), digest, bytes)));
    }
    named.extend(state.target.map(|(digest, bytes)| (TreeFile::Programme(digest), digest, bytes)));
    let versions = state.versions;
    let mut metadata = Vec::new();
    for file in (1..=versions.root).map(TreeFile::Root) {
        // A feed may have begun with a later root than the first.
        metadata.extend(from.read(file)?.map(|bytes| (file, bytes)));
    }
    metadata.push((TreeFile::Targets(versions.targets), state.targets));
    metadata.push((TreeFile::Snapshot(versions.snapshot), state.snapshot));
    to.prepare()?;

    let files = named.len() + metadata.len() + 1;
    let lengths = named.iter().map(|named| named.2).chain(metadata.iter().map(|(_, bytes)| bytes.len() as u64));
    let total = lengths.sum::<u64>() + state.timestamp.len() as u64;
    let (mut seen, mut done, mut copied, mut written) = (0, 0, 0, 0);
    let mut step = |file: TreeFile, bytes: u64, copy: &mut dyn FnMut() -> Result<bool, RepositoryError>| {
        progress(CollectProgress { file: file.to_string(), files: (seen, files), bytes: (done, total) });
        if copy()? {
            copied += 1;
            written += bytes;
        }
        seen += 1;
        done += bytes;
        Ok::<_, RepositoryError>(())
    };
    for (file, digest, bytes) in named {
        step(file, bytes, &mut || copy(from, to, file, digest, bytes))?;
    }
    for (file, bytes) in metadata {
        step(file, bytes.len() as u64, &mut || {
            let there = to.read(file)?.as_ref() == Some(&bytes);
            if !there {
                write(to, file, &bytes)?;
            }
            Ok(!there)
        })?;
    }
    step(TreeFile::Timestamp, state.timestamp.len() as u64, &mut || {
        let before = to.read(TreeFile::Timestamp)?;
        let there = before.as_ref() == Some(&state.timestamp);
        if !there {
            to.replace_timestamp(before.as_deref(), &state.timestamp)?;
        }
        Ok(!there)
    })?;
    let version = state.programme.as_ref().map_or(0, |programme| programme.version);
    Ok(Exported { version, files: copied, bytes: written, good_until: state.expires.good_until() })
}

/// The files of pictures with their lengths: those a canvas needs, or all.
fn pictures(programme: &Programme, size: Option<Size>) -> BTreeMap<Digest, u64> {
    match size {
        Some(size) => programme.needed(size).into_values().map(|file| (file.digest, file.bytes)).collect(),
        None => {
            let all = programme.assets.values().flat_map(|asset| &asset.renditions);
            all.map(|file| (file.digest, file.bytes)).collect()
        }
    }
}

/// Copies one file named by its digest, unless the other tree has it, whole; answers whether it did.
fn copy(
    from: &dyn TreeStore,
    to: &dyn TreeStore,
    file: TreeFile,
    digest: Digest,
    bytes: u64,
) -> Result<bool, RepositoryError> {
    // Looked at byte by byte: sticks go bad.
    if to.size(file)? == Some(bytes)
        && let Some(there) = to.open(file)?
        && VerifiedReader::new(there, digest, bytes).holds()
    {
        return Ok(false);
    }
    let reader = from.open(file)?.ok_or_else(|| RepositoryError::bad_file(file, BadFile::Missing))?;
    let mut reader = VerifiedReader::new(reader, digest, bytes);
    let written = to.write(file, bytes, &mut reader);
    match (written, reader.mismatch) {
        (Err(_), Some(actual)) => Err(RepositoryError::bad_file(file, BadFile::Digest { actual })),
        (written, _) => Ok(written.map(|()| true)?),
    }
}
