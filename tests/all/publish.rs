//! Promises about publishing: what an officer drew and wrote becomes the same small safe files on every machine.

use std::{fs, path::Path, sync::LazyLock};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout,
    media::{self, Picture},
    model::{self, MediaType, Programme, Size, limits, report},
    publish::{self, Built, Content, ProgrammeBuilder, PublishOptions},
};
use tempfile::TempDir;

const CAMPAIGN: &str = "[unit]\nname = \"UBND xã Mai Phụ\"\nkicker = \"CẢI CÁCH HÀNH CHÍNH\"\nhotline = \"18001096\"\n\
                        portal = \"dichvucong.gov.vn\"\n";
const ULTRA_HD: Size = Size::new(3840, 2160);
const TURNED: &[u8] = include_bytes!("media/turned.jpg");

fn sample() -> Folder {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("slides");
    Folder::read(&dir).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The sample campaign as a feed would offer it, made once for all tests that only look at it.
static SAMPLE: LazyLock<Built> = LazyLock::new(|| {
    publish::build(&Content::from(&sample()), &PublishOptions::default(), &mut Fonts::bundled()).unwrap()
});

/// A folder with one poster slide showing `picture`.
fn poster(name: &str, picture: &[u8]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("campaign.toml"), CAMPAIGN).unwrap();
    fs::write(dir.path().join("a.toml"), format!("template = \"poster\"\npicture = \"{name}\"\nalt = \"x\"\n"))
        .unwrap();
    fs::write(dir.path().join(name), picture).unwrap();
    dir
}

fn built(dir: &Path, options: &PublishOptions) -> Built {
    publish::build(&Content::from(&Folder::read(dir).unwrap()), options, &mut Fonts::bundled()).unwrap()
}

fn error(dir: &Path) -> String {
    let content = Content::from(&Folder::read(dir).unwrap());
    report(&publish::build(&content, &PublishOptions::default(), &mut Fonts::bundled()).unwrap_err())
}

fn sizes(programme: &Programme, key: &str) -> Vec<Size> {
    programme.assets[key].renditions.iter().map(|rendition| rendition.size).collect()
}

/// A picture of every colour: noise as of a camera, or broad areas as of a poster.
fn picture(size: Size, noisy: bool) -> Picture {
    let mut seed = 7_u32;
    let mut random = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    };
    let dot = |n: u32| if (n / 100).is_multiple_of(2) { [200, 30, 30, 255] } else { [255, 240, 200, 255] };
    let pixels = 0..size.width * size.height;
    let rgba = pixels.flat_map(|n| if noisy { [random(), random(), random(), 255] } else { dot(n) }).collect();
    Picture { size, rgba }
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    let options = PublishOptions::for_canvas(Size::FULL_HD);
    let [first, second] =
        [(); 2].map(|()| publish::build(&Content::from(&sample()), &options, &mut Fonts::bundled()).unwrap());
    assert_eq!(first.programme, second.programme);
    assert_eq!(first.files, second.files);
}

#[test]
fn every_file_a_programme_names_is_there_and_is_what_it_says() {
    let built = &*SAMPLE;
    let mut named = 0;
    for rendition in built.programme.assets.values().flat_map(|asset| &asset.renditions) {
        let bytes = &built.files[&rendition.digest];
        assert_eq!(bangtin::model::Digest::of(bytes), rendition.digest);
        assert_eq!(bytes.len() as u64, rendition.bytes);
        let header = media::probe(bytes).unwrap();
        assert_eq!((header.size, header.media_type), (rendition.size, rendition.media_type));
        assert!(rendition.bytes < 400 << 10, "{} bytes are many for a drawn poster", rendition.bytes);
        named += 1;
    }
    assert_eq!(named, built.files.len(), "and no other");
}

