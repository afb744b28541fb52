// Shared by everything that composes a page: where a corner lands, how an area is painted, how edges are smoothed.
// Keep `Canvas` in sync with `render::canvas`.

// Whether colours are put into linear light: they are where the target mixes, and not where it takes plain bytes.
override linear: bool = true;

struct Canvas {
    size: vec2f,
    padding: vec2f,
}

@group(0) @binding(0) var<uniform> canvas: Canvas;

// From pixels, y down, to clip space, y up.
fn to_clip(pixel: vec2f) -> vec4f {
    return vec4f(2.0 * pixel / canvas.size - 1.0, 0.0, 1.0) * vec4f(1.0, -1.0, 1.0, 1.0);
}

// The corners of a strip of two triangles over a rectangle of (left, top, right, bottom).
fn corner(bounds: vec4f, index: u32) -> vec2f {
    return mix(bounds.xy, bounds.zw, vec2f(f32(index & 1u), f32(index >> 1u)));
}

fn to_linear(srgb: vec3f) -> vec3f {
    if !linear { return srgb; }
    let low = srgb / 12.92;
    let high = pow((srgb + 0.055) / 1.055, vec3f(2.4));
    return select(high, low, srgb <= vec3f(0.04045));
}

// Half a step of an 8-bit channel either way, different at each pixel: a slow gradient shows no bands.
// (Jimenez 2014, interleaved gradient noise.)
fn dither(pixel: vec2f) -> f32 {
    return (fract(52.9829189 * fract(dot(floor(pixel), vec2f(0.06711056, 0.00583715)))) - 0.5) / 255.0;
}

// How much of a pixel lies inside an edge `distance` pixels away; negative is inside.
fn covered(distance: f32) -> f32 {
    return clamp(0.5 - distance, 0.0, 1.0);
}

// A colour as `painted` wants it: one that is the same everywhere (kind 0) is put into linear light once, by the vertex
// stage; those of a gradient are mixed as the eye sees them, and each pixel's then put into linear light.
fn mixed(kind: u32, color: vec4f) -> vec4f {
    return select(color, vec4f(to_linear(color.rgb), color.a), kind == 0u);
}

// `line` is (from, to) of a linear gradient (kind 1), or (centre, radius, unused) of a radial one (kind 2).
fn painted(kind: u32, line: vec4f, a: vec4f, b: vec4f, pixel: vec2f) -> vec4f {
    if kind == 0u {
        return a;
    }
    var along = length(pixel - line.xy) / line.z;
    if kind == 1u {
        let way = line.zw - line.xy;
        along = dot(pixel - line.xy, way) / max(dot(way, way), 0.0001);
    }
    let srgb = mix(a, b, clamp(along, 0.0, 1.0));
    return vec4f(to_linear(clamp(srgb.rgb + dither(pixel), vec3f(0.0), vec3f(1.0))), srgb.a);
}
