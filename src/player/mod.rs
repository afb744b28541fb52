//! The unattended display: plays the edition it has, collects in the background, never shows black.

mod awake;
#[cfg(target_os = "linux")]
mod chord;
mod collector;
mod crash_report;
mod death;
mod engine;
mod errands;
mod error;
mod event;
mod hall_kit;
mod heart;
#[cfg(target_os = "linux")]
mod keyboards;
#[cfg(target_os = "linux")]
mod kms;
mod message;
mod monitor;
mod offscreen;
mod order_line;
mod outcome_reporter;
mod page_crashes;
mod panel;
mod picture;
mod picture_process;
mod pictures;
mod play_archive;
mod play_log;
mod proof;
mod removable_media;
mod restarts;
mod rotation;
mod screen;
mod service;
pub mod state;
mod subscription;
mod supervisor;
mod termination;
mod waiting_note;
mod wanted_mode;
mod window;

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

pub use engine::{Engine, Light, NextTurn};
pub use error::PlayError;
pub use picture::{play_picture, play_picture_of};
pub use picture_process::PictureProgram;
pub use pictures::StorePictures;
pub use play_log::PlayLog;
pub use rotation::Rotation;
pub use screen::{PanelPlacement, Screen, WindowPlacement};
pub use subscription::{HallOrigin, HallSetup};
pub use wanted_mode::WantedMode;

use crate::{
    child::this_program,
    clock::Clock,
    feed::NetworkPolicy,
    model::{ScreenHours, Size},
    store::{DISK_BUDGET_BYTES, Owner, SpillDisk, Store},
};
use event::EventSender;
use hall_kit::HallKit;
use message::PictureStart;
use panel::PanelStatus;
use play_archive::PlayArchive;
use play_log::RecordSink;
use subscription::Subscription;
use supervisor::Supervisor;

/// What a display is told at start.
#[derive(Debug, Clone)]
pub struct PlayOptions {
    /// Who says which feed it is.
    pub setup: HallSetup,
    /// Everything this display keeps.
    pub data: PathBuf,
    /// What the hall's line asks of whoever uses it.
    pub line: NetworkPolicy,
    /// Folders below which sticks appear; none means where the system puts them.
    pub sticks: Vec<PathBuf>,
    /// Where the picture goes.
    pub screen: Screen,
    /// When the screen is on.
    pub hours: ScreenHours,
}

/// Plays until the process is asked to end. Play records go to stdout.
///
/// # Errors
/// [`PlayError`].
pub fn play(options: PlayOptions, clock: Clock) -> Result<(), PlayError> {
    let program = PictureProgram { path: this_program(), arguments: vec!["picture-child".into()] };
    play_by(program, options, clock)
}

/// The same with a picture by another program than this one.
///
/// # Errors
/// [`PlayError`].
pub fn play_by(program: PictureProgram, options: PlayOptions, clock: Clock) -> Result<(), PlayError> {
    let _owner = Owner::of(&options.data)?;
    let data = options.data.canonicalize().unwrap_or(options.data);
    // Where the disk takes nothing the hall goes on in memory: it must still show a warning.
    let disk = SpillDisk::of(&data);
    let spill = disk.spill().map(Path::to_owned);
    let store = Store::on(Arc::new(disk), &data, DISK_BUDGET_BYTES)?;
    if let Some(floor) = store.floor() {
        clock.raise_floor(floor);
    }
    let size = match &options.screen {
        Screen::Offscreen { dir, size } => {
            let made = std::fs::create_dir_all(dir);
            made.map_err(|source| PlayError::Screen { path: dir.clone(), source })?;
            *size
        }
        // The picture says what its screen has.
        Screen::Window(_) | Screen::Panel(_) => Size::FULL_HD,
    };
    #[cfg(target_os = "linux")]
    let card = match &options.screen {
        Screen::Panel(placement) => Some(kms::CardKeeper::new(placement.card.clone())),
        Screen::Window(_) | Screen::Offscreen { .. } => None,
    };
    let (panel, canvas) = (PanelStatus::default(), Arc::new(Mutex::new(size)));
    let (events, inbox) = EventSender::new(|| {});
    termination::listen(events.clone()).map_err(PlayError::Background)?;
    let origin = match &options.setup {
        HallSetup::Given(origin) => Some(origin.clone()),
        HallSetup::Kit(_) => HallKit::kept(store.disk(), store.dir()).and_then(|kit| kit.origin().ok()),
    };
    let target = Subscription {
        setup: options.setup,
        line: options.line,
        sticks: options.sticks,
        canvas: canvas.clone(),
        panel: panel.clone(),
    };
    let note = match origin {
        Some(_) => "Đang chờ nội dung đầu tiên",
        None => "Màn hình này chưa được cài đặt. Cắm USB có bộ cài của xã vào máy.",
    };
    let display = origin.as_ref().and_then(|origin| origin.display.clone());
    panel.halted(store.is_halted());
    #[cfg(target_os = "linux")]
    if card.is_some()
        && let Err(error) = keyboards::listen(events.clone())
    {
        tracing::warn!(%error, "there is no chord: keyboards are not read");
    }
    let gate = collector::start(store.clone(), clock.clone(), target, origin, events.clone())?;
    let start = PictureStart {
        data,
        spill,
        display,
        screen: options.screen,
        headline: None,
        note: note.to_owned(),
        calm: false,
        hours: options.hours,
        halted: store.is_halted(),
        clock: clock.word(),
        avoid: BTreeSet::new(),
    };
    let archive = PlayArchive::start(store.dir(), clock.clone()).map_err(PlayError::Background)?;
    let records = RecordSink::to(io::stdout()).kept_in(archive);
    let gate = Some(gate);
    let supervisor = Supervisor {
        program,
        start,
        clock,
        store,
        panel,
        canvas,
        records,
        events,
        inbox,
        gate,
        #[cfg(target_os = "linux")]
        card,
    };
    supervisor.run();
    Ok(())
}
