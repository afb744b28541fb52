// The new picture is uncovered from left to right behind a soft edge.
const SOFT: f32 = 0.08;

fn transition(uv: vec2f) -> vec4f {
    let uncovered = clamp((moment.progress * (1.0 + SOFT) - uv.x) / SOFT, 0.0, 1.0);
    return mix(old_at(uv), new_at(uv), uncovered);
}
