//! A window as an output.

use std::{ops::Range, sync::Arc, time::Duration};

use wgpu::rwh::{DisplayHandle, HandleError, HasDisplayHandle, HasWindowHandle, WindowHandle};

use super::{FrameBuffer, Gpu, Output, Presented, RenderError, software::Software, surface::Surface};
use crate::model::Size;

/// What can be drawn into: a winit window, or an `Arc` of one.
pub trait Host: HasWindowHandle + HasDisplayHandle + Send + Sync {}

impl<T: HasWindowHandle + HasDisplayHandle + Send + Sync> Host for T {}

/// A window, whoever made it.
#[derive(Clone)]
pub(super) struct AnyWindow(Arc<dyn Host>);

impl AnyWindow {
    pub(super) fn new(window: impl Host + 'static) -> Self {
        Self(Arc::new(window))
    }
}

impl HasWindowHandle for AnyWindow {
    fn window_handle(&self) -> Result<WindowHandle<'_>, HandleError> {
        self.0.window_handle()
    }
}

impl HasDisplayHandle for AnyWindow {
    fn display_handle(&self) -> Result<DisplayHandle<'_>, HandleError> {
        self.0.display_handle()
    }
}

/// A window. Made by [`Gpu::for_window`], which see for how a host uses it; the window lives at least as long.
pub struct WindowOutput {
    backing: WindowBacking,
}

/// How frames reach the window.
enum WindowBacking {
    Surface(Surface),
    Software(Software),
}

/// Set to `device`, has frames reach the window through the graphics adapter even where that is the processor: the way of
/// halls with a graphics device, to be tried without one.
const FRAMES: &str = "BANGTIN_FRAMES";

/// Between frames of a transition where nothing but the host paces them: the rate of most screens.
const UNPACED_FRAME: Duration = Duration::from_micros(16_667);

impl WindowOutput {
    /// The window on a device, which has made `surface` for it.
    pub(super) fn new(
        gpu: &Gpu,
        surface: wgpu::Surface<'static>,
        window: AnyWindow,
        size: Size,
    ) -> Result<Self, RenderError> {
        let through_the_adapter = std::env::var_os(FRAMES).is_some_and(|way| way == "device");
        if gpu.is_software() && !through_the_adapter {
            match Software::new(window.clone(), size) {
                Ok(software) => return Ok(Self { backing: WindowBacking::Software(software) }),
                Err(error) => tracing::debug!(%error, "the window is drawn through the graphics adapter"),
            }
        }
        Ok(Self { backing: WindowBacking::Surface(Surface::new(gpu, surface, window, size)?) })
    }

    /// How long the host should let pass between two frames of a transition. `None` where presenting itself waits
    /// for the screen.
    pub fn frame_interval(&self) -> Option<Duration> {
        match self.backing {
            WindowBacking::Surface(_) => None,
            WindowBacking::Software(_) => Some(UNPACED_FRAME),
        }
    }
}

impl Output for WindowOutput {
    fn size(&self) -> Size {
        match &self.backing {
            WindowBacking::Surface(surface) => surface.size(),
            WindowBacking::Software(software) => software.size(),
        }
    }

    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError> {
        if size == self.size() || size.width == 0 || size.height == 0 {
            return Ok(());
        }
        gpu.alive()?;
        gpu.fits(size)?;
        match &mut self.backing {
            WindowBacking::Surface(surface) => surface.resize(gpu, size),
            WindowBacking::Software(software) => software.resize(size)?,
        }
        Ok(())
    }

    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        gpu.alive()?;
        match &mut self.backing {
            WindowBacking::Surface(surface) => surface.show(gpu, draw),
            WindowBacking::Software(software) => software.show(rows, draw),
        }
    }
}

impl std::fmt::Debug for WindowOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = match self.backing {
            WindowBacking::Surface(_) => "surface",
            WindowBacking::Software(_) => "software",
        };
        f.debug_struct("WindowOutput").field("size", &self.size()).field("backing", &way).finish()
    }
}
