//! Brings the files of an edition into the store: in the order they are needed, each going on where it was cut off.

use std::collections::{BTreeSet, HashSet};

use super::CollectError;
use crate::{
    feed::{CollectProgress, transport::Transport, tree::TreeFile},
    model::{Digest, Priority, Programme, Rendition, Size, SlideId},
    store::{Download, Edition, GcMode, Store, StoreError},
};

/// Fetches files from one place into one store.
pub(super) struct Fetcher<'a> {
    pub store: &'a Store,
    pub transport: &'a dyn Transport,
}

impl Fetcher<'_> {
    /// Fetches those pictures, `total` bytes in all; answers how many files and bytes came.
    pub async fn pictures(
        &self,
        edition: &Edition,
        wanted: &[&Rendition],
        total: u64,
        progress: &(dyn Fn(CollectProgress) + Send + Sync),
    ) -> Result<(usize, u64), CollectError> {
        let (blobs, digest, mut fetched) = (self.store.blobs(), edition.digest, (0, 0));
        let mut staged: BTreeSet<Digest> = edition.programme.needed(edition.canvas).into_keys().collect();
        staged.insert(digest);
        let begun: u64 = wanted.iter().map(|rendition| blobs.begun(&rendition.digest).min(rendition.bytes)).sum();
        if total > 0 {
            self.store.make_room(total - begun, &staged)?;
        }
        let mut here = 0;
        for (n, rendition) in wanted.iter().enumerate() {
            let file = TreeFile::Object(rendition.digest);
            let report = &mut |have: u64| {
                let bytes = (here + have, total);
                progress(CollectProgress { file: file.to_string(), files: (n, wanted.len()), bytes });
            };
            let came = self.making_room(file, rendition.digest, rendition.bytes, &staged, report).await?;
            here += rendition.bytes;
            fetched = (fetched.0 + 1, fetched.1 + came);
        }
        Ok(fetched)
    }

    /// Fetches one file; if the disk is full, what played before and everything older makes room, and it is tried again.
    /// What plays and what is on its way in stay.
    pub async fn making_room(
        &self,
        file: TreeFile,
        digest: Digest,
        bytes: u64,
        staged: &BTreeSet<Digest>,
        report: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, CollectError> {
        match self.fetch(file, digest, bytes, report).await {
            Err(CollectError::Store(error)) if error.is_disk_full() => {
                let freed = self.store.gc(staged, GcMode::DiskFull)?;
                tracing::debug!(freed_bytes = freed, "the disk is full");
                if freed == 0 {
                    return Err(error.into());
                }
                self.fetch(file, digest, bytes, report).await
            }
            outcome => outcome,
        }
    }

    /// Fetches one file into the store, going on where an earlier cycle was cut off; answers how many bytes came.
    async fn fetch(
        &self,
        file: TreeFile,
        digest: Digest,
        bytes: u64,
        report: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, CollectError> {
        let download = self.store.blobs().download(digest, bytes)?;
        let resumed = download.have() > 0;
        match self.fetch_into(download, file, report).await {
            // What an earlier cycle left may be what is wrong: a power cut can fill a file's end with zeros.
            Err(CollectError::Refused { .. }) if resumed => {
                let mut download = self.store.blobs().download(digest, bytes)?;
                download.forget()?;
                self.fetch_into(download, file, report).await
            }
            outcome => outcome,
        }
    }

    async fn fetch_into(
        &self,
        mut download: Download,
        file: TreeFile,
        report: &mut (dyn FnMut(u64) + Send),
    ) -> Result<u64, CollectError> {
        let refused = |error: StoreError| match error {
            StoreError::WrongDigest { .. } | StoreError::TooLong { .. } => {
                CollectError::Refused { file: file.to_string(), why: error.to_string() }
            }
            error => CollectError::Store(error),
        };
        let mut came = 0;
        if download.have() < download.bytes() {
            let from = download.have();
            let pieces = self.transport.open(&file.into(), from).await.map_err(CollectError::Unreachable)?;
            let mut pieces = pieces.ok_or_else(|| CollectError::Lacks { file: file.to_string() })?;
            if pieces.from > from {
                let why = format!("asked from byte {from}, it came from byte {}", pieces.from);
                return Err(CollectError::Refused { file: file.to_string(), why });
            }
            // A plain server answers a range with the whole file: what is here already is passed over.
            let mut known = from - pieces.from;
            while let Some(piece) = pieces.body.next().await.map_err(CollectError::Unreachable)? {
                came += piece.len() as u64;
                let skip = known.min(piece.len() as u64);
                known -= skip;
                let rest = &piece[usize::try_from(skip).unwrap_or(piece.len())..];
                if !rest.is_empty() {
                    download.write(rest).map_err(refused)?;
                    report(download.have());
                }
            }
            if download.have() < download.bytes() {
                let why = format!("it ends after {} of {} bytes", download.have(), download.bytes());
                return Err(CollectError::Cut { file: file.to_string(), why });
            }
        }
        download.finish().map_err(refused)?;
        Ok(came)
    }
}

/// The renditions a canvas needs, each once: those of emergencies first, then in the order the playlists show them.
pub(super) fn in_order_of_need(programme: &Programme, canvas: Size) -> Vec<&Rendition> {
    let needed = programme.needed(canvas);
    let mut campaigns: Vec<_> = programme.campaigns.iter().collect();
    campaigns.sort_by_key(|campaign| std::cmp::Reverse(campaign.priority.max(Priority::Normal)));
    let scheduled = campaigns
        .into_iter()
        .filter_map(|campaign| programme.playlists.iter().find(|playlist| playlist.id == campaign.playlist))
        .flat_map(|playlist| &playlist.slides);
    let every: Vec<&SlideId> =
        scheduled.chain([&programme.default_slide.id]).chain(programme.slides.iter().map(|slide| &slide.id)).collect();
    let mut seen = HashSet::new();
    let mut order: Vec<&Rendition> = every
        .into_iter()
        .filter_map(|id| programme.slide(id)?.picture_for(canvas))
        .filter_map(|key| programme.assets.get(key)?.rendition_for(canvas))
        .filter(|rendition| seen.insert(rendition.digest))
        .collect();
    // Whatever else an edition may come to need must be here too before it is whole.
    order.extend(needed.into_values().filter(|rendition| seen.insert(rendition.digest)));
    order
}
