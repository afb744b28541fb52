//! The preview's window: carries out what the state says, and is the one place that sets when it wakes.

use std::{path::PathBuf, sync::Arc, time::Duration};

use winit::{
    application::ApplicationHandler,
    dpi::LogicalSize,
    event::{ElementState, StartCause, WindowEvent},
    event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy},
    keyboard::{Key as Pressed, NamedKey},
    window::{Fullscreen, Window, WindowId},
};

use super::{
    Options, PreviewError, Source,
    easel::{Easel, Room},
    findings,
    loader::{Loaded, Loader},
    state::{Effect, Key, State},
};
use crate::{
    clock::{Clock, Now},
    media,
    model::{Size, Transition},
    render::{Gpu, Output as _, RenderError, Renderer, WindowOutput},
};

/// Opens the window and stays until it is closed.
pub(super) fn run(options: Options, clock: Clock) -> Result<(), PreviewError> {
    let event_loop = EventLoop::<Loaded>::with_user_event().build()?;
    let start = clock.now();
    let state = State::new(options.canvas, options.at, start.wall);
    let proxy = event_loop.create_proxy();
    let mut app = App { options, clock, state, start, proxy, desk: None, motion: None, failed: None };
    event_loop.run_app(&mut app)?;
    app.failed.map_or(Ok(()), Err)
}

struct App {
    options: Options,
    clock: Clock,
    state: State,
    /// When the state last heard of the time.
    start: Now,
    proxy: EventLoopProxy<Loaded>,
    desk: Option<Desk>,
    motion: Option<Motion>,
    failed: Option<PreviewError>,
}

/// The window and what stands in it. The output lets go of the window before the window itself is dropped.
struct Desk {
    easel: Easel,
    output: WindowOutput,
    loader: Loader,
    opened: Now,
    window: Arc<Window>,
}

/// A transition under way.
struct Motion {
    transition: Transition,
    began: Now,
    lasts_ms: u64,
}

impl App {
    fn open(&mut self, event_loop: &ActiveEventLoop) -> Result<Desk, PreviewError> {
        // Half of a full-HD screen and the like: room for an editor beside it.
        let size = self.state.canvas().contained_in(Size::new(1120, 760));
        let attributes = Window::default_attributes()
            .with_title(format!("{} – Bảng Tin", self.options.source.dir.display()))
            .with_inner_size(LogicalSize::new(size.width, size.height));
        let window = Arc::new(event_loop.create_window(attributes)?);
        let (gpu, output) = Gpu::for_window(window.clone(), size_of(&window))?;
        let easel = Easel::new(Renderer::new(&gpu), self.options.panel_inches);
        let proxy = self.proxy.clone();
        let tell = move |loaded| {
            // The loop is gone only when the program ends.
            let _ = proxy.send_event(loaded);
        };
        let Source { dir, viewer } = &self.options.source;
        let loader = Loader::start(Source::new(dir, viewer.clone()), self.state.canvas(), tell)?;
        Ok(Desk { easel, output, loader, opened: self.start, window })
    }

    /// Hears what time it is, draws if something changed, and sets when to wake.
    fn turn(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.clock.now();
        let passed = now.mono.saturating_duration_since(self.start.mono);
        // Whole milliseconds are handed on; the rest is kept for the next turn.
        let passed_ms = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
        self.start.mono += Duration::from_millis(passed_ms);
        self.state.tick(passed_ms);
        let Some(desk) = &mut self.desk else { return };
        match desk.turn(&mut self.state, &mut self.motion, now, self.options.panel_inches) {
            Ok(()) => {}
            Err(RenderError::DeviceLost) => match Gpu::for_window(desk.window.clone(), size_of(&desk.window)) {
                Ok((gpu, output)) => {
                    desk.output = output;
                    desk.easel = Easel::new(Renderer::new(&gpu), self.options.panel_inches);
                    desk.window.request_redraw();
                }
                Err(error) => {
                    self.failed = Some(error.into());
                    return event_loop.exit();
                }
            },
            Err(error) => tracing::warn!(%error, "this frame failed; the picture stays"),
        }
        let moves = self.motion.is_some() || desk.easel.runs();
        let pause = match (moves, desk.output.frame_interval()) {
            (true, None) => {
                desk.window.request_redraw();
                None
            }
            (true, interval) => interval,
            (false, _) => self.state.wake_ms().map(Duration::from_millis),
        };
        event_loop.set_control_flow(pause.map_or(ControlFlow::Wait, |pause| ControlFlow::WaitUntil(now.mono + pause)));
    }

    fn carry_out(&mut self, effect: Effect, event_loop: &ActiveEventLoop) {
        let Some(desk) = &mut self.desk else { return };
        match effect {
            Effect::FullScreen(on) => desk.window.set_fullscreen(on.then_some(Fullscreen::Borderless(None))),
            Effect::Canvas(canvas) => desk.loader.canvas(canvas),
            Effect::Quit => event_loop.exit(),
            Effect::Save => {
                let note = match desk.save(&self.state) {
                    Ok(Some(path)) => format!("Đã lưu {}", path.display()),
                    Ok(None) => "Chưa có trang nào để lưu.".to_owned(),
                    Err(error) => format!("Không lưu được: {error}"),
                };
                self.state.say(note);
            }
        }
    }
}

