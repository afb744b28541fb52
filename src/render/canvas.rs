//! What every pass that composes a page shares: the canvas it draws on.

use futures_util::FutureExt as _;
use wgpu::util::DeviceExt as _;

use super::{Gpu, RenderError};
use crate::{model::Size, scene::Color};

/// The format pages are composed in: blending happens in linear light.
pub(super) const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;
/// The same bytes without the curve: what transitions read and files get.
pub(super) const BYTES: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;

/// How what is drawn meets what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BlendMode {
    /// Mixed with it, in linear light.
    Mixed,
    /// In its place, byte by byte: whole pixels that let nothing through need no light computed. Only where one texture
    /// can be looked at both ways.
    Covering,
}

impl BlendMode {
    /// The format of the view that is drawn into.
    pub(super) fn format(self) -> wgpu::TextureFormat {
        match self {
            Self::Mixed => FORMAT,
            Self::Covering => BYTES,
        }
    }

    /// How a pipeline blends.
    pub(super) fn blend(self) -> Option<wgpu::BlendState> {
        (self == Self::Mixed).then_some(wgpu::BlendState::ALPHA_BLENDING)
    }

    /// A colour as clearing such a view wants it.
    pub(super) fn clear(self, color: Color) -> wgpu::Color {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            match self {
                Self::Covering => c,
                Self::Mixed if c <= 0.04045 => c / 12.92,
                Self::Mixed => ((c + 0.055) / 1.055).powf(2.4),
            }
        };
        wgpu::Color { r: channel(color.r), g: channel(color.g), b: channel(color.b), a: f64::from(color.a) / 255.0 }
    }
}

/// Bind group 0 of shapes and pictures.
pub(super) struct CanvasBinding {
    pub(super) layout: wgpu::BindGroupLayout,
}

/// Keep in sync with `Canvas` in `paint.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniform {
    size: [f32; 2],
    padding: [f32; 2],
}

impl CanvasBinding {
    pub(super) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("canvas"),
            entries: &[uniform_entry(0)],
        });
        Self { layout }
    }

    pub(super) fn bind(&self, gpu: &Gpu, size: Size) -> wgpu::BindGroup {
        let uniform = Uniform { size: [size.width as f32, size.height as f32], padding: [0.0; 2] };
        let buffer = gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("canvas"),
            contents: bytemuck::bytes_of(&uniform),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("canvas"),
            layout: &self.layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: buffer.as_entire_binding() }],
        })
    }
}

/// A layout entry for a uniform buffer seen by both stages.
pub(super) fn uniform_entry(binding: u32) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
        ty: wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    }
}

/// A layout entry for a picture read by the fragment stage.
pub(super) fn texture_entry(binding: u32) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty: wgpu::BindingType::Texture {
            sample_type: wgpu::TextureSampleType::Float { filterable: true },
            view_dimension: wgpu::TextureViewDimension::D2,
            multisampled: false,
        },
        count: None,
    }
}

/// A layout entry for a sampler of the fragment stage.
pub(super) fn sampler_entry(binding: u32) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty: wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
        count: None,
    }
}

/// What differs between the pipelines; the rest is the same for all of them.
pub(super) struct Pipeline<'a> {
    pub(super) label: &'a str,
    pub(super) source: &'a str,
    pub(super) fragment: &'a str,
    /// Values of the shader's overrides.
    pub(super) constants: &'a [(&'a str, f64)],
    pub(super) layouts: &'a [Option<&'a wgpu::BindGroupLayout>],
    pub(super) buffers: &'a [Option<wgpu::VertexBufferLayout<'a>>],
    pub(super) format: wgpu::TextureFormat,
    pub(super) blend: Option<wgpu::BlendState>,
}

impl Pipeline<'_> {
    /// # Errors
    /// [`RenderError::Pipeline`] where the driver does not take the shader, [`RenderError::DeviceLost`].
    pub(super) fn build(self, gpu: &Gpu) -> Result<wgpu::RenderPipeline, RenderError> {
        let label = self.label.to_owned();
        let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let pipeline = self.make(gpu);
        match scope.pop().now_or_never().flatten() {
            Some(error) => {
                gpu.alive()?;
                Err(RenderError::Pipeline { label, reason: error.to_string() })
            }
            None => Ok(pipeline),
        }
    }

    fn make(self, gpu: &Gpu) -> wgpu::RenderPipeline {
        let options = wgpu::PipelineCompilationOptions {
            constants: self.constants,
            ..wgpu::PipelineCompilationOptions::default()
        };
        let module = gpu.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(self.label),
            source: wgpu::ShaderSource::Wgsl(self.source.into()),
        });
        let layout = gpu.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(self.label),
            bind_group_layouts: self.layouts,
            immediate_size: 0,
        });
        gpu.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some(self.label),
            layout: Some(&layout),
            vertex: wgpu::VertexState {
                module: &module,
                entry_point: Some("vertex"),
                compilation_options: options.clone(),
                buffers: self.buffers,
            },
            primitive: wgpu::PrimitiveState {
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                ..wgpu::PrimitiveState::default()
            },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &module,
                entry_point: Some(self.fragment),
                compilation_options: options,
                targets: &[Some(wgpu::ColorTargetState {
                    format: self.format,
                    blend: self.blend,
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
