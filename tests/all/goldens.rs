//! Promises about pictures: every template in both orientations looks as somebody saw and approved it.
//!
//! The slides are in `tests/goldens/slides`, the pictures of their first and last pages in
//! `tests/goldens/<slide>/<size>-<page>.png`, kept at half the size they are drawn in. They were made with software
//! Vulkan; a pixel may differ by a little, and a few may differ by more. `BANGTIN_BLESS=1 cargo test goldens` writes
//! them anew: look at every one before it is committed.

use std::{collections::BTreeSet, fs, path::PathBuf};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout::{Context, Pages, lay_out},
    media::{self, Picture},
    model::{Size, Slide, ThemeName},
    publish,
    render::{Gpu, Renderer},
    scene::{Color, Item, Scene, TextRole},
};

use super::layout::{laid, slide};

/// What is laid out and drawn.
const CANVASES: [Size; 2] = [Size::new(960, 540), Size::new(540, 960)];
/// A channel may differ by so much and still be the same.
const TOLERANCE: u8 = 20;
/// So many pixels in a thousand may differ by more.
const OUTLIERS: usize = 4;

fn goldens() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/goldens")
}

/// The folder of slides that pictures are kept of, and what draws them.
struct Easel {
    folder: Folder,
    built: publish::Built,
    fonts: Fonts,
    renderer: Renderer,
    wrong: Vec<String>,
}

impl Easel {
    fn new() -> Self {
        let folder = Folder::read(&goldens().join("slides")).unwrap();
        let mut fonts = Fonts::bundled();
        let options = publish::PublishOptions { canvases: CANVASES.to_vec() };
        let built = publish::build(&publish::Content::from(&folder), &options, &mut fonts).unwrap();
        let renderer = Renderer::new(&Gpu::offscreen().unwrap());
        Self { folder, built, fonts, renderer, wrong: Vec::new() }
    }

    fn laid(&mut self, slide: &Slide, canvas: Size) -> Pages {
        lay_out(slide, &Context::of(&self.built.programme), canvas, &mut self.fonts)
    }

    /// The page, drawn and then made smaller.
    fn drawn(&mut self, scene: &Scene, size: Size) -> Picture {
        let composed = self.renderer.compose(scene, &mut self.fonts, &self.built.files).unwrap();
        composed.picture().unwrap().resized(size)
    }

