//! The pass that draws pictures: one textured rectangle each.

use std::collections::{BTreeMap, btree_map::Entry};

use wgpu::util::DeviceExt as _;

use super::{
    Gpu, RenderError, canvas,
    canvas::{BlendMode, CanvasBinding, Pipeline},
    shaders,
};
use crate::{
    media,
    scene::{self, Rect},
};

/// What the shader reads. Keep in sync with `Place` in `picture.wgsl`.
mod gpu_data {
    #[repr(C)]
    #[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
    pub(super) struct PictureUniform {
        pub(super) bounds: [f32; 4],
    }
}

/// The pipelines, kept for the renderer's life; each is built when it is first needed.
pub(super) struct PicturePass {
    pipelines: BTreeMap<PicturePipeline, wgpu::RenderPipeline>,
    layout: wgpu::BindGroupLayout,
    texels: wgpu::Sampler,
    stretched: wgpu::Sampler,
}

/// What a picture's pipeline is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PicturePipeline {
    blend_mode: BlendMode,
    soft: bool,
}

/// A picture on the GPU.
pub(super) struct Uploaded {
    kind: PicturePipeline,
    bound: wgpu::BindGroup,
}

impl Uploaded {
    /// How it meets what is below it.
    pub(super) fn blend_mode(&self) -> BlendMode {
        self.kind.blend_mode
    }
}

impl PicturePass {
    pub(super) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("picture"),
            entries: &[canvas::uniform_entry(0), canvas::texture_entry(1), canvas::sampler_entry(2)],
        });
        let sampler = |filter| {
            gpu.device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: filter,
                min_filter: filter,
                ..wgpu::SamplerDescriptor::default()
            })
        };
        let (texels, stretched) = (sampler(wgpu::FilterMode::Nearest), sampler(wgpu::FilterMode::Linear));
        Self { pipelines: BTreeMap::new(), layout, texels, stretched }
    }

    /// The pipeline for such pictures, built when it is first asked for.
    fn prepare(&mut self, gpu: &Gpu, canvas: &CanvasBinding, kind: PicturePipeline) -> Result<(), RenderError> {
        if let Entry::Vacant(vacant) = self.pipelines.entry(kind) {
            let linear = kind.blend_mode == BlendMode::Mixed;
            vacant.insert(
                Pipeline {
                    label: "pictures",
                    source: shaders::PICTURE,
                    fragment: "fragment",
                    constants: &[("linear", f64::from(linear)), ("soft", f64::from(kind.soft))],
                    layouts: &[Some(&canvas.layout), Some(&self.layout)],
                    buffers: &[],
                    format: kind.blend_mode.format(),
                    blend: kind.blend_mode.blend(),
                }
                .build(gpu)?,
            );
        }
        Ok(())
    }

    /// Puts one picture on the GPU. A sharp one lies on whole pixels, so that its texels are the screen's.
    pub(super) fn upload(
        &mut self,
        gpu: &Gpu,
        canvas: &CanvasBinding,
        picture: &scene::PictureItem,
        pixels: &media::Picture,
    ) -> Result<Uploaded, RenderError> {
        let soft = picture.blur > 0.0;
        let blend_mode = if gpu.view_formats && pixels.is_opaque() { BlendMode::Covering } else { BlendMode::Mixed };
        let kind = PicturePipeline { blend_mode, soft };
        self.prepare(gpu, canvas, kind)?;
        let texture = gpu.device.create_texture_with_data(
            &gpu.queue,
            &wgpu::TextureDescriptor {
                label: Some("picture"),
                size: extent(pixels.size),
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: canvas::BYTES,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            },
            wgpu::wgt::TextureDataOrder::LayerMajor,
            &pixels.rgba,
        );
        let Rect { x, y, w, h } = picture.rect;
        let bounds = if soft {
            [x, y, x + w, y + h]
        } else {
            let (left, top) = (x.round(), y.round());
            [left, top, left + pixels.size.width as f32, top + pixels.size.height as f32]
        };
        let place = gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("picture"),
            contents: bytemuck::bytes_of(&gpu_data::PictureUniform { bounds }),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let sampler = if soft { &self.stretched } else { &self.texels };
        let bound = gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("picture"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: place.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(sampler) },
            ],
        });
        Ok(Uploaded { kind, bound })
    }

    /// Draws one uploaded picture. The canvas is bound.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, picture: &Uploaded) {
        let Some(pipeline) = self.pipelines.get(&picture.kind) else { return };
        pass.set_pipeline(pipeline);
        pass.set_bind_group(1, &picture.bound, &[]);
        pass.draw(0..4, 0..1);
    }
}

/// A size as wgpu says it.
pub(super) fn extent(size: crate::model::Size) -> wgpu::Extent3d {
    wgpu::Extent3d { width: size.width, height: size.height, depth_or_array_layers: 1 }
}
