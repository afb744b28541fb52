//! Promises about the status bar along the foot of a screen: its clock and its ticker, and that they cover nothing.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use bangtin::{
    clock::Clock,
    compose::Presenter,
    model::{Asset, Digest, MediaType, Playlist, Poster, Priority, Programme, Rendition, Size, SlideContent, WallTime},
    player::{Engine, NextTurn, PlayLog, state::PlayerState},
    render::{FrameBuffer, Gpu, Output, Presented, Reached, RenderError, Renderer, TextureOutput},
    schedule::Schedule,
};

use crate::schedule::{campaign, programme, slide};

const CANVAS: Size = Size::new(960, 540);
/// Rows of the page above the status bar.
const PAGE: usize = 486;

/// A texture that remembers which rows each frame was said to change.
struct Screen {
    output: TextureOutput,
    frames: Vec<Option<Range<u32>>>,
}

impl Output for Screen {
    fn size(&self) -> Size {
        self.output.size()
    }

    fn resize(&mut self, gpu: &Gpu, size: Size) -> Result<(), RenderError> {
        self.output.resize(gpu, size)
    }

    fn show(
        &mut self,
        gpu: &Gpu,
        rows: Option<Range<u32>>,
        draw: &mut dyn FnMut(FrameBuffer<'_>),
    ) -> Result<Presented, RenderError> {
        self.frames.push(rows.clone());
        self.output.show(gpu, rows, draw)
    }

    fn reached(&mut self) -> Reached {
        self.output.reached()
    }
}

struct Hall {
    clock: Clock,
    engine: Engine,
    screen: Screen,
}

impl Hall {
    fn open(programme: Programme) -> Self {
        let clock = Clock::fixed(programme.epoch_ms + 1_000);
        Self::at(programme, clock)
    }

    fn at(programme: Programme, clock: Clock) -> Self {
        let gpu = Gpu::offscreen().unwrap();
        let pictures: Arc<BTreeMap<Digest, Vec<u8>>> = Arc::default();
        let presenter = Presenter::new(Renderer::new(&gpu), pictures, CANVAS);
        let state = PlayerState::new(Arc::new(programme), None);
        let engine = Engine::new(clock.clone(), state, presenter, PlayLog::to(std::io::sink()));
        let screen = Screen { output: TextureOutput::new(&gpu, CANVAS).unwrap(), frames: Vec::new() };
        Self { clock, engine, screen }
    }

    fn turn(&mut self) -> NextTurn {
        self.engine.turn(&mut self.screen).unwrap()
    }