#[test]
fn a_poster_is_made_for_screens_lying_and_standing_full_hd_and_4k() {
    let built = &*SAMPLE;
    let lying = sizes(&built.programme, "posters/vneid-ngang.svg");
    let standing = sizes(&built.programme, "posters/vneid-doc.svg");
    assert_eq!(lying, [Size::FULL_HD, ULTRA_HD]);
    assert_eq!(standing, [Size::FULL_HD_PORTRAIT, Size::new(2160, 3840)]);
    let needed = built.programme.needed(Size::FULL_HD);
    assert_eq!(needed.len(), 3, "a hall fetches one size of each poster");
    assert!(needed.values().all(|rendition| rendition.size == Size::FULL_HD));
}

#[test]
fn artwork_for_lying_screens_only_is_made_for_standing_ones_too() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'><rect width='160' height='90'/></svg>";
    let dir = poster("a.svg", svg);
    let built = built(dir.path(), &PublishOptions::default());
    let expected = [Size::new(1080, 608), Size::FULL_HD, Size::new(2160, 1215), ULTRA_HD];
    assert_eq!(sizes(&built.programme, "a.svg"), expected);
}

#[test]
fn a_small_picture_is_never_made_larger() {
    let small = Size::new(640, 360);
    let dir = poster("a.png", &media::encode_png(&picture(small, false)).unwrap());
    assert_eq!(sizes(&built(dir.path(), &PublishOptions::default()).programme, "a.png"), [small], "each size once");
}

#[test]
fn a_photograph_leaves_as_jpeg_and_lettering_as_png() {
    for (noisy, expected) in [(true, MediaType::Jpeg), (false, MediaType::Png)] {
        let dir = poster("a.png", &media::encode_png(&picture(Size::new(640, 360), noisy)).unwrap());
        let built = built(dir.path(), &PublishOptions::default());
        assert_eq!(built.programme.assets["a.png"].renditions[0].media_type, expected);
    }
}

#[test]
fn what_a_camera_wrote_beside_the_picture_stays_behind() {
    let dir = poster("a.jpg", TURNED);
    let exif = |bytes: &[u8]| bytes.windows(4).any(|four| four == b"Exif");
    assert!(exif(TURNED), "the photograph says where and how it was taken");
    let built = built(dir.path(), &PublishOptions::default());
    assert!(built.files.values().all(|bytes| !exif(bytes)));
    let upright = media::probe(TURNED).unwrap().size;
    assert_eq!(sizes(&built.programme, "a.jpg"), [upright], "and it is upright without being told");
}

#[test]
fn a_slide_is_shown_as_long_as_the_slower_of_two_screens_needs() {
    let (built, mut fonts) = (&*SAMPLE, Fonts::bundled());
    let context = layout::Context::of(&built.programme);
    for slide in built.programme.slides.iter().chain([&built.programme.default_slide]) {
        let shown_ms = slide.duration_ms.expect("publish fills it");
        assert!((limits::SLIDE_MIN_MS..=limits::SLIDE_MAX_MS).contains(&shown_ms), "{}: {shown_ms}", slide.id);
        assert_eq!(shown_ms % 1_000, 0, "{}", slide.id);
        let screens = [Size::FULL_HD, Size::FULL_HD_PORTRAIT];
        for canvas in screens.map(layout::Canvas::from) {
            let need_ms = layout::lay_out(slide, &context, canvas, &mut fonts).need_ms();
            assert!(need_ms <= shown_ms, "{} needs {need_ms} ms on {canvas:?} and has {shown_ms}", slide.id);
        }
    }
    let slogans = built.programme.slides.iter().filter(|slide| matches!(slide.content, model::SlideContent::Slogan(_)));
    assert!(slogans.into_iter().all(|slide| slide.duration_ms == Some(limits::SLIDE_MIN_MS)));
}

