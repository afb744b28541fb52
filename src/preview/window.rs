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
    PreviewError, PreviewOptions, PreviewRenderer, PreviewSource, WindowGeometry,
    loader::{Loaded, Loader},
    state::{Effect, KeyPress, PreviewState},
};
use crate::{
    clock::{Clock, Now},
    compose::{RETRY, recover},
    media,
    model::Size,
    render::{Gpu, Renderer, WindowOutput},
};

/// Opens the window and stays until it is closed.
pub(super) fn run(options: PreviewOptions, clock: Clock) -> Result<(), PreviewError> {
    let event_loop = EventLoop::<Loaded>::with_user_event().build()?;
    let start = clock.now();
    let state = PreviewState::new(options.canvas, options.at, start.wall);
    let proxy = event_loop.create_proxy();
    let mut app = PreviewApp { options, clock, state, heard: start, proxy, pane: None, failed: None };
    event_loop.run_app(&mut app)?;
    app.failed.map_or(Ok(()), Err)
}

struct PreviewApp {
    options: PreviewOptions,
    clock: Clock,
    state: PreviewState,
    /// When the state last heard of the time, on the clock that never steps.
    heard: Now,
    proxy: EventLoopProxy<Loaded>,
    pane: Option<PreviewWindow>,
    failed: Option<PreviewError>,
}

/// The window and what stands in it. The output lets go of the window before the window itself is dropped.
struct PreviewWindow {
    renderer: PreviewRenderer,
    output: WindowOutput,
    loader: Loader,
    window: Arc<Window>,
}

impl PreviewApp {
    fn open(&mut self, event_loop: &ActiveEventLoop) -> Result<PreviewWindow, PreviewError> {
        // Half of a full-HD screen and the like: room for an editor beside it.
        let size = self.state.canvas().contained_in(Size::new(1120, 760));
        let attributes = Window::default_attributes()
            .with_title(format!("{} – Bảng Tin", self.options.source.dir.display()))
            .with_inner_size(LogicalSize::new(size.width, size.height));
        let window = Arc::new(event_loop.create_window(attributes)?);
        let (gpu, output) = Gpu::for_window(window.clone(), size_of(&window))?;
        let mut renderer = PreviewRenderer::new(Renderer::new(&gpu), self.options.panel_inches);
        // Screens show 24 to 120 frames a second; anything else is a driver's mistake.
        let rate = window.current_monitor().and_then(|monitor| monitor.refresh_rate_millihertz());
        if let Some(rate) = rate.filter(|rate| (23_000..=121_000).contains(rate)) {
            renderer.presenter().set_interval(Duration::from_secs_f64(1_000.0 / f64::from(rate)));
        }
        let proxy = self.proxy.clone();
        let tell = move |loaded| {
            // The loop is gone only when the program ends.
            let _ = proxy.send_event(loaded);
        };
        let PreviewSource { dir, viewer } = &self.options.source;
        let loader = Loader::start(PreviewSource::new(dir, viewer.clone()), self.state.canvas(), tell)?;
        Ok(PreviewWindow { renderer, output, loader, window })
    }

