//! A page as pixels.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bangtin_pixels as pixels;

use super::{Gpu, RenderError, canvas, picture_pass::extent};
use crate::{
    media::Picture,
    model::{Digest, Size},
    scene::Color,
};

/// Longest wait for an answer that another thread has taken off the device: it only has to be delivered.
const DELIVERY: Duration = Duration::from_secs(10);

/// The identity of the next page.
static NEXT_ID: AtomicU64 = AtomicU64::new(1);

/// A composed page: never changed again, shown as often as wanted.
///
/// On a graphics device it is a texture. Where the processor is the graphics device it is kept as pixels and the
/// texture is given back at once: everything that follows is cheaper without it.
#[derive(Debug)]
pub struct ComposedPage {
    id: u64,
    gpu: Gpu,
    size: Size,
    texture: OnceLock<wgpu::Texture>,
    /// The texture's plain bytes, for transitions.
    bytes: OnceLock<wgpu::TextureView>,
    /// `0x00RRGGBB`, row by row from the top.
    pixels: OnceLock<Vec<u32>>,
    digest: OnceLock<Digest>,
}

impl ComposedPage {
    /// A texture to compose into.
    pub(super) fn blank(gpu: &Gpu, size: Size) -> wgpu::Texture {
        let views = [canvas::BYTES];
        gpu.device.create_texture(&wgpu::TextureDescriptor {
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
        })
    }

    /// Takes a texture that `blank` made and that has been drawn.
    pub(super) fn drawn(gpu: &Gpu, size: Size, texture: wgpu::Texture) -> Result<Self, RenderError> {
        let page = Self::empty(gpu, size);
        if gpu.is_software() {
            let pixels = read(gpu, &texture, size)?;
            page.pixels.get_or_init(|| pixels);
        } else {
            page.texture.get_or_init(|| if gpu.view_formats { texture } else { plain_copy(gpu, size, &texture) });
        }
        Ok(page)
    }

    fn empty(gpu: &Gpu, size: Size) -> Self {
        let (texture, bytes, pixels, digest) = (OnceLock::new(), OnceLock::new(), OnceLock::new(), OnceLock::new());
        let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        Self { id, gpu: gpu.clone(), size, texture, bytes, pixels, digest }
    }

    /// Tells it from every other page composed by this program, for caches of what is made from it.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Pixels.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The pixels as a picture, to be written to a file.
    ///
    /// # Errors
    /// [`RenderError::ReadBack`], [`RenderError::DeviceLost`].
    pub fn picture(&self) -> Result<Picture, RenderError> {
        Ok(Picture { size: self.size, rgba: pixels::unpack(self.pixels()?) })
    }

    /// The digest of the pixels as [`ComposedPage::picture`] gives them. Computed when first asked for.
    ///
    /// # Errors
    /// As [`ComposedPage::picture`].
    pub fn digest(&self) -> Result<Digest, RenderError> {
        if let Some(known) = self.digest.get() {
            return Ok(*known);
        }
        let mut hasher = crate::model::Hasher::default();
        for row in self.pixels()?.chunks(self.size.width.max(1) as usize) {
            hasher.update(&pixels::unpack(row));
        }
        Ok(*self.digest.get_or_init(|| hasher.finish()))
    }

    /// This page with `below`, which is as wide, under it.
    ///
    /// # Errors
    /// As [`ComposedPage::picture`], and [`RenderError::TooLarge`].
    pub fn above(&self, below: &Self) -> Result<Self, RenderError> {
        let size = Size::new(self.size.width, self.size.height + below.size.height);
        self.gpu.fits(size)?;
        let page = Self::empty(&self.gpu, size);
        let pixels = [self.pixels()?, below.pixels()?].concat();
        page.pixels.get_or_init(|| pixels);
        Ok(page)
    }

