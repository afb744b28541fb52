// The face of a bronze drum: a star of fourteen rays, rings, dotted circles, birds in flight and saw teeth. Drawn in
// polar coordinates where 1 is the outermost ring. Comes after shapes.wgsl and uses its vertex stage; `a` is (centre, radius).

const TURN: f32 = 6.2831853;

// The place within one of `count` equal sectors: x outward along its middle, y across.
fn sector(r: f32, angle: f32, count: f32) -> vec2f {
    let width = TURN / count;
    let local = (fract(angle / width) - 0.5) * width;
    return r * vec2f(cos(local), sin(local));
}

fn ring(r: f32, radius: f32, width: f32) -> f32 {
    return abs(r - radius) - 0.5 * width;
}

fn triangle(a: vec2f, b: vec2f, c: vec2f, p: vec2f) -> f32 {
    let turned = sign(determinant(mat2x2f(b - a, c - a)));
    return max(turned * edge(a, b, p), max(turned * edge(b, c, p), turned * edge(c, a, p)));
}

// Fourteen rays to 0.285 with valleys at 0.115, and two thinner lines that follow them in the gaps.
fn star(r: f32, angle: f32) -> f32 {
    var p = sector(r, angle, 14.0);
    p.y = abs(p.y);
    let valley = 0.115 * vec2f(cos(TURN / 28.0), sin(TURN / 28.0));
    let rays = edge(vec2f(0.285, 0.0), valley, p);
    let echoes = min(abs(rays - 0.022) - 0.0022, abs(rays - 0.037) - 0.0018);
    return min(rays, max(echoes, r - 0.272));
}

fn dotted_circles(r: f32, angle: f32, middle: f32, count: f32) -> f32 {
    let q = length(sector(r, angle, count) - vec2f(middle, 0.0));
    return min(abs(q - 0.0142) - 0.0018, q - 0.0052);
}

fn rays(r: f32, angle: f32, count: f32, half_width: f32, inner: f32, outer: f32) -> f32 {
    let p = sector(r, angle, count);
    return max(abs(p.y) - half_width, max(inner - r, r - outer));
}

fn bar(a: vec2f, b: vec2f, width: f32, p: vec2f) -> f32 {
    let along = clamp(dot(p - a, b - a) / dot(b - a, b - a), 0.0, 1.0);
    return length(p - a - along * (b - a)) - 0.5 * width;
}

// A crested, long-beaked bird from the side, flying around the star: x is its way and y is outward, in half widths of
// its sector.
fn bird(p: vec2f) -> f32 {
    let beak = triangle(vec2f(0.50, 0.23), vec2f(0.50, 0.09), vec2f(0.99, 0.10), p);
    let crest = triangle(vec2f(0.53, 0.23), vec2f(0.42, 0.14), vec2f(0.02, 0.36), p);
    let head = min(length(p - vec2f(0.49, 0.16)) - 0.075, bar(vec2f(0.47, 0.13), vec2f(0.20, -0.06), 0.09, p));
    let body = bar(vec2f(0.17, -0.07), vec2f(-0.16, -0.09), 0.21, p);
    let wing = triangle(vec2f(0.20, -0.02), vec2f(-0.16, -0.06), vec2f(-0.50, 0.62), p);
    let feather = triangle(vec2f(-0.14, -0.02), vec2f(-0.26, -0.09), vec2f(-0.78, 0.36), p);
    let tail = triangle(vec2f(-0.18, -0.08), vec2f(-0.99, -0.02), vec2f(-0.93, -0.30), p);
    let leg = bar(vec2f(-0.02, -0.18), vec2f(-0.62, -0.46), 0.045, p);
    return min(min(min(beak, crest), min(head, body)), min(min(wing, feather), min(tail, leg)));
}

fn birds(r: f32, angle: f32) -> f32 {
    let pitch = 0.5 * 0.655 * TURN / 18.0;
    let p = sector(r, angle, 18.0);
    return pitch * bird(vec2f(-p.y, p.x - 0.655) / pitch);
}

fn teeth(r: f32, angle: f32) -> f32 {
    var p = sector(r, angle, 32.0);
    p.y = abs(p.y);
    let outward = max(edge(vec2f(0.895, 0.0), vec2f(0.803, 0.056), p), 0.803 - r);
    var q = sector(r, angle + TURN / 64.0, 32.0);
    q.y = abs(q.y);
    let inward = max(-edge(vec2f(0.838, 0.0), vec2f(0.895, 0.034), q), r - 0.895);
    return min(outward, inward);
}

// Each pixel looks only at the band it lies in.
fn drum(r: f32, angle: f32) -> f32 {
    if r < 0.315 { return min(star(r, angle), ring(r, 0.303, 0.008)); }
    if r < 0.415 { return min(dotted_circles(r, angle, 0.366, 64.0), min(ring(r, 0.328, 0.0035), ring(r, 0.404, 0.0035))); }
    if r < 0.548 { return min(rays(r, angle, 112.0, 0.0034, 0.446, 0.518), min(ring(r, 0.424, 0.008), ring(r, 0.538, 0.0035))); }
    if r < 0.775 { return min(birds(r, angle), min(ring(r, 0.557, 0.008), ring(r, 0.767, 0.008))); }
    if r < 0.910 { return min(teeth(r, angle), min(ring(r, 0.786, 0.0035), ring(r, 0.905, 0.0035))); }
    return min(rays(r, angle, 180.0, 0.0034, 0.938, 0.968), min(ring(r, 0.921, 0.008), ring(r, 0.988, 0.010)));
}

@fragment
fn fragment_drum(in: Fragment) -> @location(0) vec4f {
    let p = in.position.xy - in.a.xy;
    let distance = drum(length(p) / in.a.z, atan2(p.y, p.x)) * in.a.z;
    let color = painted(fill, in.line, in.inner, in.outer, in.position.xy);
    return vec4f(color.rgb, color.a * covered(distance));
}
