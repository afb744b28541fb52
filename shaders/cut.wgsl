// At once; also how a still page is shown.
fn transition(uv: vec2f) -> vec4f {
    return new_at(uv);
}
