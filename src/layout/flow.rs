//! Rows of different heights shared out over as few pages as they need, evenly.

use std::ops::Range;

/// Which rows stand on which page, no more than `most` on one. Every page has a row; a row taller than the room has a page of its own.
pub(super) fn paginate(heights: &[f32], gap: f32, room: f32, most: usize) -> Vec<Range<usize>> {
    let n = heights.len();
    let mut sums = vec![0.0];
    for height in heights {
        sums.push(sums[sums.len() - 1] + height);
    }
    let tall = |from: usize, to: usize| sums[to] - sums[from] + gap * (to - from - 1) as f32;
    let fits = |from: usize, to: usize| to - from == 1 || to - from <= most && tall(from, to) <= room + 0.5;
    // best[to]: fewest pages for the first `to` rows, then the least unevenness, and where the last page begins.
    let mut best = vec![(usize::MAX, f32::INFINITY, 0); n + 1];
    best[0] = (0, 0.0, 0);
    for to in 1..=n {
        for from in (0..to).rev() {
            if !fits(from, to) {
                break;
            }
            let empty = (1.0 - tall(from, to) / room.max(1.0)).clamp(0.0, 1.0);
            let (pages, uneven) = (best[from].0 + 1, best[from].1 + empty * empty);
            if pages < best[to].0 || pages == best[to].0 && uneven < best[to].1 {
                best[to] = (pages, uneven, from);
            }
        }
    }
    let mut pages = Vec::new();
    let mut to = n;
    while to > 0 {
        let from = best[to].2;
        pages.push(from..to);
        to = from;
    }
    pages.reverse();
    pages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seven_steps_of_like_height_make_pages_of_two_and_three() {
        let pages = paginate(&[200.0; 7], 20.0, 660.0, 9);
        let mut counts: Vec<usize> = pages.iter().map(Range::len).collect();
        counts.sort_unstable();
        assert_eq!(counts, [2, 2, 3]);
    }

    proptest! {
        #[test]
        fn every_row_stands_on_one_page_in_order(heights in prop::collection::vec(1.0_f32..500.0, 0..30), room in 50.0_f32..900.0) {
            let pages = paginate(&heights, 10.0, room, 5);
            let rows: Vec<usize> = pages.iter().cloned().flatten().collect();
            prop_assert_eq!(rows, (0..heights.len()).collect::<Vec<_>>());
            for page in pages {
                let tall: f32 = heights[page.clone()].iter().sum::<f32>() + 10.0 * (page.len() - 1) as f32;
                prop_assert!(page.len() <= 5);
                prop_assert!(page.len() == 1 || tall <= room + 1.0);
            }
        }
    }
}
