// One dissolves into the other.
fn transition(uv: vec2f) -> vec4f {
    return mix(old_at(uv), new_at(uv), moment.progress);
}
