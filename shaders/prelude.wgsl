// Before every transition: two pictures of the output's own size, read as plain bytes so that mixing them mixes what
// the eye sees. Keep `FrameUniform` in sync with `render::transitions`.

struct FrameUniform {
    // Size of the pictures in pixels.
    size: vec2f,
    // 0 shows the old picture, 1 the new one; already eased.
    progress: f32,
    padding: f32,
}

@group(0) @binding(0) var<uniform> moment: FrameUniform;
@group(0) @binding(1) var old_picture: texture_2d<f32>;
@group(0) @binding(2) var new_picture: texture_2d<f32>;
@group(0) @binding(3) var texels: sampler;

fn old_at(uv: vec2f) -> vec4f {
    return textureSampleLevel(old_picture, texels, uv, 0.0);
}

fn new_at(uv: vec2f) -> vec4f {
    return textureSampleLevel(new_picture, texels, uv, 0.0);
}
