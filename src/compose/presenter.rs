//! Shows what is current on an output: the page, how it comes on, and the status bar under it.
//!
//! Rules:
//! 1. A still page is presented once; after that nothing is drawn until something changes.
//! 2. A frame that failed or that the screen did not take is presented again at the next turn: what is current is never taken
//!    to be on screen before it is.
//! 3. Pages are composed ahead by a worker, but not before the first one is at rest.
//! 4. Halls and previews differ in where slides and pictures come from, in the canvas and in the output, and in nothing
//!    that is decided here.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    CurrentPage, FrameClock, PageKey, Pagination, Quarantine, TransitionStart, page_cache::PageCache,
    status_bar::StatusBarPicture, worker::SharedPictures,
};
use crate::{
    clock::Now,
    layout,
    model::{Digest, Size, Transition, WallTime},
    render::{ComposedPage, FrameInput, Gpu, Output, Presented, RenderError, Renderer},
};

/// How often a screen shows a new frame, where nobody says otherwise.
const INTERVAL: Duration = Duration::from_micros(16_667);

/// Where frames go.
pub trait FrameSink {
    /// Shows that frame; answers what became of it.
    ///
    /// # Errors
    /// [`RenderError`], as [`Renderer::present_frame`].
    fn show(&mut self, renderer: &mut Renderer, frame: &FrameInput<'_>) -> Result<Presented, RenderError>;
}

impl FrameSink for dyn Output + '_ {
    fn show(&mut self, renderer: &mut Renderer, frame: &FrameInput<'_>) -> Result<Presented, RenderError> {
        renderer.present_frame(self, frame)
    }
}

/// A page that was not on screen before and now is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentedPage {
    /// SHA-256 of its composed pixels, without the status bar.
    pub picture: Digest,
    /// Presentation intervals that went by without their frame since the page before.
    pub missed: u64,
    /// Why it is the default slide, where the page itself cannot be composed.
    pub replaced: Option<String>,
}

/// Shows what is current.
pub struct Presenter {
    pages: PageCache,
    status_bar: Option<StatusBarPicture>,
    motion: Option<RunningTransition>,
    frames: FrameClock,
    /// Intervals in which something moved: the ticker goes on from where it stood when it last ran.
    travelled: u64,
    /// The page that was presented last, if it was at rest.
    at_rest: Option<PageKey>,
    settled: bool,
    /// The screen has not yet shown the last frame it was to show.
    owed: bool,
    /// Frames the screen has taken.
    shown_frames: u64,
    /// The page that has come on has not been answered yet.
    unanswered: bool,
}

/// A transition under way.
struct RunningTransition {
    from: PageKey,
    transition: Transition,
    began: WallTime,
    lasts_ms: u64,
}

impl Presenter {
    /// One that has shown nothing yet, for a screen of that size.
    pub fn new(renderer: Renderer, pictures: SharedPictures, screen: Size) -> Self {
        let pages = PageCache::new(renderer, pictures, screen);
        let (status_bar, motion, at_rest, frames) = (None, None, None, FrameClock::new(INTERVAL));
        Self {
            pages,
            status_bar,
            motion,
            frames,
            travelled: 0,
            at_rest,
            settled: false,
            owed: false,
            shown_frames: 0,
            unanswered: false,
        }
    }

    /// The same, composing nothing of what that one leaves out.
    pub fn with_quarantine(mut self, quarantine: Arc<Quarantine>) -> Self {
        self.pages = self.pages.with_quarantine(quarantine);
        self
    }

    /// Says how often the screen shows a new frame.
    pub fn set_interval(&mut self, interval: Duration) {
        self.frames = FrameClock::new(interval);
    }

    /// The size pages and status bar are laid out for.
    pub fn screen(&self) -> Size {
        self.pages.screen()
    }

    /// The device everything is drawn on, for an output that changes size.
    pub fn gpu(&self) -> &Gpu {
        self.pages.gpu()
    }

    /// Changes the size of the screen; what was composed for the old one is given up.
    pub fn set_screen(&mut self, screen: Size) {
        if screen != self.pages.screen() {
            self.pages.set_screen(screen);
            self.status_bar = None;
            self.begin_again();
        }
    }

    /// Takes the pictures of what is composed from now on from elsewhere.
    pub fn set_pictures(&mut self, pictures: SharedPictures) {
        self.pages.set_pictures(pictures);
    }

