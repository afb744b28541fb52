//! The hall: keeps the picture in a process of its own, starts it again whenever it ends, and passes on what both sides say.
//!
//! Rules:
//! 1. Nothing that happens to the picture ends the hall, and nothing that happens to the picture stops collecting.
//! 2. A page counts as crashed only where the picture died of a fault of its own while this process lived.
//! 3. The service manager hears of frames that were shown, and of nothing else.

use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
use super::kms::{CardKeeper, Regained};
use super::{
    PlayError,
    collector::StartGate,
    crash_report,
    death::Death,
    event::{EventSender, HallEvent},
    message::{Order, PictureStart, Report},
    page_crashes::PageCrashes,
    panel::PanelStatus,
    picture_process::{PictureProcess, PictureProgram},
    play_log::RecordSink,
    restarts::Restarts,
    screen::Screen,
    service,
};
use crate::{clock::Clock, model::Size, store::Store};

/// Longest wait between two looks at the picture.
const LOOK: Duration = Duration::from_millis(250);

/// How long a picture that was asked to end, or has closed its pipe, may take.
const PATIENCE: Duration = Duration::from_millis(1_000);

/// The background waits for the first frame for so long: it has the processor to itself.
const FIRST_FRAME: Duration = Duration::from_secs(5);

/// What a hall needs to keep its picture.
pub(super) struct Supervisor<W> {
    pub program: PictureProgram,
    /// With what each picture begins; clock and pages to be left out are filled in.
    pub start: PictureStart,
    pub clock: Clock,
    pub store: Store,
    pub panel: PanelStatus,
    /// The canvas pictures are fetched for.
    pub canvas: Arc<Mutex<Size>>,
    /// Where play records go.
    pub records: RecordSink<W>,
    pub events: EventSender<HallEvent>,
    pub inbox: Receiver<HallEvent>,
    /// Holds the background back until the first frame.
    pub gate: Option<StartGate>,
    /// The graphics card, where the picture goes to a panel.
    #[cfg(target_os = "linux")]
    pub card: Option<CardKeeper>,
}

/// What changes while it runs.
struct Watch {
    picture: Option<PictureProcess>,
    run: u64,
    /// When the next picture is started, where there is none.
    next: Instant,
    crashes: PageCrashes,
    restarts: Restarts,
    begun: Instant,
    /// The picture shows the built-in slide because all else crashed.
    calm: bool,
    ready: bool,
    /// What the picture was last told of the time.
    told: u64,
}

impl<W: Write> Supervisor<W> {
    /// Keeps the picture until the process is asked to end.
    pub fn run(mut self) {
        let now = self.clock.now().mono;
        let mut watch = Watch {
            picture: None,
            run: 0,
            next: now,
            crashes: PageCrashes::default(),
            restarts: Restarts::default(),
            begun: now,
            calm: false,
            ready: false,
            told: 0,
        };
        loop {
            let now = self.clock.now().mono;
            self.look(&mut watch, now);
            let wait = match &watch.picture {
                Some(_) => LOOK,
                None => watch.next.saturating_duration_since(now).min(LOOK),
            };
            match self.inbox.recv_timeout(wait) {
                Ok(HallEvent::Stop) => break,
                Ok(event) => self.take(event, &mut watch),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => unreachable!("this holds a sender itself"),
            }
        }
        service::stopping();
        if let Some(picture) = watch.picture.take() {
            picture.stop(PATIENCE);
        }
        let end = self.clock.now().wall;
        self.records.close(end);
    }

    /// What is due by the time.
    fn look(&mut self, watch: &mut Watch, now: Instant) {
        if now.saturating_duration_since(watch.begun) > FIRST_FRAME {
            self.gate = None;
        }
        self.look_for_a_halt(watch);
        if watch.picture.is_none() && now >= watch.next {
            self.start_picture(watch, now);
        }
        let avoided = watch.crashes.avoided(now);
        let Some(picture) = &mut watch.picture else { return };
        picture.judge(now);
        if avoided != self.start.avoid {
            self.start.avoid.clone_from(&avoided);
            picture.tell(&Order::Avoid(avoided));
        }
        let word = self.clock.word();
        if word.revision != watch.told {
            watch.told = word.revision;
            picture.tell(&Order::Clock(word));
        }
        if watch.calm && picture.has_shown() && now.saturating_duration_since(picture.started) >= Restarts::WELL {
            watch.calm = false;
            picture.tell(&Order::Programmes { note: None });
        }
    }

