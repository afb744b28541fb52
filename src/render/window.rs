//! A window as an output.

use std::{ops::Range, time::Duration};

use super::{
    FrameBuffer, Gpu, Output, Presented, Reached, RenderError,
    any_window::{AnyWindow, Host},
    gpu,
    software::Software,
    surface::Surface,
};
use crate::model::Size;

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

impl Gpu {
    /// A device that can draw into `window`, and the output for that window at its present inner `size` in physical
    /// pixels. `window` is kept as long as the output lives: give an `Arc` of a winit window.
    ///
    /// The host then makes a [`Renderer`](super::Renderer), composes a page of the output's size and presents it: the
    /// window may stay invisible until then. It calls [`Output::resize`](super::Output::resize) whenever the window's
    /// inner size changes, and presents again whenever the window asks to be redrawn. In a transition it presents
    /// again and again, [`WindowOutput::frame_interval`] apart.
    ///
    /// # Errors
    /// [`RenderError::NoAdapter`], [`RenderError::CreateSurface`], [`RenderError::OpenDevice`],
    /// [`RenderError::NoSurfaceFormat`].
    pub fn for_window(window: impl Host + 'static, size: Size) -> Result<(Self, WindowOutput), RenderError> {
        let window = AnyWindow::new(window);
        let mut tried = Vec::new();
        let mut no_surface = None;
        for backends in gpu::candidates() {
            let instance = gpu::instance(backends);
            let surface = match instance.create_surface(window.clone()) {
                Ok(surface) => surface,
                Err(source) => {
                    no_surface = Some(source);
                    continue;
                }
            };
            match gpu::request(&instance, Some(&surface)) {
                Ok(adapter) => {
                    let gpu = Self::open(instance, adapter)?;
                    let output = WindowOutput::new(&gpu, surface, window, size)?;
                    return Ok((gpu, output));
                }
                Err(reason) => tried.push(reason),
            }
        }
        match no_surface {
            Some(source) if tried.is_empty() => Err(RenderError::CreateSurface { source }),
            _ => Err(RenderError::NoAdapter { tried: tried.join("; ") }),
        }
    }
}

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

    fn reached(&mut self) -> Reached {
        Reached::Unknown
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
