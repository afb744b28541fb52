//! Promises about a slide that crashes whoever draws it: it is passed over, told of, and the screen goes on.

use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use bangtin::{
    clock::Clock,
    compose::Presenter,
    folder::Folder,
    fonts::Fonts,
    media::{MediaError, Pictures},
    model::{Digest, PlayRecord, Priority, Programme, Size},
    player::{Engine, NextTurn, PlayLog, state::PlayerState},
    publish::{self, Options},
    render::{Gpu, Renderer, TextureOutput},
    store::{CrashLoop, Quarantine, Store},
};

use crate::{
    halls::Lines,
    schedule::{campaign, programme, slide},
    screen_probe::is_blank,
};

const CANVAS: Size = Size::new(480, 320);

/// Set for a process that is to die of a picture: the folder of its store.
const DOOMED: &str = "BANGTIN_TEST_DOOMED";

/// Every picture is deadly, in one of two ways.
struct Poison {
    kills: bool,
}

impl Pictures for Poison {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        if self.kills {
            std::process::abort();
        }
        panic!("picture {digest} crashes its decoder");
    }
}

/// A poster of the sample campaign, then a slogan, nine seconds each.
fn poster_and_slogan() -> Arc<Programme> {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let mut built =
        publish::build(&publish::Content::from(&folder), &Options::for_canvas(CANVAS), &mut Fonts::bundled()).unwrap();
    let posters = built.programme.slides.iter().position(|slide| slide.id.as_str() == "ap-phich-vneid").unwrap();
    let mut poster = built.programme.slides.swap_remove(posters);
    poster.duration_ms = Some(9_000);
    let mut programme = programme(
        vec![poster, slide("khau-hieu", 9)],
        vec![("a", &["ap-phich-vneid", "khau-hieu"])],
        vec![campaign("hang-ngay", "a", Priority::Normal)],
    );
    programme.assets = built.programme.assets;
    Arc::new(programme)
}

/// Plays a little more than one round from the poster on, with an eye on the screen; answers with what was recorded.
fn play(programme: Arc<Programme>, pictures: Poison, quarantine: Quarantine) -> Vec<PlayRecord> {
    let clock = Clock::fixed(programme.epoch_ms + 100);
    let gpu = Gpu::offscreen().unwrap();
    let presenter = Presenter::new(Renderer::new(&gpu), Arc::new(pictures), CANVAS).with_quarantine(quarantine);
    let (lines, mut screen) = (Lines::default(), TextureOutput::new(&gpu, CANVAS).unwrap());
    let mut engine =
        Engine::new(clock.clone(), PlayerState::new(programme, None), presenter, PlayLog::to(lines.clone()));
    for _ in 0..60 {
        while engine.turn(&mut screen).unwrap() == NextTurn::Frame {
            clock.advance(40);
        }
        assert!(!is_blank(&screen.picture().unwrap().rgba), "the screen is blank");
        clock.advance(400);
    }
    lines.records()
}

fn is_told(records: &[PlayRecord]) {
    assert!(records.len() >= 3, "it goes on playing: {records:?}");
    for record in records {
        assert_eq!(record.replaced, record.slide.as_str() == "ap-phich-vneid", "{record:?}");
    }
}

#[test]
fn a_decoder_that_panics_costs_one_slide() {
    is_told(&play(poster_and_slogan(), Poison { kills: false }, Quarantine::default()));
}

#[test]
fn a_default_slide_that_crashes_too_leaves_the_one_that_is_compiled_in() {
    let mut programme = Programme::clone(&poster_and_slogan());
    let good = play(Arc::new(programme.clone()), Poison { kills: false }, Quarantine::default());
    programme.default_slide = programme.slides[0].clone();
    let bad = play(Arc::new(programme), Poison { kills: false }, Quarantine::default());
    is_told(&bad);
    let stand_in = |records: &[PlayRecord]| records.iter().find(|record| record.replaced).unwrap().picture;
    assert_ne!(stand_in(&good), stand_in(&bad), "not the default slide of the edition, which crashes too");
}

#[test]
#[ignore = "dies; run by the test below"]
fn a_hall_that_may_die() {
    let Some(dir) = std::env::var_os(DOOMED) else { return };
    let store = Store::open(Path::new(&dir)).unwrap();
    is_told(&play(poster_and_slogan(), Poison { kills: true }, Quarantine::of(&store)));
}

#[test]
fn a_slide_that_kills_the_player_twice_is_not_tried_a_third_time() {
    let dir = tempfile::tempdir().unwrap();
    let start = || {
        let mut hall = Command::new(std::env::current_exe().unwrap());
        hall.args(["--exact", "quarantine::a_hall_that_may_die", "--ignored"]).env(DOOMED, dir.path());
        hall.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    };
    assert!(!start() && !start(), "it dies of the poster, twice");
    for _ in 0..3 {
        assert!(start(), "and then passes it over, at every start");
    }
    let store = Store::open(dir.path()).unwrap();
    let notes = std::fs::read_to_string(store.dir().join("quarantine.json")).unwrap();
    assert!(notes.contains("\"times\":2"), "{notes}");
}

#[test]
fn what_was_cut_off_by_the_mains_once_is_made_again_and_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (what, other) = (Digest::of(b"a page"), Digest::of(b"another"));
    let notes = || std::fs::read_to_string(dir.path().join("quarantine.json")).unwrap_or_default();
    // The power goes while the page is being made: what is on disk then is what the next start finds.
    let quarantine = Quarantine::of(&store);
    let at_that_moment = quarantine.make(what, notes).unwrap();
    assert!(at_that_moment.contains(&what.to_string()));
    assert!(!notes().contains(&what.to_string()), "crossed out once it is made");
    std::fs::write(dir.path().join("quarantine.json"), at_that_moment).unwrap();

    let quarantine = Quarantine::of(&store);
    assert!(notes().contains("\"times\":1"));
    assert_eq!(quarantine.make(what, || 7), Ok(7), "one death is no proof");
    assert!(!notes().contains("times"), "and it is cleared by being made");
    let before = notes();
    assert_eq!(quarantine.make(what, || notes() == before), Ok(true), "what has been made is not noted again");

    assert_eq!(quarantine.make(other, || panic!("a crash that was caught")), Err::<(), _>(CrashLoop::JustNow));
    assert_eq!(quarantine.make(other, || panic!("and another")), Err::<(), _>(CrashLoop::JustNow));
    assert_eq!(quarantine.make(other, || 7), Err(CrashLoop::Before), "not tried a third time");
    // Whatever was wrong may have been mended by now: some weeks of daily starts later it has another trial.
    let mut starts = 0;
    while Quarantine::of(&store).make(other, || 7).is_err() {
        starts += 1;
    }
    assert_eq!(starts, 19);
    // Notes that are no notes are begun anew.
    std::fs::write(dir.path().join("quarantine.json"), b"\0\0\0").unwrap();
    assert_eq!(Quarantine::of(&store).make(what, || 7), Ok(7));
}