    /// The pixels above the status bar, and those of it.
    fn zones(&self) -> (Vec<u8>, Vec<u8>) {
        let mut page = self.screen.output.picture().unwrap().rgba;
        let status_bar = page.split_off(PAGE * CANVAS.width as usize * 4);
        (page, status_bar)
    }
}

/// One slide of ten minutes, under a status bar.
fn has_status_bar(clock: bool, ticker: &[&str]) -> Programme {
    let mut daily = campaign("hang-ngay", "a", Priority::Normal);
    daily.clock = clock;
    daily.ticker = ticker.iter().map(ToString::to_string).collect();
    programme(vec![slide("mot", 600)], vec![("a", &["mot"])], vec![daily])
}

const WARNING: &str = "Không đưa mã OTP, mật khẩu VNeID cho bất kỳ ai, kể cả người tự xưng là cán bộ.";

#[test]
fn a_ticker_moves_by_whole_steps_in_its_own_zone_and_nothing_else_does() {
    let mut hall = Hall::open(has_status_bar(false, &[WARNING]));
    assert_eq!(hall.turn(), NextTurn::Frame);
    let (page, first) = hall.zones();
    let width = CANVAS.width as usize;
    let mut before = first;
    for _ in 0..12 {
        hall.clock.advance(17);
        assert_eq!(hall.turn(), NextTurn::Frame);
        let (still, status_bar) = hall.zones();
        assert!(still == page, "the page does not change");
        // 240 pixels a second of a canvas 1080 high: 2 an interval on one half as high.
        for (old, new) in before.chunks(width * 4).zip(status_bar.chunks(width * 4)) {
            assert!(old[8..] == new[..old.len() - 8], "two pixels to the left, letter for letter");
        }
        before = status_bar;
    }
    let own = Some(PAGE as u32..CANVAS.height);
    assert!(hall.screen.frames[1..].iter().all(|rows| *rows == own), "only the status bar's rows are sent");
}

#[test]
fn a_stalled_ticker_goes_on_where_it_would_have_been() {
    let (mut smooth, mut stalled) =
        (Hall::open(has_status_bar(false, &[WARNING])), Hall::open(has_status_bar(false, &[WARNING])));
    smooth.turn();
    stalled.turn();
    for _ in 0..20 {
        smooth.clock.advance(17);
        smooth.turn();
    }
    stalled.clock.advance(20 * 17);
    stalled.turn();
    assert!(smooth.zones() == stalled.zones());
}

#[test]
fn a_still_page_with_a_clock_is_presented_once_a_minute() {
    let mut hall = Hall::open(has_status_bar(true, &[]));
    hall.turn();
    let (page, first) = hall.zones();
    hall.screen.frames.clear();
    for _ in 0..300 {
        hall.clock.advance(1_000);
        hall.turn();
    }
    assert_eq!(hall.screen.frames.len(), 5, "five minutes");
    let (still, later) = hall.zones();
    assert!(still == page && later != first);
}

#[test]
fn where_nothing_may_move_sentences_take_turns() {
    let mut still =
        has_status_bar(false, &[WARNING, "Mang bản chính khi đi chứng thực; đặt lịch trước để không phải chờ."]);
    still.unit.reduced_motion = true;
    let mut hall = Hall::open(still);
    let NextTurn::At(_) = hall.turn() else { panic!("nothing moves") };
    let (_, first) = hall.zones();
    hall.screen.frames.clear();
    for _ in 0..30 {
        hall.clock.advance(1_000);
        assert!(matches!(hall.turn(), NextTurn::At(_)), "nothing moves");
    }
    assert_eq!(hall.screen.frames.len(), 3, "a sentence stands for ten seconds");
    assert!(hall.zones().1 != first);
}

#[test]
fn an_emergency_has_the_whole_screen() {
    let mut both = has_status_bar(true, &[WARNING]);
    let mut storm = campaign("bao", "b", Priority::Emergency);
    storm.ticker = vec![WARNING.to_owned()];
    both.playlists.push(Playlist { id: "b".parse().unwrap(), slides: vec!["mot".parse().unwrap()] });
    let at = both.epoch_ms;
    let slot = |programme: Programme| Schedule::new(Arc::new(programme), None).due(at);
    assert!(slot(both.clone()).status_bar.clock);
    both.campaigns.push(storm);
    let sure = slot(both.clone());
    assert!(sure.emergency && sure.status_bar.is_empty());
    let unsure = Schedule::new(Arc::new(both), None).holding_dated().due(at);
    assert!(
        unsure.emergency && unsure.status_bar.clock && unsure.status_bar.ticker.is_empty(),
        "its clock's place says so"
    );
}

#[test]
fn a_stored_emergency_is_shown_and_marked_where_the_time_is_not_known() {
    let mut storm = has_status_bar(false, &[]);
    (storm.campaigns[0].priority, storm.campaigns[0].from) =
        (Priority::Emergency, Some("2026-01-01T00:00".parse().unwrap()));
    let start = storm.epoch_ms;
    let picture = |clock: Clock| {
        let mut hall = Hall::at(storm.clone(), clock);
        hall.turn();
        assert_eq!(hall.engine.state().current().unwrap().key.slide.as_str(), "mot");
        hall.screen.output.picture().unwrap().rgba
    };
    let (known, unknown) =
        (picture(Clock::fixed(start + 86_400_000 * 365)), picture(Clock::machine(WallTime(0), start)));
    // The navy of the status bar's ground, below the page.
    let foot = |rgba: &[u8]| rgba[(PAGE + 8) * CANVAS.width as usize * 4..][..3].to_vec();
    assert_eq!(foot(&unknown), [0x0B, 0x1B, 0x33]);
    assert_ne!(foot(&known), foot(&unknown));
}

#[test]
fn a_hall_that_does_not_know_the_time_says_so_where_the_hour_would_be() {
    let programme = has_status_bar(true, &[]);
    let start = programme.epoch_ms;
    let [known, unknown] = [Clock::machine(start + 1_000, start), Clock::machine(WallTime(0), start)].map(|clock| {
        let mut hall = Hall::at(programme.clone(), clock);
        hall.turn();
        let (_, status_bar) = hall.zones();
        hall.screen.frames.clear();
        for _ in 0..120 {
            hall.clock.advance(1_000);
            hall.turn();
        }
        (status_bar, hall.screen.frames.len())
    });
    assert!(known.0 != unknown.0);
    assert_eq!((known.1, unknown.1), (2, 0), "an hour that is not shown does not change");
}

#[test]
fn a_hall_keeps_the_pictures_of_pages_with_and_without_a_band() {
    let mut programme = has_status_bar(true, &[]);
    let rendition = |width: u32, height: u32| Rendition {
        digest: Digest::of(&width.to_le_bytes()),
        bytes: 1,
        size: Size::new(width, height),
        media_type: MediaType::Jpeg,
    };
    let renditions = vec![rendition(1280, 720), rendition(1760, 990), rendition(1920, 1080), rendition(3840, 2160)];
    let asset = Asset { original: Digest::of(b"original"), renditions };
    programme.assets.insert("p.png".into(), asset);
    let poster = Poster { picture: "p.png".into(), portrait: None, alt: "Một".into(), url: None };
    programme.slides[0].content = SlideContent::Poster(poster);
    let widths = |programme: &Programme| {
        let mut widths: Vec<u32> = programme.needed(Size::FULL_HD).values().map(|file| file.size.width).collect();
        widths.sort_unstable();
        widths
    };
    assert_eq!(widths(&programme), [1760, 1920]);
    programme.campaigns[0].clock = false;
    assert_eq!(widths(&programme), [1920]);
}
