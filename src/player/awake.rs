//! Keeps the desktop from blanking a hall's screen: nobody touches a key there for months.
//!
//! On X the server is told to suspend its screen saver and the timers of its monitor for as long as this program is
//! connected, and a hall that has the whole screen switches both off, for servers that know of no suspending. Programs of
//! the desktop that lock or blank by themselves look at how long nobody has touched a key: they are told so now and then.
//! A Wayland compositor blanks by itself only where a program beside it (`swayidle`) asks for it.

use std::time::{Duration, Instant};

use winit::event_loop::ActiveEventLoop;

/// Between two words to programs that count how long nobody has touched a key; the shortest they can be set to is a minute.
const AGAIN: Duration = Duration::from_secs(50);

/// What keeps the screen on, for as long as it is kept.
pub(super) struct Awake {
    #[cfg(target_os = "linux")]
    server: Option<x::ScreenSaverServer>,
    said: Option<Instant>,
    dark: bool,
}

impl Awake {
    /// Keeps the screen of that desktop on; `whole` where no other program is meant to be seen on it.
    pub fn on(event_loop: &ActiveEventLoop, whole: bool) -> Self {
        #[cfg(target_os = "linux")]
        {
            use winit::platform::x11::ActiveEventLoopExtX11 as _;
            let server = event_loop.is_x11().then(|| x::ScreenSaverServer::connect(whole)).flatten();
            Self { server, said: None, dark: false }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (event_loop, whole);
            Self { said: None, dark: false }
        }
    }

    /// The screen is off by its hours, or on again: the monitor goes with it, where the X server has a say over it.
    pub fn dark(&mut self, dark: bool) {
        if std::mem::replace(&mut self.dark, dark) == dark {
            return;
        }
        self.said = None;
        #[cfg(target_os = "linux")]
        if let (true, Some(server)) = (dark, &self.server) {
            server.switch_the_monitor_off();
        }
    }

    /// Says again that somebody is there, where it is time.
    pub fn look(&mut self, now: Instant) {
        if !self.dark && self.said.is_none_or(|said| now.saturating_duration_since(said) >= AGAIN) {
            self.said = Some(now);
            #[cfg(target_os = "linux")]
            if let Some(server) = &self.server {
                server.somebody_is_there();
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod x {
    use x11rb::{
        connection::Connection as _,
        errors::{ConnectionError, ReplyError},
        protocol::{
            dpms::{ConnectionExt as _, DPMSMode},
            screensaver::ConnectionExt as _,
            xproto::{Blanking, ConnectionExt as _, Exposures, ScreenSaver},
        },
        rust_connection::RustConnection,
    };

    /// A connection of our own: what is suspended by it goes on when it ends.
    pub(super) struct ScreenSaverServer {
        connection: RustConnection,
        whole: bool,
    }

    impl ScreenSaverServer {
        pub fn connect(whole: bool) -> Option<Self> {
            let (connection, _) = x11rb::connect(None).ok()?;
            let server = Self { connection, whole };
            if let Err(error) = server.suspend() {
                tracing::debug!(%error, "the X server knows of no suspending of its screen saver");
            }
            Some(server)
        }

        fn suspend(&self) -> Result<(), ReplyError> {
            self.connection.screensaver_query_version(1, 1)?.reply()?;
            self.connection.screensaver_suspend(1)?.check()
        }

        /// Somebody else may have switched them on again.
        pub fn somebody_is_there(&self) {
            if let Err(error) = self.say() {
                tracing::debug!(%error, "the X server was not told that somebody is there");
            }
        }

        fn say(&self) -> Result<(), ConnectionError> {
            let x = &self.connection;
            x.force_screen_saver(ScreenSaver::RESET)?;
            if self.whole {
                x.set_screen_saver(0, 0, Blanking::DEFAULT, Exposures::DEFAULT)?;
                if let Err(error) = self.keep_the_monitor_on() {
                    tracing::debug!(%error, "the X server has no say over its monitor");
                }
            }
            x.flush()
        }

        /// Only where the whole screen is ours.
        pub fn switch_the_monitor_off(&self) {
            let switch = || -> Result<(), ReplyError> {
                self.connection.dpms_enable()?.check()?;
                self.connection.dpms_force_level(DPMSMode::OFF)?.check()
            };
            if let (true, Err(error)) = (self.whole, switch()) {
                tracing::debug!(%error, "the X server has no say over its monitor; the screen is black");
            }
        }

        fn keep_the_monitor_on(&self) -> Result<(), ReplyError> {
            let x = &self.connection;
            let info = x.dpms_info()?.reply()?;
            if info.state {
                if info.power_level != DPMSMode::ON {
                    x.dpms_force_level(DPMSMode::ON)?.check()?;
                }
                x.dpms_disable()?.check()?;
            }
            Ok(())
        }
    }
}
