//! A picture turned clockwise, for a panel that hangs on its side. `width` is the picture's before it is turned.

/// By a quarter.
pub fn quarter_turn(from: &[u32], width: usize, out: &mut [u32]) {
    let height = from.len() / width;
    for (y, row) in from.chunks_exact(width).enumerate() {
        for (x, pixel) in row.iter().enumerate() {
            out[x * height + (height - 1 - y)] = *pixel;
        }
    }
}

/// By a half.
pub fn half_turn(from: &[u32], out: &mut [u32]) {
    out.iter_mut().zip(from.iter().rev()).for_each(|(to, from)| *to = *from);
}

/// By three quarters.
pub fn three_quarter_turn(from: &[u32], width: usize, out: &mut [u32]) {
    let height = from.len() / width;
    for (y, row) in from.chunks_exact(width).enumerate() {
        for (x, pixel) in row.iter().enumerate() {
            out[(width - 1 - x) * height + y] = *pixel;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarters_are_a_whole_turn() {
        let picture = [1, 2, 3, 4, 5, 6];
        let mut turned = [[0; 6]; 3];
        quarter_turn(&picture, 3, &mut turned[0]);
        half_turn(&picture, &mut turned[1]);
        three_quarter_turn(&picture, 3, &mut turned[2]);
        assert_eq!(turned, [[4, 1, 5, 2, 6, 3], [6, 5, 4, 3, 2, 1], [3, 6, 2, 5, 1, 4]]);
    }
}
