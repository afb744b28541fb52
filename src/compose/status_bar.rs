//! The status bar under the pages as it is on this screen just now: composed when its words change, seldom.

use std::ops::Range;

use super::{CurrentPage, composer::Composer};
use crate::{
    clock::Now,
    fonts::Fonts,
    layout::{self, STANDS_MS},
    model::{Digest, Size, StatusBar, WallTime},
    render::{ComposedPage, DecodedImages, RenderError, Renderer, StatusBarLayer, TickerLayer},
};

const MINUTE_MS: i64 = 60_000;

/// A composed status bar.
pub(super) struct StatusBarPicture {
    content: StatusBarContent,
    strip: ComposedPage,
    /// The ticker's sentences, cut into pieces that are laid end to end; empty where none runs.
    pieces: Vec<ComposedPage>,
    /// Pixels across through which they are seen.
    room: Range<u32>,
    /// Its words could not be composed, and it bears none.
    failed: bool,
}

/// Everything a status bar's picture follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusBarContent {
    /// What is asked for.
    pub status_bar: StatusBar,
    /// The screen it stands at the foot of.
    pub screen: Size,
    /// Date and hour, where they are asked for.
    pub clock: Option<(String, String)>,
    /// Which of the ticker's sentences stands, counted on without end; `None` where they run.
    pub standing: Option<i64>,
}

/// The status bar's own picture, the ticker's pieces, and where they are seen.
type Drawn = (ComposedPage, Vec<ComposedPage>, Range<u32>);

/// How a status bar becomes pictures.
type Draw = fn(&StatusBarContent, Option<StatusBarPicture>, &mut Renderer, &mut Fonts) -> Result<Drawn, RenderError>;

impl StatusBarPicture {
    /// The status bar of what is `current`, and whether it is another than `before`. Where the ticker `rests`, its
    /// sentences take turns instead of running. One whose words cannot be composed bears none.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`], and what keeps even an empty status bar from being drawn.
    pub fn update(
        before: Option<Self>,
        current: &CurrentPage,
        rests: bool,
        now: &Now,
        screen: Size,
        composer: &mut Composer,
    ) -> Result<(Option<Self>, bool), RenderError> {
        let Some(content) = StatusBarContent::of(current, rests, now, screen) else {
            return Ok((None, before.is_some()));
        };
        match before {
            Some(before) if before.content == content => Ok((Some(before), false)),
            before => Self::compose(content, before, composer, StatusBarContent::draw).map(|made| (Some(made), true)),
        }
    }

    fn compose(
        content: StatusBarContent,
        before: Option<Self>,
        composer: &mut Composer,
        draw: Draw,
    ) -> Result<Self, RenderError> {
        let (screen, failed_before) = (content.screen, before.as_ref().is_some_and(|before| before.failed));
        let made = composer.guarded(content.quarantine_name(), "the status bar", |renderer, fonts| {
            Ok(draw(&content, before, renderer, fonts)?)
        });
        match made {
            Ok((strip, pieces, room)) => Ok(Self { content, strip, pieces, room, failed: false }),
            Err(error) if error.is_device_lost() => Err(RenderError::DeviceLost),
            Err(error) => {
                // It is tried again with every minute that the clock says.
                if !failed_before {
                    tracing::error!(%error, "the status bar is shown without words");
                }
                let empty = layout::status_bar_scene(None, false, None, screen, &mut composer.fonts);
                let nothing = DecodedImages::default();
                let strip = composer.renderer.compose_prepared(&empty.scene, &mut composer.fonts, &nothing)?;
                Ok(Self { content, strip, pieces: Vec::new(), room: empty.ticker, failed: true })
            }
        }
    }

    /// Its own picture, without the ticker that runs through it.
    pub fn strip(&self) -> &ComposedPage {
        &self.strip
    }

    /// Whether something in it moves all the time.
    pub fn runs(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// When it changes next by itself, running apart.
    pub fn changes(&self, now: WallTime) -> Option<WallTime> {
        let every = |ms: i64| WallTime((now.0.div_euclid(ms) + 1) * ms);
        let standing = self.content.standing.map(|_| every(STANDS_MS));
        // Zones differ from UTC by whole minutes.
        let clock = self.content.clock.as_ref().map(|_| every(MINUTE_MS));
        standing.into_iter().chain(clock).min()
    }

    /// What the renderer presents, `offset` pixels of the ticker gone by.
    pub fn layer(&self, offset: u64) -> StatusBarLayer<'_> {
        let ticker = self.runs().then(|| TickerLayer { pieces: &self.pieces, room: self.room.clone(), offset });
        let below = self.content.screen.height - self.strip.size().height;
        StatusBarLayer { strip: &self.strip, at: (0, below), ticker }
    }
}

