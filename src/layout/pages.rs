//! The pages of a slide, and how they share its time.

use crate::{
    model::Finding,
    scene::{Rect, Scene},
};

/// What a slide became on one canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Pages {
    /// At least one.
    pub pages: Vec<Page>,
    /// What could not be shown as written.
    pub findings: Vec<Finding>,
}

impl Pages {
    /// Milliseconds the slide must be shown so that every page can be read: what `publish` fills in.
    pub fn need_ms(&self) -> u64 {
        self.pages.iter().fold(0, |sum, page| sum.saturating_add(page.need_ms))
    }
}

/// One screenful.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What to draw.
    pub scene: Scene,
    /// Milliseconds a villager needs to read it (docs/legibility.md §3).
    pub need_ms: u64,
    /// The QR code on it, if it bears one.
    pub qr: Option<Qr>,
}

/// A QR code on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Qr {
    /// Where it leads.
    pub url: String,
    /// The code with its quiet zone; the whole picture where it is part of a poster's artwork.
    pub area: Rect,
    /// Side of one module, pixels; 0 where it is part of a poster's artwork.
    pub module: f32,
}

/// No page is shown for less where the time is too short for all, unless all of them have to be.
const PAGE_MIN_MS: u64 = 5_000;

/// The page due `elapsed_ms` into a slide shown for `shown_ms`, and from when until when it is due, both counted from
/// the slide's start. Pages share the time by what they need. After the end the last page stays.
///
/// Whole numbers only, so that two halls agree to the millisecond.
pub fn page_at(pages: &[Page], elapsed_ms: u64, shown_ms: u64) -> (usize, u64, u64) {
    let needs: Vec<u64> = pages.iter().map(|page| page.need_ms).collect();
    share(&needs, elapsed_ms, shown_ms)
}

/// The span of time of a page, from 0, both ends counted from the slide's start; after the last page, of the last.
pub fn span_of(pages: &[Page], page: usize, shown_ms: u64) -> (u64, u64) {
    let after = |from: u64| {
        let (_, from, until) = page_at(pages, from, shown_ms);
        (from, until)
    };
    (0..page).fold(after(0), |(_, until), _| after(until))
}

fn share(needs: &[u64], elapsed_ms: u64, shown_ms: u64) -> (usize, u64, u64) {
    let count = needs.len().max(1) as u64;
    let total: u128 = needs.iter().map(|need| u128::from(*need)).sum::<u128>().max(1);
    // With time enough for all, shares by need leave every page its own; a floor would take from the fullest.
    let enough = u128::from(shown_ms) >= total;
    let floor_ms = if enough { 0 } else { PAGE_MIN_MS.min(shown_ms / count) };
    let spare_ms = shown_ms - floor_ms * count;
    let end_of = |page: usize| {
        if page + 1 >= needs.len() {
            return shown_ms;
        }
        let until_here: u128 = needs[..=page].iter().map(|need| u128::from(*need)).sum();
        floor_ms * (page as u64 + 1) + u64::try_from(u128::from(spare_ms) * until_here / total).unwrap_or(spare_ms)
    };
    let mut from_ms = 0;
    for page in 0..needs.len() {
        let until_ms = end_of(page);
        if elapsed_ms < until_ms || page + 1 == needs.len() {
            return (page, from_ms, until_ms);
        }
        from_ms = until_ms;
    }
    (0, 0, shown_ms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_share_the_time_by_what_they_need() {
        assert_eq!(share(&[10_000, 20_000], 0, 30_000), (0, 0, 10_000));
        assert_eq!(share(&[10_000, 20_000], 10_000, 30_000), (1, 10_000, 30_000));
        assert_eq!(share(&[10_000, 20_000], 99_000, 30_000), (1, 10_000, 30_000), "after the end the last page stays");
        assert_eq!(share(&[], 5, 30_000), (0, 0, 30_000));
    }

    proptest! {
        #[test]
        fn the_pages_tile_the_slides_time(needs in prop::collection::vec(0_u64..1_000_000, 1..12), shown in 0_u64..900_000) {
            let mut at = 0;
            for page in 0..needs.len() {
                let (found, from, until) = share(&needs, at, shown);
                prop_assert_eq!(from, at);
                if until > from {
                    prop_assert_eq!(found, page);
                    prop_assert_eq!(share(&needs, until - 1, shown), (page, from, until));
                    let total: u64 = needs.iter().sum();
                    let least = if shown >= total { needs[page] } else { PAGE_MIN_MS.min(shown / needs.len() as u64) };
                    prop_assert!(until - from + 1 >= least);
                }
                at = until;
                if at == shown { break; }
            }
            prop_assert_eq!(at, shown);
        }
    }
}
