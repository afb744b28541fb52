//! What the preview shows and what a key does to it. Pure.
//!
//! Rules:
//! 1. The place is a slide's name and a time within it, so that it survives any change of folder or canvas.
//! 2. Without a travelled time every slide is gone through, one after the other; with one, what a hall shows then.
//! 3. A mistake in the folder never takes a picture away.

use std::sync::Arc;

use super::{
    deck::Deck,
    findings::Look,
    loader::Loaded,
    walk::{Spot, Walk},
};
use crate::{
    layout::{self, STANDS_MS},
    model::{Size, SlideId, StatusBar, Transition, WallTime, Warning, Zone},
    schedule::time_input,
    text,
};

/// A key, whatever the keyboard's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, digit or sign, as typed.
    Sign(char),
    /// Space.
    Space,
    /// Arrow left, or page up.
    Back,
    /// Arrow right, or page down.
    On,
    /// Enter.
    Enter,
    /// Backspace.
    Erase,
    /// Escape.
    Escape,
    /// F1.
    Help,
    /// F11.
    FullScreen,
}

/// What the window must do because of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fill the screen, or stop doing so.
    FullScreen(bool),
    /// Lay everything out for this canvas.
    Canvas(Size),
    /// Write the page to a file.
    Save,
    /// End.
    Quit,
}

/// What is written over the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Panel {
    /// What is wrong with the folder, a line each.
    Mistakes(Vec<String>),
    /// Where we are.
    Facts(Vec<String>),
    /// What is wrong with this page, a line each.
    Warnings(Vec<String>),
    /// The keys.
    Help,
    /// A time being typed, and what is wrong with it.
    Prompt(String, Option<String>),
    /// A short message.
    Note(String),
}

/// Everything that is to be seen. Two equal views look the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The slide and its page, from 0; `None` where there is nothing yet.
    pub page: Option<(SlideId, usize)>,
    /// What stands below it.
    pub foot: Option<Foot>,
    /// Metres from which the page is to be seen; `None` shows it as large as the window.
    pub distance_m: Option<u32>,
    /// What is written over it.
    pub panels: Vec<Panel>,
}

/// A status bar as it is at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foot {
    /// What is asked for.
    pub status_bar: StatusBar,
    /// Date and hour.
    pub clock: Option<(String, String)>,
    /// Which of the ticker's sentences stands, counted on without end; `None` where they run.
    pub turn: Option<i64>,
}

/// Distances of the field, metres (docs/legibility.md §2): the front row, the middle, the back row.
const DISTANCES_M: [u32; 3] = [3, 5, 8];

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 3_600_000;

/// A preview at work.
#[derive(Debug, Clone)]
pub struct State {
    deck: Option<Arc<Deck>>,
    mistakes: Vec<String>,
    canvas: Size,
    /// When it was started.
    now: WallTime,
    walk: Walk,
    paused: bool,
    full_screen: bool,
    facts: bool,
    warnings: bool,
    help: bool,
    distance: Option<usize>,
    prompt: Option<(String, Option<String>)>,
    note: Option<String>,
    /// What was found wrong with a page, and of which page and look that is true.
    findings: Option<(Look, (SlideId, usize), Vec<String>)>,
    /// Where the last page came on by itself, how it came on.
    entrance: Option<(Transition, u64)>,
}

impl State {
    /// A preview on `canvas`, at that time if one is given; `now` is where travelling begins otherwise.
    pub fn new(canvas: Size, at: Option<WallTime>, now: WallTime) -> Self {
        Self {
            deck: None,
            mistakes: Vec::new(),
            canvas,
            now,
            walk: at.map_or(Walk::Browse { slide: None, elapsed_ms: 0 }, |wall| Walk::Travel { wall }),
            paused: false,
            full_screen: false,
            facts: false,
            warnings: false,
            help: false,
            distance: None,
            prompt: None,
            note: None,
            findings: None,
            entrance: None,
        }
    }

