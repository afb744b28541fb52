//! What the server's handlers share.

use std::{
    ops::Deref,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use super::{
    compression::Compressed,
    displays::{Claim, DisplayReports},
    site::Site,
    source::TreeSource,
};
use crate::{
    clock::Now,
    feed::{self, TreeFile},
    model::Digest,
};

/// How often, at most, the programme is looked at again for a display that the last one did not name: invented names must
/// not keep the disk busy.
const NAMES: Duration = Duration::from_secs(1);
/// How long an answer waits for that look: then the display counts as one that nobody named, until it asks again.
const NAMES_WAIT: Duration = Duration::from_secs(1);

/// What the server's handlers share; cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct AppState(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub site: Site,
    pub source: TreeSource,
    pub displays: DisplayReports,
    pub compressed: Compressed,
    named: Arc<Mutex<KnownNames>>,
}

/// Of which tree the displays' names are known, and when that was looked at last.
#[derive(Debug, Default)]
struct KnownNames {
    timestamp: Option<Digest>,
    looked: Option<Instant>,
}

impl AppState {
    pub fn new(site: Site, displays: DisplayReports) -> Self {
        Self(Arc::new(Inner {
            source: TreeSource::of(&site.feed),
            site,
            displays,
            compressed: Compressed::default(),
            named: Arc::default(),
        }))
    }

    /// Notes what a request says of the display it comes from.
    pub async fn note(&self, claim: Claim, peer: Option<std::net::IpAddr>, now: Now) {
        if !self.displays.names(&claim) {
            self.look_for_names(now).await;
        }
        self.displays.note(claim, peer, now.wall);
    }

    /// Reads which displays the programme names, if it is another than the last time. A bucket that is slow to answer keeps
    /// nobody waiting for longer than [`NAMES_WAIT`]; what was begun goes on.
    async fn look_for_names(&self, now: Now) {
        let look = async {
            let mut named = Arc::clone(&self.named).lock_owned().await;
            if named.looked.is_some_and(|looked| now.mono.saturating_duration_since(looked) < NAMES) {
                return;
            }
            named.looked = Some(now.mono);
            let state = self.clone();
            if let Err(error) = tokio::spawn(async move { state.read_names(&mut named, now).await }).await {
                tracing::error!(%error, "reading the programme's displays panicked");
            }
        };
        tokio::time::timeout(NAMES_WAIT, look).await.ok();
    }

    async fn read_names(&self, named: &mut KnownNames, now: Now) {
        let Ok(mut timestamp) = self.source.open(TreeFile::Timestamp, now).await else { return };
        let Ok(timestamp) = timestamp.all(TreeFile::Timestamp.cap()).await else { return };
        let timestamp = Some(Digest::of(&timestamp));
        if named.timestamp == timestamp {
            return;
        }
        let tree = self.site.feed.tree();
        match tokio::task::spawn_blocking(move || feed::repository_state(&*tree)).await {
            Ok(Ok(state)) => {
                let displays = state.programme.map(|programme| programme.displays).unwrap_or_default();
                self.displays.set_named(displays.into_iter().map(|display| display.id).collect());
                named.timestamp = timestamp;
            }
            Ok(Err(error)) => tracing::warn!(%error, "the displays of the programme cannot be read"),
            Err(error) => tracing::error!(%error, "reading the programme panicked"),
        }
    }
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
