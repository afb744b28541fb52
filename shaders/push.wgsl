// The new picture pushes the old one out to the left, by whole pixels so that letters stay sharp on the way.
fn transition(uv: vec2f) -> vec4f {
    let moved = uv.x + round(moment.progress * moment.size.x) / moment.size.x;
    if moved < 1.0 {
        return old_at(vec2f(moved, uv.y));
    }
    return new_at(vec2f(moved - 1.0, uv.y));
}
