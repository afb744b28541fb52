//! Promises about a slide that crashes whoever draws it: it is passed over, told of, and the screen goes on.

use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::Duration,
};

use bangtin::{
    clock::Clock,
    compose::{Composing, Presenter, Quarantine},
    feed::NetworkPolicy,
    folder::Folder,
    fonts::Fonts,
    media::{MediaError, Pictures},
    model::{Digest, PlayRecord, Priority, Programme, ScreenHours, Size, Slide},
    player::{
        self, Engine, HallOrigin, HallSetup, NextTurn, PictureProgram, PlayLog, PlayOptions, Screen, state::PlayerState,
    },
    publish::{self, PublishOptions},
    render::{Gpu, Renderer, TextureOutput},
};

use crate::{
    commands::Commune,
    halls::Lines,
    schedule::{campaign, programme, slide},
    screen_probe::is_blank,
};

const CANVAS: Size = Size::new(480, 320);

/// Set for a hall whose picture dies of pictures: the folder of its commune.
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
        publish::build(&publish::Content::from(&folder), &PublishOptions::for_canvas(CANVAS), &mut Fonts::bundled())
            .unwrap();
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
fn play(programme: Arc<Programme>, pictures: Poison, quarantine: Arc<Quarantine>) -> Vec<PlayRecord> {
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
    is_told(&play(poster_and_slogan(), Poison { kills: false }, Arc::default()));
}

#[test]
fn a_default_slide_that_crashes_too_leaves_the_one_that_is_compiled_in() {
    let mut programme = Programme::clone(&poster_and_slogan());
    let good = play(Arc::new(programme.clone()), Poison { kills: false }, Arc::default());
    programme.default_slide = programme.slides[0].clone();
    let bad = play(Arc::new(programme), Poison { kills: false }, Arc::default());
    is_told(&bad);
    let stand_in = |records: &[PlayRecord]| records.iter().find(|record| record.replaced).unwrap().picture;
    assert_ne!(stand_in(&good), stand_in(&bad), "not the default slide of the edition, which crashes too");
}

#[test]
#[ignore = "dies; run by the hall below"]
fn a_picture_that_may_die() {
    if std::env::var_os(DOOMED).is_some() {
        player::play_picture_of(|_| Arc::new(Poison { kills: true })).unwrap();
    }
}

#[test]
#[ignore = "never ends; run by the test below"]
fn a_hall_whose_picture_may_die() {
    let Some(home) = std::env::var_os(DOOMED).map(PathBuf::from) else { return };
    let arguments = ["--exact", "quarantine::a_picture_that_may_die", "--ignored", "--nocapture"];
    let program =
        PictureProgram { path: std::env::current_exe().unwrap(), arguments: arguments.map(Into::into).to_vec() };
    let options = PlayOptions {
        setup: HallSetup::Given(HallOrigin {
            feed: home.join("feed").to_str().unwrap().parse().unwrap(),
            root: fs::read(home.join("feed/root.json")).unwrap(),
            display: None,
        }),
        data: home.join("hall"),
        line: NetworkPolicy::default(),
        sticks: vec![home.join("sticks")],
        screen: Screen::Offscreen { dir: home.join("screen"), size: CANVAS },
        hours: ScreenHours::default(),
    };
    player::play_by(program, options, Clock::system()).unwrap();
}

