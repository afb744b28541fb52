//! What pictures from outside may do to a machine (nothing), and that what is composed is what is shown.

use std::collections::BTreeMap;

use bangtin::{
    fonts::{self, Fonts},
    media::{self, Artwork, MediaError, Picture},
    model::{Digest, MediaType, Size, Transition},
    render::{ComposedPage, DecodedImages, Gpu, Presented, RenderError, Renderer, TextureOutput},
    scene::{self, Color, Face, Item, Paint, Point, Rect, Scene, Shape, Text, TextLine, TextRole},
};

const CMYK: &[u8] = include_bytes!("media/cmyk.jpg");
const ANIMATED: &[u8] = include_bytes!("media/animated.webp");
const TURNED: &[u8] = include_bytes!("media/turned.jpg");

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = 4 * (y * picture.size.width + x) as usize;
    picture.rgba[at..at + 4].try_into().unwrap()
}

fn checkers(size: Size) -> Picture {
    let dot = |x: u32, y: u32| if (x + y).is_multiple_of(2) { [250, 240, 20, 255] } else { [10, 20, 130, 255] };
    let rgba = (0..size.height).flat_map(|y| (0..size.width).flat_map(move |x| dot(x, y))).collect();
    Picture { size, rgba }
}

/// A PNG of one row's data whose header claims to be enormous.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        let mut body = kind.to_vec();
        body.extend_from_slice(data);
        let mut crc = u32::MAX;
        for byte in &body {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        file.extend_from_slice(&(data.len() as u32).to_be_bytes());
        file.extend_from_slice(&body);
        file.extend_from_slice(&(!crc).to_be_bytes());
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 6, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &[0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);
    chunk(b"IEND", &[]);
    file
}

#[test]
fn a_picture_that_claims_sixty_thousand_pixels_a_side_is_refused_by_its_header() {
    for (width, height) in [(60_000, 60_000), (60_000, 1), (8_192, 8_193), (u32::MAX >> 1, u32::MAX >> 1)] {
        let file = bomb(width, height);
        for outcome in [media::probe(&file).err(), media::decode(&file).err()] {
            let error = outcome.expect("it must be refused");
            assert!(matches!(error, MediaError::TooManyPixels { .. } | MediaError::Decode { .. }), "{error}");
        }
    }
    let error = media::probe(&bomb(60_000, 60_000)).unwrap_err().to_string();
    assert!(error.contains("60000x60000") && error.contains("8192"), "{error}");
}

#[test]
fn a_truncated_file_of_any_format_is_an_error_at_every_length() {
    let whole = media::encode_png(&checkers(Size::new(40, 30))).unwrap();
    let jpeg = media::encode_jpeg(&checkers(Size::new(64, 64)), 90).unwrap();
    for file in [&whole[..], &jpeg, CMYK, ANIMATED, TURNED] {
        assert!(media::decode(file).is_ok());
        let last = if file.starts_with(b"\x89PNG") { file.len() - 13 } else { file.len() - 2 };
        for length in (0..last).step_by(7) {
            let outcome = media::decode(&file[..length]);
            // The first frame of an animation is whole before the file is.
            let first_frame_is_there = file == ANIMATED && length > file.len() / 3;
            assert!(outcome.is_err() || first_frame_is_there, "{length} of {} bytes", file.len());
        }
    }
    assert!(matches!(media::decode(&jpeg[..jpeg.len() / 2]), Err(MediaError::Truncated)));
}

#[test]
fn print_shops_and_phones_send_files_that_still_become_pictures() {
    let cmyk = media::decode(CMYK).unwrap();
    let ([r, _, b, _], [r2, _, b2, _]) = (pixel(&cmyk, 16, 1), pixel(&cmyk, 16, 22));
    assert!(r > 150 && r > b && b2 > 100 && b2 > r2, "red above, blue below: {r} {b} {r2} {b2}");

    let animated = media::decode(ANIMATED).unwrap();
    let [r, g, b, _] = pixel(&animated, 12, 8);
    assert!(r > 240 && g < 15 && b < 15, "the first frame is red");

    let turned = media::probe(TURNED).unwrap();
    assert_eq!((turned.media_type, turned.size), (MediaType::Jpeg, Size::new(16, 32)));
    let upright = media::decode(TURNED).unwrap();
    assert_eq!(upright.size, turned.size);
    assert!(pixel(&upright, 15, 16)[0] > 200 && pixel(&upright, 0, 16)[0] < 60, "white went to the right");
}

