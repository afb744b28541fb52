//! The background of a display: asks the feed again and again, and tells the loop what came of it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    PlayError, errands,
    event::{EventSender, HallEvent},
    panel::Panel,
    removable_media::RemovableMedia,
    waiting_note::waiting_note,
};
use crate::{
    clock::Clock,
    feed::{
        Client, CollectError, Collected, Collector, LongPoll, NetworkPolicy, Progress,
        transport::{FeedAddress, Folder, Transport},
    },
    model::{Digest, DisplayId, Programmes, Size},
    store::{Errand, ErrandOutcome, Errands, Store},
};

/// Between two looks at whether files of the store are gone.
const LOSSES: Duration = Duration::from_secs(30);

/// Pause before what is missing is fetched again.
const LACKING: Duration = Duration::from_secs(5);

/// Which feed, for which screen.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Where it is.
    pub feed: FeedAddress,
    /// The feed's root file, as it was handed out.
    pub root: Vec<u8>,
    /// This display's name.
    pub display: Option<DisplayId>,
    /// What the hall's line asks of whoever uses it.
    pub line: NetworkPolicy,
    /// Folders below which sticks appear; none means where the system puts them.
    pub sticks: Vec<PathBuf>,
    /// The canvas pictures are fetched for. A loop whose window changes size changes it here.
    pub canvas: Arc<Mutex<Size>>,
    /// What is on the panel, which is what the office is told.
    pub panel: Panel,
}

/// Holds the background back as long as it is kept: the first picture has the processor to itself.
#[must_use]
pub struct StartGate(#[expect(dead_code, reason = "held for its drop")] oneshot::Sender<()>);

/// Starts a thread that collects as soon as what is answered is dropped; it ends with the program or when nobody listens
/// any more.
///
/// A root file or an address that cannot be one is refused here, while somebody is still looking.
pub(super) fn start(
    store: Store,
    clock: Clock,
    target: Subscription,
    events: EventSender<HallEvent>,
) -> Result<StartGate, PlayError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(PlayError::Background)?;
    let transport = runtime.block_on(async {
        let transport = target.line.connect(&target.feed, target.display.clone(), &clock);
        let transport = transport.map_err(PlayError::Transport)?;
        Client::new(transport.clone(), &target.root, None, 0).await.map_err(PlayError::Setup)?;
        Ok::<_, PlayError>(transport)
    })?;
    let (gate, opened) = oneshot::channel();
    let run = move || {
        runtime.block_on(async {
            // Whether it is told or dropped says the same.
            let _ = opened.await;
            follow(store, clock, transport, target, events).await;
        });
    };
    std::thread::Builder::new().name("collect".to_owned()).spawn(run).map_err(PlayError::Background)?;
    Ok(StartGate(gate))
}

/// Asks, tells and waits for news, for ever. A stick goes before whatever is under way: who plugs it in stands by, and a
/// download that is broken off goes on later where it was.
async fn follow(
    store: Store,
    clock: Clock,
    transport: Arc<dyn Transport>,
    target: Subscription,
    events: EventSender<HallEvent>,
) {
    let mut poll = LongPoll::default();
    let mut sticks = RemovableMedia::below(target.sticks.clone());
    let errands = Errands::of(store.dir());
    errands.clear();
    let mut reporter = OutcomeReporter {
        events,
        display: target.display.clone(),
        failures: 0,
        last_failure: String::new(),
        on_screen: "",
        told: store.programmes(),
    };
    let collector = |transport: &Arc<dyn Transport>| {
        let canvas = *target.canvas.lock().expect("no holder of this lock panics");
        Collector::new(store.clone(), transport.clone(), &target.root, canvas).showing(target.panel.version())
    };
    loop {
        let cycle = async {
            let outcome = collector(&transport).in_hours(target.line.hours).collect(&clock, &|_| {}).await;
            let heard = reporter.report(&outcome, &store);
            if !heard {
                return false;
            }
            loop {
                // A held question would go on saying what was on the panel when it was asked.
                let on_panel = target.panel.version();
                transport.playing(on_panel);
                tokio::select! {
                    () = poll.wait(&outcome, &store, &*transport, &clock) => break,
                    () = target.panel.other_than(on_panel), if outcome.is_ok() => {}
                    // Fetched again at once, but a mirror that has not got it either is not asked for ever.
                    () = lacking(&target.panel) => break,
                    () = losses(&store) => break,
                }
            }
            true
        };
        let heard = tokio::select! {
            heard = cycle => heard,
            stick = sticks.plugged_in() => {
                tracing::info!(stick = %stick.display(), "a stick is looked at");
                let folder: Arc<dyn Transport> = Arc::new(Folder::at(&stick));
                let outcome = collector(&folder).collect(&clock, &log_progress).await;
                reporter.report(&outcome, &store)
            }
            (posted, errand) = errands::next(&errands) => {
                tracing::info!(from = %errand.from.display(), "another process hands over a folder");
                let (heard, outcome) = match folder_of(&errand, &target, &store) {
                    Ok(folder) => {
                        let folder: Arc<dyn Transport> = Arc::new(folder);
                        let outcome = collector(&folder).collect(&clock, &log_progress).await;
                        (reporter.report(&outcome, &store), errands::outcome(&outcome, &store))
                    }
                    Err(why) => (true, ErrandOutcome::Refused { why }),
                };
                errands.settle(&posted, &outcome);
                heard
            }
        };
        if !heard {
            return;
        }
    }
}

