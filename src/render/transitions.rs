//! Showing one composed page, or two on the way from one to the other.

use std::collections::HashMap;

use super::{
    ComposedPage, FrameInput, Gpu, RenderError, StatusBarLayer, canvas, canvas::Pipeline, shaders,
    status_bar::VisiblePiece,
};
use crate::model::{Size, Transition};

/// What the shader reads. Keep in sync with `FrameUniform` in `prelude.wgsl`.
#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct FrameUniform {
    size: [f32; 2],
    progress: f32,
    padding: f32,
}

/// What is drawn into.
pub(super) struct FrameView<'a> {
    pub(super) view: &'a wgpu::TextureView,
    pub(super) format: wgpu::TextureFormat,
    pub(super) size: Size,
}

/// One pipeline a transition and format, built when first needed.
pub(super) struct Transitions {
    layout: wgpu::BindGroupLayout,
    moment: wgpu::Buffer,
    texels: wgpu::Sampler,
    stretched: wgpu::Sampler,
    /// `None` for one that could not be built: it is a cut from then on.
    built: HashMap<(Transition, wgpu::TextureFormat), Option<wgpu::RenderPipeline>>,
}

impl Transitions {
    pub(super) fn new(gpu: &Gpu) -> Self {
        let layout = gpu.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("transition"),
            entries: &[
                canvas::uniform_entry(0),
                canvas::texture_entry(1),
                canvas::texture_entry(2),
                canvas::sampler_entry(3),
            ],
        });
        let moment = gpu.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("moment"),
            size: size_of::<FrameUniform>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let sampler = |filter| {
            gpu.device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: filter,
                min_filter: filter,
                ..wgpu::SamplerDescriptor::default()
            })
        };
        let (texels, stretched) = (sampler(wgpu::FilterMode::Nearest), sampler(wgpu::FilterMode::Linear));
        Self { layout, moment, texels, stretched, built: HashMap::new() }
    }

    /// Draws what is `shown` into `target`, centred, as large as fits, on black. A page of the target's own size is drawn
    /// texel for texel, and so is a page above its `status_bar`.
    pub(super) fn draw(
        &mut self,
        gpu: &Gpu,
        target: &FrameView<'_>,
        shown: &FrameInput<'_>,
        status_bar: Option<&StatusBarLayer<'_>>,
    ) {
        let FrameInput { from, to, transition, thousandths, .. } = *shown;
        let from = from.filter(|from| from.size() == to.size() && thousandths < 1000);
        let transition = if from.is_some() { transition } else { Transition::Cut };
        let size = to.size();
        let moment = FrameUniform {
            size: [size.width as f32, size.height as f32],
            progress: eased(transition, thousandths),
            padding: 0.0,
        };
        gpu.queue.write_buffer(&self.moment, 0, bytemuck::bytes_of(&moment));
        let place = if status_bar.is_some() { size } else { size.contained_in(target.size) };
        let sampler = if place == size { &self.texels } else { &self.stretched };
        let page = self.bind(gpu, from.unwrap_or(to), to, sampler);
        let strip = status_bar.map(|status_bar| self.bind(gpu, status_bar.strip, status_bar.strip, &self.texels));
        let ticker = status_bar
            .and_then(|status_bar| status_bar.ticker.as_ref())
            .map(|ticker| ticker.seen())
            .unwrap_or_default();
        let bound = ticker.iter().map(|seen| self.bind(gpu, seen.piece, seen.piece, &self.texels));
        let bound: Vec<wgpu::BindGroup> = bound.collect();
        let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("present"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: target.view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
            })],
            ..wgpu::RenderPassDescriptor::default()
        });
        if let Some(pipeline) = self.pipeline(gpu, transition, target.format) {
            let (left, top) = if status_bar.is_some() { (0.0, 0.0) } else { margins(place, target.size) };
            pass.set_viewport(left, top, place.width as f32, place.height as f32, 0.0, 1.0);
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, &page, &[]);
            pass.draw(0..3, 0..1);
        }
        if let (Some(status_bar), Some(strip)) = (status_bar, &strip)
            && let Some(pipeline) = self.pipeline(gpu, Transition::Cut, target.format)
        {
            let ((left, top), own) = (status_bar.at, status_bar.strip.size());
            pass.set_pipeline(pipeline);
            pass.set_viewport(left as f32, top as f32, own.width as f32, own.height as f32, 0.0, 1.0);
            pass.set_bind_group(0, strip, &[]);
            pass.draw(0..3, 0..1);
            for (VisiblePiece { piece, from, at }, bound) in ticker.iter().zip(&bound) {
                let begins = left as f32 + at.start as f32 - *from as f32;
                pass.set_viewport(begins, top as f32, piece.size().width as f32, own.height as f32, 0.0, 1.0);
                pass.set_scissor_rect(left + at.start, top, at.end - at.start, own.height);
                pass.set_bind_group(0, bound, &[]);
                pass.draw(0..3, 0..1);
            }
        }
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
    }

    /// What a shader reads for one rectangle.
    fn bind(&self, gpu: &Gpu, from: &ComposedPage, to: &ComposedPage, sampler: &wgpu::Sampler) -> wgpu::BindGroup {
        gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("transition"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: self.moment.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(from.bytes()) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::TextureView(to.bytes()) },
                wgpu::BindGroupEntry { binding: 3, resource: wgpu::BindingResource::Sampler(sampler) },
            ],
        })
    }

    /// The pipeline for that transition, or the cut's where it cannot be built.
    fn pipeline(
        &mut self,
        gpu: &Gpu,
        transition: Transition,
        format: wgpu::TextureFormat,
    ) -> Option<&wgpu::RenderPipeline> {
        for wanted in [transition, Transition::Cut] {
            let layout = &self.layout;
            let built = self.built.entry((wanted, format)).or_insert_with(|| {
                build(gpu, layout, &shaders::transition(wanted), format)
                    .inspect_err(|error| tracing::warn!(transition = ?wanted, %error, "a transition became a cut"))
                    .ok()
            });
            if built.is_some() {
                break;
            }
        }
        let own = self.built.get(&(transition, format)).and_then(Option::as_ref);
        own.or_else(|| self.built.get(&(Transition::Cut, format)).and_then(Option::as_ref))
    }
}

