//! From where, when and on what screen a page is looked at.

use jiff::civil::{Date, DateTime};

use crate::model::{Size, Terms, WallTime, Zone};

/// Where the screen hangs, and when it is looked at.
#[derive(Debug, Clone)]
pub struct ViewingConditions {
    /// The whole screen, pixels: a page may have less of it.
    pub screen: Size,
    /// Its diagonal, inches.
    pub panel_inches: f64,
    /// From the screen to the reader who must still be able to read, metres.
    pub distance_m: f64,
    /// The time.
    pub at: WallTime,
    /// The programme's time zone.
    pub zone: Zone,
    /// Words that are no longer right.
    pub terms: Terms,
}

impl ViewingConditions {
    /// A 43″ screen read from 5 m: what the sample campaign is written for.
    pub fn usual(screen: Size, at: WallTime, zone: Zone, terms: Terms) -> Self {
        Self { screen, panel_inches: 43.0, distance_m: 5.0, at, zone, terms }
    }

    /// The time, as the programme's zone has it.
    pub fn local(&self) -> DateTime {
        self.zone.local(self.at)
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.zone.day(self.at)
    }

    /// Side of a pixel, millimetres.
    pub(super) fn pixel_mm(&self) -> f64 {
        let (width, height) = (f64::from(self.screen.width), f64::from(self.screen.height));
        self.panel_inches * 25.4 / width.hypot(height)
    }
}
