// After every transition: one triangle that covers the picture's place.

struct Fragment {
    @builtin(position) position: vec4f,
    @location(0) uv: vec2f,
}

@vertex
fn vertex(@builtin(vertex_index) index: u32) -> Fragment {
    let uv = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
    return Fragment(vec4f(uv * vec2f(2.0, -2.0) + vec2f(-1.0, 1.0), 0.0, 1.0), uv);
}

@fragment
fn fragment(in: Fragment) -> @location(0) vec4f {
    return vec4f(transition(in.uv).rgb, 1.0);
}
