//! The player's loop in a full-screen window.

use std::{
    sync::{Arc, mpsc::Receiver},
    time::{Duration, Instant},
};

use winit::{
    application::ApplicationHandler,
    dpi::{PhysicalPosition, PhysicalSize},
    event::WindowEvent,
    event_loop::{ActiveEventLoop, ControlFlow, EventLoop},
    keyboard::{KeyCode, ModifiersState, PhysicalKey},
    window::{Fullscreen, Window, WindowId},
};

use super::{
    PlayError,
    awake::Awake,
    engine::{Engine, Light, NextTurn},
    event::PlayerEvent,
    heart::Heart,
    monitor::{self, MonitorPlace, Monitors},
    screen::WindowPlacement,
};
use crate::{
    compose::{RETRY, recover},
    model::{Size, limits::CANVAS_MIN},
    render::{Gpu, Output as _, Presented, Renderer, WindowOutput, show_black},
};

/// Between two looks at the monitor: turns are taken sixty times a second while something moves.
const LOOK: Duration = Duration::from_secs(1);

/// What the technician holds to halt a hall or let it go on, by the key on which a D stands.
const CHORD: ModifiersState = ModifiersState::CONTROL.union(ModifiersState::ALT).union(ModifiersState::SHIFT);

/// Makes the engine once there is a renderer and a canvas.
pub type Build = Box<dyn FnOnce(Renderer, Size) -> Engine>;

/// Plays in a window until it is closed or the process is told to stop; closed, it ends the process, and the parent opens another.
///
/// # Errors
/// [`PlayError::Window`] and [`PlayError::Render`] where no window can be opened, as on a machine without a screen.
pub fn play(
    event_loop: EventLoop<()>,
    frame: WindowPlacement,
    title: String,
    inbox: Receiver<PlayerEvent>,
    heart: Heart,
    build: Build,
) -> Result<(), PlayError> {
    let mut app = PlayerApp {
        frame,
        title,
        inbox,
        heart,
        build: Some(build),
        screen: None,
        next: NextTurn::Frame,
        failed: None,
        held: ModifiersState::empty(),
    };
    event_loop.run_app(&mut app).map_err(|error| PlayError::Window(error.to_string()))?;
    app.failed.map_or(Ok(()), Err)
}

struct PlayerApp {
    frame: WindowPlacement,
    title: String,
    inbox: Receiver<PlayerEvent>,
    heart: Heart,
    build: Option<Build>,
    screen: Option<PlayerWindow>,
    next: NextTurn,
    failed: Option<PlayError>,
    /// Keys that are held beside others.
    held: ModifiersState,
}

/// The window and what plays in it. The output lets go of the window before the window itself is dropped.
struct PlayerWindow {
    engine: Engine,
    output: WindowOutput,
    monitors: Monitors,
    /// Where the monitor was when it was last looked at.
    place: Option<MonitorPlace>,
    looked: Instant,
    awake: Awake,
    window: Arc<Window>,
}

impl PlayerApp {
    fn open(&mut self, event_loop: &ActiveEventLoop) -> Result<PlayerWindow, PlayError> {
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
        let build = self.build.take().ok_or_else(|| PlayError::Window("the window was opened twice".to_owned()))?;
        let mut engine = build(Renderer::new(&gpu), canvas(size_of(&window)));
        // Screens of signs and televisions show 24 to 120 frames a second; anything else is a driver's mistake.
        let rate = window.current_monitor().and_then(|monitor| monitor.refresh_rate_millihertz());
        if let Some(rate) = rate.filter(|rate| (23_000..=121_000).contains(rate)) {
            engine.set_interval(Duration::from_secs_f64(1_000.0 / f64::from(rate)));
        }
        let looked = engine.now().mono;
        let awake = Awake::on(event_loop, self.frame == WindowPlacement::Full);
        Ok(PlayerWindow { engine, output, monitors, place, looked, awake, window })
    }

    /// Takes a turn and sets when the next one comes: the one place that does.
    fn turn(&mut self, event_loop: &ActiveEventLoop) {
        let Some(screen) = &mut self.screen else { return };
        if self.frame == WindowPlacement::Full {
            screen.follow(event_loop);
        }
        screen.awake.look(screen.engine.now().mono);
        while let Ok(event) = self.inbox.try_recv() {
            match event {
                PlayerEvent::Programmes(programmes) => screen.engine.offer(programmes),
                PlayerEvent::Stop => return event_loop.exit(),
            }
        }
        let light = screen.engine.light();
        screen.awake.dark(light != Light::On);
        if light != Light::On {
            screen.darken(&mut self.heart, light);
            let next = screen.engine.now().mono + LOOK;
            self.next = NextTurn::At(screen.engine.now().wall + LOOK.as_millis() as i64);
            return event_loop.set_control_flow(ControlFlow::WaitUntil(next));
        }
        let turn = screen.engine.turn(&mut screen.output);
        self.heart.beat(&mut screen.engine, turn.as_ref().ok().copied());
        self.next = match turn {
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
    /// The screen is off by its hours: the window is black, and nothing else may ever be the reason for that.
    fn darken(&mut self, heart: &mut Heart, light: Light) {
        let goes_out = light == Light::GoesOut;
        if goes_out && !matches!(show_black(self.engine.presenter().gpu(), &mut self.output), Ok(Presented::Shown)) {
            self.engine.darken_again();
        }
        heart.dark(&mut self.engine, goes_out);
    }

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
            Ok(screen) => {
                self.screen = Some(screen);
                self.turn(event_loop);
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
                    self.heart.resized(canvas(size));
                    screen.engine.begin_again();
                    screen.engine.darken_again();
                    self.turn(event_loop);
                }
            }
            WindowEvent::RedrawRequested => {
                screen.engine.darken_again();
                // Either our own request for the next frame of a transition, or the screen lost what it showed.
                if self.next != NextTurn::Frame
                    && let Err(error) = screen.engine.repaint(&mut screen.output)
                {
                    tracing::warn!(%error, "the picture could not be repainted");
                }
                self.turn(event_loop);
            }
            WindowEvent::ModifiersChanged(held) => self.held = held.state(),
            WindowEvent::KeyboardInput { event, .. } => {
                let is_d = event.physical_key == PhysicalKey::Code(KeyCode::KeyD);
                if is_d && event.state.is_pressed() && !event.repeat && self.held.contains(CHORD) {
                    self.heart.chord_is_struck();
                }
            }
            _ => {}
        }
    }
}
