//! Promises about halls at work: real scenes, a real renderer, a texture for a screen, and a clock that is moved by hand.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, Mutex},
};

use bangtin::{
    clock::Clock,
    compose::{Presenter, Timetable, built_in},
    fonts::Fonts,
    model::{Digest, PlayRecord, Priority, Programme, Size, WallTime},
    player::{Engine, NextTurn, PlayLog, state::PlayerState},
    render::{Gpu, Output, Renderer, TextureOutput},
};

use crate::{
    schedule::{campaign, programme, slide},
    screen_probe::is_blank,
};

/// Small enough that a hundred pages are composed in a few seconds.
const CANVAS: Size = Size::new(480, 270);

/// Where an engine's play records go in a test.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// What was recorded so far.
    pub fn records(&self) -> Vec<PlayRecord> {
        let bytes = self.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Hall {
    clock: Clock,
    engine: Engine,
    screen: TextureOutput,
    lines: Lines,
}

impl Hall {
    fn open(programme: &Arc<Programme>, clock: Clock) -> Self {
        let gpu = Gpu::offscreen().unwrap();
        let pictures: Arc<BTreeMap<Digest, Vec<u8>>> = Arc::default();
        let presenter = Presenter::new(Renderer::new(&gpu), pictures, CANVAS);
        let lines = Lines::default();
        let engine = Engine::new(
            clock.clone(),
            PlayerState::new(programme.clone(), None),
            presenter,
            PlayLog::to(lines.clone()),
        );
        Self { clock, engine, screen: TextureOutput::new(&gpu, CANVAS).unwrap(), lines }
    }

    /// Takes turns until the picture is at rest, with an eye on the screen all the while.
    fn settle(&mut self) {
        for _ in 0..200 {
            let next = self.engine.turn(&mut self.screen).unwrap();
            assert!(!is_blank(&self.pixels()), "the screen is blank");
            match next {
                NextTurn::Frame => self.clock.advance(40),
                NextTurn::At(at) if at <= self.clock.now().wall => {}
                NextTurn::At(_) => return,
            }
        }
        panic!("the picture never came to rest");
    }

    fn records(&self) -> Vec<PlayRecord> {
        self.lines.records()
    }

    fn pixels(&self) -> Vec<u8> {
        self.screen.picture().unwrap().rgba
    }
}

fn weekly() -> Arc<Programme> {
    let ids = ["mot", "hai", "ba", "bon"];
    let slides = ids.iter().zip([9, 14, 21, 8]).map(|(id, seconds)| slide(id, seconds)).collect();
    Arc::new(programme(slides, vec![("a", &ids)], vec![campaign("hang-ngay", "a", Priority::Normal)]))
}

/// A sequence of numbers that looks random and is the same every time (a 64-bit linear congruential generator).
fn instants(count: usize) -> impl Iterator<Item = i64> {
    let mut state: u64 = 2026;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(state >> 24).unwrap() % 500_000_000
    })
    .take(count)
}

#[test]
fn two_halls_agree_on_the_page_at_a_hundred_random_instants() {
    let weekly = weekly();
    let mut halls = [0, 1].map(|_| Hall::open(&weekly, Clock::fixed(weekly.epoch_ms)));
    let mut timetable = Timetable::new(weekly.clone(), None, CANVAS, Fonts::bundled());
    for ms in instants(100) {
        let at = weekly.epoch_ms + ms;
        for hall in &mut halls {
            hall.clock.set(at);
            hall.settle();
        }
        let [one, other] = [&halls[0], &halls[1]].map(|hall| hall.records().pop().unwrap());
        assert_eq!((&one.slide, one.page, one.picture), (&other.slide, other.page, other.picture), "at {at}");
        // Transitions move the hand-moved clock on a little, over a boundary at times: both pages are then right.
        let due = [at, halls[0].clock.now().wall].map(|at| timetable.due(at));
        assert!(due.contains(&(one.slide.clone(), one.page)), "{one:?} at {at}, due: {due:?}");
        assert!(halls[0].pixels() == halls[1].pixels(), "the same pixels at {at}");
    }
}

