//! The background of a display: asks the feed again and again, and tells the loop what came of it.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    PlayError, errands,
    event::{EventSender, HallEvent},
    hall_kit::HallKit,
    outcome_reporter::OutcomeReporter,
    panel::PanelStatus,
    removable_media::{Medium, RemovableMedia},
    subscription::{HallOrigin, HallSetup, Subscription},
};
use crate::{
    clock::Clock,
    feed::{
        Client, CollectProgress, Collector, HaltNote, LongPoll,
        transport::{FolderTransport, Transport},
    },
    model::Digest,
    store::{Errand, ErrandOutcome, Errands, Store},
};

/// Between two looks at whether files of the store are gone.
const LOSSES: Duration = Duration::from_secs(30);

/// Pause before what is missing is fetched again.
const LACKING: Duration = Duration::from_secs(5);

/// Holds the background back as long as it is kept: the first picture has the processor to itself.
#[must_use]
pub struct StartGate(#[expect(dead_code, reason = "held for its drop")] oneshot::Sender<()>);

/// A feed and the way to it.
struct Connected {
    origin: HallOrigin,
    transport: Arc<dyn Transport>,
}

/// Starts a thread that collects as soon as what is answered is dropped; it ends with the program or when nobody listens
/// any more.
///
/// A root file or an address that cannot be one is refused here, while somebody is still looking.
pub(super) fn start(
    store: Store,
    clock: Clock,
    target: Subscription,
    origin: Option<HallOrigin>,
    events: EventSender<HallEvent>,
) -> Result<StartGate, PlayError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(PlayError::Background)?;
    let background = Background { store, clock, target, events };
    let connected = origin.map(|origin| runtime.block_on(background.connect(origin))).transpose()?;
    let (gate, opened) = oneshot::channel();
    let run = move || {
        runtime.block_on(async {
            // Whether it is told or dropped says the same.
            let _ = opened.await;
            background.run(connected).await;
        });
    };
    std::thread::Builder::new().name("collect".to_owned()).spawn(run).map_err(PlayError::Background)?;
    Ok(StartGate(gate))
}

/// Why a feed is followed no longer.
enum Left {
    /// Nobody listens any more.
    Alone,
    /// The hall has another kit.
    Kit(HallKit),
}

/// What the thread works with.
struct Background {
    store: Store,
    clock: Clock,
    target: Subscription,
    events: EventSender<HallEvent>,
}

impl Background {
    async fn connect(&self, origin: HallOrigin) -> Result<Connected, PlayError> {
        let transport = self.target.line.connect(&origin.feed, origin.display.clone(), &self.clock);
        let transport = transport.map_err(PlayError::Transport)?;
        Client::new(transport.clone(), &origin.root, None, 0).await.map_err(PlayError::Setup)?;
        Ok(Connected { origin, transport })
    }

    /// Follows one feed after the other: there is another only where the hall gets another kit.
    async fn run(self, mut connected: Option<Connected>) {
        let mut media = RemovableMedia::below(self.target.sticks.clone(), self.target.setup.is_by_kit());
        loop {
            let kit = match &connected {
                Some(connected) => match self.follow(connected, &mut media).await {
                    Left::Alone => return,
                    Left::Kit(kit) => kit,
                },
                None => self.first_kit(&mut media).await,
            };
            if let Some(other) = self.set_up(kit).await {
                connected = Some(other);
                // The stick may carry the feed as well.
                media.look_again();
            }
        }
    }

    /// Waits for the first kit.
    async fn first_kit(&self, media: &mut RemovableMedia) -> HallKit {
        loop {
            match media.plugged_in().await {
                Medium::Kit(Some(kit)) if self.may_begin_with(&kit) => return kit,
                Medium::Kit(Some(_)) => self.say("Bộ cài trên USB là của nơi khác. Máy này đã thuộc một xã."),
                Medium::Kit(None) => self.say("Bộ cài trên USB không dùng được. Cần tải lại từ trang của xã."),
                Medium::HaltNote(_) => {
                    tracing::warn!("a note that halts a hall says nothing to one that is not set up")
                }
                Medium::Tree(_) => self.say("USB có nội dung mà không có bộ cài. Cần cắm USB có bộ cài của xã trước."),
            }
        }
    }

    /// Whether a hall without a kit takes that one: any, unless its store trusts a root already, as where only the kit was lost.
    fn may_begin_with(&self, kit: &HallKit) -> bool {
        !self.store.has_trusted() || kit.origin().is_ok_and(|origin| is_known(&Digest::of(&origin.root), &self.store))
    }

    fn say(&self, words: &str) {
        self.events.send(HallEvent::Programmes { note: Some(words.to_owned()) });
    }

    /// Makes this kit the hall's; its feed, where it is one.
    async fn set_up(&self, kit: HallKit) -> Option<Connected> {
        let connected = match kit.origin() {
            Ok(origin) => self.connect(origin).await.map_err(|error| error.to_string()),
            Err(why) => Err(why),
        };
        let connected = connected
            .inspect_err(|why| {
                tracing::warn!("the hall kit cannot be used: {why}");
                self.say("Bộ cài trên USB không đúng. Cần tải lại từ trang của xã.");
            })
            .ok()?;
        if let Err(error) = kit.keep(self.store.disk(), self.store.dir()) {
            tracing::warn!(%error, "the hall kit is lost with the next power cut");
        }
        let of = kit.clone();
        let headline = tokio::task::spawn_blocking(move || of.code().to_string()).await.unwrap_or_default();
        let (display, note) = (connected.origin.display.clone(), kit.note());
        tracing::info!(feed = %connected.origin.feed, code = %headline, "the hall is set up: {note}");
        self.events.send(HallEvent::SetUp { display, headline, note });
        if let HallSetup::Kit(shown) = self.target.setup {
            tokio::time::sleep(shown).await;
        }
        Some(connected)
    }