#[test]
fn a_ticker_that_no_hall_could_hold_is_refused_with_its_campaign() {
    let mut content = Content::from(&sample());
    content.campaigns[0].ticker = vec!["x".repeat(1_990); 200];
    let error = publish::build(&content, &PublishOptions::default(), &mut Fonts::bundled()).unwrap_err().to_string();
    let campaign = &content.campaigns[0].id;
    assert!(error.contains(&format!("campaign `{campaign}`, `ticker`: 398000 characters; at most 3000")), "{error}");
    assert!(error.contains("hint:"), "{error}");
}

#[test]
fn the_time_an_officer_wrote_stays() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("campaign.toml"), CAMPAIGN).unwrap();
    fs::write(dir.path().join("a.toml"), "template = \"slogan\"\ntext = \"A\"\nduration_s = 45\n").unwrap();
    assert_eq!(built(dir.path(), &PublishOptions::default()).programme.slides[0].duration_ms, Some(45_000));
}

#[test]
fn the_sample_campaign_is_laid_out_without_a_warning() {
    assert_eq!(SAMPLE.findings, []);
}

#[test]
fn the_code_on_a_poster_leads_where_its_slide_says() {
    let built = &*SAMPLE;
    let mut scanned = 0;
    for slide in &built.programme.slides {
        let model::SlideContent::Poster(poster) = &slide.content else { continue };
        let Some(url) = &poster.url else { continue };
        for canvas in [Size::FULL_HD, Size::FULL_HD_PORTRAIT] {
            let asset = &built.programme.assets[slide.picture_for(canvas).unwrap()];
            let rendition = asset.rendition_for(canvas).unwrap();
            assert_eq!(codes(&media::decode(&built.files[&rendition.digest]).unwrap()), [url.as_str()], "{}", slide.id);
            scanned += 1;
        }
    }
    assert_eq!(scanned, 2);
}

/// What a telephone reads off the picture.
fn codes(picture: &Picture) -> Vec<String> {
    let (width, height) = (picture.size.width as usize, picture.size.height as usize);
    let grey = |x: usize, y: usize| {
        let at = 4 * (y * width + x);
        let [r, g, b] = [0, 1, 2].map(|n| u32::from(picture.rgba[at + n]));
        ((r * 54 + g * 183 + b * 19) >> 8) as u8
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

#[test]
fn a_picture_that_cannot_be_shown_is_named_with_the_reason() {
    let png = media::encode_png(&picture(Size::new(64, 64), true)).unwrap();
    for (name, bytes, expected) in [
        ("a.png", &png[..png.len() / 2], "a.toml:2: `picture`: `a.png` cannot be shown: the file is cut off: it ends before the picture does"),
        ("a.jpg", b"GIF89a".as_slice(), "a.toml:2: `picture`: `a.jpg` cannot be shown: this is not a PNG, JPEG, WebP or SVG file"),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='/etc/passwd' width='9' height='9'/></svg>",
            "a.toml:2: `picture`: `a.svg` cannot be shown: the SVG refers to `/etc/passwd`, which is outside it: put the picture into the file",
        ),
    ] {
        assert_eq!(error(poster(name, bytes).path()), expected);
    }
}

#[test]
fn a_picture_drawn_anew_replaces_the_old_one() {
    let dir = poster("a.png", &media::encode_png(&picture(Size::new(64, 64), false)).unwrap());
    let (mut builder, mut fonts, options) =
        (ProgrammeBuilder::default(), Fonts::bundled(), PublishOptions::for_canvas(Size::FULL_HD));
    let mut build = || builder.build(&Content::from(&Folder::read(dir.path()).unwrap()), &options, &mut fonts).unwrap();
    let (first, again) = (build(), build());
    assert_eq!(first.files, again.files, "what has not changed is the same");
    fs::write(dir.path().join("a.png"), media::encode_png(&picture(Size::new(80, 64), false)).unwrap()).unwrap();
    let anew = build();
    assert_eq!(anew.files.len(), 1);
    assert_ne!(first.files, anew.files);
}