    /// The folder was read.
    pub fn load(&mut self, loaded: Loaded) {
        self.mistakes = loaded.mistakes;
        if let Some(deck) = loaded.deck {
            self.walk.settle(&deck);
            self.deck = Some(Arc::new(deck));
            self.findings = None;
        }
    }

    /// What is to be looked at.
    pub fn deck(&self) -> Option<&Arc<Deck>> {
        self.deck.as_ref()
    }

    /// The canvas asked for; the deck may still be one for another.
    pub fn canvas(&self) -> Size {
        self.canvas
    }

    /// Shows a short message until the next key.
    pub fn say(&mut self, note: String) {
        self.note = Some(note);
    }

    /// `ms` have passed.
    pub fn tick(&mut self, ms: u64) {
        let Some(deck) = self.deck.clone().filter(|_| !self.paused && self.prompt.is_none()) else { return };
        let before = self.walk.spot(&deck).map(Spot::page);
        self.walk.tick(&deck, ms);
        let after = self.walk.spot(&deck).map(Spot::page);
        if after != before {
            self.entrance = after.map(|(slide, _)| deck.entrance(&slide));
        }
    }

    /// How the page came on if it did so by itself since this was last asked.
    pub fn take_entrance(&mut self) -> Option<(Transition, u64)> {
        self.entrance.take()
    }

    /// Milliseconds after which the view changes by itself; `None` where it does not.
    pub fn wake_ms(&self) -> Option<u64> {
        let spot = self.spot().filter(|_| !self.paused && self.prompt.is_none())?;
        let mut left_ms = spot.until_ms.saturating_sub(spot.elapsed_ms).max(1);
        if !spot.status_bar.is_empty() {
            // Turns of sentences end with the minute, as the clock's do.
            let turn_ms = STANDS_MS - self.standing_ms(&spot).rem_euclid(STANDS_MS);
            left_ms = left_ms.min(turn_ms.unsigned_abs());
        }
        // The seconds that are left count down.
        let second_ms = if self.facts { (left_ms - 1) % 1_000 + 1 } else { left_ms };
        Some(second_ms)
    }

    /// A key was pressed.
    pub fn key(&mut self, key: Key) -> Option<Effect> {
        self.note = None;
        if self.prompt.is_some() {
            self.type_time(key);
            return None;
        }
        let sign = match key {
            Key::Sign(sign) => sign.to_lowercase().next().unwrap_or(sign),
            Key::On => 'n',
            Key::Back => 'p',
            Key::Space => ' ',
            Key::Help => '?',
            Key::FullScreen => 'f',
            Key::Escape => return self.escape(),
            Key::Enter | Key::Erase => return None,
        };
        match sign {
            'n' => self.step(true),
            'p' => self.step(false),
            ' ' => self.paused = !self.paused,
            'o' => self.facts = !self.facts,
            'w' => self.warnings = !self.warnings,
            '?' | '/' | 'h' => self.help = !self.help,
            'd' => {
                let next = self.distance.map_or(0, |at| at + 1);
                self.distance = Some(next).filter(|at| *at < DISTANCES_M.len());
            }
            't' => self.prompt = Some((self.typed(self.wall()), None)),
            'a' => self.leave_time(),
            'f' => {
                self.full_screen = !self.full_screen;
                return Some(Effect::FullScreen(self.full_screen));
            }
            'r' => {
                self.canvas = Size::new(self.canvas.height, self.canvas.width);
                return Some(Effect::Canvas(self.canvas));
            }
            's' => return Some(Effect::Save),
            'q' => return Some(Effect::Quit),
            _ => {}
        }
        None
    }

    /// Closes what is open, one thing at a time.
    fn escape(&mut self) -> Option<Effect> {
        if self.help || self.warnings {
            (self.help, self.warnings) = (false, false);
        } else if self.full_screen {
            self.full_screen = false;
            return Some(Effect::FullScreen(false));
        }
        None
    }

