//! A wide blur. It is meant for pictures already made small, which are then stretched.

/// Blurs RGBA of `width` × `height` by a Gaussian with a standard deviation of `sigma` pixels; edges are held. Alpha weighs
/// the colours.
pub fn gaussian(rgba: &[u8], width: usize, height: usize, sigma: f32) -> Vec<u8> {
    let kernel = kernel(sigma);
    let weighed: Vec<[f32; 4]> = rgba
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&pixel| {
            let [r, g, b, a] = pixel.map(f32::from);
            [r * a / 255.0, g * a / 255.0, b * a / 255.0, a]
        })
        .collect();
    let across = pass(&weighed, &kernel, width, height, |line, at| line * width + at);
    let down = pass(&across, &kernel, height, width, |line, at| at * width + line);
    down.iter()
        .flat_map(|&[r, g, b, a]| {
            let straight = if a > 0.0 { 255.0 / a } else { 0.0 };
            [r * straight, g * straight, b * straight, a].map(|c| (c + 0.5) as u8)
        })
        .collect()
}

/// One direction: `lines` lines of `length` pixels, found by `place(line, at)`.
fn pass(
    pixels: &[[f32; 4]],
    kernel: &[f32],
    length: usize,
    lines: usize,
    place: impl Fn(usize, usize) -> usize,
) -> Vec<[f32; 4]> {
    let reach = kernel.len() / 2;
    let mut blurred = vec![[0.0; 4]; pixels.len()];
    for line in 0..lines {
        for at in 0..length {
            let mut sum = [0.0; 4];
            for (step, weight) in kernel.iter().enumerate() {
                let from = (at + step).saturating_sub(reach).min(length - 1);
                let pixel = pixels[place(line, from)];
                for (total, channel) in sum.iter_mut().zip(pixel) {
                    *total += weight * channel;
                }
            }
            blurred[place(line, at)] = sum;
        }
    }
    blurred
}

/// Weights that sum to one, out to three deviations.
fn kernel(sigma: f32) -> Vec<f32> {
    let sigma = sigma.clamp(0.1, 64.0);
    let reach = (3.0 * sigma).ceil() as i32;
    let weights: Vec<f32> = (-reach..=reach).map(|x| (-0.5 * (x as f32 / sigma).powi(2)).exp()).collect();
    let total: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_picture_stays_as_it_is() {
        let flat = [40, 90, 200, 255].repeat(20 * 10);
        assert_eq!(gaussian(&flat, 20, 10, 3.0), flat);
    }

    #[test]
    fn an_edge_becomes_a_slope_and_transparent_colours_do_not_bleed() {
        let row: Vec<u8> = [[255, 0, 0, 255]; 10].concat().into_iter().chain([[0, 255, 0, 0]; 10].concat()).collect();
        let blurred = gaussian(&row, 20, 1, 2.0);
        let alphas: Vec<u8> = blurred.as_chunks::<4>().0.iter().map(|pixel| pixel[3]).collect();
        assert!(alphas.windows(2).all(|pair| pair[0] >= pair[1]), "{alphas:?}");
        assert!(alphas[0] == 255 && (100..156).contains(&alphas[9]) && alphas[19] == 0, "{alphas:?}");
        assert!(blurred.as_chunks::<4>().0.iter().all(|pixel| pixel[1] == 0), "green was never visible");
    }
}