    /// Asks, tells and waits for news, for ever. A stick goes before whatever is under way: who plugs it in stands by, and a
    /// download that is broken off goes on later where it was.
    async fn follow(&self, on: &Connected, media: &mut RemovableMedia) -> Left {
        let Self { store, clock, target, events } = self;
        let Connected { origin, transport } = on;
        let mut poll = LongPoll::default();
        let errands = Errands::of(store.dir());
        errands.clear();
        let mut reporter = OutcomeReporter::new(events.clone(), origin.display.clone(), store);
        let collector = |transport: &Arc<dyn Transport>| {
            let canvas = *target.canvas.lock().expect("no holder of this lock panics");
            Collector::new(store.clone(), transport.clone(), &origin.root, canvas).showing(target.panel.on().version)
        };
        transport.halted(target.panel.on().halted);
        loop {
            let cycle = async {
                let outcome = collector(transport).in_hours(target.line.hours).collect(clock, &|_| {}).await;
                let heard = reporter.report(&outcome, store);
                if !heard {
                    return false;
                }
                loop {
                    // A held question would go on saying what was on the panel when it was asked.
                    let on_panel = target.panel.on();
                    transport.playing(on_panel.version);
                    transport.halted(on_panel.halted);
                    tokio::select! {
                        () = poll.wait(&outcome, store, &**transport, clock) => break,
                        () = target.panel.other_than(on_panel), if outcome.is_ok() => {}
                        // Fetched again at once, but a mirror that has not got it either is not asked for ever.
                        () = lacking(&target.panel) => break,
                        () = losses(store) => break,
                    }
                }
                true
            };
            let heard = tokio::select! {
                heard = cycle => heard,
                medium = media.plugged_in() => match medium {
                    Medium::Tree(stick) => {
                        tracing::info!(stick = %stick.display(), "a stick is looked at");
                        let folder: Arc<dyn Transport> = Arc::new(FolderTransport::at(&stick));
                        let outcome = collector(&folder).collect(clock, &log_progress).await;
                        reporter.report(&outcome, store)
                    }
                    Medium::HaltNote(text) => {
                        heed(&text, origin, store);
                        true
                    }
                    Medium::Kit(kit) => match kit.filter(|kit| is_another(kit, origin, store)) {
                        Some(kit) => return Left::Kit(kit),
                        None => true,
                    }
                },
                (posted, errand) = errands::next(&errands) => {
                    tracing::info!(from = %errand.from.display(), "another process hands over a folder");
                    let (heard, outcome) = match folder_of(&errand, origin, store) {
                        Ok(folder) => {
                            let folder: Arc<dyn Transport> = Arc::new(folder);
                            let outcome = collector(&folder).collect(clock, &log_progress).await;
                            (reporter.report(&outcome, store), errands::outcome(&outcome, store))
                        }
                        Err(why) => (true, ErrandOutcome::Refused { why }),
                    };
                    errands.settle(&posted, &outcome);
                    heard
                }
            };
            if !heard {
                return Left::Alone;
            }
        }
    }
}

/// Does as a note on a stick says, if the office has signed it for this display.
fn heed(text: &str, origin: &HallOrigin, store: &Store) {
    let note = store.trusted().and_then(|set| HaltNote::verify(text, &set, origin.display.as_ref()));
    let Some(note) = note else {
        tracing::warn!("a note on a stick is not signed by the office for this display");
        return;
    };
    let done = match note.halt {
        true if store.is_halted() => return,
        true => store.halt(&format!("a note on a stick, signed {}", note.issued)),
        false => store.go_on(),
    };
    if let Err(error) = done {
        tracing::warn!(%error, "the note on the stick did nothing");
    }
}

/// Whether a hall that is set up takes that kit: one with another address or display, and with a root that it trusts already.
fn is_another(kit: &HallKit, origin: &HallOrigin, store: &Store) -> bool {
    let Ok(other) = kit.origin() else { return false };
    if !is_trusted(&Digest::of(&other.root), origin, store) {
        tracing::warn!(
            "a hall kit with another root is refused: this hall is set up; hint: to give it to another office, delete its store"
        );
        return false;
    }
    (&other.feed, &other.display) != (&origin.feed, &origin.display)
}

/// Whether the root file of that digest is one that the hall was handed, or came to by the feed's own changes of keys.
fn is_trusted(root: &Digest, origin: &HallOrigin, store: &Store) -> bool {
    Digest::of(&origin.root) == *root || is_known(root, store)
}

/// Whether the store came to trust the root file of that digest.
fn is_known(root: &Digest, store: &Store) -> bool {
    let is_it = |known: &String| Digest::of(known.as_bytes()) == *root;
    store.trusted().is_some_and(|set| set.roots.iter().any(is_it))
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
async fn lacking(panel: &PanelStatus) {
    panel.lacking().await;
    tokio::time::sleep(LACKING).await;
}

/// The folder that another process hands over; why it cannot be taken in.
fn folder_of(errand: &Errand, origin: &HallOrigin, store: &Store) -> Result<FolderTransport, String> {
    if !is_trusted(&errand.root, origin, store) {
        return Err("the hall that plays was set up with another root file".to_owned());
    }
    let tree = FolderTransport::tree_in(&errand.from);
    tree.map(|tree| FolderTransport::at(&tree)).ok_or_else(|| format!("`{}` holds no feed", errand.from.display()))
}

/// What whoever stands by with a stick reads in the log while it is copied.
fn log_progress(step: CollectProgress) {
    let ((file, files), (here, bytes)) = (step.files, step.bytes);
    tracing::info!(file = (file + 1).min(files), of = files, here, bytes, "from the stick");
}
