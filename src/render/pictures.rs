//! The pass that draws pictures: one textured rectangle each.

use wgpu::util::DeviceExt as _;

use super::{Gpu, canvas, canvas::Pipeline, shaders};
use crate::{
    media,
    scene::{self, Rect},
};

/// What the shader reads. Keep in sync with `Place` in `picture.wgsl`.
mod gpu_data {
    #[repr(C)]
    #[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
    pub(super) struct Place {
        pub(super) bounds: [f32; 4],
        pub(super) options: [f32; 4],
    }
}

/// The pipeline, kept for the renderer's life.
pub(super) struct Pictures {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    texels: wgpu::Sampler,
    stretched: wgpu::Sampler,
}

impl Pictures {
    pub(super) fn new(gpu: &Gpu, canvas: &canvas::Canvas) -> Self {
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("picture"),
            entries: &[canvas::uniform_entry(0), canvas::texture_entry(1), canvas::sampler_entry(2)],
        });
        let pipeline = Pipeline {
            label: "picture",
            source: shaders::PICTURE,
            fragment: "fragment",
            constants: &[],
            layouts: &[Some(&canvas.layout), Some(&layout)],
            buffers: &[],
            format: canvas::FORMAT,
            blend: Some(wgpu::BlendState::ALPHA_BLENDING),
        }
        .build(gpu);
        let sampler = |filter| {
            gpu.device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: filter,
                min_filter: filter,
                ..wgpu::SamplerDescriptor::default()
            })
        };
        let (texels, stretched) = (sampler(wgpu::FilterMode::Nearest), sampler(wgpu::FilterMode::Linear));
        Self { pipeline, layout, texels, stretched }
    }

    /// Puts one picture on the GPU. A sharp one lies on whole pixels, so that its texels are the screen's.
    pub(super) fn upload(&self, gpu: &Gpu, picture: &scene::Picture, pixels: &media::Picture) -> wgpu::BindGroup {
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
        let soft = picture.blur > 0.0;
        let Rect { x, y, w, h } = picture.rect;
        let bounds = if soft {
            [x, y, x + w, y + h]
        } else {
            let (left, top) = (x.round(), y.round());
            [left, top, left + pixels.size.width as f32, top + pixels.size.height as f32]
        };
        let options = [f32::from(u8::from(soft)), 0.0, 0.0, 0.0];
        let place = gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("picture"),
            contents: bytemuck::bytes_of(&gpu_data::Place { bounds, options }),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let sampler = if soft { &self.stretched } else { &self.texels };
        gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("picture"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: place.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(sampler) },
            ],
        })
    }

    /// Draws one uploaded picture. The canvas is bound.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, picture: &wgpu::BindGroup) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(1, picture, &[]);
        pass.draw(0..4, 0..1);
    }
}

/// A size as wgpu says it.
pub(super) fn extent(size: crate::model::Size) -> wgpu::Extent3d {
    wgpu::Extent3d { width: size.width, height: size.height, depth_or_array_layers: 1 }
}
