//! What is to be drawn: plain data, so that equal requests have equal digests.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Digest, Size, Slide, StatusBar, Terms, Unit, WallTime, Zone};

/// A slide, the screen it is for, and how large its picture is to be.
///
/// What was drawn once is found again by the digest of all of this: whoever wants to be answered at once asks with the
/// same values, and rounds times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawRequest {
    /// The slide. Where it says nothing of its time, it has what reading takes.
    pub slide: Slide,
    /// The files of the pictures it names, by the keys it uses. A key that is not here is a picture that is missing.
    pub pictures: BTreeMap<String, Digest>,
    /// The commune, for what stands on every page.
    pub unit: Unit,
    /// The zone in which an alert's times are written.
    pub time_zone: Zone,
    /// The screen it is laid out for, pixels: lines and pages break as they do there.
    pub screen: Size,
    /// What stands along the foot of that screen; empty where the slide has all of it.
    pub status_bar: StatusBar,
    /// The time its clock shows; `None` for one that is not known.
    pub clock: Option<WallTime>,
    /// Of which pages there are to be pictures.
    pub pages: PagesWanted,
    /// The pictures are as large as fits in this, and never larger than the screen.
    pub within: Size,
    /// How the pictures are written.
    pub encoding: Encoding,
    /// From where and when it is judged; `None` where nobody asks what is wrong with it.
    pub judging: Option<Judging>,
}

/// Of which pages of a slide there are to be pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagesWanted {
    /// Of all.
    All,
    /// Of that one, from 0; after the last, of the last.
    One(usize),
    /// Of none: how many there are, how long they are shown, and what can be found without colours.
    None,
}

/// How pictures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// PNG: every pixel as it is on the screen.
    Png,
    /// JPEG of that quality, 1 to 100: for small pictures in lists.
    Jpeg(u8),
}

impl Encoding {
    /// The media type, such as `image/png`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg(_) => "image/jpeg",
        }
    }
}

/// From where and when a slide is judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judging {
    /// When.
    pub at: WallTime,
    /// A campaign plays it: what is left open is worse then.
    pub scheduled: bool,
    /// The screen's diagonal, inches.
    pub panel_inches: f64,
    /// To the reader, metres.
    pub distance_m: f64,
    /// Words that are no longer right.
    pub terms: Terms,
}

/// Times of judging are rounded down to this, milliseconds: what is wrong changes with the day.
const ROUNDED_MS: i64 = 3_600_000;

impl Judging {
    /// As a 43″ screen is read from 5 m, at the beginning of the hour.
    pub fn usual(now: WallTime, scheduled: bool, terms: Terms) -> Self {
        let at = WallTime(now.0 - now.0.rem_euclid(ROUNDED_MS));
        Self { at, scheduled, panel_inches: 43.0, distance_m: 5.0, terms }
    }
}

impl DrawRequest {
    /// The pictures of all pages of a slide on a full-HD screen, as large as fits in `within`, unjudged.
    pub fn new(slide: Slide, unit: Unit, within: Size) -> Self {
        Self {
            slide,
            pictures: BTreeMap::new(),
            unit,
            time_zone: Zone::default(),
            screen: Size::FULL_HD,
            status_bar: StatusBar::default(),
            clock: None,
            pages: PagesWanted::All,
            within,
            encoding: Encoding::Png,
            judging: None,
        }
    }

    /// Its name, for caches.
    pub fn digest(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).expect("plain data has a JSON form"))
    }

    /// The size of its pictures.
    pub fn size(&self) -> Size {
        let fitted = self.screen.contained_in(self.within);
        if fitted.width > self.screen.width || fitted.height > self.screen.height { self.screen } else { fitted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_one_hour_are_judged_alike() {
        let at = |ms| Judging::usual(WallTime(ms), true, Terms::default());
        assert_eq!(at(7_200_000), at(10_799_999));
        assert_ne!(at(7_200_000), at(10_800_000));
    }
}
