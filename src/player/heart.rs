//! The heartbeat of a picture: its parent hears how many frames were shown, and whether one is due.

use std::time::{Duration, Instant};

use super::{
    engine::{Engine, NextTurn},
    message::{Report, Reports},
};
use crate::model::Size;

/// Between two beats, at least.
const BEAT: Duration = Duration::from_millis(500);

/// Beats once a turn, but not more often than anybody listens.
#[derive(Debug, Default)]
pub struct Heart {
    reports: Reports,
    beaten: Option<Instant>,
    said: Option<(u64, bool)>,
}

impl Heart {
    /// One that its parent hears.
    pub fn heard(reports: Reports) -> Self {
        Self { reports, ..Self::default() }
    }

    /// The screen has another size.
    pub fn resized(&self, size: Size) {
        self.reports.send(&Report::Canvas(size));
    }

    /// Another program drives the graphics card; the parent asks for it back.
    pub fn card_is_taken(&self) {
        self.reports.send(&Report::CardTaken);
    }

    /// The technician's chord was struck in the window.
    pub fn chord_is_struck(&self) {
        self.reports.send(&Report::Chord);
    }

    /// The screen is off by its hours: what was on it has ended, and black is what is due.
    pub fn dark(&mut self, engine: &mut Engine, goes_out: bool) {
        if goes_out {
            self.beaten = None;
            self.reports.send(&Report::Dark);
        }
        self.idle(engine, 1);
    }

    /// There is no screen, so that nothing can be due.
    pub fn without_screen(&mut self, engine: &mut Engine) {
        self.idle(engine, 0);
    }

    /// A beat while nothing is due; at least so many frames were shown.
    fn idle(&mut self, engine: &mut Engine, least: u64) {
        let (now, frames) = (engine.now().mono, engine.presenter().shown_frames().max(least));
        if self.beaten.is_none_or(|beaten| now.saturating_duration_since(beaten) >= BEAT) {
            self.beaten = Some(now);
            self.reports.send(&Report::Alive { frames, due: false });
        }
    }

    /// After a turn: `next` is when the next is due, `None` where this one failed.
    pub fn beat(&mut self, engine: &mut Engine, next: Option<NextTurn>) {
        let (now, frames) = (engine.now().mono, engine.presenter().shown_frames());
        let due = next.is_none_or(|next| next == NextTurn::Frame) || engine.presenter().owes();
        let first = self.said.is_none_or(|(frames, _)| frames == 0) && frames > 0;
        let early = self.beaten.is_some_and(|beaten| now.saturating_duration_since(beaten) < BEAT);
        if early && !first {
            return;
        }
        self.beaten = Some(now);
        self.said = Some((frames, due));
        self.reports.send(&Report::Alive { frames, due });
    }
}
