//! What the preview shows and what a key does to it. Pure.
//!
//! Rules:
//! 1. The place is a slide's name and a time within it, so that it survives any change of folder or canvas.
//! 2. Without a travelled time every slide is gone through, one after the other; with one, what a hall shows then.
//! 3. A mistake in the folder never takes a picture away.

use std::sync::Arc;

use super::{
    findings::Viewpoint,
    loaded_folder::LoadedFolder,
    loader::Loaded,
    playhead::{Playhead, Position},
};
use crate::{
    compose::{CurrentPage, PageKey, TransitionStart},
    layout::STANDS_MS,
    model::{Finding, Language, Size, SlideId, WallTime, Zone},
    schedule::time_input,
    text,
};

/// A key, whatever the keyboard's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPress {
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
pub enum OverlayPanel {
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
    /// Metres from which the page is to be seen; `None` shows it as large as the window.
    pub distance_m: Option<u32>,
    /// What is written over it.
    pub panels: Vec<OverlayPanel>,
}

/// Distances of the field, metres (docs/legibility.md §2): the front row, the middle, the back row.
const DISTANCES_M: [u32; 3] = [3, 5, 8];

/// Milliseconds of an hour.
const HOUR_MS: i64 = 3_600_000;

/// A preview at work.
#[derive(Debug, Clone)]
pub struct PreviewState {
    folder: Option<Arc<LoadedFolder>>,
    mistakes: Vec<String>,
    canvas: Size,
    /// When it was started.
    now: WallTime,
    playhead: Playhead,
    paused: bool,
    full_screen: bool,
    facts: bool,
    warnings: bool,
    help: bool,
    distance: Option<usize>,
    prompt: Option<(String, Option<String>)>,
    note: Option<String>,
    /// What was found wrong with a page, and of which page and look that is true.
    findings: Option<(Viewpoint, (SlideId, usize), Vec<String>)>,
    /// Where the last page came on by itself, how it came on.
    start: Option<TransitionStart>,
    /// Why the default slide stands in the place of the page that is on.
    trouble: Option<String>,
}

impl PreviewState {
    /// A preview on `canvas`, at that time if one is given; `now` is where travelling begins otherwise.
    pub fn new(canvas: Size, at: Option<WallTime>, now: WallTime) -> Self {
        Self {
            folder: None,
            mistakes: Vec::new(),
            canvas,
            now,
            playhead: match at {
                Some(wall) => Playhead::Travel { wall },
                None => Playhead::Browse { slide: None, elapsed_ms: 0, wall: now },
            },
            paused: false,
            full_screen: false,
            facts: false,
            warnings: false,
            help: false,
            distance: None,
            prompt: None,
            note: None,
            findings: None,
            start: None,
            trouble: None,
        }
    }

    /// The folder was read.
    pub fn load(&mut self, loaded: Loaded) {
        self.mistakes = loaded.mistakes;
        if let Some(folder) = loaded.folder {
            self.playhead.settle(&folder);
            self.folder = Some(Arc::new(folder));
            self.findings = None;
        }
    }

    /// What is to be looked at.
    pub fn folder(&self) -> Option<&Arc<LoadedFolder>> {
        self.folder.as_ref()
    }

    /// The canvas asked for; the folder may still be one for another.
    pub fn canvas(&self) -> Size {
        self.canvas
    }

    /// Shows a short message until the next key.
    pub fn say(&mut self, note: String) {
        self.note = Some(note);
    }

    /// `ms` have passed.
    pub fn tick(&mut self, ms: u64) {
        let Some(folder) = self.folder.clone().filter(|_| !self.stands()) else { return };
        let before = self.playhead.position(&folder).map(|position| position.current.key);
        self.playhead.tick(&folder, ms);
        if let Some(after) = self.playhead.position(&folder).map(|position| position.current)
            && before.as_ref() != Some(&after.key)
        {
            self.start = Some(TransitionStart::into(&after, before, self.wall()));
        }
    }

    /// How the page came on if it did so by itself since this was last asked.
    pub fn take_start(&mut self) -> Option<TransitionStart> {
        self.start.take()
    }

    /// What is shown, as a hall would show it.
    pub fn current(&self) -> Option<CurrentPage> {
        Some(self.position()?.current)
    }

