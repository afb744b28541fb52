//! The status bar under the pages as it is on this screen just now: composed when its words change, seldom.

use super::state::Showing;
use crate::{
    clock::Now,
    fonts::Fonts,
    layout::{self, STANDS_MS},
    model::{Size, StatusBar, WallTime},
    render::{self, ComposedPage, DecodedImages, RenderError, Renderer},
};

const MINUTE_MS: i64 = 60_000;

/// A composed status bar.
pub(super) struct Foot {
    said: Said,
    strip: ComposedPage,
    pieces: Vec<ComposedPage>,
    room: std::ops::Range<u32>,
}

/// Everything a status bar's picture follows from.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    status_bar: StatusBar,
    canvas: Size,
    clock: Option<(String, String)>,
    /// Which sentence stands, counted on without end; `None` where they run.
    standing: Option<i64>,
}

impl Foot {
    /// The status bar of what is `showing`, and whether it is another than `before`.
    pub fn of(
        before: Option<Self>,
        showing: &Showing,
        now: &Now,
        canvas: Size,
        renderer: &mut Renderer,
        fonts: &mut Fonts,
    ) -> Result<(Option<Self>, bool), RenderError> {
        if showing.status_bar.is_empty() {
            return Ok((None, before.is_some()));
        }
        let programme = &showing.key.programme;
        let stands = programme.unit.reduced_motion && !showing.status_bar.ticker.is_empty();
        let believed = now.certain.then_some(now.wall);
        let clock = showing.status_bar.clock.then(|| layout::clock_words(believed, &programme.time_zone));
        let standing = stands.then(|| now.wall.0.div_euclid(STANDS_MS));
        let said = Said { status_bar: showing.status_bar.clone(), canvas, clock, standing };
        match before {
            Some(before) if before.said == said => Ok((Some(before), false)),
            before => Self::compose(said, before, renderer, fonts).map(|foot| (Some(foot), true)),
        }
    }

    fn compose(
        said: Said,
        before: Option<Self>,
        renderer: &mut Renderer,
        fonts: &mut Fonts,
    ) -> Result<Self, RenderError> {
        let clock = said.clock.as_ref().map(|(date, hour)| (date.as_str(), hour.as_str()));
        let (canvas, ticks) = (said.canvas, !said.status_bar.ticker.is_empty());
        let strip = match said.standing {
            Some(turn) => layout::resting(&said.status_bar, clock, turn, canvas, fonts),
            None => layout::status_bar_scene(clock, ticks, None, canvas, fonts),
        };
        let nothing = DecodedImages::default();
        let drawn = renderer.compose_prepared(&strip.scene, fonts, &nothing)?;
        // The ribbon stays what it is while only the hour changes.
        let same = |foot: &Self| {
            foot.said.status_bar.ticker == said.status_bar.ticker
                && foot.said.canvas == canvas
                && foot.room == strip.ticker
        };
        let pieces = match before.filter(same) {
            Some(before) => before.pieces,
            None if ticks && said.standing.is_none() => {
                let scenes = layout::ticker(&said.status_bar.ticker, strip.ticker.end, canvas, fonts);
                let pieces = scenes.iter().map(|scene| renderer.compose_prepared(scene, fonts, &nothing));
                pieces.collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        Ok(Self { strip: drawn, pieces, room: strip.ticker, said })
    }

    /// Whether something in it moves all the time.
    pub fn runs(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// When it changes next by itself, running apart.
    pub fn changes(&self, now: WallTime) -> Option<WallTime> {
        let every = |ms: i64| WallTime((now.0.div_euclid(ms) + 1) * ms);
        let standing = self.said.standing.map(|_| every(STANDS_MS));
        // Zones differ from UTC by whole minutes.
        let clock = self.said.clock.as_ref().map(|_| every(MINUTE_MS));
        standing.into_iter().chain(clock).min()
    }

    /// What the renderer presents, `offset` pixels of the ribbon gone by.
    pub fn status_bar(&self, offset: u64) -> render::StatusBarLayer<'_> {
        let ticker = self.runs().then(|| render::TickerLayer { pieces: &self.pieces, room: self.room.clone(), offset });
        let below = self.said.canvas.height - self.strip.size().height;
        render::StatusBarLayer { strip: &self.strip, at: (0, below), ticker }
    }
}