/// Returns when files of the store are gone. Looked for now and then: a look costs a question to the disk for each file.
async fn losses(store: &Store) {
    loop {
        tokio::time::sleep(LOSSES).await;
        if store.has_losses() {
            return;
        }
    }
}

/// Returns when something that is due is missing, and a pause after that.
async fn lacking(panel: &Panel) {
    panel.lacking().await;
    tokio::time::sleep(LACKING).await;
}

/// The folder that another process hands over; why it cannot be taken in.
fn folder_of(errand: &Errand, target: &Subscription, store: &Store) -> Result<Folder, String> {
    let known = |root: &[u8]| Digest::of(root) == errand.root;
    let grown = store.trusted().is_some_and(|set| set.roots.iter().any(|root| known(root.as_bytes())));
    if !known(&target.root) && !grown {
        return Err("the hall that plays was set up with another root file".to_owned());
    }
    let tree = Folder::tree_in(&errand.from);
    tree.map(|tree| Folder::at(&tree)).ok_or_else(|| format!("`{}` holds no feed", errand.from.display()))
}

/// What whoever stands by with a stick reads in the log while it is copied.
fn log_progress(step: Progress) {
    let ((file, files), (here, bytes)) = (step.files, step.bytes);
    tracing::info!(file = (file + 1).min(files), of = files, here, bytes, "from the stick");
}

/// Reports what cycles bring to the display and the log: each thing once.
struct OutcomeReporter {
    events: EventSender<HallEvent>,
    /// This display's name.
    display: Option<DisplayId>,
    failures: u32,
    /// The failure that was logged last.
    last_failure: String,
    /// What the built-in slide says.
    on_screen: &'static str,
    /// What the display was last told to play: whatever is committed, by whomever, is told once.
    told: Option<Programmes>,
}

impl OutcomeReporter {
    /// Reports what came of a cycle. Returns whether anybody still listens.
    fn report(&mut self, outcome: &Result<Collected, CollectError>, store: &Store) -> bool {
        let waiting_for = match outcome {
            Ok(Collected::New { edition, files, bytes }) => {
                tracing::info!(version = edition.version(), files, bytes, "new edition");
                if let Some(display) = &self.display
                    && let Err(unknown) = edition.programme.known_display(display)
                {
                    tracing::warn!("{unknown}");
                }
                None
            }
            Ok(Collected::Waiting { version, bytes, from }) => {
                tracing::info!(version, bytes, %from, "a new edition waits for its hours");
                None
            }
            Ok(Collected::Unchanged(_)) => None,
            Ok(Collected::NothingPublished) => Some("Đã kết nối. Xã chưa phát hành nội dung nào."),
            Err(error) => Some(waiting_note(error)),
        };
        self.failures = if outcome.is_ok() { 0 } else { self.failures + 1 };
        match outcome {
            Ok(_) => self.last_failure.clear(),
            Err(error) => {
                // The same failure is logged once, not at every try: a dead line must not fill the log.
                let failure = failure_kind(error);
                if failure != self.last_failure {
                    let offline = error.is_offline();
                    tracing::warn!(offline, failures = self.failures, "{}; what is on screen stays", chain(error));
                    self.last_failure = failure;
                }
            }
        }
        let committed = store.programmes();
        if committed.is_some() && committed != self.told {
            self.told = committed;
            return self.events.send(HallEvent::Programmes { note: None });
        }
        match waiting_for.filter(|words| *words != self.on_screen && store.current().is_none()) {
            Some(words) => {
                self.on_screen = words;
                self.events.send(HallEvent::Programmes { note: Some(words.to_owned()) })
            }
            None => true,
        }
    }
}

/// What two failures have in common where it is enough to log one of them: a full disk has other figures at each try.
fn failure_kind(error: &CollectError) -> String {
    if error.is_disk_full() { "the disk is full".to_owned() } else { chain(error) }
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    #[test]
    fn a_full_disk_is_one_failure_whatever_its_figures() {
        let full = |free| CollectError::Store(StoreError::NoRoom { needed: 90_000, free });
        assert_eq!(failure_kind(&full(12)), failure_kind(&full(11)));
        let other = |file: &str| failure_kind(&CollectError::Lacks { file: file.to_owned() });
        assert_ne!(other("metadata/2.snapshot.json"), other("metadata/3.snapshot.json"));
    }
}
