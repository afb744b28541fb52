// A decoded picture over a rectangle. Comes after paint.wgsl; keep `Place` in sync with `render::pictures::gpu_data`.

// A blurred picture is stretched and would show bands.
override soft: bool = false;

struct Place {
    // Left, top, right, bottom in pixels.
    bounds: vec4f,
}

@group(1) @binding(0) var<uniform> place: Place;
@group(1) @binding(1) var pixels: texture_2d<f32>;
@group(1) @binding(2) var filtered: sampler;

struct Fragment {
    @builtin(position) position: vec4f,
    @location(0) uv: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> Fragment {
    return Fragment(to_clip(corner(place.bounds, index)), corner(vec4f(0.0, 0.0, 1.0, 1.0), index));
}

@fragment
fn fragment(in: Fragment) -> @location(0) vec4f {
    let srgb = textureSampleLevel(pixels, filtered, in.uv, 0.0);
    if soft {
        return vec4f(to_linear(clamp(srgb.rgb + dither(in.position.xy), vec3f(0.0), vec3f(1.0))), srgb.a);
    }
    return vec4f(to_linear(srgb.rgb), srgb.a);
}