    fn type_time(&mut self, key: Key) {
        let Some((text, wrong)) = &mut self.prompt else { return };
        *wrong = None;
        match key {
            Key::Sign(sign) if text.chars().count() < 32 => text.push(sign),
            Key::Space => text.push(' '),
            Key::Erase => {
                text.pop();
            }
            Key::Escape => self.prompt = None,
            Key::On | Key::Back => self.step_change(key == Key::On),
            Key::Enter => {
                let Some(zone) = self.deck.as_ref().map(|deck| deck.programme.time_zone.clone()) else { return };
                let now = self.wall();
                let typed = self.prompt.take().map(|(text, _)| text).unwrap_or_default();
                match time_input::parse(&typed, &zone, now) {
                    Some(wall) => self.walk = Walk::Travel { wall },
                    None => self.prompt = Some((typed, Some(format!("Không hiểu; ví dụ: {}", time_input::FORMS)))),
                }
            }
            _ => {}
        }
    }

    /// Travels to the next or last instant at which what is due changes.
    fn step_change(&mut self, on: bool) {
        let Some(deck) = self.deck.clone() else { return };
        let wall = self.wall();
        let change = if on { deck.schedule.next_change(wall) } else { deck.previous_change(wall) };
        match change {
            Some(wall) => {
                self.walk = Walk::Travel { wall };
                self.prompt = Some((self.typed(wall), None));
            }
            None => self.prompt = Some((self.typed(wall), Some("Lịch phát không còn thay đổi.".to_owned()))),
        }
    }

    /// The travelled time, or when the preview was started where we do not travel.
    fn wall(&self) -> WallTime {
        match self.walk {
            Walk::Travel { wall } => wall,
            Walk::Browse { .. } => self.now,
        }
    }

    fn typed(&self, wall: WallTime) -> String {
        self.deck.as_ref().map(|deck| time_input::typed(wall, &deck.programme.time_zone)).unwrap_or_default()
    }

    /// Goes through all slides again, from the one that is on.
    fn leave_time(&mut self) {
        if let (Walk::Travel { .. }, Some(spot)) = (&self.walk, self.spot()) {
            self.walk = Walk::Browse { slide: Some(spot.slide), elapsed_ms: spot.place.from_ms };
        }
    }

    /// To the next page, or the one before; at once, because a person waits.
    fn step(&mut self, on: bool) {
        let Some(deck) = self.deck.clone() else { return };
        self.entrance = None;
        if on { self.walk.next(&deck) } else { self.walk.previous(&deck) }
    }

    /// The page that should be looked over, and how, if somebody wants to know and it has not been yet.
    pub fn unchecked(&self, panel_inches: f32) -> Option<(SlideId, usize, Look)> {
        let spot = self.spot().filter(|_| self.facts || self.warnings || self.paused)?;
        let has_status_bar = !spot.status_bar.is_empty();
        let page = spot.page();
        let distance_m = self.distance.map(|at| DISTANCES_M[at]);
        // The hour makes no difference to any finding, the day does.
        let at = WallTime(self.wall().0.div_euclid(DAY_MS) * DAY_MS);
        let look = Look { distance_m, panel_inches, at, has_status_bar };
        let known = self.findings.as_ref().is_some_and(|(from, of, _)| *from == look && *of == page);
        (!known).then_some((page.0, page.1, look))
    }

    /// That page was looked over.
    pub fn found(&mut self, slide: SlideId, page: usize, look: Look, warnings: &[Warning]) {
        let line = |warning: &Warning| format!("{}: {} {} {}", warning.rule, warning.what, warning.why, warning.hint);
        self.findings = Some((look, (slide, page), warnings.iter().map(line).collect()));
    }

    fn spot(&self) -> Option<Spot> {
        self.walk.spot(self.deck.as_ref()?)
    }