    /// The page after it.
    pub fn following(&self) -> Option<PageKey> {
        self.playhead.following(self.folder.as_ref()?, &self.position()?)
    }

    /// The instant that a hall's clock would show.
    pub fn wall(&self) -> WallTime {
        self.playhead.wall()
    }

    /// Whether time stands still: nothing may be left half-way.
    pub fn stands(&self) -> bool {
        self.paused || self.prompt.is_some()
    }

    /// Whether a ticker takes turns instead of running: as in a hall, and below panels, which somebody reads.
    pub fn rests(&self) -> bool {
        let reduced = self.folder.as_ref().is_some_and(|folder| folder.programme.unit.reduced_motion);
        reduced || !self.view().panels.is_empty()
    }

    /// Says over the page why the default slide stands in its place; `None` where it does not.
    pub fn set_trouble(&mut self, trouble: Option<String>) {
        self.trouble = trouble;
    }

    /// Milliseconds after which the view changes by itself; `None` where it does not.
    pub fn wake_ms(&self) -> Option<u64> {
        let position = self.position().filter(|_| !self.stands())?;
        let mut left_ms = position.until_ms.saturating_sub(position.elapsed_ms).max(1);
        if !position.current.status_bar.is_empty() {
            // Turns of sentences end with the minute, as the clock's do.
            let turn_ms = STANDS_MS - self.wall().0.rem_euclid(STANDS_MS);
            left_ms = left_ms.min(turn_ms.unsigned_abs());
        }
        // The seconds that are left count down.
        let second_ms = if self.facts { (left_ms - 1) % 1_000 + 1 } else { left_ms };
        Some(second_ms)
    }

