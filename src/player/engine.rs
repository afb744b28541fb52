//! One display at work: takes a turn whenever it is time, and carries out what was decided.

use std::time::{Duration, Instant};

use super::{
    foot::Foot,
    frame_clock::FrameClock,
    play_log::PlayLog,
    stage::{Stage, View},
    state::{Entrance, State},
};
use crate::{
    clock::{Clock, Now},
    compose::PageKey,
    layout,
    model::{PlayRecord, Programmes, Transition, WallTime},
    render::{Output, RenderError, Renderer},
};

/// When the next turn is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// At the next frame: something moves.
    Frame,
    /// At this instant of wall time, at the latest.
    At(WallTime),
}

/// Between two looks at whether the next page is ready, milliseconds.
const LOOK_MS: i64 = 10;

/// How often a screen shows a new frame, where nobody says otherwise.
const INTERVAL: Duration = Duration::from_micros(16_667);

/// Longest sleep between two turns, milliseconds: how soon a step of the wall clock is noticed.
const NAP_MS: i64 = 1_000;

/// A display at work.
pub struct Engine {
    clock: Clock,
    state: State,
    stage: Stage,
    records: PlayLog,
    motion: Option<Motion>,
    settled: bool,
    pace: FrameClock,
    /// Intervals in which something moved: the ticker goes on from where it stood when it last ran.
    travelled: u64,
    /// The page that was presented last, if it was at rest.
    at_rest: Option<PageKey>,
}

/// A transition under way.
struct Motion {
    from: PageKey,
    transition: Transition,
    began: WallTime,
    lasts_ms: u64,
}

impl Engine {
    /// A display that plays `state` on `stage` and writes down what it presented.
    pub fn new(clock: Clock, state: State, stage: Stage, records: PlayLog) -> Self {
        let (motion, at_rest, pace) = (None, None, FrameClock::new(INTERVAL));
        Self { clock, state, stage, records, motion, settled: false, pace, travelled: 0, at_rest }
    }

    /// Says how often the screen shows a new frame.
    pub fn set_interval(&mut self, interval: Duration) {
        self.pace = FrameClock::new(interval);
    }

    /// When the next frame is due, after a turn that ended with [`Next::Frame`].
    pub fn next_frame(&self) -> Instant {
        self.pace.next().unwrap_or_else(|| self.now().mono)
    }

    /// Takes programmes in; they begin when the rules of [`State`] say so.
    pub fn offer(&mut self, programmes: impl Into<Programmes>) {
        self.state.offer(programmes);
    }

    /// What the display knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The stage, for a loop that must change canvas or renderer.
    pub fn stage(&mut self) -> &mut Stage {
        &mut self.stage
    }

    /// Goes on with a new renderer after the old one's device was lost: the next turn presents on a screen made with it.
    pub fn go_on_with(&mut self, renderer: Renderer) {
        self.stage.replace_renderer(renderer);
        self.begin_again();
    }

    /// Starts afresh on a screen that shows nothing of ours any more: the next turn presents.
    pub fn begin_again(&mut self) {
        (self.motion, self.at_rest) = (None, None);
        self.state.forget();
    }

    /// Presents what is on screen once more, because the screen lost it. No page came on, so nothing is written down.
    pub fn repaint(&mut self, output: &mut dyn Output) -> Result<(), RenderError> {
        let now = self.clock.now();
        self.at_rest = None;
        self.frame(&now, true, output)
    }

    /// Whether the picture came to rest since this was last asked: the time to keep a copy of it.
    pub fn take_settled(&mut self) -> bool {
        std::mem::take(&mut self.settled)
    }

