//! Promises about pictures of slides that are being written: they are the hall's, they come at once, and a slide that ends
//! the process that draws costs itself.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, LazyLock},
    time::Duration,
};

use bangtin::{
    child::draw::{DrawError, DrawRequest, Drawer, DrawerOptions, Drawing, Encoding, Judging, PagesWanted, Urgency},
    compose::StillComposer,
    folder::Folder,
    fonts::Fonts,
    media,
    model::{Digest, Programme, Severity, Size, Slide, Terms},
    publish::{self, PublishOptions},
};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::{fixture::MORNING, push::now};

const SMALL: Size = Size::new(960, 540);

fn drawer(files: BTreeMap<Digest, Vec<u8>>) -> Drawer {
    // Builds that are not optimised, beside other tests, may take longer than an officer would wait.
    drawer_with(DrawerOptions { time: Duration::from_secs(60), ..DrawerOptions::default() }, files)
}

fn drawer_with(options: DrawerOptions, files: BTreeMap<Digest, Vec<u8>>) -> Drawer {
    let options = DrawerOptions { program: env!("CARGO_BIN_EXE_bangtin").into(), ..options };
    Drawer::new(options, Arc::new(files))
}

fn sample() -> &'static Sample {
    &SAMPLE
}

/// The sample campaign as it is published.
type Sample = (Arc<Programme>, BTreeMap<Digest, Vec<u8>>);

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = Folder::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/slides"))).unwrap();
    let content = publish::Content::from(&folder);
    let built = publish::build(&content, &PublishOptions::for_canvas(Size::FULL_HD), &mut Fonts::bundled()).unwrap();
    (Arc::new(built.programme), built.files)
});

fn slide(value: serde_json::Value) -> Slide {
    serde_json::from_value(value).unwrap()
}

fn slogan(text: &str) -> Slide {
    slide(json!({ "id": "khau-hieu", "template": "slogan", "text": text }))
}

fn request(slide: Slide) -> DrawRequest {
    let unit = sample().0.unit.clone();
    DrawRequest::new(slide, unit, SMALL)
}

fn typing() -> Urgency {
    Urgency::Typing("a".to_owned())
}

fn picture(drawing: &Drawing, page: usize) -> media::Picture {
    media::decode(drawing.pages[page].picture.as_ref().unwrap()).unwrap()
}

fn signal(drawer: &Drawer, signal: Signal) -> u32 {
    let id = *drawer.children().first().expect("a child is at work");
    kill_process(Pid::from_raw(i32::try_from(id).unwrap()).unwrap(), signal).unwrap();
    id
}

#[tokio::test]
async fn the_officer_sees_what_the_hall_shows() {
    let (programme, files) = sample();
    let drawer = drawer(files.clone());
    let mut composer = StillComposer::open(files).unwrap();
    for id in ["khau-hieu-01", "huong-dan-khai-sinh", "ap-phich-vneid"] {
        let slide = programme.slide(&id.parse().unwrap()).unwrap().clone();
        // The rendition of the poster is handed over as if it were the original.
        let pictures =
            slide.picture_for(Size::FULL_HD).map(|key| (key.to_owned(), programme.assets[key].renditions[0].digest));
        let mut request = DrawRequest::new(slide, programme.unit.clone(), Size::FULL_HD);
        request.pictures = pictures.into_iter().collect();
        let drawing = drawer.draw(request, typing()).await.unwrap();
        let alone = Arc::new(Programme { campaigns: Vec::new(), ..(**programme).clone() });
        let laid = composer.lay_out(&alone, &id.parse().unwrap(), Size::FULL_HD);
        assert_eq!((drawing.size, drawing.pages.len()), (Size::FULL_HD, laid.pages.pages.len()), "{id}");
        assert_eq!(drawing.shown_ms, laid.shown_ms(), "{id}");
        for page in 0..drawing.pages.len() {
            let shown = media::decode(&composer.png(&laid, page, None).unwrap()).unwrap();
            assert!(picture(&drawing, page) == shown, "{id}, page {page}: another picture than the hall's");
        }
    }
    assert_eq!(drawer.children().len(), 1, "one child drew all of them");
}

