//! One display at work: takes a turn whenever it is time, and carries out what was decided.

use std::time::{Duration, Instant};

use super::{play_log::PlayLog, proof::Proof, state::PlayerState};
use crate::{
    clock::{Clock, Now},
    compose::Presenter,
    model::{PlayRecord, Programmes, ScreenHours, WallTime},
    render::{Output, RenderError, Renderer},
    schedule::screen_hours,
};

/// When the next turn is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextTurn {
    /// At the next frame: something moves.
    Frame,
    /// At this instant of wall time, at the latest.
    At(WallTime),
}

/// Between two looks at whether the next page is ready, milliseconds.
const LOOK_MS: i64 = 10;

/// Longest sleep between two turns, milliseconds: how soon a step of the wall clock is noticed.
const NAP_MS: i64 = 1_000;

/// A display at work.
pub struct Engine {
    clock: Clock,
    state: PlayerState,
    presenter: Presenter,
    play_log: PlayLog,
    proof: Proof,
    hours: ScreenHours,
    /// The screen is off by its hours.
    dark: bool,
    /// It was made black since.
    black: bool,
}

/// Whether there is anything to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// There is.
    On,
    /// From now on there is not: the screen has to be made black.
    GoesOut,
    /// There is not, and the screen is black.
    Out,
}

impl Engine {
    /// A display that plays `state` through `presenter` and writes down what it presented.
    pub fn new(clock: Clock, state: PlayerState, presenter: Presenter, play_log: PlayLog) -> Self {
        Self {
            clock,
            state,
            presenter,
            play_log,
            proof: Proof::default(),
            hours: ScreenHours::default(),
            dark: false,
            black: false,
        }
    }

    /// The same, with a screen that is off outside of these hours.
    pub fn within(self, hours: ScreenHours) -> Self {
        Self { hours, ..self }
    }

    /// Whether the screen is on now, by its hours. Asked before each turn: none is to be taken while it is off. It is looked up
    /// anew each time, so that a clock that is set is followed at once; one that is not believed keeps the screen on, and so
    /// does an emergency.
    pub fn light(&mut self) -> Light {
        if self.hours.is_empty() {
            return Light::On;
        }
        if self.dark {
            self.clock.apply_samples();
        }
        let now = self.clock.now();
        let zone = self.state.programmes().own().time_zone.clone();
        let is_on = !now.certain || screen_hours::is_on(&self.hours, &zone, now.wall);
        if is_on || self.state.must_be_seen(now.wall, self.dark) {
            if std::mem::take(&mut self.dark) {
                tracing::info!("the screen is on");
                self.begin_again();
            }
            return Light::On;
        }
        if !std::mem::replace(&mut self.dark, true) {
            tracing::info!("the screen is off by its hours");
            self.begin_again();
            self.black = false;
        }
        if std::mem::replace(&mut self.black, true) { Light::Out } else { Light::GoesOut }
    }

    /// The screen may show anything: where it is off, it has to be made black again.
    pub fn darken_again(&mut self) {
        self.black = false;
    }

    /// Says how often the screen shows a new frame.
    pub fn set_interval(&mut self, interval: Duration) {
        self.presenter.set_interval(interval);
    }

    /// When the next frame is due, after a turn that ended with [`NextTurn::Frame`].
    pub fn next_frame(&self) -> Instant {
        self.presenter.next_frame().unwrap_or_else(|| self.now().mono)
    }

    /// Takes programmes in; they begin when the rules of [`PlayerState`] say so.
    pub fn offer(&mut self, programmes: impl Into<Programmes>) {
        self.state.offer(programmes);
    }

    /// What the display knows.
    pub fn state(&self) -> &PlayerState {
        &self.state
    }

    /// What shows it, for a loop that must change the screen's size.
    pub fn presenter(&mut self) -> &mut Presenter {
        &mut self.presenter
    }

    /// Goes on with a new renderer after the old one's device was lost: the next turn presents on a screen made with it.
    pub fn replace_renderer(&mut self, renderer: Renderer) {
        self.presenter.replace_renderer(renderer);
        self.state.forget();
    }

    /// Starts afresh on a screen that shows nothing of ours any more: the next turn presents.
    pub fn begin_again(&mut self) {
        self.presenter.begin_again();
        self.state.forget();
    }

    /// Presents what is on screen once more, because the screen lost it. No page came on, so nothing is written down.
    ///
    /// # Errors
    /// As [`Engine::turn`].
    pub fn repaint(&mut self, output: &mut dyn Output) -> Result<(), RenderError> {
        let now = self.clock.now();
        match self.state.current() {
            Some(current) => self.presenter.repaint(current, &now, output),
            None => Ok(()),
        }
    }

    /// Whether the picture came to rest since this was last asked: the time to keep a copy of it.
    pub fn take_settled(&mut self) -> bool {
        self.presenter.take_settled()
    }

    /// The clock's answer for this turn.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Does what is due now, presenting on `output` only if the picture changes.
    ///
    /// # Errors
    /// Those of the GPU; the picture that was on screen is still there after one.
    pub fn turn(&mut self, output: &mut dyn Output) -> Result<NextTurn, RenderError> {
        // What the feed says of the time is adopted where one page ends and the next begins, so that none is cut by it.
        let due = |now: Now| self.state.current().is_none_or(|on| !on.covers(now.wall));
        if due(self.clock.now()) {
            self.clock.apply_samples();
        }
        let now = self.clock.now();
        let turn = self.state.turn(now.wall, now.certain, &mut self.presenter.pagination());
        let Some(current) = self.state.current() else { return Ok(NextTurn::At(turn.wake)) };
        let rests = current.key.programme.unit.reduced_motion;
        let presented = self.presenter.show(current, turn.start, rests, &now, output)?;
        if let Some(page) = presented {
            let came_on = self.clock.now();
            let record = PlayRecord {
                wall: came_on.wall.to_string(),
                slide: current.key.slide.clone(),
                page: current.key.page + 1,
                version: current.key.programme.version,
                campaign: self.state.campaign().cloned(),
                emergency: current.emergency,
                until: current.until.to_string(),
                picture: page.picture,
                missed: page.missed,
                replaced: page.replaced.is_some(),
                shown: false,
                why: None,
                late: came_on.wall > current.until,
                before: None,
            };
            if let Some(before) = self.proof.came_on(record, came_on.mono) {
                self.play_log.write(&before);
            }
        }
        if self.proof.waits()
            && let Some(record) = self.proof.look(output.reached(), self.clock.now().mono)
        {
            self.play_log.write(&record);
        }
        let ready = self.presenter.prepare(&current.key, &turn.prepare)?;
        if self.presenter.moves() {
            return Ok(NextTurn::Frame);
        }
        let nap = now.wall + if ready && !self.proof.waits() { NAP_MS } else { LOOK_MS };
        let changes = self.presenter.rest(now.wall);
        Ok(NextTurn::At(turn.wake.min(nap).min(changes.unwrap_or(nap))))
    }
}
