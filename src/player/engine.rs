//! One display at work: takes a turn whenever it is time, and carries out what was decided.

use std::sync::Arc;

use super::{
    record::{Record, Records},
    stage::Stage,
    state::{Entrance, PageKey, State},
};
use crate::{
    clock::{Clock, Now},
    model::{Millis, Programme, Transition},
    render::{Output, RenderError},
};

/// When the next turn is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// At the next frame: something moves.
    Frame,
    /// At this instant of wall time, at the latest.
    At(Millis),
}

/// Longest sleep between two turns, milliseconds: how soon a step of the wall clock is noticed.
const NAP_MS: i64 = 1_000;

/// A display at work.
pub struct Engine {
    clock: Clock,
    state: State,
    stage: Stage,
    records: Records,
    motion: Option<Motion>,
    settled: bool,
}

/// A transition under way.
struct Motion {
    from: PageKey,
    transition: Transition,
    began: Millis,
    lasts_ms: u64,
}

impl Engine {
    /// A display that plays `state` on `stage` and writes down what it presented.
    pub fn new(clock: Clock, state: State, stage: Stage, records: Records) -> Self {
        Self { clock, state, stage, records, motion: None, settled: false }
    }

    /// Takes a programme in; it begins when the rules of [`State`] say so.
    pub fn offer(&mut self, programme: Arc<Programme>) {
        self.state.offer(programme);
    }

    /// What the display knows.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The stage, for a loop that must change canvas or renderer.
    pub fn stage(&mut self) -> &mut Stage {
        &mut self.stage
    }

    /// Starts afresh on a screen that shows nothing of ours any more: the next turn presents.
    pub fn begin_again(&mut self) {
        self.motion = None;
        self.state.forget();
    }

    /// Presents what is on screen once more, because the screen lost it. No page came on, so nothing is written down.
    pub fn repaint(&mut self, output: &mut dyn Output) -> Result<(), RenderError> {
        let now = self.clock.freeze().wall;
        self.frame(now, output)
    }

    /// Whether the picture came to rest since this was last asked: the time to keep a copy of it.
    pub fn take_settled(&mut self) -> bool {
        std::mem::take(&mut self.settled)
    }

    /// The clock's answer for this turn.
    pub fn now(&self) -> Now {
        self.clock.freeze()
    }

    /// Does what is due now, presenting on `output` only if the picture changes.
    ///
    /// Errors are the GPU's; the picture that was on screen is still there after one.
    pub fn turn(&mut self, output: &mut dyn Output) -> Result<Next, RenderError> {
        // What the feed says of the time is adopted where one page ends and the next begins, so that none is cut by it.
        let due = |now: Now| self.state.showing().is_none_or(|on| now.wall < on.since || on.until <= now.wall);
        if due(self.clock.freeze()) {
            self.clock.settle();
        }
        let Now { wall: now, certain, .. } = self.clock.freeze();
        let turn = self.state.turn(now, certain, &mut self.stage.book());
        if let Some(entrance) = turn.enter {
            self.enter(entrance, now, output)?;
        } else if self.motion.is_some() {
            self.frame(now, output)?;
        } else if !self.stage.has(&turn.prepare) {
            // The picture is at rest: the time to make the next page ready, well before its first frame.
            self.stage.compose(&turn.prepare)?;
            self.stage.digest(&turn.prepare)?;
        }
        if self.motion.is_some() {
            return Ok(Next::Frame);
        }
        if let Some(showing) = self.state.showing() {
            let on = showing.key.clone();
            self.stage.keep_only(&[&on, &turn.prepare]);
        }
        let nap = if self.stage.has(&turn.prepare) { NAP_MS } else { 0 };
        Ok(Next::At(turn.wake.min(now + nap)))
    }

    fn enter(&mut self, entrance: Entrance, now: Millis, output: &mut dyn Output) -> Result<(), RenderError> {
        let Some(showing) = self.state.showing().cloned() else { return Ok(()) };
        self.stage.compose(&showing.key)?;
        let picture = self.stage.digest(&showing.key)?;
        let before = entrance.from.as_ref().map(|from| self.stage.digest(from)).transpose()?.flatten();
        let same = picture.is_some() && before == picture;
        // The same picture again, of a new edition perhaps: whatever is on its way to it goes on.
        if !same {
            self.motion = match entrance.from {
                Some(from) if entrance.lasts_ms > 0 && before.is_some() => {
                    let (transition, began, lasts_ms) = (entrance.transition, entrance.began, entrance.lasts_ms);
                    Some(Motion { from, transition, began, lasts_ms })
                }
                _ => None,
            };
            self.frame(now, output)?;
        }
        if let Some(picture) = picture {
            self.records.write(&Record {
                wall: self.clock.freeze().wall.to_string(),
                slide: showing.key.slide.clone(),
                page: showing.key.page + 1,
                version: showing.key.programme.version,
                until: showing.until.to_string(),
                picture,
            });
        }
        Ok(())
    }

    /// Presents the picture as it is at `now`; ends the transition when its time is over.
    fn frame(&mut self, now: Millis, output: &mut dyn Output) -> Result<(), RenderError> {
        let Some(showing) = self.state.showing() else { return Ok(()) };
        let key = showing.key.clone();
        match &self.motion {
            Some(motion) if now - motion.began < motion.lasts_ms as i64 => {
                let elapsed_ms = u64::try_from(now - motion.began).unwrap_or(0);
                let thousandths = (elapsed_ms * 1_000 / motion.lasts_ms.max(1)) as u32;
                self.stage.present(output, Some(&motion.from), &key, motion.transition, thousandths)
            }
            _ => {
                self.motion = None;
                self.settled = true;
                self.stage.present(output, None, &key, Transition::Cut, 1_000)
            }
        }
    }
}
