//! The timestamp of a tree in an object store: asked for once for all who want it, and never older than the question.
//!
//! Halls that come through a balancer ask one server and then another. One that answered with what it knew a second ago
//! would show them an older version than the other did, and they would take it for an attack.

use std::{
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::body::Bytes;
use tokio::sync::{Notify, watch};

use super::{place::Bucket, waiting::WaitingCount};
use crate::{
    feed::{ObjectReader, TreeFile},
    model::Digest,
    records::Notices,
};

/// How often it is looked where other servers say at once what they sign: for what the command line publishes.
const LOOK_LISTENING: Duration = Duration::from_secs(5);
/// The same while they cannot be heard.
const LOOK_DEAF: Duration = Duration::from_secs(1);
/// The least time between two looks: each is a question that costs something.
const SPACING: Duration = Duration::from_millis(50);

/// The newest timestamp, and whoever waits for the next.
#[derive(Debug)]
pub(super) struct NewestTimestamp {
    bucket: Bucket,
    asked: Arc<PendingLook>,
    /// The last look; the task that looks begins with the first question.
    last: OnceLock<watch::Receiver<TimestampLook>>,
    waiting: WaitingCount,
}

/// What the task and those who ask share.
#[derive(Debug, Default)]
struct PendingLook {
    /// How many looks have begun.
    begun: AtomicU64,
    /// Somebody wants another.
    wanted: Notify,
}

/// What was found.
#[derive(Debug, Clone)]
struct TimestampLook {
    /// Its number.
    n: u64,
    found: Result<(Digest, Bytes), io::ErrorKind>,
}

impl TimestampLook {
    fn digest(&self) -> Option<Digest> {
        self.found.as_ref().ok().map(|(digest, _)| *digest)
    }
}

impl NewestTimestamp {
    pub fn of(bucket: Bucket) -> Self {
        Self { bucket, asked: Arc::default(), last: OnceLock::new(), waiting: WaitingCount::default() }
    }

    /// The timestamp, as it is no earlier than now, and its digest.
    ///
    /// # Errors
    /// `NotFound`, or the store does not answer.
    pub async fn get(&self) -> io::Result<(Digest, Bytes)> {
        let mut last = self.last();
        let next = self.asked.next();
        self.asked.wanted.notify_one();
        let look = last.wait_for(|look| look.n >= next).await.map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(look.found.clone()?)
    }

    /// Waits until the timestamp's digest is another than `known`, but no longer than `hold`. Answers how many requests
    /// were waiting with this one.
    pub async fn other_than(&self, known: Digest, hold: Duration) -> usize {
        let mut last = self.last();
        let next = self.asked.next();
        let _waiting = self.waiting.one_more();
        let changed = async {
            loop {
                let other = last.wait_for(|look| look.digest().is_some_and(|digest| digest != known)).await;
                match other.map(|look| look.n) {
                    // An older look may have found what came before what is known.
                    Ok(n) if n < next => match self.get().await {
                        Ok((digest, _)) if digest == known => {}
                        _ => return,
                    },
                    _ => return,
                }
            }
        };
        tokio::time::timeout(hold, changed).await.ok();
        self.waiting.get()
    }

    fn last(&self) -> watch::Receiver<TimestampLook> {
        let begin = || {
            let (sender, last) = watch::channel(TimestampLook { n: 0, found: Err(io::ErrorKind::WouldBlock) });
            let Bucket { reader, notices, .. } = self.bucket.clone();
            tokio::spawn(keep_looking(reader, notices, self.asked.clone(), sender));
            last
        };
        self.last.get_or_init(begin).clone()
    }
}

impl PendingLook {
    /// The number of the next look that begins.
    fn next(&self) -> u64 {
        self.begun.load(Ordering::SeqCst) + 1
    }
}

/// Looks until nobody asks any more.
async fn keep_looking(
    reader: ObjectReader,
    mut notices: watch::Receiver<Notices>,
    asked: Arc<PendingLook>,
    looks: watch::Sender<TimestampLook>,
) {
    loop {
        let n = asked.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let file = TreeFile::Timestamp;
        let found = reader.whole(file, file.cap()).await.map(|bytes| (Digest::of(&bytes), Bytes::from(bytes)));
        if let Err(error) = &found {
            tracing::warn!(%error, "the timestamp cannot be read");
        }
        looks.send_replace(TimestampLook { n, found: found.map_err(|error| error.kind()) });
        tokio::time::sleep(SPACING).await;
        let pause = if notices.borrow_and_update().is_listening { LOOK_LISTENING } else { LOOK_DEAF };
        tokio::select! {
            () = asked.wanted.notified() => {}
            // Without anybody who could tell, only the other two.
            Ok(()) = notices.changed() => {}
            () = tokio::time::sleep(pause) => {}
            () = looks.closed() => return,
        }
    }
}
