//! Promises about the way to a picture: a preview shows what a hall shows, and many pages are composed as one would be.

use std::{
    collections::BTreeMap,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bangtin::{
    clock::{Clock, Now},
    compose::{self, ComposeError, Presenter, StillComposer},
    fonts::Fonts,
    media::{MediaError, Pictures},
    model::{
        Asset, Digest, MediaType, Notice, Playlist, Poster, Priority, Programme, Rendition, Size, SlideContent,
        SlideId, Transition, WallTime,
    },
    player::{Engine, PlayLog, state::PlayerState},
    preview::{
        Loaded, PANEL_INCHES, PreviewRenderer, WindowGeometry,
        loaded_folder::{LoadedFolder, Viewer},
        state::PreviewState,
    },
    publish::Built,
    render::{FrameBuffer, Gpu, Output, Presented, Reached, RenderError, Renderer, TextureOutput},
};

use crate::{
    halls::Lines,
    schedule::{campaign, programme, slide},
};

const CANVAS: Size = Size::new(480, 320);

/// Milliseconds between two frames that are looked at.
const STEP_MS: i64 = 40;

/// A hall that plays a programme.
struct Hall {
    clock: Clock,
    engine: Engine,
    screen: TextureOutput,
}

impl Hall {
    fn open(gpu: &Gpu, programme: &Programme, at: WallTime) -> Self {
        let clock = Clock::fixed(at);
        let pictures: Arc<BTreeMap<Digest, Vec<u8>>> = Arc::default();
        let presenter = Presenter::new(Renderer::new(gpu), pictures, CANVAS);
        let state = PlayerState::new(Arc::new(programme.clone()), None);
        let engine = Engine::new(clock.clone(), state, presenter, PlayLog::to(std::io::sink()));
        Self { clock, engine, screen: TextureOutput::new(gpu, CANVAS).unwrap() }
    }

    fn frame(&mut self) -> Vec<u8> {
        self.engine.turn(&mut self.screen).unwrap();
        self.screen.picture().unwrap().rgba
    }
}

/// A preview of the same programme, in a window as large as the hall's screen.
struct Preview {
    state: PreviewState,
    renderer: PreviewRenderer,
    screen: TextureOutput,
}

impl Preview {
    fn open(gpu: &Gpu, programme: &Programme, at: WallTime) -> Self {
        let built = Built { programme: programme.clone(), files: BTreeMap::new(), findings: Vec::new() };
        let folder = LoadedFolder::new(built, Default::default(), CANVAS, &Viewer::default(), &mut Fonts::bundled());
        let mut state = PreviewState::new(CANVAS, Some(at), at);
        state.load(Loaded { folder: Some(folder), mistakes: Vec::new() });
        let renderer = PreviewRenderer::new(Renderer::new(gpu), PANEL_INCHES);
        Self { state, renderer, screen: TextureOutput::new(gpu, CANVAS).unwrap() }
    }

    fn frame(&mut self, hall: Now) -> Vec<u8> {
        let (window, now) = (WindowGeometry { size: CANVAS, scale: 1.0 }, Now { wall: self.state.wall(), ..hall });
        self.renderer.turn(&mut self.state, window, &now, &mut self.screen).unwrap();
        self.screen.picture().unwrap().rgba
    }
}

/// Plays `seconds` of the programme, from `from_ms` after its epoch on, in a hall and in a preview and compares each
/// frame. Answers with each picture that was on, and for how many frames.
fn frames_of_both(programme: &Programme, from_ms: i64, seconds: i64) -> Vec<(Vec<u8>, usize)> {
    let gpu = Gpu::offscreen().unwrap();
    let start = programme.epoch_ms + from_ms;
    let (mut hall, mut preview) = (Hall::open(&gpu, programme, start), Preview::open(&gpu, programme, start));
    let mut seen: Vec<(Vec<u8>, usize)> = Vec::new();
    for frame in 0..seconds * 1_000 / STEP_MS {
        let now = hall.clock.now();
        let (in_hall, in_preview) = (hall.frame(), preview.frame(now));
        assert!(in_hall == in_preview, "frame {frame}, {} ms after the start", frame * STEP_MS);
        match seen.last_mut() {
            Some((last, times)) if *last == in_hall => *times += 1,
            _ => seen.push((in_hall, 1)),
        }
        hall.clock.advance(STEP_MS);
        preview.state.tick(STEP_MS as u64);
    }
    seen
}

/// Three slides of eight seconds. The second has so many pages that a transition may not have the whole of its three
/// seconds on any of them.
fn weekly() -> Programme {
    let mut slides = vec![slide("mot", 8), slide("hai", 8), slide("ba", 8)];
    let body = (1..12).map(|n| format!("Bà con thôn {n} đến nhà văn hóa lúc 19 giờ 30 tối thứ Năm.")).collect();
    slides[1].content = SlideContent::Notice(Notice { title: "Lịch họp thôn".into(), body, url: None });
    slides[1].transition = Some(Transition::Push);
    slides[2].transition = Some(Transition::Wipe);
    let mut programme =
        programme(slides, vec![("a", &["mot", "hai", "ba"])], vec![campaign("hang-ngay", "a", Priority::Normal)]);
    programme.unit.transition_ms = 3_000;
    programme
}

#[test]
fn a_preview_shows_frame_by_frame_what_a_hall_shows() {
    let seen = frames_of_both(&weekly(), 7_000, 22);
    // A fade of three seconds has 75 frames; a page of less than six seconds cuts it short.
    assert!(seen.len() > 200, "pages come on in many steps: {}", seen.len());
    assert!(seen.iter().filter(|(_, times)| *times > 10).count() >= 4, "and then they stand");
}

#[test]
fn a_preview_cuts_to_an_emergency_as_a_hall_does() {
    let mut programme = weekly();
    programme.slides.push(slide("bao", 2));
    let playlist = programme.playlists[0].clone();
    let alert = Playlist { id: "b".parse().unwrap(), slides: vec!["bao".parse().unwrap()] };
    programme.playlists = vec![playlist, alert];
    let mut storm = campaign("bao-lu", "b", Priority::Emergency);
    let civil = |ms: i64| programme.time_zone.local(programme.epoch_ms + ms);
    (storm.from, storm.until) = (Some(civil(1_500)), Some(civil(4_500)));
    programme.campaigns.push(storm);
    let seen = frames_of_both(&programme, 500, 6);
    // 1 s until the emergency, in which the first slide is at rest; then the emergency, at once and alone, for 3 s.
    assert_eq!(seen[0].1, 25, "nothing but the first slide until the emergency begins");
    assert!((75..=76).contains(&seen[1].1), "it comes on whole: {}", seen[1].1);
    assert!(seen.len() > 15, "and is left as slides are: {}", seen.len());
}

#[test]
fn a_preview_of_a_unit_without_motion_cuts_as_its_halls_do() {
    let mut programme = weekly();
    programme.unit.reduced_motion = true;
    programme.campaigns[0].clock = true;
    programme.campaigns[0].ticker = vec!["Gặp thiên tai: gọi 112.".into(), "Cháy: 114.".into()];
    let seen = frames_of_both(&programme, 7_000, 20);
    assert!(seen.iter().all(|(_, times)| *times > 5), "no page comes on in steps");
    assert!(seen.len() > 5, "pages and the ticker's sentences change: {}", seen.len());
}

#[test]
fn a_preview_runs_the_ticker_pixel_for_pixel_as_a_hall_does() {
    let mut programme = weekly();
    programme.campaigns[0].clock = true;
    programme.campaigns[0].ticker = vec!["Không đưa mã OTP cho bất kỳ ai.".into()];
    let seen = frames_of_both(&programme, 6_000, 5);
    assert_eq!(seen.len(), 125, "something moves in every frame");
}

/// One picture can be had, every other crashes its decoder.
struct Poison(BTreeMap<Digest, Vec<u8>>);

impl Pictures for Poison {
    fn bytes(&self, digest: &Digest) -> Result<Arc<[u8]>, MediaError> {
        assert!(self.0.contains_key(digest), "picture {digest} crashes its decoder");
        self.0.bytes(digest)
    }
}

#[test]
fn many_slides_on_all_cores_are_delivered_in_order_and_one_that_crashes_costs_itself() {
    let names: Vec<String> = (0..12).map(|n| format!("s{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut all: Vec<_> = names.iter().map(|id| slide(id, 10)).collect();
    let mut programme = programme(Vec::new(), vec![("a", &names)], vec![campaign("n", "a", Priority::Normal)]);
    let original = Digest::of(b"no picture");
    let rendition = Rendition { digest: original, bytes: 1, size: CANVAS, media_type: MediaType::Png };
    programme.assets.insert("p.png".into(), Asset { original, renditions: vec![rendition] });
    all[5].content =
        SlideContent::Poster(Poster { picture: "p.png".into(), portrait: None, alt: "Một".into(), url: None });
    programme.slides = all;
    let programme = Arc::new(programme);
    let order: Vec<SlideId> = names.iter().map(|id| id.parse().unwrap()).collect();
    let (at_work, mut delivered) = (AtomicUsize::new(0), Vec::new());
    let pictures = Poison(BTreeMap::new());
    let work = |composer: &mut StillComposer<'_>, laid: &compose::LaidSlide| {
        at_work.fetch_add(1, Ordering::Relaxed);
        Ok::<_, ComposeError>((laid.slide.clone(), composer.page(laid, 0).map(|page| page.digest())))
    };
    compose::for_each_slide(&programme, &order, CANVAS, &pictures, work, |index, (slide, page)| {
        assert_eq!(slide, order[index]);
        delivered.push((index, page));
        Ok(())
    })
    .unwrap();
    assert_eq!(at_work.into_inner(), 12);
    let mut alone = StillComposer::open(&pictures).unwrap();
    for (at, (index, page)) in delivered.into_iter().enumerate() {
        assert_eq!(index, at);
        let laid = alone.lay_out(&programme, &order[index], CANVAS);
        match page {
            Ok(digest) => assert_eq!(digest.unwrap(), alone.page(&laid, 0).unwrap().digest().unwrap()),
            Err(error) => assert!(index == 5 && matches!(error, ComposeError::Crashed), "{index}: {error}"),
        }
    }
}

/// A screen that does not take some frames, or cannot.
struct Unwilling {
    screen: TextureOutput,
    next: Option<Result<Presented, RenderError>>,
}

impl Output for Unwilling {
    fn size(&self) -> Size {
        self.screen.size()
    }

    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError> {
        self.screen.resize(gpu, size)
    }

    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        match self.next.take() {
            Some(outcome) => outcome,
            None => self.screen.show(gpu, rows, draw),
        }
    }

    fn reached(&mut self) -> Reached {
        self.screen.reached()
    }
}

#[test]
fn a_page_whose_frame_the_screen_did_not_take_is_shown_at_the_next_turn_and_only_then_written_down() {
    let gpu = Gpu::offscreen().unwrap();
    let mut programme = weekly();
    programme.unit.reduced_motion = true;
    for refusal in [Ok(Presented::Skipped), Err(RenderError::Window { reason: "the display server is busy".into() })] {
        let mut reference = Hall::open(&gpu, &programme, programme.epoch_ms);
        let first = reference.frame();
        reference.clock.advance(8_000);
        let second = reference.frame();
        assert!(first != second);

        let hall = Hall::open(&gpu, &programme, programme.epoch_ms);
        let lines = Lines::default();
        let records = || lines.records().len();
        let presenter = Presenter::new(Renderer::new(&gpu), Arc::new(BTreeMap::<Digest, Vec<u8>>::new()), CANVAS);
        let state = PlayerState::new(Arc::new(programme.clone()), None);
        let mut engine = Engine::new(hall.clock.clone(), state, presenter, PlayLog::to(lines.clone()));
        let mut screen = Unwilling { screen: hall.screen, next: None };
        engine.turn(&mut screen).unwrap();
        hall.clock.advance(8_000);
        screen.next = Some(refusal);
        engine.turn(&mut screen).ok();
        assert!(screen.screen.picture().unwrap().rgba == first, "the picture that was on is still there");
        assert_eq!(records(), 1);
        hall.clock.advance(1_000);
        engine.turn(&mut screen).unwrap();
        assert!(screen.screen.picture().unwrap().rgba == second);
        assert_eq!(records(), 2);
        engine.turn(&mut screen).unwrap();
        assert_eq!(records(), 2, "and each page once");
    }
}
