//! A page as pixels on the GPU.

use std::sync::OnceLock;

use super::{Gpu, RenderError, canvas, pictures::extent};
use crate::{
    media::Picture,
    model::{Digest, Size},
};

/// A composed page: never changed again, shown as often as wanted.
#[derive(Debug)]
pub struct Composed {
    gpu: Gpu,
    size: Size,
    /// In the format of blending, or of plain bytes where the backend has no views of another format.
    texture: wgpu::Texture,
    /// The plain bytes, for transitions.
    pub(super) bytes: wgpu::TextureView,
    digest: OnceLock<Digest>,
}

impl Composed {
    /// A texture to compose into, and its view for blending.
    pub(super) fn blank(gpu: &Gpu, size: Size) -> (wgpu::Texture, wgpu::TextureView) {
        let views = [canvas::BYTES];
        let texture = gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some("page"),
            size: extent(size),
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: canvas::FORMAT,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT
                | wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::COPY_SRC
                | wgpu::TextureUsages::COPY_DST,
            view_formats: if gpu.view_formats { &views } else { &[] },
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        (texture, view)
    }

    /// Takes a texture that `blank` made and that has been drawn.
    pub(super) fn new(gpu: &Gpu, size: Size, texture: wgpu::Texture) -> Self {
        let texture = if gpu.view_formats { texture } else { plain_copy(gpu, size, &texture) };
        let bytes = texture.create_view(&wgpu::TextureViewDescriptor {
            format: Some(canvas::BYTES),
            ..wgpu::TextureViewDescriptor::default()
        });
        Self { gpu: gpu.clone(), size, texture, bytes, digest: OnceLock::new() }
    }

    /// Pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The pixels: sRGB, four bytes each, row by row from the top.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn read(&self) -> Result<Vec<u8>, RenderError> {
        read(&self.gpu, &self.texture, self.size)
    }

    /// The pixels as a picture, to be written to a file.
    ///
    /// # Errors
    /// As [`Composed::read`].
    pub fn picture(&self) -> Result<Picture, RenderError> {
        Ok(Picture { size: self.size, rgba: self.read()? })
    }

    /// The digest of the pixels. Computed when first asked for.
    ///
    /// # Errors
    /// As [`Composed::read`].
    pub fn digest(&self) -> Result<Digest, RenderError> {
        if let Some(known) = self.digest.get() {
            return Ok(*known);
        }
        let digest = Digest::of(&self.read()?);
        Ok(*self.digest.get_or_init(|| digest))
    }

    /// The page scaled to another size, for a window that is not the canvas's.
    ///
    /// # Errors
    /// As [`Composed::read`], and [`RenderError::TooLarge`].
    pub fn scaled(&self, size: Size) -> Result<Self, RenderError> {
        self.gpu.fits(size)?;
        let scaled = self.picture()?.resized(size);
        Ok(Self::from_picture(&self.gpu, &scaled))
    }

    fn from_picture(gpu: &Gpu, picture: &Picture) -> Self {
        let (texture, _) = Self::blank(gpu, picture.size);
        gpu.queue.write_texture(
            texture.as_image_copy(),
            &picture.rgba,
            wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(4 * picture.size.width),
                rows_per_image: None,
            },
            extent(picture.size),
        );
        Self::new(gpu, picture.size, texture)
    }

    /// Copies the page into a texture that `blank` made.
    pub(super) fn copy_to(&self, encoder: &mut wgpu::CommandEncoder, texture: &wgpu::Texture) {
        encoder.copy_texture_to_texture(self.texture.as_image_copy(), texture.as_image_copy(), extent(self.size));
    }
}

/// The same bytes in a texture without the curve, for backends that cannot look at one texture both ways.
fn plain_copy(gpu: &Gpu, size: Size, texture: &wgpu::Texture) -> wgpu::Texture {
    let copy = gpu.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("page as bytes"),
        size: extent(size),
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: canvas::BYTES,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_SRC | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_texture_to_texture(texture.as_image_copy(), copy.as_image_copy(), extent(size));
    gpu.queue.submit([encoder.finish()]);
    copy
}

/// Reads a texture of four bytes a pixel.
pub(super) fn read(gpu: &Gpu, texture: &wgpu::Texture, size: Size) -> Result<Vec<u8>, RenderError> {
    gpu.alive()?;
    let failed = |reason: String| RenderError::ReadBack { reason };
    let row = 4 * size.width;
    let stride = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("read back"),
        size: u64::from(stride) * u64::from(size.height),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(stride), rows_per_image: None },
        },
        extent(size),
    );
    gpu.queue.submit([encoder.finish()]);
    let (sender, receiver) = std::sync::mpsc::channel();
    buffer.map_async(wgpu::MapMode::Read, .., move |outcome| {
        // The receiver waits below, unless the wait itself failed and has been reported.
        let _ = sender.send(outcome);
    });
    gpu.device.poll(wgpu::PollType::wait_indefinitely()).map_err(|error| failed(error.to_string()))?;
    gpu.alive()?;
    receiver.try_recv().map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))?;
    let mapped = buffer.get_mapped_range(..).map_err(|error| failed(error.to_string()))?;
    Ok(mapped.chunks_exact(stride as usize).flat_map(|line| &line[..row as usize]).copied().collect())
}
