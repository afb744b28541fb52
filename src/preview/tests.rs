//! Promises about the preview, kept without a window.

use std::{fs, path::Path, sync::mpsc, time::Duration};

use super::{
    Loaded, PANEL_INCHES, PreviewRenderer, PreviewSource, WindowGeometry,
    loaded_folder::{LoadedFolder, Viewer},
    loader::Loader,
    state::{Effect, KeyPress, OverlayPanel, PreviewState, View},
};
use crate::{
    clock::{Clock, Now},
    compose::StatusBarContent,
    folder::Folder,
    fonts::Fonts,
    model::{Size, SlideId, WallTime, Zone},
    publish::{self, PublishOptions},
    render::{Gpu, Renderer, TextureOutput},
    schedule::{slide_order, time_input},
};

const SLIDES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/slides");

fn loaded() -> LoadedFolder {
    loaded_from(Folder::read(Path::new(SLIDES)).unwrap())
}

fn loaded_from(folder: Folder) -> LoadedFolder {
    let (mut fonts, canvas) = (Fonts::bundled(), Size::new(480, 320));
    let built =
        publish::build(&publish::Content::from(&folder), &PublishOptions::for_canvas(canvas), &mut fonts).unwrap();
    LoadedFolder::new(built, folder.terms, canvas, &Viewer::default(), &mut fonts)
}

fn state(at: Option<&str>) -> PreviewState {
    let zone = &Zone::default();
    let now = time_input::parse("2026-11-23 08:00", zone, WallTime(0)).unwrap();
    let mut state = PreviewState::new(Size::new(480, 320), at.map(|at| time_input::parse(at, zone, now).unwrap()), now);
    state.load(Loaded { folder: Some(loaded()), mistakes: Vec::new() });
    state
}

/// The present turn's time, as the window hands it on.
fn time(state: &PreviewState) -> Now {
    Now { wall: state.wall(), ..Clock::fixed(state.wall()).now() }
}

fn page(state: &PreviewState) -> (SlideId, usize) {
    state.view().page.unwrap()
}

fn keys(state: &mut PreviewState, text: &str) {
    for sign in text.chars() {
        state.key(if sign == ' ' { KeyPress::Space } else { KeyPress::Sign(sign) });
    }
}

#[test]
fn every_page_of_every_slide_is_reached_and_left_again_in_the_same_order() {
    for at in [None, Some("2026-12-05 19:00")] {
        let mut state = state(at);
        let steps = 40;
        let mut there = vec![page(&state)];
        for _ in 0..steps {
            state.key(KeyPress::On);
            there.push(page(&state));
        }
        assert!(there.windows(2).all(|pair| pair[0] != pair[1]), "every step is one page");
        for wanted in there.iter().rev().skip(1) {
            state.key(KeyPress::Back);
            assert_eq!(page(&state), *wanted);
        }
    }
}

#[test]
fn time_turns_the_pages_and_a_pause_stops_it() {
    for at in [None, Some("2026-12-05 19:00")] {
        let mut state = state(at);
        let first = page(&state);
        let wait = state.wake_ms().unwrap();
        state.tick(wait - 1);
        assert_eq!((page(&state), state.take_start()), (first.clone(), None));
        keys(&mut state, " ");
        state.tick(100_000);
        assert_eq!((page(&state), state.wake_ms()), (first.clone(), None));
        keys(&mut state, " ");
        state.tick(1);
        assert_ne!(page(&state), first);
        assert!(state.take_start().is_some(), "it came on as in a hall");
    }
}

#[test]
fn what_a_hall_shows_at_a_time_is_what_is_seen_there() {
    let mut state = state(None);
    keys(&mut state, "t");
    for _ in 0..20 {
        state.key(KeyPress::Erase);
    }
    keys(&mut state, "30/11/2026 19:30");
    assert!(matches!(&state.view().panels[..], [OverlayPanel::Prompt(text, None)] if text == "30/11/2026 19:30"));
    state.key(KeyPress::Enter);
    let folder = state.folder().unwrap().clone();
    let wall = time_input::parse("30/11/2026 19:30", &folder.programme.time_zone, WallTime(0)).unwrap();
    assert_eq!(page(&state).0, folder.schedule.due(wall).slide);

    keys(&mut state, "t");
    state.key(KeyPress::On);
    state.key(KeyPress::Enter);
    let change = folder.schedule.next_change(wall).unwrap();
    assert_eq!(page(&state).0, folder.schedule.due(change).slide);
    assert_eq!(folder.previous_change(change + 1), Some(change));
    keys(&mut state, "t");
    keys(&mut state, "xyz");
    state.key(KeyPress::Enter);
    assert!(matches!(&state.view().panels[..], [OverlayPanel::Prompt(_, Some(_))]), "a time that is none is said");
    state.key(KeyPress::Escape);
    let here = page(&state);
    keys(&mut state, "a");
    assert_eq!(page(&state), here, "leaving the time keeps the page");
}