    /// Goes on with a new renderer after the old one's device was lost; nothing composed survives that.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.pages.replace_renderer(renderer);
        self.status_bar = None;
        self.begin_again();
    }

    /// Forgets what was presented, because the screen shows nothing of it any more.
    pub fn begin_again(&mut self) {
        (self.motion, self.at_rest) = (None, None);
    }

    /// Answers which page is due when, on this screen.
    pub fn pagination(&mut self) -> impl Pagination + '_ {
        self.pages.pagination()
    }

    /// Shows what is `current`, which comes on as `start` says if it was not on screen before; draws only if the picture
    /// changes. Where the ticker `rests`, its sentences take turns. Answers with what has come on.
    ///
    /// # Errors
    /// Those of the GPU and of `sink`; the picture that was on screen is still there after one.
    pub fn show(
        &mut self,
        current: &CurrentPage,
        start: Option<TransitionStart>,
        rests: bool,
        now: &Now,
        sink: &mut (impl FrameSink + ?Sized),
    ) -> Result<Option<PresentedPage>, RenderError> {
        let screen = self.pages.screen();
        let before = self.status_bar.take();
        let (status_bar, bar_changed) =
            StatusBarPicture::update(before, current, rests, now, screen, self.pages.composer())?;
        self.status_bar = status_bar;
        let Some(start) = start else {
            if bar_changed || self.moves() || self.owed {
                self.frame(&current.key, now, bar_changed, sink)?;
            }
            return self.has_come_on(&current.key);
        };
        self.enter(&current.key, start, now, bar_changed, sink)
    }

    fn enter(
        &mut self,
        key: &PageKey,
        start: TransitionStart,
        now: &Now,
        bar_changed: bool,
        sink: &mut (impl FrameSink + ?Sized),
    ) -> Result<Option<PresentedPage>, RenderError> {
        // What is current does not stand on the screen before its frame is shown, whatever goes wrong until then.
        let owed = std::mem::replace(&mut self.owed, true);
        self.unanswered = true;
        self.pages.compose(key)?;
        let before = start.from.as_ref().map(|from| self.pages.digest(from)).transpose()?.flatten();
        // The first picture is presented before anybody counts its pixels.
        let same = before.is_some() && before == self.pages.digest(key)?;
        // The same picture again, of a new edition perhaps: whatever is on its way to it goes on.
        if !same {
            let TransitionStart { from, transition, began, lasts_ms } = start;
            let from =
                from.filter(|from| lasts_ms > 0 && before.is_some() && from.has_status_bar == key.has_status_bar);
            self.motion = from.map(|from| RunningTransition { from, transition, began, lasts_ms });
        }
        if !same || owed || bar_changed || self.ticker_runs() {
            self.frame(key, now, bar_changed, sink)?;
        } else {
            self.owed = false;
        }
        self.has_come_on(key)
    }

    /// The page that has come on, once: when it is on screen.
    fn has_come_on(&mut self, key: &PageKey) -> Result<Option<PresentedPage>, RenderError> {
        if self.owed || !std::mem::take(&mut self.unanswered) {
            return Ok(None);
        }
        let replaced = self.pages.replaced(key).map(str::to_owned);
        let missed = self.frames.take_missed();
        Ok(self.pages.digest(key)?.map(|picture| PresentedPage { picture, missed, replaced }))
    }

    /// Presents what is on screen once more, because the screen lost it or shows something else over it.
    ///
    /// # Errors
    /// As [`Presenter::show`].
    pub fn repaint(
        &mut self,
        current: &CurrentPage,
        now: &Now,
        sink: &mut (impl FrameSink + ?Sized),
    ) -> Result<(), RenderError> {
        self.at_rest = None;
        self.frame(&current.key, now, true, sink)
    }

    /// Composes that page now, if it is not yet; why the default slide stands in its place, where it cannot be composed.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`].
    pub fn compose(&mut self, key: &PageKey) -> Result<Option<&str>, RenderError> {
        self.pages.compose(key)?;
        Ok(self.pages.replaced(key))
    }

    /// That page as it was composed; `None` where it was not.
    pub fn page(&self, key: &PageKey) -> Option<&ComposedPage> {
        self.pages.get(key)
    }

    /// The status bar without the ticker that runs through it, as it was composed last.
    pub fn status_bar(&self) -> Option<&ComposedPage> {
        self.status_bar.as_ref().map(StatusBarPicture::strip)
    }

    /// Ends the transition that is under way, so that the next frame shows the page at rest; whether there was one.
    pub fn end_transition(&mut self) -> bool {
        self.motion.take().is_some()
    }

    /// What draws, for what is shown instead of any page.
    pub fn renderer(&mut self) -> &mut Renderer {
        &mut self.pages.composer().renderer
    }

    /// Makes the `next` page ready while the one that is on is at rest, and gives up all others; whether it is ready. To
    /// be asked again soon where it is not.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`].
    pub fn prepare(&mut self, current: &PageKey, next: &PageKey) -> Result<bool, RenderError> {
        // The time to make the next page ready is well before its first frame, but not while this one comes on.
        let ready = self.motion.is_some() || self.pages.prepare(next)?;
        if self.motion.is_none() {
            self.pages.keep_only(&[current, next]);
        }
        Ok(ready)
    }

    /// Whether the next frame is due at [`Presenter::next_frame`], because something moves.
    pub fn moves(&self) -> bool {
        self.motion.is_some() || self.ticker_runs()
    }

    /// Frames the screen has taken so far.
    pub fn shown_frames(&self) -> u64 {
        self.shown_frames
    }

    /// Whether the screen has yet to show what is current.
    pub fn owes(&self) -> bool {
        self.owed
    }

    /// When the next frame is due, where something moves.
    pub fn next_frame(&self) -> Option<Instant> {
        self.frames.next()
    }

    /// Nothing moves: when the status bar changes next by itself.
    pub fn rest(&mut self, now: WallTime) -> Option<WallTime> {
        self.frames.rest();
        self.status_bar.as_ref().and_then(|status_bar| status_bar.changes(now))
    }

    /// Whether the picture came to rest since this was last asked: the time to keep a copy of it.
    pub fn take_settled(&mut self) -> bool {
        std::mem::take(&mut self.settled)
    }

    fn ticker_runs(&self) -> bool {
        self.status_bar.as_ref().is_some_and(StatusBarPicture::runs)
    }

    /// Presents the picture that belongs to the present interval; ends the transition when its time is over.
    fn frame(
        &mut self,
        key: &PageKey,
        now: &Now,
        bar_changed: bool,
        sink: &mut (impl FrameSink + ?Sized),
    ) -> Result<(), RenderError> {
        self.owed = true;
        self.pages.compose(key)?;
        let beat = self.frames.beat(now.mono);
        self.travelled += u64::from(beat.intervals);
        let offset = self.travelled * self.step();
        let at = now.wall_at(beat.at);
        let page_stays = self.at_rest.as_ref() == Some(key);
        if self.motion.as_ref().is_some_and(|motion| at - motion.began >= motion.lasts_ms as i64) {
            self.motion = None;
        }
        let (from, transition, thousandths) = match &self.motion {
            Some(motion) => {
                let elapsed_ms = u64::try_from(at - motion.began).unwrap_or(0);
                let thousandths = (elapsed_ms * 1_000 / motion.lasts_ms.max(1)) as u32;
                (Some(&motion.from), motion.transition, thousandths)
            }
            None => (None, Transition::Cut, 1_000),
        };
        let rests = self.motion.is_none();
        if rests {
            self.settled |= !page_stays || bar_changed;
        } else {
            self.at_rest = None;
        }
        let status_bar = self.status_bar.as_ref().map(|status_bar| status_bar.layer(offset));
        let shown = self.pages.show((from, key), |renderer, from, to| {
            let page_stays = page_stays && rests;
            sink.show(renderer, &FrameInput { from, to, transition, thousandths, status_bar, page_stays })
        });
        // Where there was no such page to show, nothing is owed.
        if shown.unwrap_or(Ok(Presented::Shown))? == Presented::Shown {
            self.owed = false;
            self.shown_frames += 1;
            if rests {
                self.at_rest = Some(key.clone());
            }
        }
        Ok(())
    }

    /// Pixels the ticker moves in an interval: whole ones, so that letters stay sharp and never tremble.
    fn step(&self) -> u64 {
        let step = layout::ticker_pace(self.pages.screen()) * self.frames.interval().as_secs_f32();
        (step.round() as u64).max(1)
    }
}
