//! The child that has the picture: reads the store, composes and presents, and reports to its parent.
//!
//! It changes nothing in the store, and whatever ends it costs the picture a moment and nothing else. It ends with its parent.

use std::{io, sync::Arc, thread, time::Duration};

use super::{
    PlayError, crash_report,
    engine::Engine,
    event::{EventSender, PlayerEvent},
    heart::Heart,
    kms,
    message::{Order, Report, Reports},
    offscreen, order_line,
    pictures::StorePictures,
    play_log::PlayLog,
    screen::{PanelPlacement, Screen},
    state::PlayerState,
    window,
};
use crate::{
    clock::Clock,
    compose::{Composing, Presenter, Quarantine, SharedPictures, built_in},
    media::{MediaError, Pictures},
    model::{Digest, DisplayId, Programmes, Size},
    render::{Gpu, Output as _, Renderer, TextureOutput},
    store::{DISK_BUDGET_BYTES, ReadOnlyDisk, SpillDisk, Store},
};

/// How long the picture may take to come to an end by itself.
const GRACE: Duration = Duration::from_secs(1);

/// Shows what the process that started this one tells it to, over stdin and stdout.
///
/// # Errors
/// [`PlayError`] where there is no screen or nothing to draw with; the parent tries again.
pub fn play_picture() -> Result<(), PlayError> {
    play_picture_of(|store| Arc::new(StorePictures(store)))
}

/// The same with pictures from elsewhere than the store.
///
/// # Errors
/// As [`play_picture`].
pub fn play_picture_of(pictures: impl FnOnce(Store) -> SharedPictures) -> Result<(), PlayError> {
    #[cfg(target_os = "linux")]
    let lent = order_line::first(io::stdin()).map_err(PlayError::Card)?;
    let start = match next_order() {
        Some(Order::Start(start)) => *start,
        // The parent has gone before it said anything.
        _ => return Ok(()),
    };
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)) {
        tracing::debug!(%error, "the picture does not hear of its parent's end but through the pipe");
    }
    let clock = Clock::system();
    clock.adopt(&start.clock);
    crash_report::keep_panics(&start.data, &clock);
    let reports = Reports::to_parent();
    let disk = ReadOnlyDisk(SpillDisk::at(&start.data, start.spill.clone()));
    let store = Store::on(Arc::new(disk), &start.data, DISK_BUDGET_BYTES)?;
    let quarantine = Arc::new(Quarantine::watched(start.avoid.clone(), witness(reports.clone())));
    let programmes = match store.programmes().filter(|_| !start.calm) {
        Some(programmes) if start.halted => programmes.neutral(),
        Some(programmes) => programmes,
        None => built_in(start.headline.as_deref(), &start.note),
    };
    let state = PlayerState::new(programmes, start.display.clone());
    let recording = reports.clone();
    let play_log = PlayLog::taken_by(move |record| recording.send(&Report::Record(Box::new(record.clone()))));
    let pictures: SharedPictures =
        Arc::new(ReportedPictures { pictures: pictures(store.clone()), reports: reports.clone() });
    let listener = Listener {
        store,
        clock: clock.clone(),
        quarantine: quarantine.clone(),
        headline: start.headline,
        note: start.note,
        halted: start.halted,
    };
    let heart = Heart::heard(reports.clone());
    let engine = move |renderer: Renderer, size: Size| {
        reports.send(&Report::Canvas(size));
        let presenter = Presenter::new(renderer, pictures, size).with_quarantine(quarantine);
        Engine::new(clock, state, presenter, play_log).within(start.hours)
    };
    match start.screen {
        Screen::Offscreen { dir, size } => {
            let (events, inbox) = EventSender::new(|| {});
            listener.start(events)?;
            let open = || -> Result<(Renderer, TextureOutput), PlayError> {
                let gpu = Gpu::offscreen()?;
                Ok((Renderer::new(&gpu), TextureOutput::new(&gpu, size)?))
            };
            let (renderer, output) = open()?;
            offscreen::play(engine(renderer, size), &inbox, output, &dir, heart, open)
        }
        #[cfg(target_os = "linux")]
        Screen::Panel(PanelPlacement { connector, mode, rotation, .. }) => {
            let (events, inbox) = EventSender::new(|| {});
            listener.start(events)?;
            let lent = lent.ok_or_else(|| PlayError::Card(io::ErrorKind::NotFound.into()))?;
            let card = kms::KernelCard::on(lent);
            let choice = kms::PanelChoice { connector, mode };
            let output = kms::KmsOutput::new(card, choice, rotation).map_err(PlayError::Card)?;
            let open = || -> Result<Renderer, PlayError> { Ok(Renderer::new(&Gpu::offscreen()?)) };
            kms::play(engine(open()?, output.size()), &inbox, output, heart, open);
            Ok(())
        }
        #[cfg(not(target_os = "linux"))]
        Screen::Panel(_) => Err(PlayError::Card(io::ErrorKind::Unsupported.into())),
        Screen::Window(frame) => {
            let event_loop =
                winit::event_loop::EventLoop::new().map_err(|error| PlayError::Window(error.to_string()))?;
            let proxy = event_loop.create_proxy();
            let (events, inbox) = EventSender::new(move || {
                // The loop is gone only when the program ends; nobody is left to wake.
                let _ = proxy.send_event(());
            });
            listener.start(events)?;
            let title = format!("Bảng Tin {}", start.display.as_ref().map_or("", DisplayId::as_str));
            window::play(event_loop, frame, title, inbox, heart, Box::new(engine))
        }
    }
}

