//! A window as an output. It survives being resized, hidden, and losing its surface.

use wgpu::{CurrentSurfaceTexture, PresentMode, TextureFormat};

use super::{Gpu, Output, RenderError, Target};
use crate::model::Size;

/// The formats a window is drawn in, best first. None has the sRGB curve, so that mixing bytes is the fade.
const FORMATS: [TextureFormat; 4] =
    [TextureFormat::Bgra8Unorm, TextureFormat::Rgba8Unorm, TextureFormat::Rgb10a2Unorm, TextureFormat::Rgba16Float];

type MakeSurface = dyn Fn(&wgpu::Instance) -> Result<wgpu::Surface<'static>, wgpu::CreateSurfaceError> + Send;

/// A window. Made by [`Gpu::for_window`]; the window itself lives at least as long.
///
/// The host calls [`Output::resize`] with the inner size in physical pixels whenever the window says it has changed,
/// and presents again whenever it asks to be redrawn. Nothing else is needed for the first frame.
pub struct WindowOutput {
    surface: wgpu::Surface<'static>,
    make_surface: Box<MakeSurface>,
    config: wgpu::SurfaceConfiguration,
    frame: Option<(wgpu::SurfaceTexture, wgpu::TextureView)>,
}

impl WindowOutput {
    pub(super) fn new<W>(gpu: &Gpu, surface: wgpu::Surface<'static>, window: W, size: Size) -> Result<Self, RenderError>
    where
        W: wgpu::rwh::HasWindowHandle + wgpu::rwh::HasDisplayHandle + Clone + Send + Sync + 'static,
    {
        let offered = surface.get_capabilities(&gpu.adapter);
        let format = FORMATS
            .into_iter()
            .find(|format| offered.formats.contains(format))
            .ok_or_else(|| RenderError::NoSurfaceFormat { adapter: gpu.name() })?;
        let limit = gpu.device.limits().max_texture_dimension_2d;
        let config = wgpu::SurfaceConfiguration {
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            format,
            color_space: wgpu::SurfaceColorSpace::Auto,
            width: size.width.clamp(1, limit),
            height: size.height.clamp(1, limit),
            present_mode: PresentMode::AutoVsync,
            desired_maximum_frame_latency: 2,
            alpha_mode: wgpu::CompositeAlphaMode::Auto,
            view_formats: Vec::new(),
        };
        surface.configure(&gpu.device, &config);
        let make_surface = Box::new(move |instance: &wgpu::Instance| instance.create_surface(window.clone()));
        Ok(Self { surface, make_surface, config, frame: None })
    }

    /// The next frame of the surface, after making good what can be made good.
    fn next_frame(&mut self, gpu: &Gpu) -> Result<Option<wgpu::SurfaceTexture>, RenderError> {
        // Twice: an outdated or lost surface is put right once; if that did not help, this frame is skipped.
        for _ in 0..2 {
            match self.surface.get_current_texture() {
                CurrentSurfaceTexture::Success(frame) | CurrentSurfaceTexture::Suboptimal(frame) => {
                    return Ok(Some(frame));
                }
                CurrentSurfaceTexture::Timeout | CurrentSurfaceTexture::Occluded => break,
                CurrentSurfaceTexture::Outdated | CurrentSurfaceTexture::Validation => {}
                CurrentSurfaceTexture::Lost => {
                    gpu.alive()?;
                    self.surface =
                        (self.make_surface)(&gpu.instance).map_err(|source| RenderError::CreateSurface { source })?;
                }
            }
            gpu.alive()?;
            self.surface.configure(&gpu.device, &self.config);
        }
        gpu.alive()?;
        Ok(None)
    }
}

impl Output for WindowOutput {
    fn size(&self) -> Size {
        Size::new(self.config.width, self.config.height)
    }

    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError> {
        if size == self.size() || size.width == 0 || size.height == 0 {
            return Ok(());
        }
        gpu.alive()?;
        gpu.fits(size)?;
        (self.config.width, self.config.height) = (size.width, size.height);
        self.surface.configure(&gpu.device, &self.config);
        Ok(())
    }

    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<Target<'_>>, RenderError> {
        gpu.alive()?;
        let Some(frame) = self.next_frame(gpu)? else { return Ok(None) };
        let view = frame.texture.create_view(&wgpu::TextureViewDescriptor::default());
        let (format, size) = (self.config.format, Size::new(self.config.width, self.config.height));
        let (_, view) = self.frame.insert((frame, view));
        Ok(Some(Target { view, format, size }))
    }

    fn submit(&mut self, gpu: &Gpu) {
        if let Some((frame, _)) = self.frame.take() {
            gpu.queue.present(frame);
        }
    }
}

impl std::fmt::Debug for WindowOutput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WindowOutput").field("config", &self.config).finish_non_exhaustive()
    }
}