#[test]
fn the_band_that_a_hall_would_have_stands_below_the_page() {
    let mut folder = Folder::read(Path::new(SLIDES)).unwrap();
    folder.campaigns[0].clock = true;
    folder.campaigns[0].ticker = vec!["Gặp thiên tai: gọi 112.".into(), "Cháy: 114.".into()];
    let mut state = state(None);
    state.load(Loaded { folder: Some(loaded_from(folder)), mistakes: Vec::new() });
    let bar = |state: &PreviewState| {
        StatusBarContent::of(&state.current().unwrap(), state.rests(), &time(state), Size::new(480, 320))
    };
    let first = bar(&state).unwrap();
    assert_eq!((first.clock.unwrap().1.as_str(), first.standing), ("08:00", None), "the ticker runs as in a hall");
    assert!(state.wake_ms().unwrap() <= 10_000, "sentences take turns");
    let folder = state.folder().unwrap().clone();
    let (slide, page) = page(&state);
    assert_eq!(folder.laid(&slide, true).unwrap().pages[page].scene.size, Size::new(480, 288));

    keys(&mut state, "t");
    for _ in 0..20 {
        state.key(KeyPress::Erase);
    }
    keys(&mut state, "30/11/2026 19:30");
    state.key(KeyPress::Enter);
    keys(&mut state, "o");
    let before = bar(&state).unwrap();
    assert_eq!(before.clock.unwrap(), ("Thứ Hai, 30/11/2026".to_owned(), "19:30".to_owned()));
    state.tick(60_000);
    let after = bar(&state).unwrap();
    let turns = |standing: Option<i64>| standing.expect("below a panel sentences take turns");
    assert_eq!((after.clock.unwrap().1.as_str(), turns(after.standing) - turns(before.standing)), ("19:31", 6));
    assert!(bar(&self::state(None)).is_none(), "the sample asks for none");
}

#[test]
fn a_ticker_runs_below_the_page_as_in_a_hall_whatever_the_window() {
    let mut folder = Folder::read(Path::new(SLIDES)).unwrap();
    folder.campaigns[0].ticker = vec!["Gặp thiên tai: gọi 112.".into(), "Cháy: 114.".into()];
    let mut state = state(None);
    state.load(Loaded { folder: Some(loaded_from(folder)), mistakes: Vec::new() });
    let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
    // Larger than the canvas of 480 by 320, smaller, upright, and from the middle of the hall.
    for (size, distant) in [((1120, 672), false), ((481, 233), false), ((333, 777), false), ((1120, 672), true)] {
        if distant {
            keys(&mut state, "dd");
        }
        let window = WindowGeometry { size: Size::new(size.0, size.1), scale: 1.0 };
        let start = time(&state);
        let at = |ms: u64| Now { mono: start.mono + Duration::from_millis(ms), ..start };
        let mut open = || {
            let mut renderer = PreviewRenderer::new(Renderer::new(&gpu), PANEL_INCHES);
            let mut output = TextureOutput::new(&gpu, window.size).unwrap();
            assert!(renderer.turn(&mut state, window, &at(0), &mut output).unwrap() && renderer.moves());
            (renderer, output)
        };
        let ((mut renderer, mut output), (mut other, mut whole)) = (open(), open());
        let first = output.picture().unwrap().rgba;
        renderer.turn(&mut state, window, &at(400), &mut output).unwrap();
        let later = output.picture().unwrap().rgba;
        let row = 4 * size.0 as usize;
        let moved: Vec<usize> =
            (0..size.1 as usize).filter(|y| first[y * row..][..row] != later[y * row..][..row]).collect();
        let (top, bottom) = (moved[0], moved[moved.len() - 1]);
        assert!(top > size.1 as usize / 2, "the page above it stays: {top}");
        assert!(bottom - top < size.1 as usize / 9, "only the status bar moves: {top} to {bottom}");
        other.repaint(&state, &at(400), &mut whole).unwrap();
        assert!(later == whole.picture().unwrap().rgba, "what is drawn alone is what is drawn with the page");
    }
}

