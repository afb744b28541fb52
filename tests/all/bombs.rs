//! Promises about pictures that are made to harm: they are refused by name, soon, and nothing is taken down with them.

use bangtin::{
    fonts,
    media::{self, Artwork, MediaError, Picture},
    model::{Size, limits},
};

fn svg(body: &str) -> Vec<u8> {
    let open =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 90">"#;
    format!("{open}{body}</svg>").into_bytes()
}

fn parse(body: &str) -> Result<Artwork, MediaError> {
    Artwork::parse(&svg(body), fonts::files())
}

/// Of what the SVG has too much.
fn too_much(body: &str) -> &'static str {
    match parse(body) {
        Err(MediaError::SvgTooLarge { what, .. }) => what,
        other => panic!("{other:?}"),
    }
}

fn nested(open: &str, close: &str, times: usize, inside: &str) -> String {
    format!("{}{inside}{}", open.repeat(times), close.repeat(times))
}

#[test]
fn elements_nested_three_thousand_deep_are_refused_and_take_nothing_down() {
    let spans = nested("<tspan>", "</tspan>", 3_000, "x");
    assert_eq!(too_much(&format!("<text>{spans}</text>")), "nested elements");
    assert_eq!(too_much(&nested("<g>", "</g>", 3_000, "<path d='M0 0h1'/>")), "nested elements");
    assert_eq!(too_much(&nested("<g>", "</g>", 200_000, "")), "elements");
    // One inside the other by reference.
    let chain: String = (0..3_000).map(|n| format!("<g id='a{n}'><use xlink:href='#a{}'/></g>", n + 1)).collect();
    assert_eq!(too_much(&chain), "nested elements");
    let posters_are_fine = nested("<g>", "</g>", 40, "<text>Ổ <tspan>Ữ</tspan></text>");
    parse(&posters_are_fine).unwrap().rasterise(Size::new(160, 90)).unwrap();
}

#[test]
fn ten_references_to_ten_references_to_ten_are_counted_as_they_would_be_drawn() {
    let mut body = "<defs><path id='a0' d='M0 0h1'/>".to_owned();
    for n in 1..9 {
        let uses = format!("<use xlink:href='#a{}'/>", n - 1).repeat(10);
        body.push_str(&format!("<g id='a{n}'>{uses}</g>"));
    }
    assert_eq!(too_much(&format!("{body}</defs><use xlink:href='#a8'/>")), "elements");
}

#[test]
fn masks_within_masks_are_refused_however_they_are_named() {
    let masks = |named: &dyn Fn(usize) -> String| -> String {
        let mask = |n: usize| format!("<mask id='m{n}'><rect width='160' height='90' {}/></mask>", named(n + 1));
        format!("{}<rect width='160' height='90' {}/>", (0..30).map(mask).collect::<String>(), named(0))
    };
    assert_eq!(too_much(&masks(&|n| format!("mask='url(#m{n})'"))), "nested layers");
    assert_eq!(too_much(&masks(&|n| format!("style='mask: url(\"#m{n}\")'"))), "nested layers");
    let sheet: String = (0..31).map(|n| format!(".c{n}{{mask:url(#m{n})}}")).collect();
    let by_class = format!("<style>{sheet}</style>{}", masks(&|n| format!("class='c{n}'")));
    assert_eq!(too_much(&by_class), "nested layers");
    assert_eq!(too_much(&nested("<g opacity='.9'>", "</g>", 30, "<path d='M0 0h9v9z'/>")), "nested layers");
}

#[test]
fn filters_outlines_patterns_and_texts_have_a_bound() {
    let blurs = "<feGaussianBlur stdDeviation='300'/>".repeat(13);
    let filter = |steps: &str| format!("<filter id='f'>{steps}</filter><rect filter='url(#f)' width='9' height='9'/>");
    assert_eq!(too_much(&filter(&blurs)), "steps in one filter");
    assert_eq!(
        too_much(&filter("<feMorphology operator='dilate' radius='500'/>")),
        "thousandths of its side as the reach of a filter"
    );
    assert_eq!(too_much(&filter("<feTurbulence numOctaves='5000' baseFrequency='1'/>")), "filter steps");
    // The same filter on many things is as many filters.
    let many = "<rect filter='url(#f)' width='9' height='9'/>".repeat(300);
    assert_eq!(too_much(&format!("{}{many}", filter("<feOffset dx='1'/>"))), "filter steps");
    let zigzag = "v90v-90".repeat(400_000);
    assert_eq!(too_much(&format!("<path d='M0 0{zigzag}'/>")), "numbers in outlines");
    let letters = "Cải cách hành chính ".repeat(2_000);
    assert_eq!(too_much(&format!("<text>{letters}</text>")), "letters");
    let tile =
        "<pattern id='p' width='20000' height='20000' patternUnits='userSpaceOnUse'><path d='M0 0h9v9z'/></pattern>";
    assert_eq!(too_much(&format!("{tile}<rect width='160' height='90' fill='url(#p)'/>")), "pixels of a pattern");
    let rules = ".a{fill:red}".repeat(10_000);
    assert_eq!(too_much(&format!("<style>{rules}</style>")), "bytes of style");
    parse(&filter("<feGaussianBlur stdDeviation='3'/><feOffset dx='2'/>")).unwrap();
}

#[test]
fn what_is_too_much_is_told_with_the_way_out() {
    let error = parse(&nested("<g>", "</g>", 3_000, "")).unwrap_err().to_string();
    let found = limits::SVG_DEPTH + 1;
    assert_eq!(
        error,
        format!("the SVG has {found} nested elements, more than the 100 allowed: simplify it, or save it as a PNG")
    );
}

#[test]
fn a_photograph_of_a_thousand_scans_is_refused_before_it_is_decoded() {
    let picture = Picture { size: Size::new(64, 64), rgba: vec![255; 64 * 64 * 4] };
    let jpeg = media::encode_jpeg(&picture, 80).unwrap();
    // Start of scan: one component, all of its coefficients (ITU-T T.81, B.2.3).
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
    let (head, end) = jpeg.split_at(jpeg.len() - 2);
    let bomb = [head, &scan.repeat(1_000), end].concat();
    assert!(matches!(media::decode(&bomb), Err(MediaError::TooManyScans)));
    assert!(media::decode(&jpeg).is_ok());
}

#[test]
fn a_webp_canvas_of_sixteen_thousand_pixels_a_side_is_refused_by_its_header() {
    // An extended file (RFC 9649, 2.7) that is animated and has no frame at all.
    let mut file = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0".to_vec();
    file.extend([0xFE, 0x3F, 0, 0xFE, 0x3F, 0]);
    for outcome in [media::probe(&file).err(), media::decode(&file).err()] {
        assert!(outcome.is_some(), "it must be refused");
    }
}
