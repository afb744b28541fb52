//! A window drawn by a graphics device. It survives being resized, hidden, and losing its surface.

use wgpu::{CurrentSurfaceTexture, PresentMode, TextureFormat};

use super::{FrameBuffer, Gpu, Presented, RenderError, any_window::AnyWindow};
use crate::model::Size;

/// The formats a window is drawn in, best first. None has the sRGB curve, so that mixing bytes is the fade.
const FORMATS: [TextureFormat; 4] =
    [TextureFormat::Bgra8Unorm, TextureFormat::Rgba8Unorm, TextureFormat::Rgb10a2Unorm, TextureFormat::Rgba16Float];

/// A window's surface on a device.
pub(super) struct Surface {
    surface: wgpu::Surface<'static>,
    window: AnyWindow,
    config: wgpu::SurfaceConfiguration,
}

impl Surface {
    pub(super) fn new(
        gpu: &Gpu,
        surface: wgpu::Surface<'static>,
        window: AnyWindow,
        size: Size,
    ) -> Result<Self, RenderError> {
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
        Ok(Self { surface, window, config })
    }

    pub(super) fn size(&self) -> Size {
        Size::new(self.config.width, self.config.height)
    }

    pub(super) fn resize(&mut self, gpu: &Gpu, size: Size) {
        (self.config.width, self.config.height) = (size.width, size.height);
        self.surface.configure(&gpu.device, &self.config);
    }

    pub(super) fn show(&mut self, gpu: &Gpu, draw: &mut dyn FnMut(FrameBuffer<'_>)) -> Result<Presented, RenderError> {
        let Some(frame) = self.next_frame(gpu)? else { return Ok(Presented::Skipped) };
        let view = frame.texture.create_view(&wgpu::TextureViewDescriptor::default());
        draw(FrameBuffer::View { view: &view, format: self.config.format, size: self.size() });
        gpu.queue.present(frame);
        Ok(Presented::Shown)
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
                    let again = gpu.instance.create_surface(self.window.clone());
                    self.surface = again.map_err(|source| RenderError::CreateSurface { source })?;
                }
            }
            gpu.alive()?;
            self.surface.configure(&gpu.device, &self.config);
        }
        gpu.alive()?;
        Ok(None)
    }
}
