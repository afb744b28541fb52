//! Where the monitor is that a display belongs on, and how many pixels it has, asked anew each time.
//!
//! On X the server is asked over a connection of our own: winit 0.30 remembers what it was told at the start, because the
//! X library drops the events that would tell it of a change.

use winit::{
    dpi::{PhysicalPosition, PhysicalSize},
    event_loop::ActiveEventLoop,
    monitor::MonitorHandle,
};

/// Pixels, and where they are on the desktop.
pub(super) type MonitorPlace = (PhysicalSize<u32>, PhysicalPosition<i32>);

/// Whoever knows of the monitors.
pub(super) struct Monitors {
    #[cfg(target_os = "linux")]
    server: Option<x::Server>,
}

impl Monitors {
    /// Those of the desktop the event loop is on.
    pub fn of(event_loop: &ActiveEventLoop) -> Self {
        #[cfg(target_os = "linux")]
        {
            use winit::platform::x11::ActiveEventLoopExtX11 as _;
            let server = event_loop.is_x11().then(x::Server::connect).flatten();
            Self { server }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = event_loop;
            Self {}
        }
    }

    /// Where the primary one is, or the first. `None` while there is none: it is unplugged or switched off.
    pub fn place(&self, event_loop: &ActiveEventLoop) -> Option<MonitorPlace> {
        #[cfg(target_os = "linux")]
        if let Some(server) = &self.server {
            return server.place();
        }
        first(event_loop).map(|monitor| (monitor.size(), monitor.position())).filter(|(size, _)| size.width > 1)
    }
}

/// The primary monitor or the first, as winit knows it.
pub(super) fn first(event_loop: &ActiveEventLoop) -> Option<MonitorHandle> {
    event_loop.primary_monitor().or_else(|| event_loop.available_monitors().next())
}

#[cfg(target_os = "linux")]
mod x {
    use winit::dpi::{PhysicalPosition, PhysicalSize};
    use x11rb::{
        connection::Connection as _,
        protocol::{randr::ConnectionExt as _, xproto::Window},
        rust_connection::RustConnection,
    };

    /// The X server of this session.
    pub(super) struct Server {
        connection: RustConnection,
        root: Window,
    }

    impl Server {
        /// `None` where there is none, or one older than RandR 1.5 of the year 2015.
        pub fn connect() -> Option<Self> {
            let (connection, screen) = x11rb::connect(None).ok()?;
            let root = connection.setup().roots.get(screen)?.root;
            let version = connection.randr_query_version(1, 5).ok()?.reply().ok()?;
            ((version.major_version, version.minor_version) >= (1, 5)).then_some(Self { connection, root })
        }

        pub fn place(&self) -> Option<super::MonitorPlace> {
            let monitors = self.connection.randr_get_monitors(self.root, true).ok()?.reply().ok()?.monitors;
            let monitor = monitors.iter().find(|monitor| monitor.primary).or(monitors.first())?;
            let size = PhysicalSize::new(u32::from(monitor.width), u32::from(monitor.height));
            let at = PhysicalPosition::new(i32::from(monitor.x), i32::from(monitor.y));
            (size.width > 1 && size.height > 1).then_some((size, at))
        }
    }
}