    /// Notices that somebody has halted the hall or let it go on, by whatever way.
    fn look_for_a_halt(&mut self, watch: &mut Watch) {
        let halted = self.store.is_halted();
        if std::mem::replace(&mut self.start.halted, halted) == halted {
            return;
        }
        self.panel.halted(halted);
        match halted {
            true => {
                tracing::warn!("the hall is halted on the spot: the default slide is on until the same lets it go on")
            }
            false => tracing::info!("the hall goes on"),
        }
        if let Some(picture) = &mut watch.picture {
            picture.tell(&Order::Halted(halted));
            if !watch.calm {
                picture.tell(&Order::Programmes { note: None });
            }
        }
    }

    /// The technician's chord: halts the hall, or lets it go on.
    fn strike(&mut self, watch: &mut Watch) {
        let changed = match self.store.is_halted() {
            true => self.store.go_on(),
            false => self.store.halt(&format!("{} Ctrl+Alt+Shift+D", self.clock.now().wall)),
        };
        if let Err(error) = changed {
            tracing::warn!(%error, "the chord did nothing");
        }
        self.look_for_a_halt(watch);
    }

    fn start_picture(&mut self, watch: &mut Watch, now: Instant) {
        watch.run += 1;
        watch.calm = watch.restarts.calm();
        self.start.clock = self.clock.word();
        watch.told = self.start.clock.revision;
        self.start.avoid = watch.crashes.avoided(now);
        let start = PictureStart { calm: watch.calm, ..self.start.clone() };
        #[cfg(target_os = "linux")]
        let card = self.card.as_mut().map(CardKeeper::card).transpose();
        #[cfg(target_os = "linux")]
        let card = card.map_err(|error| io::Error::other(PlayError::Card(error)));
        #[cfg(not(target_os = "linux"))]
        let card = Ok(None);
        let started = card
            .and_then(|card| PictureProcess::start(&self.program, start, watch.run, card, self.events.clone(), now));
        match started {
            Ok(picture) => watch.picture = Some(picture),
            Err(error) => {
                let pause = watch.restarts.after(Duration::ZERO, false, false).max(LOOK);
                watch.next = now + pause;
                tracing::warn!(%error, pause_ms = pause.as_millis(), "the picture could not be started");
            }
        }
    }

    fn take(&mut self, event: HallEvent, watch: &mut Watch) {
        let now = self.clock.now().mono;
        match event {
            HallEvent::Programmes { note } => {
                if let Some(note) = &note {
                    (self.start.headline, self.start.note) = (None, note.clone());
                }
                if let Some(picture) = watch.picture.as_mut().filter(|_| !watch.calm) {
                    picture.tell(&Order::Programmes { note });
                }
            }
            HallEvent::SetUp { display, headline, note } => {
                (self.start.display, self.start.headline, self.start.note) = (display, Some(headline), note);
                // Another display may have another programme: the picture begins anew.
                if let Some(picture) = watch.picture.take() {
                    picture.stop(PATIENCE);
                }
                watch.next = now;
            }
            HallEvent::Chord => self.strike(watch),
            HallEvent::Picture(run, Report::Chord) if run == watch.run => self.strike(watch),
            HallEvent::Picture(run, report) if run == watch.run => {
                if let Some(picture) = &mut watch.picture {
                    picture.hear(now);
                    if Self::heard(picture, &report, now) {
                        service::alive();
                    }
                    #[cfg(target_os = "linux")]
                    if let (Report::CardTaken, Some(card)) = (&report, &mut self.card) {
                        Self::regain(card, picture);
                    }
                    self.carry_out(report, &mut watch.ready);
                }
            }
            HallEvent::PictureGone(run) if run == watch.run => self.bury(watch, now),
            HallEvent::Picture(..) | HallEvent::PictureGone(_) | HallEvent::Stop => {}
        }
    }