#[tokio::test]
async fn a_small_picture_has_the_pages_of_the_screen_it_is_for() {
    let (programme, files) = sample();
    let drawer = drawer(files.clone());
    let slide = programme.slide(&"huong-dan-khai-sinh".parse().unwrap()).unwrap().clone();
    let of = |screen, within| DrawRequest { screen, ..DrawRequest::new(slide.clone(), programme.unit.clone(), within) };
    let large = drawer.draw(of(Size::FULL_HD, Size::FULL_HD), typing()).await.unwrap();
    let small = drawer.draw(of(Size::FULL_HD, SMALL), typing()).await.unwrap();
    assert_eq!(small.size, SMALL);
    let fields = |drawing: &Drawing| drawing.pages.iter().map(|page| page.fields.clone()).collect::<Vec<_>>();
    assert_eq!(fields(&small), fields(&large));
    assert!(small.pages.len() > 1 && small.pages.iter().any(|page| page.label.vi.starts_with("Bước ")));
    for page in 0..small.pages.len() {
        let (shrunk, drawn) = (picture(&large, page).resized(SMALL), picture(&small, page));
        let apart: u64 = shrunk.rgba.iter().zip(&drawn.rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        let apart = apart as f64 / drawn.rgba.len() as f64;
        assert!(apart < 4.0, "page {page}: a channel is off by {apart} on average");
    }
    let portrait = drawer.draw(of(Size::FULL_HD_PORTRAIT, SMALL), typing()).await.unwrap();
    assert_eq!(portrait.size, Size::new(304, 540));
    let within = Size::new(4000, 4000);
    let never_larger = drawer.draw(of(Size::FULL_HD, within), typing()).await.unwrap();
    assert_eq!(never_larger.size, Size::FULL_HD);
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place_in_the_picture() {
    let drawer = drawer(BTreeMap::new());
    let terms = Terms {
        rows: vec![serde_json::from_value(json!({ "found": ["UBND huyện"], "instead": "UBND xã" })).unwrap()],
        ..Terms::default()
    };
    let notice = slide(json!({ "id": "tb", "template": "notice", "title": "Thông báo",
        "body": ["Nộp hồ sơ tại UBND huyện.", "Gọi số … để hỏi."] }));
    let judging = Some(Judging::usual(MORNING, true, terms));
    let request = DrawRequest { judging, pages: PagesWanted::One(0), ..request(notice) };
    let drawing = drawer.draw(request.clone(), typing()).await.unwrap();
    let found =
        |code: &str| drawing.findings.iter().find(|finding| finding.code == code).unwrap_or_else(|| panic!("{code}"));
    let (old, open) = (found("obsolete-term"), found("left-open"));
    assert_eq!((old.field.as_deref(), old.page), (Some("body[1]"), Some(1)));
    assert_eq!(open.field.as_deref(), Some("body[2]"));
    assert!(old.what.vi.contains("UBND huyện") && old.hint.en.contains("UBND xã"), "{old:?}");
    let (above, below) = (old.place.unwrap(), open.place.unwrap());
    assert!(above.x + above.width <= SMALL.width && below.y + below.height <= SMALL.height, "inside the picture");
    assert!(above.y + above.height <= below.y, "the second paragraph lies below the first: {above:?} {below:?}");
    // There is ink in the rectangle that is drawn round the words.
    let pixels = picture(&drawing, 0);
    let row = |y: u32| {
        &pixels.rgba
            [((y * SMALL.width + above.x) * 4) as usize..((y * SMALL.width + above.x + above.width) * 4) as usize]
    };
    let darkest = (above.y..above.y + above.height).flat_map(row).min().unwrap();
    assert!(*darkest < 90, "no ink in {above:?}");
    let unjudged = drawer.draw(DrawRequest { judging: None, ..request }, typing()).await.unwrap();
    assert!(unjudged.findings.is_empty());
}

#[tokio::test]
async fn a_code_that_is_too_fine_for_the_small_picture_alone_is_no_finding() {
    let drawer = drawer(BTreeMap::new());
    let url = format!("https://dichvucong.gov.vn/{}", "a".repeat(120));
    let notice =
        slide(json!({ "id": "tb", "template": "notice", "title": "Thông báo", "body": ["Quét mã."], "url": url }));
    let judging = Some(Judging::usual(MORNING, true, Terms::default()));
    let request = DrawRequest { judging, ..request(notice) };
    let drawing = drawer.draw(request, typing()).await.unwrap();
    assert!(drawing.findings.iter().all(|finding| finding.code != "code-does-not-scan"), "{:?}", drawing.findings);
}

#[tokio::test]
async fn pages_without_a_picture_are_counted_and_judged_by_their_words() {
    let drawer = drawer(BTreeMap::new());
    let judging = Some(Judging::usual(MORNING, true, Terms::default()));
    let guide =
        slide(json!({ "id": "hd", "template": "guide", "title": "Đăng ký", "steps": vec!["Mở ứng dụng …"; 12] }));
    let request = DrawRequest { judging, pages: PagesWanted::None, ..request(guide) };
    let drawing = drawer.draw(request, typing()).await.unwrap();
    assert!(drawing.pages.len() > 1 && drawing.pages.iter().all(|page| page.picture.is_none()));
    assert_eq!(drawing.findings.iter().filter(|finding| finding.code == "left-open").count(), 12);
    assert_eq!(drawing.pages.iter().map(|page| page.shown_ms).sum::<u64>(), drawing.shown_ms);
}

#[tokio::test]
async fn a_missing_picture_is_a_finding_and_is_drawn_once_it_is_there() {
    let (programme, files) = sample();
    let slide = programme.slide(&"ap-phich-vneid".parse().unwrap()).unwrap().clone();
    let keys = [Size::FULL_HD, Size::FULL_HD_PORTRAIT].map(|screen| slide.picture_for(screen).unwrap().to_owned());
    let pictures = keys.map(|key| (key.clone(), programme.assets[&key].renditions[0].digest)).into();
    let judging = Some(Judging::usual(MORNING, true, Terms::default()));
    let request = DrawRequest { pictures, judging, ..request(slide) };
    let without = drawer(BTreeMap::new()).draw(request.clone(), typing()).await.unwrap();
    assert!(
        without.findings.iter().any(|finding| finding.code == "picture-missing" && finding.severity == Severity::Error)
    );
    let with = drawer(files.clone()).draw(request, typing()).await.unwrap();
    assert!(with.findings.iter().all(|finding| finding.code != "picture-missing"));
    assert!(picture(&with, 0) != picture(&without, 0));
}

#[tokio::test]
async fn a_slide_that_ends_the_child_costs_itself_and_the_next_is_drawn() {
    let drawer = drawer(BTreeMap::new());
    drawer.warm().await.unwrap();
    let first = signal(&drawer, Signal::STOP);
    let drawing = tokio::spawn({
        let (drawer, request) = (drawer.clone(), request(slogan("Gần dân")));
        async move { drawer.draw(request, typing()).await }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    signal(&drawer, Signal::KILL);
    assert_eq!(drawing.await.unwrap(), Err(DrawError::Crashed));
    assert_eq!(drawer.draw(request(slogan("Gần dân")), typing()).await, Err(DrawError::Refused));
    assert!(drawer.draw(request(slogan("Gần dân hơn")), typing()).await.is_ok(), "other words are drawn");
    assert_ne!(drawer.children(), [first], "by another child");
}

#[tokio::test]
async fn a_child_that_ends_while_nothing_is_drawn_is_no_slides_fault() {
    let drawer = drawer(BTreeMap::new());
    drawer.warm().await.unwrap();
    let first = signal(&drawer, Signal::KILL);
    drawer.draw(request(slogan("Gần dân")), typing()).await.unwrap();
    assert!(drawer.children() != [first] && drawer.children().len() == 1);
    assert!(!Path::new(&format!("/proc/{first}")).exists(), "and nothing is left of it");
}

#[tokio::test]
async fn a_slide_that_takes_too_long_is_given_up_and_its_child_with_it() {
    let drawer =
        drawer_with(DrawerOptions { time: Duration::from_secs(5), ..DrawerOptions::default() }, BTreeMap::new());
    while drawer.warm().await.is_err() {}
    let stuck = signal(&drawer, Signal::STOP);
    let begun = now();
    assert_eq!(drawer.draw(request(slogan("Nghĩ mãi")), typing()).await, Err(DrawError::TooSlow));
    assert!(begun.elapsed() < Duration::from_secs(10));
    drawer.draw(request(slogan("Nghĩ xong")), typing()).await.unwrap();
    assert!(!Path::new(&format!("/proc/{stuck}")).exists(), "the stuck one is gone");
}

#[tokio::test]
async fn who_types_on_is_answered_for_the_newest_words_only() {
    let drawer = drawer(BTreeMap::new());
    drawer.warm().await.unwrap();
    let text = "Chính quyền phục vụ nhân dân";
    let typed: Vec<_> = (1..=text.chars().count())
        .map(|n| {
            let (drawer, request) = (drawer.clone(), request(slogan(&text.chars().take(n).collect::<String>())));
            tokio::spawn(async move { drawer.draw(request, typing()).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for outcome in typed {
        outcomes.push(outcome.await.unwrap());
    }
    assert!(outcomes.pop().unwrap().is_ok(), "the whole sentence is drawn");
    let superseded = outcomes.iter().filter(|outcome| **outcome == Err(DrawError::Superseded)).count();
    assert!(superseded + 3 >= outcomes.len(), "only {superseded} of {} were given up", outcomes.len());
}

#[tokio::test]
async fn the_child_goes_with_the_last_who_could_ask() {
    let drawer = drawer(BTreeMap::new());
    drawer.warm().await.unwrap();
    let process = format!("/proc/{}", drawer.children()[0]);
    assert!(Path::new(&process).exists());
    drop(drawer);
    for _ in 0..100 {
        if !Path::new(&process).exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the child stays");
}

#[tokio::test]
async fn a_list_is_drawn_once_and_found_on_disk_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || DrawerOptions { folder: Some(folder.path().to_owned()), ..DrawerOptions::default() };
    let request = DrawRequest { encoding: Encoding::Jpeg(80), ..request(slogan("Gần dân")) };
    let first = drawer_with(options(), BTreeMap::new());
    let drawn = first.draw(request.clone(), Urgency::Listing).await.unwrap();
    assert!(drawn.pages[0].picture.as_ref().unwrap().starts_with(&[0xFF, 0xD8]), "a JPEG");
    for _ in 0..100 {
        let again = drawer_with(options(), BTreeMap::new());
        let found = again.draw(request.clone(), Urgency::Listing).await.unwrap();
        assert_eq!(found, drawn);
        if again.children().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it is drawn again and again");
}

#[tokio::test]
async fn a_program_that_cannot_draw_is_told_as_such() {
    let options = DrawerOptions { program: "/bin/false".into(), ..DrawerOptions::default() };
    let drawer = Drawer::new(options, Arc::new(BTreeMap::new()));
    let outcome = drawer.draw(request(slogan("Gần dân")), typing()).await;
    assert!(matches!(outcome, Err(DrawError::CannotStart(_))), "{outcome:?}");
}

/// From the request to the picture, as long as somebody types at the end of a sentence.
#[tokio::test]
#[ignore = "a measurement"]
async fn figures_of_a_keystroke() {
    let (programme, files) = sample();
    let drawer = drawer(files.clone());
    drawer.warm().await.unwrap();
    println!("\n| keystroke → picture of 960x540, warm | p50 ms | p95 ms | KB |\n|---|---|---|---|");
    let judging = Judging::usual(MORNING, true, Terms::default());
    for (what, id) in [
        ("slogan", "khau-hieu-01"),
        ("guide, one page of several", "huong-dan-khai-sinh"),
        ("notice", "thong-bao-ho-tro"),
        ("question", "hoi-dap-khai-sinh"),
        ("poster", "ap-phich-vneid"),
        ("procedures", "thu-tuc"),
    ] {
        let slide = programme.slide(&id.parse().unwrap()).unwrap().clone();
        let pictures =
            slide.picture_for(Size::FULL_HD).map(|key| (key.to_owned(), programme.assets[key].renditions[0].digest));
        for encoding in [Encoding::Png, Encoding::Jpeg(90)] {
            let (mut took, mut bytes) = (Vec::new(), 0);
            for n in 0..60 {
                let mut value = serde_json::to_value(&slide).unwrap();
                for field in ["text", "title", "question", "alt"] {
                    if let Some(words) = value.get(field).and_then(|words| words.as_str()) {
                        value[field] = format!(
                            "{words} {}{}{n}",
                            encoding.media_type().len(),
                            "tiếng việt ".chars().cycle().take(n % 12).collect::<String>()
                        )
                        .into();
                    }
                }
                value["duration_ms"] = json!(null);
                let request = DrawRequest {
                    pictures: pictures.clone().into_iter().collect(),
                    judging: Some(judging.clone()),
                    pages: PagesWanted::One(0),
                    encoding,
                    ..DrawRequest::new(serde_json::from_value(value).unwrap(), programme.unit.clone(), SMALL)
                };
                let begun = now();
                let drawing = drawer.draw(request, typing()).await.unwrap();
                took.push(begun.elapsed().as_secs_f64() * 1_000.0);
                bytes = drawing.pages[0].picture.as_ref().unwrap().len();
            }
            took.drain(..5);
            took.sort_by(f64::total_cmp);
            let at = |share: f64| took[(took.len() as f64 * share) as usize];
            let kind = encoding.media_type();
            println!("| {what}, {kind} | {:.1} | {:.1} | {} |", at(0.5), at(0.95), bytes >> 10);
        }
    }
}