impl Desk {
    fn turn(
        &mut self,
        state: &mut State,
        motion: &mut Option<Motion>,
        now: Now,
        panel_inches: f32,
    ) -> Result<(), RenderError> {
        let room = Room { size: size_of(&self.window), scale: self.window.scale_factor() as f32 };
        self.output.resize(self.easel.renderer().gpu(), room.size)?;
        let entrance = state.take_entrance();
        let deck = state.deck().cloned();
        // Looked over before it is drawn, so that what was found is on the page's first frame.
        if let (Some(deck), Some((slide, page, look))) = (&deck, state.unchecked(panel_inches)) {
            self.easel.put_up(&state.view(), Some(deck))?;
            if let Some(picture) = self.easel.picture() {
                let warnings = findings::of(deck, &slide, page, &picture?, look);
                state.found(slide, page, look, &warnings);
            }
        }
        let running = self.running(now);
        let is_new = self.easel.draw(&state.view(), deck.as_deref(), room)?;
        if is_new {
            *motion = entrance
                .filter(|(transition, lasts_ms)| *transition != Transition::Cut && *lasts_ms > 0)
                .map(|(transition, lasts_ms)| Motion { transition, began: now, lasts_ms });
        }
        if let Some(Motion { transition, began, lasts_ms }) = motion {
            let elapsed = now.mono.saturating_duration_since(began.mono).as_millis();
            let thousandths = u32::try_from(elapsed * 1_000 / u128::from(*lasts_ms)).unwrap_or(1_000).min(1_000);
            self.easel.present(&mut self.output, *transition, thousandths, running, false)?;
            if thousandths == 1_000 {
                *motion = None;
            }
        } else if is_new || self.easel.runs() {
            self.easel.present(&mut self.output, Transition::Cut, 1_000, running, !is_new)?;
        }
        Ok(())
    }

    /// For how long a ticker would have been running: since the window was opened.
    fn running(&self, now: Now) -> Duration {
        now.mono.saturating_duration_since(self.opened.mono)
    }

    /// Writes the page to a file in the working directory.
    fn save(&self, state: &State) -> Result<Option<PathBuf>, PreviewError> {
        let (Some((slide, page)), Some(picture)) = (state.view().page, self.easel.picture()) else { return Ok(None) };
        let path = PathBuf::from(format!("{slide}-{}.png", page + 1));
        let file = media::encode_png(&picture?)?;
        std::fs::write(&path, file).map_err(|source| PreviewError::Save { path: path.clone(), source })?;
        Ok(Some(path))
    }
}

fn size_of(window: &Window) -> Size {
    let size = window.inner_size();
    Size::new(size.width.max(1), size.height.max(1))
}

/// A winit key as the state knows it.
fn known(key: &Pressed) -> Option<Key> {
    Some(match key {
        Pressed::Named(NamedKey::Space) => Key::Space,
        Pressed::Named(NamedKey::ArrowLeft | NamedKey::ArrowUp | NamedKey::PageUp) => Key::Back,
        Pressed::Named(NamedKey::ArrowRight | NamedKey::ArrowDown | NamedKey::PageDown) => Key::On,
        Pressed::Named(NamedKey::Enter) => Key::Enter,
        Pressed::Named(NamedKey::Backspace) => Key::Erase,
        Pressed::Named(NamedKey::Escape) => Key::Escape,
        Pressed::Named(NamedKey::F1) => Key::Help,
        Pressed::Named(NamedKey::F11) => Key::FullScreen,
        Pressed::Named(NamedKey::Tab) => Key::Sign('o'),
        Pressed::Character(text) => Key::Sign(text.chars().next()?),
        _ => return None,
    })
}

impl ApplicationHandler<Loaded> for App {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.desk.is_some() {
            return;
        }
        match self.open(event_loop) {
            Ok(desk) => self.desk = Some(desk),
            Err(error) => {
                self.failed = Some(error);
                event_loop.exit();
            }
        }
    }

    /// The folder was read.
    fn user_event(&mut self, event_loop: &ActiveEventLoop, loaded: Loaded) {
        for mistake in &loaded.mistakes {
            tracing::warn!("{mistake}");
        }
        self.state.load(loaded);
        self.turn(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        if matches!(cause, StartCause::ResumeTimeReached { .. }) {
            self.turn(event_loop);
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        match event {
            WindowEvent::CloseRequested | WindowEvent::Destroyed => event_loop.exit(),
            WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. } => self.turn(event_loop),
            WindowEvent::RedrawRequested => {
                self.turn(event_loop);
                let now = self.clock.now();
                if self.motion.is_none()
                    && let Some(desk) = &mut self.desk
                    && let running = desk.running(now)
                    // A ticker that the screen itself paces has just been presented, page and all.
                    && !(desk.easel.runs() && desk.output.frame_interval().is_none())
                    && let Err(error) = desk.easel.present(&mut desk.output, Transition::Cut, 1_000, running, false)
                {
                    tracing::warn!(%error, "the picture could not be repainted");
                }
            }
            WindowEvent::KeyboardInput { event, .. } if event.state == ElementState::Pressed => {
                if let Some(key) = known(&event.logical_key) {
                    if let Some(effect) = self.state.key(key) {
                        self.carry_out(effect, event_loop);
                    }
                    self.turn(event_loop);
                }
            }
            _ => {}
        }
    }
}
