//! The thread that keeps play records in the store: a disk that takes long to write keeps nobody waiting.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use crate::{
    clock::Clock,
    model::PlayedPage,
    store::{PlayHistory, disk::RealDisk},
};

/// Between two writes: a write costs a card some 7 KiB more than what is written, and a mains cut costs the pages since.
const PAUSE: Duration = Duration::from_secs(600);

/// The same while there is an emergency: that a warning was shown is what will be asked for.
const PAUSE_IN_EMERGENCY: Duration = Duration::from_secs(60);

/// How long the end of a hall waits for the last records.
const LAST: Duration = Duration::from_millis(500);

/// Where pages go that were shown.
#[derive(Debug)]
pub(super) struct PlayArchive {
    pages: Sender<PlayedPage>,
    done: Receiver<()>,
}

impl PlayArchive {
    /// Starts the thread. Records go to the disk alone: what a hall keeps in memory where the disk takes nothing is for what it
    /// must show.
    ///
    /// # Errors
    /// Where no thread can be started.
    pub fn start(store: &std::path::Path, clock: Clock) -> std::io::Result<Self> {
        let (pages, inbox) = channel();
        let (tell, done) = channel();
        let store = store.to_owned();
        let keep = move || {
            match PlayHistory::open(Arc::new(RealDisk::default()), &store) {
                Ok(history) => ArchiveKeeper { history, clock, complained: false }.run(&inbox),
                Err(error) => tracing::warn!(%error, "play records are not kept"),
            }
            // Nobody may wait for it any more.
            tell.send(()).ok();
        };
        thread::Builder::new().name("plays".to_owned()).spawn(keep)?;
        Ok(Self { pages, done })
    }

    /// Keeps a page.
    pub fn keep(&self, page: PlayedPage) {
        // Where the thread has ended it has said why.
        self.pages.send(page).ok();
    }

    /// Writes what is left.
    pub fn close(self) {
        drop(self.pages);
        if let Err(RecvTimeoutError::Timeout) = self.done.recv_timeout(LAST) {
            tracing::warn!("the disk takes long; the last play records may be lost");
        }
    }
}

struct ArchiveKeeper {
    history: PlayHistory,
    clock: Clock,
    complained: bool,
}

impl ArchiveKeeper {
    fn run(mut self, inbox: &Receiver<PlayedPage>) {
        let mut due = None;
        loop {
            let now = self.clock.now().mono;
            let wait = due.map_or(PAUSE, |due: std::time::Instant| due.saturating_duration_since(now));
            match inbox.recv_timeout(wait) {
                Ok(page) => {
                    let pause = if page.emergency { PAUSE_IN_EMERGENCY } else { PAUSE };
                    let at = self.clock.now().mono + pause;
                    due = Some(due.map_or(at, |due: std::time::Instant| due.min(at)));
                    self.history.add(page);
                }
                Err(RecvTimeoutError::Timeout) => {
                    due = None;
                    self.write();
                }
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn write(&mut self) {
        match self.history.write() {
            Ok(bytes) => {
                self.complained = false;
                tracing::debug!(bytes, "play records were written");
            }
            Err(error) => {
                if !std::mem::replace(&mut self.complained, true) {
                    tracing::warn!(%error, "play records cannot be written; they wait in memory");
                }
            }
        }
    }
}