#[test]
fn a_still_page_is_presented_once_and_written_down_once() {
    let weekly = weekly();
    let mut hall = Hall::open(&weekly, Clock::fixed(weekly.epoch_ms));
    hall.settle();
    let before = hall.pixels();
    for _ in 0..20 {
        hall.clock.advance(300);
        hall.settle();
    }
    assert_eq!(hall.records().len(), 1);
    assert!(hall.pixels() == before);
}

#[test]
fn a_fade_passes_through_both_pictures_and_ends_in_the_new_one() {
    let weekly = weekly();
    let mut hall = Hall::open(&weekly, Clock::fixed(weekly.epoch_ms));
    hall.settle();
    let old = hall.pixels();
    hall.clock.advance(9_400);
    assert_eq!(hall.engine.turn(&mut hall.screen).unwrap(), NextTurn::Frame, "half way through the fade");
    let half = hall.pixels();
    hall.settle();
    let new = hall.pixels();
    assert!(old != new && half != old && half != new);
    let between = old.iter().zip(&new).zip(&half).filter(|((a, b), c)| {
        let (low, high) = (a.min(b).saturating_sub(2), a.max(b).saturating_add(2));
        (low..=high).contains(c)
    });
    assert_eq!(between.count(), half.len(), "every byte lies between the two pictures");
}

#[test]
fn a_hall_without_content_says_what_it_waits_for_and_is_never_black() {
    let mut hall = Hall::open(&built_in::programme("Đang chờ mạng"), Clock::fixed(WallTime(1_800_000_000_000)));
    hall.settle();
    let first = hall.pixels();
    assert!(first.as_chunks::<4>().0.iter().any(|pixel| pixel[..3] != first[..3]), "not one colour");
    assert_eq!(hall.records()[0].version, 0);
    hall.engine.offer(built_in::programme("Đã kết nối"));
    hall.clock.advance(100);
    hall.settle();
    assert!(hall.pixels() != first, "the new words are on screen");
}

#[test]
fn an_unchanged_page_of_a_new_edition_comes_on_without_a_flicker() {
    let weekly = weekly();
    let mut hall = Hall::open(&weekly, Clock::fixed(weekly.epoch_ms + 1_000));
    hall.settle();
    let mut next = (*weekly).clone();
    next.version = 2;
    next.slides.truncate(1);
    next.playlists[0].slides.truncate(1);
    hall.engine.offer(Arc::new(next));
    hall.clock.set(weekly.epoch_ms + 9_000);
    assert!(matches!(hall.engine.turn(&mut hall.screen).unwrap(), NextTurn::At(_)), "no transition");
    let versions: Vec<u64> = hall.records().iter().map(|record| record.version).collect();
    assert_eq!(versions, [1, 2], "but it is written down");
}

#[test]
fn a_screen_that_changes_size_is_laid_out_anew() {
    let weekly = weekly();
    let mut hall = Hall::open(&weekly, Clock::fixed(weekly.epoch_ms));
    hall.settle();
    let portrait = Size::new(270, 480).max(Size::new(320, 480));
    let presenter = hall.engine.presenter();
    hall.screen.resize(presenter.gpu(), portrait).unwrap();
    presenter.set_screen(portrait);
    hall.engine.begin_again();
    hall.settle();
    assert_eq!(hall.screen.size(), portrait);
    let pixels = hall.pixels();
    assert!(pixels.as_chunks::<4>().0.iter().any(|pixel| pixel[..3] != pixels[..3]));
}

#[test]
fn no_clock_however_wrong_blanks_a_screen() {
    const YEAR: i64 = 365 * 24 * 3_600_000;
    let weekly = weekly();
    let built = weekly.epoch_ms;
    let mut dated = (*weekly).clone();
    dated.campaigns[0].from = Some("2026-01-01T00:00".parse().unwrap());
    for programme in [weekly.clone(), Arc::new(dated)] {
        for wrong in [WallTime(0), built + -YEAR, built + YEAR, built + 12 * YEAR] {
            let mut hall = Hall::open(&programme, Clock::machine(wrong, built));
            hall.settle();
            // Somebody sets the clock in mid-play, right or wrong.
            for to in [built + 3_600_000, WallTime(0), built + 30 * YEAR, built + 86_400_000, built + -1] {
                hall.clock.set(to);
                hall.settle();
                hall.clock.advance(9_000);
                hall.settle();
            }
            assert!(hall.records().len() > 1, "and it goes on playing");
        }
    }
}
