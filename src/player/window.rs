//! The player's loop in a full-screen window.

use std::{
    sync::{Arc, Mutex, mpsc::Receiver},
    time::{Duration, Instant},
};

use winit::{
    application::ApplicationHandler,
    dpi::{PhysicalPosition, PhysicalSize},
    event::WindowEvent,
    event_loop::{ActiveEventLoop, ControlFlow, EventLoop},
    window::{Fullscreen, Window, WindowId},
};

use super::{
    PlayError,
    collector::StartGate,
    engine::{Engine, NextTurn},
    event::PlayerEvent,
    monitor::{self, MonitorPlace, Monitors},
};
use crate::{
    compose::{RETRY, recover},
    model::{Size, limits::CANVAS_MIN},
    render::{Gpu, Output as _, Renderer, WindowOutput},
};

/// Where the window goes: the whole screen, or a place on it for demonstrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowPlacement {
    /// The whole screen.
    Full,
    /// A window of this size at this place.
    At(Size, i32, i32),
}

/// Between two looks at the monitor: turns are taken sixty times a second while something moves.
const LOOK: Duration = Duration::from_secs(1);

/// The canvas pictures are fetched for, told to the background whenever the window changes size.
pub type SharedCanvas = Arc<Mutex<Size>>;

/// Makes the engine once there is a renderer and a canvas, and a background that waits for the first picture.
pub type Build = Box<dyn FnOnce(Renderer, Size) -> Result<(Engine, StartGate), PlayError>>;

/// Plays in a window until it is closed or the process is told to stop.
///
/// # Errors
/// [`PlayError::Window`] and [`PlayError::Render`] where no window can be opened, and those of `build`.
pub fn play(
    event_loop: EventLoop<()>,
    frame: WindowPlacement,
    title: String,
    inbox: Receiver<PlayerEvent>,
    canvas: SharedCanvas,
    build: Build,
) -> Result<(), PlayError> {
    let mut app = PlayerApp {
        frame,
        title,
        inbox,
        canvas,
        build: Some(build),
        screen: None,
        next: NextTurn::Frame,
        failed: None,
    };
    event_loop.run_app(&mut app).map_err(|error| PlayError::Window(error.to_string()))?;
    app.failed.map_or(Ok(()), Err)
}

struct PlayerApp {
    frame: WindowPlacement,
    title: String,
    inbox: Receiver<PlayerEvent>,
    canvas: SharedCanvas,
    build: Option<Build>,
    screen: Option<PlayerWindow>,
    next: NextTurn,
    failed: Option<PlayError>,
}

/// The window and what plays in it. The output lets go of the window before the window itself is dropped.
struct PlayerWindow {
    engine: Engine,
    output: WindowOutput,
    monitors: Monitors,
    /// Where the monitor was when it was last looked at.
    place: Option<MonitorPlace>,
    looked: Instant,
    window: Arc<Window>,
}

impl PlayerApp {
    fn open(&mut self, event_loop: &ActiveEventLoop) -> Result<(PlayerWindow, StartGate), PlayError> {
        let monitors = Monitors::of(event_loop);
        let place = monitors.place(event_loop);
        let mut attributes = Window::default_attributes().with_title(self.title.clone()).with_decorations(false);
        attributes = match self.frame {
            // Asked for both ways: a window manager honours the request for full screen, and where there is none,
            // as on a bare X server, the size and place given here are what count.
            WindowPlacement::Full => {
                let (size, at) = place.unwrap_or((PhysicalSize::new(1920, 1080), PhysicalPosition::new(0, 0)));
                attributes
                    .with_inner_size(size)
                    .with_position(at)
                    .with_fullscreen(Some(Fullscreen::Borderless(monitor::first(event_loop))))
            }
            WindowPlacement::At(size, x, y) => attributes
                .with_inner_size(PhysicalSize::new(size.width, size.height))
                .with_position(PhysicalPosition::new(x, y)),
        };
        let window = event_loop.create_window(attributes).map_err(|error| PlayError::Window(error.to_string()))?;
        window.set_cursor_visible(self.frame != WindowPlacement::Full);
        let window = Arc::new(window);
        let (gpu, output) = Gpu::for_window(window.clone(), size_of(&window))?;
        *self.canvas.lock().expect("no holder of this lock panics") = canvas(size_of(&window));
        let build = self.build.take().ok_or_else(|| PlayError::Window("the window was opened twice".to_owned()))?;
        let (mut engine, held) = build(Renderer::new(&gpu), canvas(size_of(&window)))?;
        // Screens of signs and televisions show 24 to 120 frames a second; anything else is a driver's mistake.
        let rate = window.current_monitor().and_then(|monitor| monitor.refresh_rate_millihertz());
        if let Some(rate) = rate.filter(|rate| (23_000..=121_000).contains(rate)) {
            engine.set_interval(Duration::from_secs_f64(1_000.0 / f64::from(rate)));
        }
        let looked = engine.now().mono;
        Ok((PlayerWindow { engine, output, monitors, place, looked, window }, held))
    }

