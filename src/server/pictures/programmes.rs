//! Signed programmes, read back from the tree that halls read.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    feed::TreeFile,
    model::{Digest, Programme},
    office::{Office, OfficeError},
    records::version,
};

/// Programmes that are kept in memory: the newest, and those that displays without contact still play.
const KEPT: usize = 6;

/// Programmes with their digests, the last read first.
type Kept = VecDeque<(Digest, Arc<Programme>)>;

/// Signed programmes by their digests. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct SignedProgrammes(Arc<Mutex<Kept>>);

impl SignedProgrammes {
    /// The programme of that digest; `None` where the tree has it no longer.
    ///
    /// # Errors
    /// The tree cannot be read.
    pub async fn get(&self, office: &Office, digest: Digest) -> Result<Option<Arc<Programme>>, OfficeError> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, programme)) = kept().iter().find(|(own, _)| *own == digest) {
            return Ok(Some(programme.clone()));
        }
        let office = office.clone();
        let read = move || office.repository().tree().read(TreeFile::Programme(digest));
        let bytes = tokio::task::spawn_blocking(read).await.map_err(|_| OfficeError::CutOff)?;
        let Some(bytes) = bytes.map_err(crate::feed::RepositoryError::from)? else { return Ok(None) };
        // The tree may lie where others write: what is not what was signed is as good as not there.
        if Digest::of(&bytes) != digest {
            return Ok(None);
        }
        let Ok(programme) = serde_json::from_slice::<Programme>(&bytes) else { return Ok(None) };
        let programme = Arc::new(programme);
        let mut kept = kept();
        kept.push_front((digest, programme.clone()));
        kept.truncate(KEPT);
        Ok(Some(programme))
    }

    /// The newest programme that is signed, and its digest; `None` before there is one.
    ///
    /// # Errors
    /// The database or the tree cannot be read.
    pub async fn newest(&self, office: &Office) -> Result<Option<(Digest, Arc<Programme>)>, OfficeError> {
        let versions = version::list(&mut office.records().read().await?, u64::from(u32::MAX), 8).await?;
        let Some(digest) = versions.iter().find_map(|version| version.programme) else { return Ok(None) };
        Ok(self.get(office, digest).await?.map(|programme| (digest, programme)))
    }
}