    /// A key was pressed.
    pub fn key(&mut self, key: KeyPress) -> Option<Effect> {
        self.note = None;
        if self.prompt.is_some() {
            self.type_time(key);
            return None;
        }
        let sign = match key {
            KeyPress::Sign(sign) => sign.to_lowercase().next().unwrap_or(sign),
            KeyPress::On => 'n',
            KeyPress::Back => 'p',
            KeyPress::Space => ' ',
            KeyPress::Help => '?',
            KeyPress::FullScreen => 'f',
            KeyPress::Escape => return self.escape(),
            KeyPress::Enter | KeyPress::Erase => return None,
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

    fn type_time(&mut self, key: KeyPress) {
        let Some((text, wrong)) = &mut self.prompt else { return };
        *wrong = None;
        match key {
            KeyPress::Sign(sign) if text.chars().count() < 32 => text.push(sign),
            KeyPress::Space => text.push(' '),
            KeyPress::Erase => {
                text.pop();
            }
            KeyPress::Escape => self.prompt = None,
            KeyPress::On | KeyPress::Back => self.step_change(key == KeyPress::On),
            KeyPress::Enter => {
                let Some(zone) = self.folder.as_ref().map(|folder| folder.programme.time_zone.clone()) else { return };
                let now = self.wall();
                let typed = self.prompt.take().map(|(text, _)| text).unwrap_or_default();
                match time_input::parse(&typed, &zone, now) {
                    Some(wall) => self.playhead = Playhead::Travel { wall },
                    None => self.prompt = Some((typed, Some(format!("Không hiểu; ví dụ: {}", time_input::FORMS)))),
                }
            }
            _ => {}
        }
    }

    /// Travels to the next or last instant at which what is due changes.
    fn step_change(&mut self, on: bool) {
        let Some(folder) = self.folder.clone() else { return };
        let wall = self.wall();
        let change = if on { folder.schedule.next_change(wall) } else { folder.previous_change(wall) };
        match change {
            Some(wall) => {
                self.playhead = Playhead::Travel { wall };
                self.prompt = Some((self.typed(wall), None));
            }
            None => self.prompt = Some((self.typed(wall), Some("Lịch phát không còn thay đổi.".to_owned()))),
        }
    }

    fn typed(&self, wall: WallTime) -> String {
        self.folder.as_ref().map(|folder| time_input::typed(wall, &folder.programme.time_zone)).unwrap_or_default()
    }

    /// Goes through all slides again, from the one that is on.
    fn leave_time(&mut self) {
        if let (Playhead::Travel { .. }, Some(position)) = (&self.playhead, self.position()) {
            let (slide, elapsed_ms) = (Some(position.slide().clone()), position.span.from_ms);
            self.playhead = Playhead::Browse { slide, elapsed_ms, wall: self.now };
        }
    }

    /// To the next page, or the one before; at once, because a person waits.
    fn step(&mut self, on: bool) {
        let Some(folder) = self.folder.clone() else { return };
        self.start = None;
        if on { self.playhead.next(&folder) } else { self.playhead.previous(&folder) }
    }

    /// The page that should be looked over, and how, if somebody wants to know and it has not been yet.
    pub fn unchecked(&self, panel_inches: f32) -> Option<(SlideId, usize, Viewpoint)> {
        let position = self.position().filter(|_| self.facts || self.warnings || self.paused)?;
        let has_status_bar = position.current.key.has_status_bar;
        let page = position.page();
        let distance_m = self.distance.map(|at| DISTANCES_M[at]);
        // The minute makes no difference that anybody looks for; the hour may be that in which an alert ends.
        let at = WallTime(self.wall().0.div_euclid(HOUR_MS) * HOUR_MS);
        let look = Viewpoint { distance_m, panel_inches, at, has_status_bar };
        let known = self.findings.as_ref().is_some_and(|(from, of, _)| *from == look && *of == page);
        (!known).then_some((page.0, page.1, look))
    }

    /// That page was looked over.
    pub fn found(&mut self, slide: SlideId, page: usize, look: Viewpoint, found: &[Finding]) {
        let line = |finding: &Finding| {
            let said = finding.explain(Language::Vi);
            format!("{}: {}. {} {}", finding.severity.name(Language::Vi), said.what, said.why, said.hint)
        };
        self.findings = Some((look, (slide, page), found.iter().map(line).collect()));
    }

    fn position(&self) -> Option<Position> {
        self.playhead.position(self.folder.as_ref()?)
    }

    /// What is to be seen now.
    pub fn view(&self) -> View {
        let position = self.position();
        let mut panels = Vec::new();
        if let Some(position) = position.as_ref().filter(|_| self.facts || self.paused) {
            panels.push(OverlayPanel::Facts(self.facts_of(position)));
        }
        if let Some(position) = position.as_ref().filter(|_| self.warnings) {
            panels.push(OverlayPanel::Warnings(self.warnings_of(position)));
        }
        if !self.mistakes.is_empty() {
            panels.push(OverlayPanel::Mistakes(self.mistakes.clone()));
        }
        if self.help {
            panels.push(OverlayPanel::Help);
        }
        if let Some((text, wrong)) = &self.prompt {
            panels.push(OverlayPanel::Prompt(text.clone(), wrong.clone()));
        }
        panels.extend(self.note.clone().map(OverlayPanel::Note));
        panels.extend(self.trouble.clone().map(|trouble| OverlayPanel::Mistakes(vec![trouble])));
        View {
            page: position.map(|position| position.page()),
            distance_m: self.distance.map(|at| DISTANCES_M[at]),
            panels,
        }
    }

    fn facts_of(&self, position: &Position) -> Vec<String> {
        let Position { span, elapsed_ms, until_ms, .. } = position;
        let slide = position.slide();
        let left_s = until_ms.saturating_sub(*elapsed_ms).div_ceil(1_000);
        let mut facts = vec![format!("{slide} · trang {}/{} · còn {left_s} giây", span.page + 1, span.of)];
        if let (Playhead::Travel { wall }, Some(folder)) = (&self.playhead, &self.folder) {
            facts.push(spoken(*wall, &folder.programme.time_zone));
        }
        let warnings = self.warnings_of(position).len();
        let mut state = vec![self.canvas.to_string()];
        state.extend(self.distance.map(|at| format!("nhìn từ {} m", DISTANCES_M[at])));
        state.extend((warnings > 0).then(|| format!("{warnings} cảnh báo (phím W)")));
        state.extend(self.paused.then(|| "tạm dừng".to_owned()));
        facts.push(state.join(" · "));
        facts
    }

    fn warnings_of(&self, position: &Position) -> Vec<String> {
        let here = |of: &(SlideId, usize)| *of == position.page();
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