    /// Takes a turn and sets when the next one comes: the one place that does.
    fn turn(&mut self, event_loop: &ActiveEventLoop) {
        let Some(screen) = &mut self.screen else { return };
        if self.frame == WindowPlacement::Full {
            screen.follow(event_loop);
        }
        while let Ok(event) = self.inbox.try_recv() {
            match event {
                PlayerEvent::Programmes(programmes) => screen.engine.offer(programmes),
                PlayerEvent::Stop => return event_loop.exit(),
            }
        }
        self.next = match screen.engine.turn(&mut screen.output) {
            Ok(next) => next,
            Err(error) => match recover(&error, || Gpu::for_window(screen.window.clone(), size_of(&screen.window))) {
                Some((gpu, output)) => {
                    screen.output = output;
                    screen.engine.replace_renderer(Renderer::new(&gpu));
                    NextTurn::Frame
                }
                None => NextTurn::At(screen.engine.now().wall + RETRY.as_millis() as i64),
            },
        };
        event_loop.set_control_flow(match (self.next, screen.output.frame_interval()) {
            // A window that does not wait for the screen by itself would spin.
            (NextTurn::Frame, Some(_)) => ControlFlow::WaitUntil(screen.engine.next_frame()),
            (NextTurn::Frame, None) => {
                screen.window.request_redraw();
                ControlFlow::Wait
            }
            (NextTurn::At(wall), _) => ControlFlow::WaitUntil(screen.engine.now().instant_of(wall)),
        });
    }
}

impl PlayerWindow {
    /// Goes where the monitor is now. One that was off when the mains came back, or another in its place, may have other
    /// pixels than the window was opened for; on a bare X server nobody else would move it.
    fn follow(&mut self, event_loop: &ActiveEventLoop) {
        let now = self.engine.now().mono;
        if now.saturating_duration_since(self.looked) < LOOK {
            return;
        }
        self.looked = now;
        let Some(place) = self.monitors.place(event_loop) else { return };
        if self.place.replace(place) == Some(place) {
            return;
        }
        let (size, at) = place;
        tracing::info!(width = size.width, height = size.height, "the monitor has changed");
        self.window.set_outer_position(at);
        // X answers with an event, Wayland's compositor sizes full-screen windows itself.
        let _ = self.window.request_inner_size(size);
    }
}

fn size_of(window: &Window) -> Size {
    let size = window.inner_size();
    Size::new(size.width.max(1), size.height.max(1))
}

/// The canvas for a window of that size: its own, unless it is smaller than anything can be laid out on.
fn canvas(window: Size) -> Size {
    Size::new(window.width.max(CANVAS_MIN), window.height.max(CANVAS_MIN))
}

impl ApplicationHandler<()> for PlayerApp {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        if self.screen.is_some() {
            return;
        }
        match self.open(event_loop) {
            Ok((screen, held)) => {
                self.screen = Some(screen);
                self.turn(event_loop);
                drop(held);
            }
            Err(error) => {
                self.failed = Some(error);
                event_loop.exit();
            }
        }
    }

    /// The background has event.
    fn user_event(&mut self, event_loop: &ActiveEventLoop, (): ()) {
        self.turn(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: winit::event::StartCause) {
        if matches!(cause, winit::event::StartCause::ResumeTimeReached { .. }) {
            self.turn(event_loop);
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let Some(screen) = &mut self.screen else { return };
        match event {
            WindowEvent::CloseRequested | WindowEvent::Destroyed => event_loop.exit(),
            WindowEvent::Resized(_) => {
                let size = size_of(&screen.window);
                if size != screen.output.size() {
                    let resized = screen.output.resize(screen.engine.presenter().gpu(), size);
                    if let Err(error) = resized {
                        tracing::warn!(%error, "the window cannot take its new size");
                    }
                    screen.engine.presenter().set_screen(canvas(size));
                    *self.canvas.lock().expect("no holder of this lock panics") = canvas(size);
                    screen.engine.begin_again();
                    self.turn(event_loop);
                }
            }
            WindowEvent::RedrawRequested => {
                // Either our own request for the next frame of a transition, or the screen lost what it showed.
                if self.next != NextTurn::Frame
                    && let Err(error) = screen.engine.repaint(&mut screen.output)
                {
                    tracing::warn!(%error, "the picture could not be repainted");
                }
                self.turn(event_loop);
            }
            _ => {}
        }
    }
}