/// Builds a transition's pipeline, or says what its shader has that the device does not take.
fn build(
    gpu: &Gpu,
    layout: &wgpu::BindGroupLayout,
    source: &str,
    format: wgpu::TextureFormat,
) -> Result<wgpu::RenderPipeline, RenderError> {
    Pipeline {
        label: "a transition",
        source,
        fragment: "fragment",
        constants: &[],
        layouts: &[Some(layout)],
        buffers: &[],
        format,
        blend: None,
    }
    .build(gpu)
}

/// How far a transition has come when so many thousandths of its time have passed. A dissolve is even; what moves
/// starts and stops softly.
pub(super) fn eased(transition: Transition, thousandths: u32) -> f32 {
    let t = thousandths.min(1000) as f32 / 1000.0;
    match transition {
        Transition::Cut | Transition::Fade => t,
        Transition::Push | Transition::Wipe => t * t * (3.0 - 2.0 * t),
    }
}

/// Left and top of a place of that size in the middle of the whole.
fn margins(place: Size, whole: Size) -> (f32, f32) {
    let half = |whole: u32, place: u32| (whole.saturating_sub(place) / 2) as f32;
    (half(whole.width, place.width), half(whole.height, place.height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shader_that_fails_to_build_is_an_error_and_not_a_crash() {
        let gpu = Gpu::offscreen().unwrap();
        let transitions = Transitions::new(&gpu);
        let broken = shaders::transition(Transition::Fade).replace("old_at(uv)", "old_at(uv, nonsense)");
        assert!(build(&gpu, &transitions.layout, &broken, canvas::BYTES).is_err());
    }

    #[test]
    fn transitions_begin_at_nothing_and_end_at_all() {
        for (name, transition) in Transition::ALL {
            assert!(eased(transition, 0).abs() < 1e-6 && (eased(transition, 1000) - 1.0).abs() < 1e-6, "{name}");
        }
    }
}