    /// Compares a picture with the approved one of that name, or approves it where that is asked for.
    fn judge(&mut self, drawn: &Picture, name: &str) {
        let path = goldens().join(name);
        if std::env::var_os("BANGTIN_BLESS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            return fs::write(&path, media::encode_small_png(drawn).unwrap()).unwrap();
        }
        let Ok(file) = fs::read(&path) else {
            return self.wrong.push(format!("{} is missing", path.display()));
        };
        let approved = media::decode(&file).unwrap();
        let differs = |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > TOLERANCE);
        let pairs = drawn.rgba.chunks_exact(4).zip(approved.rgba.chunks_exact(4));
        let out = pairs.filter(|pair| differs(*pair)).count();
        if drawn.size != approved.size || out * 1_000 > OUTLIERS * drawn.rgba.len() / 4 {
            let now = std::env::temp_dir().join(name.replace('/', "-"));
            fs::write(&now, media::encode_png(drawn).unwrap()).unwrap();
            self.wrong.push(format!("{}: {out} pixels differ; drawn now: {}", path.display(), now.display()));
        }
    }

    fn verdict(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn every_template_looks_as_it_was_approved() {
    let mut easel = Easel::new();
    let mut templates = BTreeSet::new();
    let slides: Vec<Slide> = easel.folder.all_slides().cloned().collect();
    for slide in slides {
        templates.insert(slide.content.template());
        for canvas in CANVASES {
            let pages = easel.laid(&slide, canvas);
            assert!(pages.findings.is_empty(), "{}: {:?}", slide.id, pages.findings);
            let last = pages.pages.len() - 1;
            for (index, page) in pages.pages.iter().enumerate().filter(|(index, _)| [0, last].contains(index)) {
                let drawn = easel.drawn(&page.scene, Size::new(canvas.width / 2, canvas.height / 2));
                easel.judge(&drawn, &format!("{}/{canvas}-{}.png", slide.id, index + 1));
            }
        }
    }
    assert_eq!(templates.len(), 10, "a template without a golden picture: {templates:?}");
    easel.verdict();
}

/// Pixels of the longer side of a page on a sheet of all templates.
const SMALL: u32 = 176;

/// Pages beside and under each other, five in a row.
fn sheet(pages: &[Picture]) -> Picture {
    let cell = pages[0].size;
    let size = Size::new(cell.width * 5, cell.height * (pages.len() as u32).div_ceil(5));
    let mut rgba = vec![0; size.width as usize * size.height as usize * 4];
    let (row, stride) = (cell.width as usize * 4, size.width as usize * 4);
    for (at, page) in pages.iter().enumerate() {
        let corner = at / 5 * cell.height as usize * stride + at % 5 * row;
        for (y, line) in page.rgba.chunks_exact(row).enumerate() {
            rgba[corner + y * stride..corner + y * stride + row].copy_from_slice(line);
        }
    }
    Picture { size, rgba }
}

#[test]
fn every_template_in_every_theme_both_ways_round_looks_as_it_was_approved() {
    let mut easel = Easel::new();
    let mut seen = BTreeSet::new();
    let slides = easel.folder.all_slides().filter(|slide| seen.insert(slide.content.template())).cloned();
    let slides: Vec<Slide> = slides.collect();
    for (name, theme) in ThemeName::ALL {
        for canvas in CANVASES {
            let small = canvas.contained_in(Size::new(SMALL, SMALL));
            let mut pages = Vec::new();
            for slide in &slides {
                let laid = easel.laid(&Slide { theme: Some(theme), ..slide.clone() }, canvas);
                pages.push(easel.drawn(&laid.pages[0].scene, small));
            }
            easel.judge(&sheet(&pages), &format!("themes/{name}-{canvas}.png"));
        }
    }
    easel.verdict();
}

const UPPER: &str = "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴĐ";

/// The rows of a picture that bear ink.
fn inked(picture: &Picture) -> Vec<bool> {
    let width = picture.size.width as usize * 4;
    picture.rgba.chunks_exact(width).map(|row| row.chunks_exact(4).any(|pixel| pixel[0] > 40)).collect()
}

#[test]
fn the_ink_of_stacked_capitals_never_meets() {
    let mut fonts = Fonts::bundled();
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    let mut letters: Vec<char> = UPPER.chars().collect();
    letters.extend(UPPER.to_lowercase().chars());
    assert_eq!(letters.len(), 134);
    // Deep letters above tall ones, all of them: each line of six stands over the next.
    for six in letters.chunks(6) {
        let upper: String = six.iter().collect();
        for (words, lines) in [(format!("ẬỰỌYG|{upper}"), 2), (format!("{upper}|ẲỔẪỮỄ"), 2)] {
            let slogan = bangtin::model::Slogan { text: words.clone(), kicker: None };
            let pages = laid(&slide("x", bangtin::model::SlideContent::Slogan(slogan)), Size::new(960, 540));
            let mut scene = Scene::new(Size::new(960, 540), Color::hex(0x000000).into());
            for item in &pages.pages[0].scene.items {
                if let Item::Text(text) = item
                    && text.role == TextRole::Headline
                {
                    let white = bangtin::scene::Text { color: Color::hex(0xFFFFFF), ..text.clone() };
                    scene.items.push(Item::Text(white));
                }
            }
            let none = std::collections::BTreeMap::<bangtin::model::Digest, Vec<u8>>::new();
            let drawn = renderer.compose(&scene, &mut fonts, &none).unwrap().picture().unwrap();
            let rows = inked(&drawn);
            assert!(!rows[0] && !rows[rows.len() - 1], "{words}: cut at the edge");
            // Every line's ink stays inside what layout measured, and clear rows part the lines.
            let inks: Vec<_> = scene.texts().flat_map(|text| &text.lines).map(|line| line.ink).collect();
            assert_eq!(inks.len(), lines);
            // A pixel each side is left to the smoothing of edges.
            let between = inks[0].bottom().ceil() as usize + 1..inks[1].y.floor() as usize - 1;
            assert!(between.len() >= 2 && between.clone().all(|y| !rows[y]), "{words}: the lines touch at {between:?}");
            let outside = (0..rows.len()).filter(|y| {
                let y = *y as f32;
                !inks.iter().any(|ink| y >= ink.y - 1.5 && y <= ink.bottom() + 0.5)
            });
            assert!(outside.into_iter().all(|y| !rows[y]), "{words}: ink outside its measure");
        }
    }
}
