//! A tree in a folder: a stick, or a feed on this machine.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;

use super::{Answer, Body, Pieces, PollOutcome, Transport, TransportError};
use crate::feed::tree::{TreeFile, TreePath};

/// Bytes read at a time.
const PIECE: usize = 256 << 10;

/// A tree in a folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The tree in that folder.
    pub fn at(dir: &Path) -> Self {
        Self(dir.to_owned())
    }

    /// Where the tree lies on a stick: in the folder itself, or in a folder `bangtin` of it.
    pub fn tree_in(folder: &Path) -> Option<PathBuf> {
        let holds_tree = |folder: &PathBuf| folder.join(TreeFile::Timestamp.to_string()).is_file();
        [folder.to_owned(), folder.join("bangtin")].into_iter().find(holds_tree)
    }
}

#[async_trait]
impl Transport for Folder {
    async fn get(&self, path: &TreePath, cap: u64) -> Result<Answer<Option<Vec<u8>>>, TransportError> {
        let Some(mut pieces) = self.open(path, 0).await? else { return Ok(Answer::untimed(None)) };
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.body.next().await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() as u64 > cap {
                return Err(TransportError::TooLarge { path: path.to_string(), cap });
            }
        }
        Ok(Answer::untimed(Some(bytes)))
    }

    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<Pieces>, TransportError> {
        let path = self.0.join(path.as_str());
        let opened = File::open(&path).and_then(|mut file| {
            file.seek(SeekFrom::Start(from))?;
            Ok(file)
        });
        match opened {
            Ok(file) => Ok(Some(Pieces { from, body: Box::new(FolderBody { file, path }) })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(TransportError::Read { path, source }),
        }
    }

    async fn news(&self, known: &[u8], _hold: Duration) -> Result<Answer<PollOutcome>, TransportError> {
        let there = self.get(&TreeFile::Timestamp.into(), TreeFile::Timestamp.cap()).await?.content;
        let same = there.is_none_or(|there| there == known);
        let outcome = if same { PollOutcome::NotHeld } else { PollOutcome::Changed { halls_spread: Duration::ZERO } };
        Ok(Answer::untimed(outcome))
    }

    fn playing(&self, _version: u64) {}
}

struct FolderBody {
    file: File,
    path: PathBuf,
}

#[async_trait]
impl Body for FolderBody {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let mut piece = vec![0; PIECE];
        let read = self.file.read(&mut piece);
        let read = read.map_err(|source| TransportError::Read { path: self.path.clone(), source })?;
        piece.truncate(read);
        Ok((read > 0).then_some(piece))
    }
}
