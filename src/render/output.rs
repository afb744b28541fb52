//! Where a frame goes: a window or a texture.

use std::ops::Range;

use super::{Gpu, RenderError, canvas, composed_page, picture_pass::extent};
use crate::{media::Picture, model::Size};

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// It is on its way to the screen.
    Shown,
    /// The window could not take it just now (hidden, being resized); present again when it next asks to be redrawn.
    Skipped,
}

/// What is known of the frame that was shown last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// The system says that it is on the screen.
    Yes,
    /// The system will say so, and has not yet.
    NotYet,
    /// The system says nothing of it.
    Unknown,
}

/// Where a frame goes.
pub trait Output {
    /// Pixels.
    fn size(&self) -> Size;

    /// Takes on a new size in pixels; sizes without any pixel are ignored.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`], [`RenderError::DeviceLost`], [`RenderError::Window`].
    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError>;

    /// Has `draw` draw the next frame, if there can be one just now, and shows it. `rows`, from the top, are those in
    /// which it differs from the frame shown before; without them it may differ anywhere.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`], [`RenderError::Window`], and what the making of a new surface may fail with.
    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError>;

    /// What is known of the frame that was shown last.
    fn reached(&mut self) -> Reached;
}

/// One frame of an output, to be drawn over.
#[derive(Debug)]
pub enum FrameBuffer<'a> {
    /// In the memory of the graphics device.
    View {
        /// What to draw into.
        view: &'a wgpu::TextureView,
        /// Its format, without an sRGB curve.
        format: wgpu::TextureFormat,
        /// Pixels.
        size: Size,
    },
    /// In the memory of the processor.
    Pixels {
        /// `0x00RRGGBB`, row by row from the top.
        pixels: &'a mut [u32],
        /// Pixels.
        size: Size,
        /// They still hold the frame shown before: rows that do not differ from it need not be drawn.
        kept: bool,
    },
}

/// An output without a screen: its picture can be read.
#[derive(Debug)]
pub struct TextureOutput {
    gpu: Gpu,
    size: Size,
    frame: Backing,
}

/// A software adapter's textures are ordinary memory, reached the long way round; there the frame is kept as pixels.
#[derive(Debug)]
enum Backing {
    Texture(wgpu::Texture, wgpu::TextureView),
    Pixels(Vec<u32>),
}

impl TextureOutput {
    /// A black picture of that size.
    ///
    /// # Errors
    /// [`RenderError::TooLarge`].
    pub fn new(gpu: &Gpu, size: Size) -> Result<Self, RenderError> {
        gpu.fits(size)?;
        if !gpu.is_software() {
            return Ok(Self::textured(gpu, size));
        }
        let frame = Backing::Pixels(vec![0; size.width as usize * size.height as usize]);
        Ok(Self { gpu: gpu.clone(), size, frame })
    }

    /// One that is a texture in any case, so that the shaders of transitions are used.
    pub(super) fn textured(gpu: &Gpu, size: Size) -> Self {
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
        Self { gpu: gpu.clone(), size, frame: Backing::Texture(texture, view) }
    }

    /// What is on it now.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn picture(&self) -> Result<Picture, RenderError> {
        let pixels = match &self.frame {
            Backing::Texture(texture, _) => &composed_page::read(&self.gpu, texture, self.size)?,
            Backing::Pixels(pixels) => pixels,
        };
        Ok(Picture { size: self.size, rgba: bangtin_pixels::unpack(pixels) })
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

    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        gpu.alive()?;
        let (size, kept) = (self.size, rows.is_some());
        draw(match &mut self.frame {
            Backing::Texture(_, view) => FrameBuffer::View { view, format: canvas::BYTES, size },
            Backing::Pixels(pixels) => FrameBuffer::Pixels { pixels, size, kept },
        });
        Ok(Presented::Shown)
    }

    /// The texture is the screen.
    fn reached(&mut self) -> Reached {
        Reached::Yes
    }
}