#[test]
fn a_slide_that_kills_the_picture_twice_is_passed_over_and_the_hall_goes_on() {
    let commune = Commune::new();
    let slides = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"));
    let poster = fs::read_to_string(slides.join("ap-phich-vneid.toml")).unwrap();
    commune.write("slides/hai.toml", &poster);
    fs::create_dir(commune.path("slides/posters")).unwrap();
    for file in fs::read_dir(slides.join("posters")).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), commune.path("slides/posters").join(file.file_name())).unwrap();
    }
    commune.publish();
    let mut hall = Command::new(std::env::current_exe().unwrap());
    hall.args(["--exact", "quarantine::a_hall_whose_picture_may_die", "--ignored", "--nocapture"]);
    hall.env(DOOMED, commune.path("")).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut hall = hall.spawn().unwrap();
    let lines = BufReader::new(hall.stdout.take().unwrap()).lines().map_while(Result::ok);
    let (tell, records) = mpsc::channel();
    thread::spawn(move || {
        // The first line is not a record but of whoever runs tests.
        let records = lines.filter_map(|line| serde_json::from_str::<PlayRecord>(&line).ok());
        records.for_each(|record| drop(tell.send(record)));
    });
    let mut seen = Vec::new();
    let until = |seen: &mut Vec<PlayRecord>, found: &dyn Fn(&PlayRecord) -> bool| {
        while !seen.iter().any(found) {
            seen.push(records.recv_timeout(Duration::from_secs(90)).expect("the hall goes on"));
        }
    };
    until(&mut seen, &|record| record.slide.as_str() == "hai" && record.replaced);
    seen.clear();
    until(&mut seen, &|record| record.slide.as_str() == "mot" && !record.replaced);
    hall.kill().unwrap();
    hall.wait().unwrap();
    let reports: Vec<String> = fs::read_dir(commune.path("hall/reports"))
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let named = reports.iter().filter(|report| report.contains("signal 6") && report.contains("`hai`")).count();
    assert_eq!(named, 2, "each death left a report that names the page: {reports:?}");
    assert!(!commune.path("hall/quarantine.json").exists(), "and nothing that the next start would hold against it");
}

/// A warning in force.
fn emergency(headline: &str) -> Arc<Programme> {
    let alert: Slide = serde_json::from_value(serde_json::json!({
        "id": "bao", "template": "alert", "headline": headline, "level": 4,
        "actions": ["Ở yên trong nhà", "Nghe loa xã"], "issuer": "UBND xã Mai Phụ", "duration_ms": 9_000,
    }))
    .unwrap();
    let mut campaign = campaign("bao", "a", Priority::Emergency);
    campaign.until = Some("2030-01-01T00:00".parse().unwrap());
    Arc::new(programme(vec![alert], vec![("a", &["bao"])], vec![campaign]))
}

/// What is recorded of that warning where its pages are left out, for they have crashed the picture.
fn left_out(programme: &Arc<Programme>) -> Vec<PlayRecord> {
    let composed = Arc::new(Mutex::new(BTreeSet::new()));
    let witness = {
        let composed = composed.clone();
        Box::new(move |composing: Composing<'_>| {
            if let Composing::Begun(what, _) = composing {
                composed.lock().unwrap().insert(what);
            }
        })
    };
    let watched = Arc::new(Quarantine::watched(BTreeSet::new(), witness));
    let whole = play(programme.clone(), Poison { kills: false }, watched);
    assert!(!whole.is_empty() && whole.iter().all(|record| !record.replaced), "{whole:?}");
    let crashed = Quarantine::default();
    crashed.avoid(composed.lock().unwrap().clone());
    play(programme.clone(), Poison { kills: false }, Arc::new(crashed))
}

#[test]
fn an_emergency_that_crashes_is_shown_in_words_alone_and_never_as_the_default_slide() {
    let (storm, flood) = (emergency("BÃO KHẨN CẤP"), emergency("LŨ QUÉT"));
    let plain = [&storm, &flood].map(left_out);
    assert!(plain.iter().flatten().all(|record| record.replaced && record.slide.as_str() == "bao"), "{plain:?}");
    assert_ne!(plain[0][0].picture, plain[1][0].picture, "each says what it is about");
    let mut calm = Programme::clone(&storm);
    calm.campaigns.clear();
    let default = play(Arc::new(calm), Poison { kills: false }, Arc::default());
    assert!(plain.iter().all(|records| records[0].picture != default[0].picture), "not the default slide");
}