    /// What is to be seen now.
    pub fn view(&self) -> View {
        let spot = self.spot();
        let mut panels = Vec::new();
        if let Some(spot) = spot.as_ref().filter(|_| self.facts || self.paused) {
            panels.push(Panel::Facts(self.facts_of(spot)));
        }
        if let Some(spot) = spot.as_ref().filter(|_| self.warnings) {
            panels.push(Panel::Warnings(self.warnings_of(spot)));
        }
        if !self.mistakes.is_empty() {
            panels.push(Panel::Mistakes(self.mistakes.clone()));
        }
        if self.help {
            panels.push(Panel::Help);
        }
        if let Some((text, wrong)) = &self.prompt {
            panels.push(Panel::Prompt(text.clone(), wrong.clone()));
        }
        panels.extend(self.note.clone().map(Panel::Note));
        View {
            foot: spot.as_ref().and_then(|spot| self.foot(spot, panels.is_empty())),
            page: spot.map(|spot| (spot.slide, spot.place.page)),
            distance_m: self.distance.map(|at| DISTANCES_M[at]),
            panels,
        }
    }

    /// What stands below the page. Sentences run as in a hall while the page is `bare`; below panels, which somebody
    /// reads, they take turns.
    fn foot(&self, spot: &Spot, bare: bool) -> Option<Foot> {
        let deck = self.deck.as_ref().filter(|_| !spot.status_bar.is_empty())?;
        let clock = spot.status_bar.clock.then(|| layout::clock_words(Some(self.wall()), &deck.programme.time_zone));
        let stands = !bare || deck.programme.unit.reduced_motion;
        let turn = stands.then(|| self.standing_ms(spot).div_euclid(STANDS_MS));
        Some(Foot { status_bar: spot.status_bar.clone(), clock, turn })
    }

    /// The time that sentences take turns by: a hall's where we travel, otherwise the slide's own.
    fn standing_ms(&self, spot: &Spot) -> i64 {
        match self.walk {
            Walk::Travel { wall } => wall.0,
            Walk::Browse { .. } => i64::try_from(spot.elapsed_ms).unwrap_or(0),
        }
    }

    fn facts_of(&self, spot: &Spot) -> Vec<String> {
        let Spot { slide, place, elapsed_ms, until_ms, .. } = spot;
        let left_s = until_ms.saturating_sub(*elapsed_ms).div_ceil(1_000);
        let mut facts = vec![format!("{slide} · trang {}/{} · còn {left_s} giây", place.page + 1, place.of)];
        if let (Walk::Travel { wall }, Some(deck)) = (&self.walk, &self.deck) {
            facts.push(spoken(*wall, &deck.programme.time_zone));
        }
        let warnings = self.warnings_of(spot).len();
        let mut state = vec![self.canvas.to_string()];
        state.extend(self.distance.map(|at| format!("nhìn từ {} m", DISTANCES_M[at])));
        state.extend((warnings > 0).then(|| format!("{warnings} cảnh báo (phím W)")));
        state.extend(self.paused.then(|| "tạm dừng".to_owned()));
        facts.push(state.join(" · "));
        facts
    }

    fn warnings_of(&self, spot: &Spot) -> Vec<String> {
        let here = |of: &(SlideId, usize)| of.0 == spot.slide && of.1 == spot.place.page;
        let findings = self.findings.as_ref().filter(|(_, of, _)| here(of));
        findings.map(|(_, _, lines)| lines.clone()).unwrap_or_default()
    }
}

/// The instant as it is read, in Vietnamese.
fn spoken(at: WallTime, zone: &Zone) -> String {
    let local = zone.local(at);
    format!("{}, {}", text::weekday(local.weekday()), local.strftime("%d/%m/%Y %H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_weekday() {
        let at: jiff::Timestamp = "2026-11-30T19:30:00+07:00".parse().unwrap();
        assert_eq!(spoken(at.into(), &Zone::default()), "Thứ Hai, 30/11/2026 19:30:00");
    }
}