#[test]
fn what_a_file_is_follows_from_its_bytes() {
    for junk in [&b""[..], b"hello", b"GIF89a\x01\x00\x01\x00", b"%PDF-1.7", b"<svg/>"] {
        assert!(matches!(media::decode(junk), Err(MediaError::UnknownFormat)));
    }
    assert!(media::is_svg(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
    assert!(!media::is_svg(b"<html>") && !media::is_svg(b"\x89PNG"));
}

#[test]
fn a_picture_survives_being_written_and_read() {
    let picture = checkers(Size::new(33, 17));
    assert_eq!(media::decode(&media::encode_png(&picture).unwrap()).unwrap(), picture);
    let small = media::decode_to(&media::encode_png(&picture).unwrap(), Size::new(8, 4)).unwrap();
    assert_eq!((small.size, small.rgba.len()), (Size::new(8, 4), 128));
}

fn svg(body: &str) -> Vec<u8> {
    let open =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 90">"#;
    format!("{open}{body}</svg>").into_bytes()
}

#[test]
fn an_svg_never_reaches_outside_itself() {
    for href in ["/etc/passwd", "file:///etc/hostname", "poster.png", "http://example.org/a.png"] {
        let file = svg(&format!(r#"<image xlink:href="{href}" width="10" height="10"/>"#));
        let error = Artwork::parse(&file, fonts::files()).unwrap_err();
        assert!(matches!(&error, MediaError::OutsideReference { href: named } if named == href), "{error}");
    }
    for body in ["<g", "<script>while(1){}</script><rect width='9'", ""] {
        // Whatever comes back, it comes back.
        let _ = Artwork::parse(&svg(body)[..svg(body).len() - 3], fonts::files());
    }
}

#[test]
fn an_svg_is_drawn_with_the_bundled_letters_at_any_size() {
    let file = svg(r##"<rect width="160" height="90" fill="#a30d0d"/>
        <text x="10" y="60" font-family="Comic Sans MS, sans-serif" font-weight="800" font-size="40" fill="#ff0">Ổ Ữ</text>"##);
    let artwork = Artwork::parse(&file, fonts::files()).unwrap();
    assert_eq!(artwork.size(), Size::new(160, 90));
    let drawn = artwork.rasterise(Size::new(640, 360)).unwrap();
    assert_eq!(pixel(&drawn, 2, 2), [0xA3, 0x0D, 0x0D, 255]);
    let yellow = drawn.rgba.chunks(4).filter(|pixel| pixel[0] > 200 && pixel[1] > 200).count();
    assert!(yellow > 4_000, "letters were drawn: {yellow} pixels");
    assert!(artwork.rasterise(Size::new(60_000, 60_000)).is_err());
}

struct Studio {
    gpu: Gpu,
    fonts: Fonts,
    renderer: Renderer,
    pictures: BTreeMap<Digest, Vec<u8>>,
}

fn studio() -> Studio {
    let gpu = Gpu::offscreen().expect("tests need a graphics adapter; a software Vulkan driver will do");
    Studio { renderer: Renderer::new(&gpu), gpu, fonts: Fonts::bundled(), pictures: BTreeMap::new() }
}

impl Studio {
    fn compose(&mut self, scene: &Scene) -> ComposedPage {
        self.renderer.compose(scene, &mut self.fonts, &self.pictures).unwrap()
    }

    fn add(&mut self, picture: &Picture) -> Digest {
        let bytes = media::encode_png(picture).unwrap();
        let digest = Digest::of(&bytes);
        self.pictures.insert(digest, bytes);
        digest
    }
}

const SMALL: Size = Size::new(320, 320);

fn filled(color: u32) -> Scene {
    Scene::new(SMALL, Color::hex(color).into())
}

fn square(x: f32, y: f32, side: f32, color: Color) -> Item {
    let rect = Rect::new(x, y, side, side);
    Item::Shape { shape: Shape::Box { rect, radius: 0.0, feather: 0.0 }, paint: color.into() }
}

#[test]
fn boxes_on_whole_pixels_have_no_soft_edge_so_that_codes_scan() {
    let mut studio = studio();
    let mut scene = filled(0xFFFFFF);
    for row in 0..20_u8 {
        for column in (row % 2..20).step_by(2) {
            scene.items.push(square(40.0 + 7.0 * f32::from(column), 50.0 + 7.0 * f32::from(row), 7.0, Color::hex(0)));
        }
    }
    let picture = studio.compose(&scene).picture().unwrap();
    for y in 0..320_u32 {
        for x in 0..320_u32 {
            let inside = (40..180).contains(&x) && (50..190).contains(&y);
            let dark = inside && ((x - 40) / 7 + (y - 50) / 7) % 2 == 0;
            assert_eq!(pixel(&picture, x, y)[0], if dark { 0 } else { 255 }, "at {x},{y}");
        }
    }
}

#[test]
fn a_picture_in_its_own_size_comes_out_texel_for_texel() {
    let mut studio = studio();
    let art = checkers(Size::new(100, 60));
    let digest = studio.add(&art);
    let mut scene = filled(0x123456);
    let rect = Rect::new(11.0, 13.0, 100.0, 60.0);
    scene.items.push(Item::Picture(scene::PictureItem { digest, rect, blur: 0.0 }));
    let picture = studio.compose(&scene).picture().unwrap();
    for (x, y) in [(0, 0), (99, 0), (0, 59), (99, 59), (50, 31)] {
        let (want, got) = (pixel(&art, x, y), pixel(&picture, x + 11, y + 13));
        assert!(want.iter().zip(got).all(|(a, b)| a.abs_diff(b) <= 1), "{want:?} {got:?} at {x},{y}");
    }
    assert_eq!(pixel(&picture, 10, 13), [0x12, 0x34, 0x56, 255]);
}

#[test]
fn a_still_page_is_shown_as_it_was_composed_and_transitions_run_from_one_to_the_other() {
    let mut studio = studio();
    let (red, green) = (studio.compose(&filled(0xC80000)), studio.compose(&filled(0x00C800)));
    let mut output = TextureOutput::new(&studio.gpu, SMALL).unwrap();
    for (name, transition) in Transition::ALL {
        let mut at = |thousandths| {
            let shown = studio.renderer.present(&mut output, Some(&red), &green, transition, thousandths).unwrap();
            assert_eq!(shown, Presented::Shown);
            output.picture().unwrap()
        };
        if transition != Transition::Cut {
            assert_eq!(at(0).rgba, red.picture().unwrap().rgba, "{name} begins with the old page");
        }
        assert_eq!(at(1000).rgba, green.picture().unwrap().rgba, "{name} ends with the new page");
        let [left, right] = [10, 310].map(|x| pixel(&at(500), x, 160));
        match transition {
            Transition::Cut => assert_eq!(left, [0, 0xC8, 0, 255]),
            // Half of the bytes, as browsers do it.
            Transition::Fade => assert!(left[0].abs_diff(100) <= 1 && left[1].abs_diff(100) <= 1, "{left:?}"),
            Transition::Push => assert_eq!((left[0], right[1]), (0xC8, 0xC8)),
            Transition::Wipe => assert_eq!((left[1], right[0]), (0xC8, 0xC8)),
        }
    }
    let gradient = Paint::Linear {
        from: Point::new(0.0, 0.0),
        to: Point::new(320.0, 320.0),
        a: Color::hex(0xB31414),
        b: Color::hex(0x7A0808),
    };
    let page = studio.compose(&Scene::new(SMALL, gradient));
    studio.renderer.present(&mut output, None, &page, Transition::Cut, 1000).unwrap();
    assert_eq!(output.picture().unwrap().rgba, page.picture().unwrap().rgba);
}

#[test]
fn letters_stand_on_their_baseline_and_within_their_measured_ink() {
    let mut studio = studio();
    let size = 90.0;
    let measure = studio.fonts.measure(Face::ExtraBold, 0.0, "HẲỆ");
    let (x, baseline) = (20.0, 200.0);
    let ink = Rect::new(x + size * measure.left, baseline + size * measure.top, 0.0, 0.0);
    let line = TextLine { words: "HẲỆ".to_owned(), x, baseline, ink };
    let text = Text {
        field: None,
        role: TextRole::Headline,
        face: Face::ExtraBold,
        size,
        tracking: 0.0,
        color: Color::hex(0),
        lines: vec![line],
    };
    let mut scene = filled(0xFFFFFF);
    scene.items.push(Item::Text(text));
    let picture = studio.compose(&scene).picture().unwrap();
    let dark = |y: u32, within: std::ops::Range<u32>| within.clone().any(|x| pixel(&picture, x, y)[0] < 128);
    // The H, whose foot is flat: dark on the last row above the baseline, light below.
    let h = 20..(20.0 + size * 0.7) as u32;
    assert!(dark(199, h.clone()) && !dark(201, h));
    let top = (baseline + size * measure.top).floor() as u32;
    let bottom = (baseline + size * measure.bottom).ceil() as u32;
    let rows: Vec<u32> = (0..320).filter(|&y| dark(y, 0..320)).collect();
    let (first, last) = (rows[0], rows[rows.len() - 1]);
    assert!(first >= top && last <= bottom, "ink {first}..{last}, measured {top}..{bottom}");
    assert!(first <= top + 2 && last + 2 >= bottom, "ink {first}..{last}, measured {top}..{bottom}");
}

#[test]
fn a_page_over_a_page_keeps_what_it_does_not_cover() {
    let mut studio = studio();
    let page = studio.compose(&filled(0x336699));
    let mut over = filled(0xFFFFFF);
    over.items.push(square(100.0, 100.0, 50.0, Color::hex(0xFF0000)));
    let both = studio.renderer.compose_over(&page, &over, &mut studio.fonts, &DecodedImages::default()).unwrap();
    let picture = both.picture().unwrap();
    assert_eq!(pixel(&picture, 10, 10), [0x33, 0x66, 0x99, 255]);
    assert_eq!(pixel(&picture, 120, 120), [0xFF, 0, 0, 255]);
    assert_ne!(both.digest().unwrap(), page.digest().unwrap());
}

#[test]
fn a_slow_gradient_has_no_bands() {
    let mut studio = studio();
    let ground = Paint::Linear {
        from: Point::new(0.0, 0.0),
        to: Point::new(320.0, 0.0),
        a: Color::hex(0x800000),
        b: Color::hex(0x880000),
    };
    let picture = studio.compose(&Scene::new(SMALL, ground)).picture().unwrap();
    // Between two steps of the channel, both values are seen in one column.
    let mixed = (0..320).filter(|&x| {
        let column: Vec<u8> = (0..320).map(|y| pixel(&picture, x, y)[0]).collect();
        column.iter().min() != column.iter().max()
    });
    assert!(mixed.count() > 200);
}

#[test]
fn a_page_whose_picture_is_missing_or_broken_is_an_error_that_names_it() {
    let mut studio = studio();
    let digest = Digest::of(b"not there");
    let mut scene = filled(0);
    let rect = Rect::new(0.0, 0.0, 50.0, 50.0);
    scene.items.push(Item::Picture(scene::PictureItem { digest, rect, blur: 0.0 }));
    for bytes in [None, Some(b"junk".to_vec()), Some(bomb(60_000, 60_000))] {
        studio.pictures = bytes.map(|bytes| (digest, bytes)).into_iter().collect();
        let error = studio.renderer.compose(&scene, &mut studio.fonts, &studio.pictures).unwrap_err();
        assert!(matches!(error, RenderError::Picture { digest: named, .. } if named == digest), "{error}");
    }
    let huge = Scene::new(Size::new(100_000, 100), Color::hex(0).into());
    let error = studio.renderer.compose(&huge, &mut studio.fonts, &studio.pictures).unwrap_err();
    assert!(matches!(error, RenderError::TooLarge { .. }), "{error}");
}