    /// The page scaled to `place`, in the middle of a picture of `frame` pixels that is otherwise `surround`: for a
    /// window that is not the canvas's size.
    ///
    /// # Errors
    /// As [`ComposedPage::picture`], and [`RenderError::TooLarge`].
    pub fn framed(&self, frame: Size, place: Size, surround: Color) -> Result<Self, RenderError> {
        self.gpu.fits(frame)?;
        let place = Size::new(place.width.clamp(1, frame.width), place.height.clamp(1, frame.height));
        let scaled = if place == self.size {
            self.pixels()?.to_vec()
        } else {
            pixels::pack(&self.picture()?.resized(place).rgba)
        };
        let mut pixels = vec![
            u32::from_be_bytes([0, surround.r, surround.g, surround.b]);
            frame.width as usize * frame.height as usize
        ];
        let left = ((frame.width - place.width) / 2) as usize;
        let top = ((frame.height - place.height) / 2) as usize;
        let lines = pixels.chunks_exact_mut(frame.width as usize).skip(top);
        for (line, row) in lines.zip(scaled.chunks_exact(place.width as usize)) {
            line[left..left + row.len()].copy_from_slice(row);
        }
        let page = Self::empty(&self.gpu, frame);
        page.pixels.get_or_init(|| pixels);
        Ok(page)
    }

    /// The pixels, `0x00RRGGBB` each; read from the device when first asked for.
    pub(super) fn pixels(&self) -> Result<&[u32], RenderError> {
        if let Some(known) = self.pixels.get() {
            return Ok(known);
        }
        let pixels = read(&self.gpu, self.texture(), self.size)?;
        Ok(self.pixels.get_or_init(|| pixels))
    }

    /// The bytes as a texture; uploaded when first asked for.
    pub(super) fn bytes(&self) -> &wgpu::TextureView {
        self.bytes.get_or_init(|| {
            self.texture().create_view(&wgpu::TextureViewDescriptor {
                format: Some(canvas::BYTES),
                ..wgpu::TextureViewDescriptor::default()
            })
        })
    }

    /// Copies the page into a texture that `blank` made.
    pub(super) fn copy_to(&self, encoder: &mut wgpu::CommandEncoder, texture: &wgpu::Texture) {
        match self.pixels.get() {
            // Writes are done before the commands that are being encoded.
            Some(pixels) if self.texture.get().is_none() => write(&self.gpu, texture, self.size, pixels),
            _ => encoder.copy_texture_to_texture(
                self.texture().as_image_copy(),
                texture.as_image_copy(),
                extent(self.size),
            ),
        }
    }

    fn texture(&self) -> &wgpu::Texture {
        self.texture.get_or_init(|| {
            let texture = Self::blank(&self.gpu, self.size);
            if let Some(pixels) = self.pixels.get() {
                write(&self.gpu, &texture, self.size, pixels);
            }
            if self.gpu.view_formats { texture } else { plain_copy(&self.gpu, self.size, &texture) }
        })
    }
}

fn write(gpu: &Gpu, texture: &wgpu::Texture, size: Size, pixels: &[u32]) {
    let layout = wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(4 * size.width), rows_per_image: None };
    gpu.queue.write_texture(texture.as_image_copy(), &pixels::unpack(pixels), layout, extent(size));
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

/// Reads a texture of RGBA bytes as packed pixels.
pub(super) fn read(gpu: &Gpu, texture: &wgpu::Texture, size: Size) -> Result<Vec<u32>, RenderError> {
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
    // Another thread that polled meanwhile may have taken our answer with its own and be about to deliver it.
    let mapped = receiver.recv_timeout(DELIVERY).map_err(|error| failed(error.to_string()))?;
    mapped.map_err(|error| failed(error.to_string()))?;
    let mapped = buffer.get_mapped_range(..).map_err(|error| failed(error.to_string()))?;
    let mut pixels = Vec::with_capacity(size.width as usize * size.height as usize);
    for line in mapped.chunks_exact(stride as usize) {
        pixels::pack_onto(&line[..row as usize], &mut pixels);
    }
    Ok(pixels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_back_on_several_threads_at_once() {
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let size = Size::new(64, 32);
        let read_many = || {
            for shade in 0..200_u32 {
                let texture = ComposedPage::blank(&gpu, size);
                write(&gpu, &texture, size, &vec![shade; 64 * 32]);
                assert_eq!(read(&gpu, &texture, size).unwrap(), vec![shade; 64 * 32]);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(read_many);
            }
        });
    }
}
