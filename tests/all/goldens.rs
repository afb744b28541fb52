//! Promises about pictures: every template in both orientations looks as somebody saw and approved it.
//!
//! The slides are in `tests/goldens/slides`, the pictures of their first and last pages in
//! `tests/goldens/<slide>/<size>-<page>.png`, kept at half the size they are drawn in. They were made with software Vulkan; a pixel may differ by a little, and a few may differ by more. `BANGTIN_BLESS=1 cargo test goldens`
//! writes them anew: look at every one before it is committed.

use std::{collections::BTreeSet, fs, path::PathBuf};

use bangtin::{
    folder::Folder,
    fonts::Fonts,
    layout::{Context, lay_out},
    media::{self, Picture},
    model::{Size, Slide, ThemeName},
    publish,
    render::{Gpu, Renderer},
    scene::{Color, Item, Role, Scene},
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

/// How many pixels differ by more than the tolerance.
fn outliers(a: &Picture, b: &Picture) -> usize {
    let differs = |(a, b): (&[u8], &[u8])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > TOLERANCE);
    a.rgba.chunks_exact(4).zip(b.rgba.chunks_exact(4)).filter(|pair| differs(*pair)).count()
}

#[test]
fn every_template_looks_as_it_was_approved() {
    let folder = Folder::read(&goldens().join("slides")).unwrap();
    let mut fonts = Fonts::bundled();
    let options = publish::Options { canvases: CANVASES.to_vec() };
    let built = publish::build(&folder, &options, &mut fonts).unwrap();
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    let context = Context::of(&built.programme);
    let bless = std::env::var_os("BANGTIN_BLESS").is_some();
    let mut templates = BTreeSet::new();
    let mut wrong = Vec::new();
    for slide in folder.all_slides() {
        templates.insert(slide.content.template());
        let dir = goldens().join(slide.id.as_str());
        for canvas in CANVASES {
            let pages = lay_out(slide, &context, canvas, &mut fonts);
            assert!(pages.warnings.is_empty(), "{}: {:?}", slide.id, pages.warnings);
            let last = pages.pages.len() - 1;
            for (index, page) in pages.pages.iter().enumerate().filter(|(index, _)| [0, last].contains(index)) {
                let drawn = renderer.compose(&page.scene, &mut fonts, &built.files).unwrap().picture().unwrap();
                let drawn = drawn.resized(Size::new(canvas.width / 2, canvas.height / 2));
                let path = dir.join(format!("{canvas}-{}.png", index + 1));
                if bless {
                    fs::create_dir_all(&dir).unwrap();
                    fs::write(&path, media::encode_small_png(&drawn).unwrap()).unwrap();
                    continue;
                }
                let Ok(file) = fs::read(&path) else {
                    wrong.push(format!("{} is missing", path.display()));
                    continue;
                };
                let approved = media::decode(&file).unwrap();
                let out = outliers(&drawn, &approved);
                if drawn.size != approved.size || out * 1_000 > OUTLIERS * drawn.rgba.len() / 4 {
                    let seen = std::env::temp_dir().join(format!("{}-{canvas}-{}.png", slide.id, index + 1));
                    fs::write(&seen, media::encode_png(&drawn).unwrap()).unwrap();
                    wrong.push(format!("{}: {out} pixels differ; drawn now: {}", path.display(), seen.display()));
                }
            }
        }
    }
    assert_eq!(templates.len(), 10, "a template without a golden picture: {templates:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    let folder = Folder::read(&goldens().join("slides")).unwrap();
    let mut fonts = Fonts::bundled();
    let options = publish::Options { canvases: CANVASES.to_vec() };
    let built = publish::build(&folder, &options, &mut fonts).unwrap();
    let mut renderer = Renderer::new(&Gpu::offscreen().unwrap());
    let context = Context::of(&built.programme);
    let bless = std::env::var_os("BANGTIN_BLESS").is_some();
    let mut wrong = Vec::new();
    for (name, theme) in ThemeName::ALL {
        for canvas in CANVASES {
            let mut seen = BTreeSet::new();
            let mut pages = Vec::new();
            for slide in folder.all_slides().filter(|slide| seen.insert(slide.content.template())) {
                let slide = Slide { theme: Some(theme), ..slide.clone() };
                let laid = lay_out(&slide, &context, canvas, &mut fonts);
                let drawn =
                    renderer.compose(&laid.pages[0].scene, &mut fonts, &built.files).unwrap().picture().unwrap();
                pages.push(drawn.resized(canvas.contained_in(Size::new(SMALL, SMALL))));
            }
            let (drawn, path) = (sheet(&pages), goldens().join("themes").join(format!("{name}-{canvas}.png")));
            if bless {
                fs::create_dir_all(goldens().join("themes")).unwrap();
                fs::write(&path, media::encode_small_png(&drawn).unwrap()).unwrap();
                continue;
            }
            let approved = media::decode(&fs::read(&path).unwrap()).unwrap();
            let out = outliers(&drawn, &approved);
            if drawn.size != approved.size || out * 1_000 > OUTLIERS * drawn.rgba.len() / 4 {
                let now = std::env::temp_dir().join(format!("theme-{name}-{canvas}.png"));
                fs::write(&now, media::encode_png(&drawn).unwrap()).unwrap();
                wrong.push(format!("{}: {out} pixels differ; drawn now: {}", path.display(), now.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
            let pages = laid(&slide("x", bangtin::model::Content::Slogan(slogan)), Size::new(960, 540));
            let mut scene = Scene::new(Size::new(960, 540), Color::hex(0x000000).into());
            for item in &pages.pages[0].scene.items {
                if let Item::Text(text) = item
                    && text.role == Role::Headline
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