impl StatusBarContent {
    /// What stands under what is `current`; `None` where nothing does. Where the ticker `rests`, its sentences take
    /// turns instead of running.
    pub fn of(current: &CurrentPage, rests: bool, now: &Now, screen: Size) -> Option<Self> {
        let status_bar = current.status_bar.clone();
        if status_bar.is_empty() {
            return None;
        }
        let believed = now.certain.then_some(now.wall);
        let clock = status_bar.clock.then(|| layout::clock_words(believed, &current.key.programme.time_zone));
        let stands = rests && !status_bar.ticker.is_empty();
        let standing = stands.then(|| now.wall.0.div_euclid(STANDS_MS));
        Some(Self { status_bar, screen, clock, standing })
    }

    /// The name by which the quarantine knows it: the same at every minute, and whichever sentence stands.
    fn quarantine_name(&self) -> Digest {
        let parts = ("status bar", &self.status_bar.ticker, self.status_bar.clock, self.screen.to_string());
        Digest::of(&serde_json::to_vec(&parts).expect("plain words have a JSON form"))
    }

    /// Lays it out and composes it; the ticker is taken over from `before` where it is the same.
    fn draw(
        &self,
        before: Option<StatusBarPicture>,
        renderer: &mut Renderer,
        fonts: &mut Fonts,
    ) -> Result<Drawn, RenderError> {
        let clock = self.clock.as_ref().map(|(date, hour)| (date.as_str(), hour.as_str()));
        let (screen, ticks) = (self.screen, !self.status_bar.ticker.is_empty());
        let scene = match self.standing {
            Some(turn) => layout::resting(&self.status_bar, clock, turn, screen, fonts),
            None => layout::status_bar_scene(clock, ticks, None, screen, fonts),
        };
        let nothing = DecodedImages::default();
        let strip = renderer.compose_prepared(&scene.scene, fonts, &nothing)?;
        // The ticker stays what it is while only the hour changes.
        let same = |before: &StatusBarPicture| {
            before.content.status_bar.ticker == self.status_bar.ticker
                && before.content.screen == screen
                && before.room == scene.ticker
                && before.runs()
        };
        let pieces = match before.filter(same) {
            _ if !ticks || self.standing.is_some() => Vec::new(),
            Some(before) => before.pieces,
            None => {
                let scenes = layout::ticker(&self.status_bar.ticker, scene.ticker.end, screen, fonts);
                let pieces = scenes.iter().map(|scene| renderer.compose_prepared(scene, fonts, &nothing));
                pieces.collect::<Result<_, _>>()?
            }
        };
        Ok((strip, pieces, scene.ticker))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;
    use crate::{compose::Quarantine, render::Gpu};

    /// How often the bad ticker was tried.
    static TRIALS: AtomicUsize = AtomicUsize::new(0);

    fn content(ticker: &str, minute: &str) -> StatusBarContent {
        StatusBarContent {
            status_bar: StatusBar { clock: true, ticker: vec![ticker.to_owned()] },
            screen: Size::new(640, 360),
            clock: Some(("Thứ Hai, 30/11/2026".to_owned(), minute.to_owned())),
            standing: None,
        }
    }

    #[test]
    fn a_ticker_that_crashes_costs_its_words_alone_and_is_not_tried_a_third_time() {
        let crashes: Draw = |content, before, renderer, fonts| {
            if content.status_bar.ticker[0] == "bad" {
                TRIALS.fetch_add(1, Ordering::Relaxed);
                panic!("this ticker cannot be laid out");
            }
            content.draw(before, renderer, fonts)
        };
        let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
        let mut composer = Composer::new(&gpu, Arc::new(Quarantine::default()));
        let mut made = StatusBarPicture::compose(content("good", "08:00"), None, &mut composer, crashes).unwrap();
        assert!(made.runs() && !made.failed);
        for minute in ["08:01", "08:02", "08:03", "08:04"] {
            made = StatusBarPicture::compose(content("bad", minute), Some(made), &mut composer, crashes).unwrap();
            assert!(made.failed && !made.runs());
            assert_eq!(made.strip.size(), StatusBar::size(Size::new(640, 360)), "its place is kept");
        }
        assert_eq!(TRIALS.load(Ordering::Relaxed), 2);
        let again = StatusBarPicture::compose(content("good", "08:05"), Some(made), &mut composer, crashes).unwrap();
        assert!(again.runs() && !again.failed, "another ticker is shown");
    }
}
