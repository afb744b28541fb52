//! The pass that draws shapes: one instance each, a distance to the edge for every pixel.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    ops::Range,
};

use super::{
    Gpu, RenderError,
    canvas::{BlendMode, CanvasBinding, Pipeline},
    shaders,
};
use crate::scene::{Color, Paint, Point, Rect, Shape};

/// What the shader reads. Keep in sync with `Shape` in `shapes.wgsl`.
mod gpu_data {
    #[repr(C)]
    #[derive(Debug, Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
    pub(super) struct ShapeInstance {
        /// Left, top, right, bottom of what may be touched, pixels.
        pub(super) bounds: [f32; 4],
        pub(super) a: [f32; 4],
        pub(super) b: [f32; 4],
        /// Where the gradient runs.
        pub(super) line: [f32; 4],
        pub(super) inner: [u8; 4],
        pub(super) outer: [u8; 4],
    }

    pub(super) const ATTRIBUTES: [wgpu::VertexAttribute; 6] = wgpu::vertex_attr_array![
        0 => Float32x4, 1 => Float32x4, 2 => Float32x4, 3 => Float32x4, 4 => Unorm8x4, 5 => Unorm8x4
    ];
}

/// Which outline and which paint, as the shaders number them, and how they are blended. Each has a pipeline of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ShapePipeline {
    outline: u32,
    fill: u32,
    blend_mode: BlendMode,
}

const SHARP_BOX: u32 = 0;
const ROUND_BOX: u32 = 1;
const RING: u32 = 2;
const STROKE: u32 = 3;
const POLYGON: u32 = 4;
const DRUM: u32 = 5;

/// The pipelines, kept for the renderer's life; each is built when it is first needed, which is later than the first
/// picture for most.
#[derive(Default)]
pub(super) struct ShapePass {
    pipelines: BTreeMap<ShapePipeline, wgpu::RenderPipeline>,
}

/// The shapes of one page, back to front.
#[derive(Default)]
pub(super) struct Batch {
    instances: Vec<gpu_data::ShapeInstance>,
    kinds: Vec<ShapePipeline>,
}

impl Batch {
    /// Adds a shape on top of those before; says which it is and how it is laid, by bytes if that is `allowed`.
    pub(super) fn push(&mut self, shape: &Shape, paint: &Paint, allowed: bool) -> (u32, BlendMode) {
        let blend_mode = if allowed && covers(shape, paint) { BlendMode::Covering } else { BlendMode::Mixed };
        let (kind, instance) = instance(shape, paint, blend_mode);
        self.instances.push(instance);
        self.kinds.push(kind);
        (self.instances.len() as u32 - 1, blend_mode)
    }

    pub(super) fn upload(&self, gpu: &Gpu) -> Option<wgpu::Buffer> {
        use wgpu::util::DeviceExt as _;
        (!self.instances.is_empty()).then(|| {
            gpu.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some("shapes"),
                contents: bytemuck::cast_slice(&self.instances),
                usage: wgpu::BufferUsages::VERTEX,
            })
        })
    }
}

impl ShapePass {
    /// Builds what the batch needs and was not needed before.
    pub(super) fn prepare(&mut self, gpu: &Gpu, canvas: &CanvasBinding, batch: &Batch) -> Result<(), RenderError> {
        for kind in &batch.kinds {
            if let Entry::Vacant(vacant) = self.pipelines.entry(*kind) {
                vacant.insert(pipeline(gpu, canvas, *kind)?);
            }
        }
        Ok(())
    }

    /// Draws a run of the batch that `upload` put into `buffer` and `prepare` was shown. The canvas is bound.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>, batch: &Batch, buffer: &wgpu::Buffer, run: Range<u32>) {
        pass.set_vertex_buffer(0, buffer.slice(..));
        let mut from = run.start;
        for alike in batch.kinds[run.start as usize..run.end as usize].chunk_by(ShapePipeline::eq) {
            let until = from + alike.len() as u32;
            if let Some(pipeline) = self.pipelines.get(&alike[0]) {
                pass.set_pipeline(pipeline);
                pass.draw(0..4, from..until);
            }
            from = until;
        }
    }
}

fn pipeline(gpu: &Gpu, canvas: &CanvasBinding, kind: ShapePipeline) -> Result<wgpu::RenderPipeline, RenderError> {
    let (label, source, fragment) = match kind.outline {
        DRUM => ("drum", shaders::DRUM, "fragment_drum"),
        _ => ("outlines", shaders::SHAPES, "fragment"),
    };
    Pipeline {
        label,
        source,
        fragment,
        constants: &[
            ("outline", f64::from(kind.outline)),
            ("fill", f64::from(kind.fill)),
            ("linear", f64::from(kind.blend_mode == BlendMode::Mixed)),
        ],
        layouts: &[Some(&canvas.layout)],
        buffers: &[Some(wgpu::VertexBufferLayout {
            array_stride: size_of::<gpu_data::ShapeInstance>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &gpu_data::ATTRIBUTES,
        })],
        format: kind.blend_mode.format(),
        blend: kind.blend_mode.blend(),
    }
    .build(gpu)
}