    /// The clock's answer for this turn.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Does what is due now, presenting on `output` only if the picture changes.
    ///
    /// Errors are the GPU's; the picture that was on screen is still there after one.
    pub fn turn(&mut self, output: &mut dyn Output) -> Result<Next, RenderError> {
        // What the feed says of the time is adopted where one page ends and the next begins, so that none is cut by it.
        let due = |now: Now| self.state.showing().is_none_or(|on| now.wall < on.since || on.until <= now.wall);
        if due(self.clock.now()) {
            self.clock.apply_samples();
        }
        let now = self.clock.now();
        let turn = self.state.turn(now.wall, now.certain, &mut self.stage.pagination());
        let stood = match self.state.showing() {
            Some(showing) => self.stage.stand(showing, &now)?,
            None => false,
        };
        if let Some(entrance) = turn.enter {
            self.enter(entrance, &now, stood, output)?;
        } else if self.motion.is_some() || stood || self.ticks() {
            self.frame(&now, stood, output)?;
        }
        // The time to make the next page ready is well before its first frame, but not while this one comes on.
        let ready = self.motion.is_some() || self.stage.prepare(&turn.prepare)?;
        if self.motion.is_none()
            && let Some(showing) = self.state.showing()
        {
            let on = showing.key.clone();
            self.stage.keep_only(&[&on, &turn.prepare]);
        }
        if self.motion.is_some() || self.ticks() {
            return Ok(Next::Frame);
        }
        self.pace.rest();
        let nap = now.wall + if ready { NAP_MS } else { LOOK_MS };
        let changes = self.stage.foot().and_then(|foot| foot.changes(now.wall));
        Ok(Next::At(turn.wake.min(nap).min(changes.unwrap_or(nap))))
    }

    /// Whether a ticker runs.
    fn ticks(&self) -> bool {
        self.stage.foot().is_some_and(Foot::runs)
    }

    fn enter(
        &mut self,
        entrance: Entrance,
        now: &Now,
        stood: bool,
        output: &mut dyn Output,
    ) -> Result<(), RenderError> {
        let Some(showing) = self.state.showing().cloned() else { return Ok(()) };
        self.stage.compose(&showing.key)?;
        let before = entrance.from.as_ref().map(|from| self.stage.digest(from)).transpose()?.flatten();
        // The first picture is presented before anybody counts its pixels.
        let same = before.is_some() && before == self.stage.digest(&showing.key)?;
        // The same picture again, of a new edition perhaps: whatever is on its way to it goes on.
        if !same {
            self.motion = match entrance.from {
                Some(from)
                    if entrance.lasts_ms > 0
                        && before.is_some()
                        && from.has_status_bar == showing.key.has_status_bar =>
                {
                    let (transition, began, lasts_ms) = (entrance.transition, entrance.began, entrance.lasts_ms);
                    Some(Motion { from, transition, began, lasts_ms })
                }
                _ => None,
            };
        }
        if !same || stood || self.ticks() {
            self.frame(now, stood, output)?;
        }
        if let Some(picture) = self.stage.digest(&showing.key)? {
            self.records.write(&PlayRecord {
                wall: self.clock.now().wall.to_string(),
                slide: showing.key.slide.clone(),
                page: showing.key.page + 1,
                version: showing.key.programme.version,
                until: showing.until.to_string(),
                picture,
                missed: self.pace.take_missed(),
                replaced: self.stage.is_replaced(&showing.key),
            });
        }
        Ok(())
    }

    /// Presents the picture that belongs to the present interval; ends the transition when its time is over. `stood`
    /// says that the status bar is another than before.
    fn frame(&mut self, now: &Now, stood: bool, output: &mut dyn Output) -> Result<(), RenderError> {
        let Some(showing) = self.state.showing() else { return Ok(()) };
        let key = showing.key.clone();
        let beat = self.pace.beat(now.mono);
        self.travelled += u64::from(beat.intervals);
        let ticker = self.travelled * self.step();
        let at = now.wall_at(beat.at);
        let rest = View {
            from: None,
            to: &key,
            transition: Transition::Cut,
            thousandths: 1_000,
            ticker,
            page_stays: self.at_rest.as_ref() == Some(&key),
        };
        match &self.motion {
            Some(motion) if at - motion.began < motion.lasts_ms as i64 => {
                let elapsed_ms = u64::try_from(at - motion.began).unwrap_or(0);
                let thousandths = (elapsed_ms * 1_000 / motion.lasts_ms.max(1)) as u32;
                self.at_rest = None;
                let (from, transition) = (Some(&motion.from), motion.transition);
                self.stage.present(output, &View { from, transition, thousandths, page_stays: false, ..rest })
            }
            _ => {
                self.motion = None;
                self.settled |= !rest.page_stays || stood;
                self.stage.present(output, &rest)?;
                self.at_rest = Some(key);
                Ok(())
            }
        }
    }

    /// Pixels the ticker moves in an interval: whole ones, so that letters stay sharp and never tremble.
    fn step(&self) -> u64 {
        let step = layout::ticker_pace(self.stage.canvas()) * self.pace.interval().as_secs_f32();
        (step.round() as u64).max(1)
    }
}