/// Tells the parent what is being composed, so that it knows what this process died of.
fn witness(reports: Reports) -> crate::compose::ComposeWitness {
    Box::new(move |composing| {
        reports.send(&match composing {
            Composing::Begun(what, name) => Report::Composing { what, name: name.to_owned() },
            Composing::Done(what) => Report::Composed(what),
        });
    })
}

/// The next order; `None` once the parent has gone. What is no order is passed over.
fn next_order() -> Option<Order> {
    loop {
        let mut line = String::new();
        match io::stdin().read_line(&mut line) {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
        match serde_json::from_str(&line) {
            Ok(order) => return Some(order),
            Err(error) => tracing::error!(%error, "an order that is none"),
        }
    }
}

/// The built-in slide.
fn built_in(headline: Option<&str>, note: &str) -> Programmes {
    match headline {
        Some(headline) => built_in::headed(headline, note).into(),
        None => built_in::programme(note).into(),
    }
}

/// Hears the parent's orders on a thread of its own, and carries out what does not concern the loop.
struct Listener {
    store: Store,
    clock: Clock,
    quarantine: Arc<Quarantine>,
    headline: Option<String>,
    note: String,
    halted: bool,
}

impl Listener {
    fn start(mut self, events: EventSender) -> Result<(), PlayError> {
        let listen = move || {
            while let Some(order) = next_order() {
                match order {
                    Order::Programmes { note } => {
                        events.send(PlayerEvent::Programmes(self.programmes(note)));
                    }
                    Order::Halted(halted) => self.halted = halted,
                    Order::Clock(word) => self.clock.adopt(&word),
                    Order::Avoid(avoided) => self.quarantine.avoid(avoided),
                    Order::Stop => break,
                    Order::Start(_) => tracing::error!("told to start a second time"),
                }
            }
            events.send(PlayerEvent::Stop);
            thread::sleep(GRACE);
            std::process::exit(0);
        };
        thread::Builder::new().name("orders".to_owned()).spawn(listen).map(drop).map_err(PlayError::Background)
    }

    /// What the store says now.
    fn programmes(&mut self, note: Option<String>) -> Programmes {
        if let Some(note) = note {
            (self.headline, self.note) = (None, note);
        }
        if let Err(error) = self.store.reload() {
            tracing::warn!(%error, "the store could not be read again");
        }
        let programmes = self.store.programmes().map(|said| if self.halted { said.neutral() } else { said });
        programmes.unwrap_or_else(|| built_in(self.headline.as_deref(), &self.note))
    }
}

/// Pictures whose absence is reported, so that the parent fetches them again.
struct ReportedPictures {
    pictures: SharedPictures,
    reports: Reports,
}

impl Pictures for ReportedPictures {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        let read = self.pictures.bytes(digest);
        if matches!(read, Err(MediaError::Read { .. })) {
            self.reports.send(&Report::Lacks(*digest));
        }
        read
    }
}
