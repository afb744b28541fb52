//! What a frame costs the graphics device, by its own clock. A measurement, not a promise: run by `scripts/bench`.

use super::{DecodedImages, Gpu, Renderer, TextureOutput, composed_page::read};
use crate::{
    fonts::Fonts,
    model::{Size, Transition},
    scene::{Color, Paint, Point, Scene},
};

const SIZE: Size = Size::new(3840, 2160);
/// Frames between the two stamps: more than any clock's grain.
const FRAMES: u32 = 60;

#[test]
#[ignore = "a measurement"]
fn a_fade_frame_in_4k() {
    let gpu = Gpu::offscreen().unwrap();
    if !gpu.device.features().contains(wgpu::Features::TIMESTAMP_QUERY) {
        println!("\n| a fade frame in 4K | no figure: {} has no clock |", gpu.name());
        return;
    }
    let (mut renderer, mut fonts) = (Renderer::new(&gpu), Fonts::bundled());
    let mut page = |a: u32, b: u32| {
        let (from, to) = (Point::new(0.0, 0.0), Point::new(SIZE.width as f32, SIZE.height as f32));
        let ground = Paint::Linear { from, to, a: Color::hex(a), b: Color::hex(b) };
        renderer.compose_prepared(&Scene::new(SIZE, ground), &mut fonts, &DecodedImages::default()).unwrap()
    };
    let (from, to) = (page(0xB3_1414, 0x10_E0F0), page(0x05_2040, 0xFF_F0A0));
    let mut output = TextureOutput::textured(&gpu, SIZE);
    let mut fade = |frames: u32| {
        for frame in 0..frames {
            let thousandths = 1 + 998 * frame / frames;
            renderer.present(&mut output, Some(&from), &to, Transition::Fade, thousandths).unwrap();
        }
    };
    // What is built or uploaded with the first frame does not count.
    fade(5);
    let clock = DeviceClock::new(&gpu);
    clock.stamp(0);
    fade(FRAMES);
    clock.stamp(1);
    let ms = clock.between_ms() / f64::from(FRAMES);
    println!("\n| a fade frame in 4K, by the clock of {} | {ms:.2} ms |", gpu.name());
    assert!(ms > 0.0, "a clock that stands measures nothing");
}

/// Two moments of the device's work.
struct DeviceClock<'a> {
    gpu: &'a Gpu,
    stamps: wgpu::QuerySet,
    speck: wgpu::Texture,
}

impl<'a> DeviceClock<'a> {
    fn new(gpu: &'a Gpu) -> Self {
        let stamps = gpu.device.create_query_set(&wgpu::QuerySetDescriptor {
            label: Some("stamps"),
            ty: wgpu::QueryType::Timestamp,
            count: 2,
        });
        let speck = super::ComposedPage::blank(gpu, Size::new(1, 1));
        Self { gpu, stamps, speck }
    }

    /// Has the device write down when it comes to this point of its work.
    fn stamp(&self, nth: u32) {
        let view = self.speck.create_view(&wgpu::TextureViewDescriptor::default());
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        drop(encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("stamp"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations { load: wgpu::LoadOp::Clear(wgpu::Color::BLACK), store: wgpu::StoreOp::Store },
            })],
            timestamp_writes: Some(wgpu::RenderPassTimestampWrites {
                query_set: &self.stamps,
                beginning_of_pass_write_index: None,
                end_of_pass_write_index: Some(nth),
            }),
            ..wgpu::RenderPassDescriptor::default()
        }));
        self.gpu.queue.submit([encoder.finish()]);
    }

    /// Milliseconds between the two stamps.
    fn between_ms(&self) -> f64 {
        let buffer = |usage| {
            let label = Some("stamps");
            self.gpu.device.create_buffer(&wgpu::BufferDescriptor { label, size: 16, usage, mapped_at_creation: false })
        };
        let resolved = buffer(wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC);
        let read_back = buffer(wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ);
        let mut encoder = self.gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.resolve_query_set(&self.stamps, 0..2, &resolved, 0);
        encoder.copy_buffer_to_buffer(&resolved, 0, &read_back, 0, 16);
        self.gpu.queue.submit([encoder.finish()]);
        read_back.map_async(wgpu::MapMode::Read, .., |outcome| outcome.unwrap());
        // Reading a picture waits for all that was submitted before.
        read(self.gpu, &self.speck, Size::new(1, 1)).unwrap();
        let mapped = read_back.get_mapped_range(..).unwrap();
        let stamp = |at: usize| u64::from_le_bytes(mapped[at..at + 8].try_into().unwrap());
        stamp(8).saturating_sub(stamp(0)) as f64 * f64::from(self.gpu.queue.get_timestamp_period()) / 1e6
    }
}
