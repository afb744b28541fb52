//! The unattended display: plays the edition it has, collects in the background, never shows black.

mod collector;
mod engine;
mod errands;
mod error;
mod event;
mod monitor;
mod offscreen;
mod panel;
mod pictures;
mod play_log;
mod removable_media;
pub mod state;
mod termination;
mod waiting_note;
mod window;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex},
};

pub use collector::Subscription;
pub use engine::{Engine, NextTurn};
pub use error::PlayError;
pub use pictures::StorePictures;
pub use play_log::PlayLog;
pub use window::WindowPlacement;

use crate::{
    clock::Clock,
    compose::{Presenter, built_in},
    feed::{NetworkPolicy, transport::FeedAddress},
    model::{DisplayId, Size},
    render::{Gpu, Renderer, TextureOutput},
    store::{Owner, Quarantine, Store},
};
use event::EventSender;
use panel::Panel;
use state::PlayerState;

/// Where the picture goes.
#[derive(Debug, Clone)]
pub enum Screen {
    /// A window.
    Window(WindowPlacement),
    /// No window: a texture of `size`, and `dir/screen.png` a copy of the picture at rest.
    Offscreen {
        /// The folder of the copy.
        dir: PathBuf,
        /// The canvas.
        size: Size,
    },
}

/// What a display is told at start.
#[derive(Debug, Clone)]
pub struct PlayOptions {
    /// Where the feed is.
    pub feed: FeedAddress,
    /// The feed's root file, as it was handed out.
    pub root: Vec<u8>,
    /// Everything this display keeps.
    pub data: PathBuf,
    /// Its name, if the feed knows it by one.
    pub display: Option<DisplayId>,
    /// What the hall's line asks of whoever uses it.
    pub line: NetworkPolicy,
    /// Folders below which sticks appear; none means where the system puts them.
    pub sticks: Vec<PathBuf>,
    /// Where the picture goes.
    pub screen: Screen,
}

/// Plays until the window is closed or the process is asked to end. Play records go to stdout.
///
/// # Errors
/// [`PlayError`].
pub fn play(options: PlayOptions, clock: Clock) -> Result<(), PlayError> {
    let _owner = Owner::of(&options.data)?;
    let store = Store::open(&options.data)?;
    if let Some(floor) = store.floor() {
        clock.raise_floor(floor);
    }
    let programmes = match store.programmes() {
        Some(programmes) => programmes,
        None => built_in::programme("Đang chờ nội dung đầu tiên").into(),
    };
    let state = PlayerState::new(programmes, options.display.clone());
    let pictures = Arc::new(StorePictures(store.clone()));
    let quarantine = Quarantine::of(&store);
    let panel = Panel::default();
    let play_log = PlayLog::to(panel.before(io::stdout()));
    let target = |canvas: Size| Subscription {
        feed: options.feed.clone(),
        root: options.root.clone(),
        display: options.display.clone(),
        line: options.line.clone(),
        sticks: options.sticks.clone(),
        canvas: Arc::new(Mutex::new(canvas)),
        panel: panel.clone(),
    };
    match options.screen.clone() {
        Screen::Offscreen { dir, size } => {
            let (events, inbox) = EventSender::new(|| {});
            termination::listen(events.clone()).map_err(PlayError::Background)?;
            drop(collector::start(store, clock.clone(), target(size), events)?);
            let open = || -> Result<(Renderer, TextureOutput), PlayError> {
                let gpu = Gpu::offscreen()?;
                Ok((Renderer::new(&gpu), TextureOutput::new(&gpu, size)?))
            };
            let (renderer, output) = open()?;
            let presenter = Presenter::new(renderer, pictures, size).with_quarantine(quarantine);
            let engine = Engine::new(clock, state, presenter, play_log);
            offscreen::play(engine, &inbox, output, &dir, open)
        }
        Screen::Window(frame) => {
            let event_loop =
                winit::event_loop::EventLoop::new().map_err(|error| PlayError::Window(error.to_string()))?;
            let proxy = event_loop.create_proxy();
            let (events, inbox) = EventSender::new(move || {
                // The loop is gone only when the program ends; nobody is left to wake.
                let _ = proxy.send_event(());
            });
            termination::listen(events.clone()).map_err(PlayError::Background)?;
            let title = format!("Bảng Tin {}", options.display.as_ref().map_or("", DisplayId::as_str));
            let target = target(Size::FULL_HD);
            let canvas = target.canvas.clone();
            let build = move |renderer: Renderer, size: Size| {
                let held = collector::start(store, clock.clone(), target, events)?;
                let presenter = Presenter::new(renderer, pictures, size).with_quarantine(quarantine);
                Ok((Engine::new(clock, state, presenter, play_log), held))
            };
            window::play(event_loop, frame, title, inbox, canvas, Box::new(build))
        }
    }
}