#[test]
fn a_mistake_is_shown_over_the_last_good_picture() {
    let mut state = state(None);
    state.key(KeyPress::On);
    let before = page(&state);
    state.load(Loaded { folder: None, mistakes: vec!["a.toml:3: wrong".to_owned()] });
    let View { page, panels, .. } = state.view();
    assert_eq!(page, Some(before.clone()));
    assert_eq!(panels, [OverlayPanel::Mistakes(vec!["a.toml:3: wrong".to_owned()])]);
    state.load(Loaded { folder: Some(loaded()), mistakes: Vec::new() });
    let View { page, panels, .. } = state.view();
    assert_eq!((page, panels), (Some(before), Vec::new()), "mended: the same page, nothing over it");
}

#[test]
fn keys_ask_the_window_for_what_only_it_can_do() {
    let mut state = state(None);
    assert_eq!(state.key(KeyPress::Sign('R')), Some(Effect::Canvas(Size::new(320, 480))));
    assert_eq!(state.key(KeyPress::FullScreen), Some(Effect::FullScreen(true)));
    keys(&mut state, "?");
    assert_eq!(state.view().panels, [OverlayPanel::Help]);
    assert_eq!(state.key(KeyPress::Escape), None);
    assert_eq!(state.view().panels, []);
    assert_eq!(state.key(KeyPress::Escape), Some(Effect::FullScreen(false)));
    assert_eq!(state.key(KeyPress::Sign('s')), Some(Effect::Save));
    assert_eq!(state.key(KeyPress::Sign('q')), Some(Effect::Quit));
    let distances: Vec<_> = (0..4)
        .map(|_| {
            keys(&mut state, "d");
            state.view().distance_m
        })
        .collect();
    assert_eq!(distances, [Some(3), Some(5), Some(8), None]);
}

#[test]
fn tags_bring_what_only_displays_with_them_get() {
    let programme = loaded().programme;
    let tagged = Viewer { display: None, tags: vec!["nha-van-hoa".to_owned()] }.schedule(&programme);
    let evening = time_input::parse("2026-11-25 19:00", &programme.time_zone, WallTime(0)).unwrap();
    let only = "thong-bao-ho-tro".parse::<SlideId>().unwrap();
    assert!(slide_order::from(&tagged, evening).contains(&only));
    assert!(!slide_order::from(&Viewer::default().schedule(&programme), evening).contains(&only));
}

#[test]
fn a_saved_file_is_seen_and_a_spoiled_one_keeps_its_page() {
    let dir = tempfile::tempdir().unwrap();
    let campaign = "[unit]\nname = \"UBND xã\"\nkicker = \"X\"\nhotline = \"1\"\nportal = \"a.vn\"\n";
    let write = |file: &str, text: &str| fs::write(dir.path().join(file), text).unwrap();
    let slogan = |words: &str| format!("template = \"slogan\"\ntext = \"{words}\"\n");
    write("campaign.toml", campaign);
    write("a.toml", &slogan("MỘT"));
    write("b.toml", &slogan("HAI"));
    let (tell, told) = mpsc::channel();
    let source = PreviewSource::new(dir.path(), Viewer::default());
    let _loader = Loader::start(source, Size::new(480, 320), move |loaded| tell.send(loaded).unwrap()).unwrap();
    let words = |loaded: &Loaded, id: &str| {
        let pages = loaded.folder.as_ref().unwrap().pages[&id.parse::<SlideId>().unwrap()].clone();
        pages.pages[0].scene.texts().flat_map(|text| &text.lines).map(|line| line.words.as_str()).collect::<String>()
    };
    let next = |wanted: &dyn Fn(&Loaded) -> bool| {
        // A slow machine may read the folder between two writes of the same file; what counts is where it ends.
        loop {
            let loaded = told.recv_timeout(Duration::from_secs(20)).expect("the change is seen");
            if wanted(&loaded) {
                return loaded;
            }
        }
    };
    let first = next(&|loaded| loaded.mistakes.is_empty());
    assert!(words(&first, "a").contains("MỘT") && words(&first, "b").contains("HAI"));
    write("a.toml", &slogan("BA"));
    next(&|loaded| words(loaded, "a").contains("BA"));
    write("b.toml", "template = \"slogan\"\ntekst = \"X\"\n");
    let spoiled = next(&|loaded| !loaded.mistakes.is_empty());
    assert!(words(&spoiled, "b").contains("HAI") && spoiled.mistakes[0].contains("b.toml"));
    write("a.toml", &slogan("NĂM"));
    let edited = next(&|loaded| words(loaded, "a").contains("NĂM"));
    assert!(words(&edited, "b").contains("HAI"), "other slides go on changing meanwhile");
}