/// Whether it is laid by bytes: an opaque gradient in a box of whole pixels, which is the ground of most pages. One
/// colour costs nothing either way.
fn covers(shape: &Shape, paint: &Paint) -> bool {
    let opaque = match paint {
        Paint::Solid(_) => false,
        Paint::Linear { a, b, .. } => a.a == 255 && b.a == 255,
        Paint::Radial { inner, outer, .. } => inner.a == 255 && outer.a == 255,
    };
    let whole = |rect: &Rect| sides(*rect).iter().all(|side| side.fract() == 0.0);
    opaque && matches!(shape, Shape::Box { rect, radius, feather } if *radius <= 0.0 && *feather <= 0.0 && whole(rect))
}

fn instance(shape: &Shape, paint: &Paint, blend_mode: BlendMode) -> (ShapePipeline, gpu_data::ShapeInstance) {
    let (outline, bounds, a, b) = match *shape {
        Shape::Box { rect, radius, feather } if radius <= 0.0 && feather <= 0.0 => {
            // What covers touches no pixel that it does not fill.
            let reach = if blend_mode == BlendMode::Covering { 0.0 } else { 1.0 };
            (SHARP_BOX, around(rect, reach), sides(rect), [0.0; 4])
        }
        Shape::Box { rect, radius, feather } => {
            let radius = radius.clamp(0.0, rect.w.min(rect.h) / 2.0);
            (ROUND_BOX, around(rect, feather + 1.0), sides(rect), [radius, feather.max(0.0), 0.0, 0.0])
        }
        Shape::Ring { center, radius, width } => {
            (RING, disc(center, radius + width / 2.0), [center.x, center.y, radius, width], [0.0; 4])
        }
        Shape::Stroke { a, b, width } => {
            let reach = width / 2.0 + 1.0;
            (STROKE, hull(&[a, b], reach), [a.x, a.y, b.x, b.y], [width / 2.0, 0.0, 0.0, 0.0])
        }
        Shape::Polygon(corners) => {
            let [p, q, r, s] = clockwise(corners);
            (POLYGON, hull(&corners, 1.0), [p.x, p.y, q.x, q.y], [r.x, r.y, s.x, s.y])
        }
        Shape::Drum { center, radius } => {
            (DRUM, disc(center, radius), [center.x, center.y, radius.max(1.0), 0.0], [0.0; 4])
        }
    };
    let (fill, line, inner, outer) = match *paint {
        Paint::Solid(color) => (0, [0.0; 4], color, color),
        Paint::Linear { from, to, a, b } => (1, [from.x, from.y, to.x, to.y], a, b),
        Paint::Radial { center, radius, inner, outer } => {
            (2, [center.x, center.y, radius.max(0.01), 0.0], inner, outer)
        }
    };
    let instance = gpu_data::ShapeInstance { bounds, a, b, line, inner: bytes(inner), outer: bytes(outer) };
    (ShapePipeline { outline, fill, blend_mode }, instance)
}

fn bytes(color: Color) -> [u8; 4] {
    [color.r, color.g, color.b, color.a]
}

fn sides(rect: Rect) -> [f32; 4] {
    [rect.x, rect.y, rect.right(), rect.bottom()]
}

fn around(rect: Rect, reach: f32) -> [f32; 4] {
    [rect.x - reach, rect.y - reach, rect.right() + reach, rect.bottom() + reach]
}

fn disc(center: Point, radius: f32) -> [f32; 4] {
    around(Rect::new(center.x, center.y, 0.0, 0.0), radius + 1.0)
}

fn hull(points: &[Point], reach: f32) -> [f32; 4] {
    points.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |[l, t, r, b], point| {
        [l.min(point.x - reach), t.min(point.y - reach), r.max(point.x + reach), b.max(point.y + reach)]
    })
}

/// The corners in the order the shader counts inside from, whichever way the caller went round.
fn clockwise([p, q, r, s]: [Point; 4]) -> [Point; 4] {
    let turn = |a: Point, b: Point| a.x * b.y - b.x * a.y;
    if turn(p, q) + turn(q, r) + turn(r, s) + turn(s, p) < 0.0 { [s, r, q, p] } else { [p, q, r, s] }
}