    /// Notes what the report says of the process; whether it is a sign of life.
    fn heard(picture: &mut PictureProcess, report: &Report, now: Instant) -> bool {
        match report {
            Report::Composing { what, name } => {
                picture.composing.insert(*what, name.clone());
            }
            Report::Composed(what) => {
                picture.composing.remove(what);
            }
            Report::Alive { frames, due } => return picture.alive(*frames, *due, now),
            Report::Canvas(_)
            | Report::Record(_)
            | Report::Lacks(_)
            | Report::CardTaken
            | Report::Chord
            | Report::Dark => {}
        }
        false
    }

    /// Asks for the graphics card that another program has.
    #[cfg(target_os = "linux")]
    fn regain(card: &mut CardKeeper, picture: &mut PictureProcess) {
        match card.regain() {
            // The picture's next frame is taken.
            Ok(Regained::Same) => tracing::info!("the graphics card is ours again"),
            // The picture has a file that never drives anything; the next has the new one.
            Ok(Regained::Anew) => {
                tracing::info!("the graphics card was opened anew; so is the picture");
                picture.tell(&Order::Stop);
            }
            Ok(Regained::NotYet) => {}
            Err(error) => tracing::warn!(%error, "the graphics card cannot be opened"),
        }
    }

    fn carry_out(&mut self, report: Report, ready: &mut bool) {
        match report {
            Report::Canvas(size) => *self.canvas.lock().expect("no holder of this lock panics") = size,
            Report::Record(record) => {
                self.panel.note(&record);
                self.records.write(*record);
            }
            Report::Dark => self.records.ended(self.clock.now().wall),
            Report::Lacks(what) => {
                tracing::warn!(%what, "the store lacks a picture that is due");
                // Where it is there after all but damaged, this drops it.
                if let Err(error) = self.store.blobs().check_again(&what) {
                    tracing::debug!(%error, "it is fetched again");
                }
                self.panel.lacks();
            }
            Report::Alive { frames, .. } if frames > 0 => {
                self.gate = None;
                if !std::mem::replace(ready, true) {
                    service::ready();
                }
            }
            Report::Alive { .. }
            | Report::Composing { .. }
            | Report::Composed(_)
            | Report::CardTaken
            | Report::Chord => {}
        }
    }

    /// Whether what a picture showed is still there when its process has gone.
    fn stays_on_the_panel(&self) -> bool {
        matches!(self.start.screen, Screen::Panel(_))
    }

    /// The picture has ended: what it died of counts, and another is started.
    fn bury(&mut self, watch: &mut Watch, now: Instant) {
        let Some(mut picture) = watch.picture.take() else { return };
        let (lived, shown) = (now.saturating_duration_since(picture.started), picture.has_shown());
        if !self.stays_on_the_panel() {
            self.records.ended(self.clock.now().wall);
        }
        let composing = std::mem::take(&mut picture.composing);
        let death = picture.bury(PATIENCE);
        let crashed = matches!(death, Death::Crash(_));
        let pause = watch.restarts.after(lived, shown, matches!(death, Death::Killed(_)));
        watch.next = now + pause;
        let names: Vec<&str> = composing.values().map(String::as_str).collect();
        let (lived_ms, pause_ms) = (lived.as_millis(), pause.as_millis());
        tracing::warn!(lived_ms, pause_ms, composing = %names.join(", "), "the picture {}; it is started again", death.why());
        if !crashed {
            return;
        }
        let words = format!("the picture {} after {lived_ms} ms, composing: {}", death.why(), names.join(", "));
        crash_report::keep(self.store.dir(), &self.clock, &words);
        for (what, name) in &composing {
            if let Some(pause) = watch.crashes.crashed(*what, now) {
                tracing::error!(minutes = pause.as_secs() / 60, "{name} has crashed the picture twice and is left out");
            }
        }
    }
}
