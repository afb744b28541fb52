// Every outline but the drum, as a distance to its edge. Keep `Shape` in sync with `render::shapes::gpu_data`.

// Which outline and which paint this pipeline draws. They are known before it is built, because a software driver
// computes all ways of a branch for every pixel.
override outline: u32 = 0u;
override fill: u32 = 0u;

struct Shape {
    @location(0) bounds: vec4f,
    @location(1) a: vec4f,
    @location(2) b: vec4f,
    @location(3) line: vec4f,
    @location(4) inner: vec4f,
    @location(5) outer: vec4f,
}

struct Fragment {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat) a: vec4f,
    @location(1) @interpolate(flat) b: vec4f,
    @location(2) @interpolate(flat) line: vec4f,
    @location(3) @interpolate(flat) inner: vec4f,
    @location(4) @interpolate(flat) outer: vec4f,
}

@vertex
fn vertex(@builtin(vertex_index) index: u32, shape: Shape) -> Fragment {
    let position = to_clip(corner(shape.bounds, index));
    return Fragment(position, shape.a, shape.b, shape.line, mixed(fill, shape.inner), mixed(fill, shape.outer));
}

// Exact coverage of an upright box of (left, top, right, bottom), even one thinner than a pixel.
fn sharp_box(box: vec4f, p: vec2f) -> f32 {
    let overlap = min(p + 0.5, box.zw) - max(p - 0.5, box.xy);
    return clamp(overlap.x, 0.0, 1.0) * clamp(overlap.y, 0.0, 1.0);
}

// Corner radius and feather are b.x and b.y.
fn round_box(box: vec4f, b: vec4f, p: vec2f) -> f32 {
    let half = 0.5 * (box.zw - box.xy);
    let q = abs(p - box.xy - half) - half + b.x;
    let distance = length(max(q, vec2f(0.0))) + min(max(q.x, q.y), 0.0) - b.x;
    if b.y > 0.0 {
        return 1.0 - smoothstep(-b.y, b.y, distance);
    }
    return covered(distance);
}

fn stroke(ends: vec4f, half_width: f32, p: vec2f) -> f32 {
    let along = ends.zw - ends.xy;
    let at = clamp(dot(p - ends.xy, along) / max(dot(along, along), 0.0001), 0.0, 1.0);
    return covered(length(p - ends.xy - at * along) - half_width) * min(2.0 * half_width, 1.0);
}

// Outward distance from the edge that runs clockwise from `a` to `b`; a corner said twice is no edge.
fn edge(a: vec2f, b: vec2f, p: vec2f) -> f32 {
    let way = b - a;
    let size = length(way);
    return select(dot(p - a, vec2f(way.y, -way.x)) / max(size, 0.0001), -1.0e6, size < 0.0001);
}

fn polygon(a: vec4f, b: vec4f, p: vec2f) -> f32 {
    let first = max(edge(a.xy, a.zw, p), edge(a.zw, b.xy, p));
    return covered(max(first, max(edge(b.xy, b.zw, p), edge(b.zw, a.xy, p))));
}

@fragment
fn fragment(in: Fragment) -> @location(0) vec4f {
    let p = in.position.xy;
    var coverage = 0.0;
    switch outline {
        case 0u: { coverage = sharp_box(in.a, p); }
        case 1u: { coverage = round_box(in.a, in.b, p); }
        case 2u: { coverage = covered(abs(length(p - in.a.xy) - in.a.z) - 0.5 * in.a.w) * min(in.a.w, 1.0); }
        case 3u: { coverage = stroke(in.a, in.b.x, p); }
        default: { coverage = polygon(in.a, in.b, p); }
    }
    let color = painted(fill, in.line, in.inner, in.outer, p);
    return vec4f(color.rgb, color.a * coverage);
}
