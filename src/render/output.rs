//! Where a frame goes: a window or a texture.

use super::{Gpu, RenderError, canvas, composed, pictures::extent};
use crate::{media::Picture, model::Size};

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// It is on its way to the screen.
    Shown,
    /// The window could not take it just now (hidden, being resized); present again when it next asks to be redrawn.
    Skipped,
}

/// Where a frame goes. The renderer draws into what `acquire` hands out, then calls `submit`.
pub trait Output {
    /// Pixels.
    fn size(&self) -> Size;

    /// Takes on a new size in pixels; sizes without any pixel are ignored.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`], [`RenderError::DeviceLost`].
    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError>;

    /// The next frame to draw into; `None` where there is none just now.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`] and what the making of a new surface may fail with.
    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<Target<'_>>, RenderError>;

    /// The acquired frame has been drawn.
    fn submit(&mut self, gpu: &Gpu);
}

/// One frame of an output.
#[derive(Debug)]
pub struct Target<'a> {
    pub(super) view: &'a wgpu::TextureView,
    pub(super) format: wgpu::TextureFormat,
    pub(super) size: Size,
}

/// An output without a screen: its picture can be read.
#[derive(Debug)]
pub struct TextureOutput {
    gpu: Gpu,
    size: Size,
    texture: wgpu::Texture,
    view: wgpu::TextureView,
}

impl TextureOutput {
    /// A black picture of that size.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`].
    pub fn new(gpu: &Gpu, size: Size) -> Result<Self, RenderError> {
        gpu.fits(size)?;
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("output"),
            size: extent(size),
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: canvas::BYTES,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        Ok(Self { gpu: gpu.clone(), size, texture, view })
    }

    /// What is on it now.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn picture(&self) -> Result<Picture, RenderError> {
        Ok(Picture { size: self.size, rgba: composed::read(&self.gpu, &self.texture, self.size)? })
    }
}

impl Output for TextureOutput {
    fn size(&self) -> Size {
        self.size
    }

    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError> {
        if size != self.size && size.width > 0 && size.height > 0 {
            *self = Self::new(gpu, size)?;
        }
        Ok(())
    }

    fn acquire(&mut self, gpu: &Gpu) -> Result<Option<Target<'_>>, RenderError> {
        gpu.alive()?;
        Ok(Some(Target { view: &self.view, format: canvas::BYTES, size: self.size }))
    }

    fn submit(&mut self, _gpu: &Gpu) {}
}