    /// Hears what time it is, draws if something changed, and sets when to wake. Answers whether it drew.
    fn turn(&mut self, event_loop: &ActiveEventLoop) -> bool {
        let now = self.clock.now();
        let passed = now.mono.saturating_duration_since(self.heard.mono);
        // Whole milliseconds are handed on; the rest is kept for the next turn.
        let passed_ms = u64::try_from(passed.as_millis()).unwrap_or(u64::MAX);
        self.heard.mono += Duration::from_millis(passed_ms);
        self.state.tick(passed_ms);
        let now = self.preview_time();
        let Some(pane) = &mut self.pane else { return false };
        let window = pane.window();
        let outcome = pane.renderer.turn(&mut self.state, window, &now, &mut pane.output);
        let mut pause = None;
        let drawn = match outcome {
            Ok(drawn) => drawn,
            Err(error) => {
                match recover(&error, || Gpu::for_window(pane.window.clone(), size_of(&pane.window))) {
                    Some((gpu, output)) => {
                        pane.output = output;
                        pane.renderer.replace_renderer(Renderer::new(&gpu));
                        pane.window.request_redraw();
                    }
                    None => pause = Some(RETRY),
                }
                false
            }
        };
        let pause = match (pause, pane.renderer.moves(), pane.output.frame_interval()) {
            (Some(pause), ..) => Some(pause),
            (None, true, None) => {
                pane.window.request_redraw();
                None
            }
            (None, true, Some(_)) => {
                let next = pane.renderer.presenter().next_frame();
                Some(next.map_or(Duration::ZERO, |next| next.saturating_duration_since(now.mono)))
            }
            (None, false, _) => {
                let bar = pane.renderer.changes().filter(|_| !self.state.stands());
                let bar_ms = bar.map(|change| u64::try_from(change - now.wall).unwrap_or(0));
                self.state.wake_ms().into_iter().chain(bar_ms).min().map(Duration::from_millis)
            }
        };
        event_loop.set_control_flow(pause.map_or(ControlFlow::Wait, |pause| ControlFlow::WaitUntil(now.mono + pause)));
        drawn
    }

    /// The present turn's time, as a hall's clock would show it.
    fn preview_time(&self) -> Now {
        Now { wall: self.state.wall(), mono: self.heard.mono, certain: true }
    }

    fn carry_out(&mut self, effect: Effect, event_loop: &ActiveEventLoop) {
        let Some(pane) = &mut self.pane else { return };
        match effect {
            Effect::FullScreen(on) => pane.window.set_fullscreen(on.then_some(Fullscreen::Borderless(None))),
            Effect::Canvas(canvas) => pane.loader.canvas(canvas),
            Effect::Quit => event_loop.exit(),
            Effect::Save => {
                let note = match pane.save(&self.state) {
                    Ok(Some(path)) => format!("Đã lưu {}", path.display()),
                    Ok(None) => "Chưa có trang nào để lưu.".to_owned(),
                    Err(error) => format!("Không lưu được: {error}"),
                };
                self.state.say(note);
            }
        }
    }
}

impl PreviewWindow {
    fn window(&self) -> WindowGeometry {
        WindowGeometry { size: size_of(&self.window), scale: self.window.scale_factor() as f32 }
    }

    /// Writes the page to a file in the working directory.
    fn save(&self, state: &PreviewState) -> Result<Option<PathBuf>, PreviewError> {
        let (Some((slide, page)), Some(picture)) = (state.view().page, self.renderer.picture()) else {
            return Ok(None);
        };
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
fn known(key: &Pressed) -> Option<KeyPress> {
    Some(match key {
        Pressed::Named(NamedKey::Space) => KeyPress::Space,
        Pressed::Named(NamedKey::ArrowLeft | NamedKey::ArrowUp | NamedKey::PageUp) => KeyPress::Back,
        Pressed::Named(NamedKey::ArrowRight | NamedKey::ArrowDown | NamedKey::PageDown) => KeyPress::On,
        Pressed::Named(NamedKey::Enter) => KeyPress::Enter,
        Pressed::Named(NamedKey::Backspace) => KeyPress::Erase,
        Pressed::Named(NamedKey::Escape) => KeyPress::Escape,
        Pressed::Named(NamedKey::F1) => KeyPress::Help,
        Pressed::Named(NamedKey::F11) => KeyPress::FullScreen,
        Pressed::Named(NamedKey::Tab) => KeyPress::Sign('o'),
        Pressed::Character(text) => KeyPress::Sign(text.chars().next()?),
        _ => return None,
    })
}

impl ApplicationHandler<Loaded> for PreviewApp {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.pane.is_some() {
            return;
        }
        match self.open(event_loop) {
            Ok(pane) => self.pane = Some(pane),
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
            WindowEvent::Resized(_) | WindowEvent::ScaleFactorChanged { .. } => {
                self.turn(event_loop);
            }
            WindowEvent::RedrawRequested => {
                let drawn = self.turn(event_loop);
                let now = self.preview_time();
                if !drawn
                    && let Some(pane) = &mut self.pane
                    && let Err(error) = pane.renderer.repaint(&self.state, &now, &mut pane.output)
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
