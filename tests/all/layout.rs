//! Promises about layout: whatever is written, on whatever canvas, it is all there and nothing runs off.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use bangtin::{
    clock::Clock,
    fonts::Fonts,
    layout::{Canvas, Context, Pages, lay_out},
    model::{
        Alert, Asset, DefaultContent, Event, FieldPath, Figure, Guide, Language, Notice, Poster, Procedure, Procedures,
        Question, Results, Severity, Size, Slide, SlideContent, Slogan, ThemeName, Transition, Unit, Zone, limits,
    },
    scene::{Face, Item, Rect, TextRole},
};
use proptest::prelude::*;

thread_local! {
    static FONTS: RefCell<Fonts> = RefCell::new(Fonts::bundled());
}

pub fn unit() -> Unit {
    Unit {
        name: "UBND xã Mai Phụ".into(),
        kicker: "Cải cách hành chính".into(),
        hotline: "18001096".into(),
        portal: "dichvucong.gov.vn".into(),
        mark: Some("DỮ LIỆU MẪU".into()),
        transition: Transition::Fade,
        transition_ms: 800,
        reduced_motion: false,
    }
}

pub fn slide(id: &str, content: SlideContent) -> Slide {
    Slide {
        id: id.parse().unwrap(),
        content,
        theme: None,
        transition: None,
        duration_ms: None,
        topic: None,
        source: None,
        checked_on: None,
    }
}

pub fn laid(slide: &Slide, canvas: impl Into<Canvas>) -> Pages {
    let assets: BTreeMap<String, Asset> = BTreeMap::new();
    let unit = unit();
    let zone = Zone::default();
    let context = Context { unit: &unit, assets: &assets, time_zone: &zone };
    FONTS.with_borrow_mut(|fonts| lay_out(slide, &context, canvas, fonts))
}

#[test]
fn every_text_that_is_read_knows_the_field_it_comes_from() {
    // What layout writes itself: labels of an alert and of a figure.
    let own = |words: &str| words.starts_with("RỦI RO THIÊN TAI") || words == "DIỄN TẬP" || words.ends_with('%');
    for content in filled_with("Hồ sơ nộp từ nhà") {
        let mut seen = BTreeSet::new();
        for page in laid(&slide("x", content.clone()), Size::FULL_HD).pages {
            for text in page.scene.texts().filter(|text| matches!(text.role, TextRole::Headline | TextRole::Body)) {
                assert!(text.field.is_some() || own(&text.lines[0].words), "{}: {text:?}", content.template());
                seen.extend(text.field.map(|field| field.to_string()));
            }
        }
        // Whatever is laid out as something to be read is also looked through for gaps and old words.
        let fields: BTreeSet<String> = content.fields().iter().map(|(field, _)| field.to_string()).collect();
        let foreign: Vec<_> =
            seen.iter().filter(|field| !fields.contains(*field) && !field.ends_with(".value")).collect();
        assert!(foreign.is_empty(), "{}: {foreign:?}", content.template());
    }
}

/// Every template filled with `words`.
fn filled_with(words: &str) -> Vec<SlideContent> {
    let text = || words.to_owned();
    let some = || Some(words.to_owned());
    let list = || vec![text(), text(), text()];
    vec![
        SlideContent::Slogan(Slogan { text: text(), kicker: some() }),
        SlideContent::Poster(Poster { picture: "none.png".into(), portrait: None, alt: text(), url: None }),
        SlideContent::Guide(Guide {
            title: text(),
            sub: some(),
            prepare: list(),
            steps: list(),
            fee: some(),
            time: some(),
            authority: some(),
            url: Some("https://dichvucong.gov.vn".into()),
            hotline: some(),
        }),
        SlideContent::Procedures(Procedures {
            title: text(),
            rows: vec![Procedure { name: text(), time: text(), fee: text(), authority: some(), code: None }; 3],
        }),
        SlideContent::Notice(Notice { title: text(), body: list(), url: some() }),
        SlideContent::Event(Event {
            title: text(),
            when: text(),
            place: text(),
            lines: list(),
            date: Some("2026-12-12".parse().unwrap()),
        }),
        SlideContent::Results(Results {
            title: text(),
            as_of: "2026-09-30".parse().unwrap(),
            figures: vec![Figure { label: text(), value: 1_284, of: Some(1_300) }; 3],
        }),
        SlideContent::Question(Question { question: text(), answer: list(), url: some() }),
        SlideContent::Alert(Alert {
            headline: text(),
            level: 3,
            actions: list(),
            issuer: text(),
            exercise: true,
            issued: Some("2026-09-12T07:05:00Z".parse().unwrap()),
            expires: Some("2026-09-12T13:00:00Z".parse().unwrap()),
            next_update: Some("2026-09-12T10:00:00Z".parse().unwrap()),
            contact: some(),
        }),
        SlideContent::Default(DefaultContent { text: text(), note: some() }),
    ]
}

/// No ink of text off the canvas, none over other text, no page without need.
fn assert_sound(content: &SlideContent, pages: &Pages, canvas: Size) {
    let whole = Rect::new(-0.6, -0.6, canvas.width as f32 + 1.2, canvas.height as f32 + 1.2);
    let template = content.template();
    assert!(!pages.pages.is_empty(), "{template}");
    for page in &pages.pages {
        assert!(page.need_ms >= 8_000);
        let mut inks: Vec<(Rect, &str)> = Vec::new();
        for text in page.scene.texts() {
            for line in &text.lines {
                assert!(
                    whole.contains(line.ink) || line.ink.w <= 0.0,
                    "{template} on {canvas}: `{}` at {:?} runs off",
                    line.words,
                    line.ink
                );
                for (other, words) in &inks {
                    let overlap = line.ink.inset(0.6).overlaps(other.inset(0.6));
                    assert!(!overlap, "{template} on {canvas}: `{}` lies over `{words}`", line.words);
                }
                inks.push((line.ink, &line.words));
            }
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
}

/// All words of one role on all pages, in order, without spaces.
fn shown(pages: &Pages, roles: &[TextRole]) -> String {
    let texts = pages.pages.iter().flat_map(|page| page.scene.texts());
    texts
        .filter(|text| roles.contains(&text.role))
        .flat_map(|text| &text.lines)
        .map(|line| letters(&line.words))
        .collect()
}

const CANVASES: [Size; 8] = [
    Size::FULL_HD,
    Size::FULL_HD_PORTRAIT,
    Size::new(1024, 768),
    Size::new(1280, 720),
    Size::new(320, 320),
    Size::new(320, 1200),
    Size::new(1600, 320),
    Size::new(3840, 2160),
];

#[test]
fn nothing_runs_off_or_lies_over_other_text_on_any_canvas() {
    for words in
        ["Hồ sơ", "Mang bản chính đến Trung tâm đúng giờ hẹn, nộp phí trực tuyến hoặc tại quầy.", "ẲỔỮ ẬỘỰ", ""]
    {
        for content in filled_with(words) {
            for screen in CANVASES {
                for canvas in [false, true].map(|has_status_bar| Canvas { screen, has_status_bar }) {
                    assert_sound(&content, &laid(&slide("x", content.clone()), canvas), canvas.size());
                }
            }
        }
    }
}

#[test]
fn long_winded_officers_get_more_pages_not_a_smaller_script() {
    let words = "Người dân mang theo thẻ căn cước và giấy tờ có liên quan. ".repeat(8);
    for content in filled_with(&words) {
        let screens = [Size::FULL_HD, Size::FULL_HD_PORTRAIT].into_iter();
        for canvas in screens.flat_map(|screen| [false, true].map(|has_status_bar| Canvas { screen, has_status_bar })) {
            let pages = laid(&slide("x", content.clone()), canvas);
            assert_sound(&content, &pages, canvas.size());
            let bodies =
                pages.pages.iter().flat_map(|page| page.scene.texts()).filter(|text| text.role == TextRole::Body);
            // What has one page alone, a title, a slogan, a label, gets smaller, and `check` says how much shorter it must be.
            let has_pages = matches!(
                content,
                SlideContent::Guide(_)
                    | SlideContent::Notice(_)
                    | SlideContent::Procedures(_)
                    | SlideContent::Question(_)
                    | SlideContent::Event(_)
            );
            if has_pages {
                for text in bodies {
                    let capital = text.size * if text.face == Face::Condensed { 0.70 } else { 0.74 };
                    assert!(capital >= 65.1, "{}: {capital} px", content.template());
                }
            }
        }
    }
}

#[test]
fn a_guide_of_seven_steps_makes_pages_of_two_and_three() {
    let steps: Vec<String> = (1..=7).map(|n| format!("Đăng nhập bằng tài khoản VNeID mức 2, lần {n}")).collect();
    let guide = Guide {
        title: "Đăng ký khai sinh trực tuyến".into(),
        sub: None,
        prepare: vec![],
        steps,
        fee: None,
        time: None,
        authority: None,
        url: None,
        hotline: None,
    };
    let pages = laid(&slide("x", SlideContent::Guide(guide)), Size::FULL_HD);
    let numerals = |page: &bangtin::layout::Page| page.scene.texts().filter(|text| text.role == TextRole::Mark).count();
    let mut counts: Vec<usize> = pages.pages.iter().map(numerals).collect();
    counts.sort_unstable();
    assert_eq!(counts, [2, 2, 3]);
}

#[test]
fn a_poster_without_its_picture_still_says_its_words() {
    let poster = Poster { picture: "none.png".into(), portrait: None, alt: "KHÔNG XẾP HÀNG".into(), url: None };
    let pages = laid(&slide("x", SlideContent::Poster(poster)), Size::FULL_HD);
    assert_eq!(pages.findings[0].code(), "picture-missing");
    assert_eq!(shown(&pages, &[TextRole::Headline]), "KHÔNGXẾPHÀNG");
}

#[test]
fn every_theme_lays_out_alike() {
    for content in filled_with("Nhận kết quả trên VNeID hoặc tại xã") {
        let places = ThemeName::ALL.map(|(_, theme)| {
            let slide = Slide { theme: Some(theme), ..slide("x", content.clone()) };
            let pages = laid(&slide, Size::FULL_HD);
            let texts = pages.pages.iter().flat_map(|page| page.scene.texts());
            texts.flat_map(|text| text.lines.iter().map(|line| (line.words.clone(), line.ink))).collect::<Vec<_>>()
        });
        assert!(places.windows(2).all(|pair| pair[0] == pair[1]), "{}", content.template());
    }
}

#[test]
fn a_large_screen_shows_the_same_page_larger() {
    for content in filled_with("Mỗi thôn một tổ hướng dẫn") {
        let words = |canvas| {
            let pages = laid(&slide("x", content.clone()), canvas);
            let texts = pages.pages.iter().map(|page| {
                page.scene.texts().flat_map(|text| text.lines.iter().map(|line| line.words.clone())).collect::<Vec<_>>()
            });
            texts.collect::<Vec<_>>()
        };
        assert_eq!(words(Size::FULL_HD), words(Size::new(3840, 2160)), "{}", content.template());
    }
}

#[test]
fn the_codes_address_is_said_in_words_beside_it() {
    for content in filled_with("https://dichvucong.gov.vn") {
        for page in laid(&slide("x", content), Size::FULL_HD).pages {
            if page.qr.is_some() {
                assert!(page.scene.texts().any(|t| t.lines.iter().any(|l| l.words == "dichvucong.gov.vn")));
                assert!(page.need_ms >= 15_000);
            }
        }
    }
}

#[test]
fn no_shape_has_an_impossible_size() {
    for content in filled_with("Khai thông tin của con, của cha và mẹ") {
        for canvas in CANVASES {
            for page in laid(&slide("x", content.clone()), canvas).pages {
                for item in &page.scene.items {
                    if let Item::Shape { shape: bangtin::scene::Shape::Box { rect, .. }, .. } = item {
                        assert!(rect.w >= 0.0 && rect.h >= 0.0 && rect.x.is_finite(), "{}", content.template());
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_on_any_canvas_is_laid_out_soundly(
        words in "[ -~ẲỔỮậộựđĐ–“”…\u{300}\u{323}\n|🌾م]{0,120}",
        width in 320_u32..2_200,
        height in 320_u32..2_200,
    ) {
        let canvas = Size::new(width, height);
        for content in filled_with(&words) {
            assert_sound(&content, &laid(&slide("x", content.clone()), canvas), canvas);
        }
    }

    #[test]
    fn no_letter_of_a_notice_or_slogan_is_lost(words in "[a-zđơưA-ZĐ0-9 ,.|-]{1,160}", width in 320_u32..2_000) {
        let canvas = Size::new(width, 1_080);
        let notice = SlideContent::Notice(Notice { title: String::new(), body: vec![words.clone(), words.clone()], url: None });
        prop_assert_eq!(shown(&laid(&slide("x", notice), canvas), &[TextRole::Body]), letters(&words).repeat(2));
        let slogan = SlideContent::Slogan(Slogan { text: words.clone(), kicker: None });
        prop_assert_eq!(shown(&laid(&slide("x", slogan), canvas), &[TextRole::Headline]), letters(&words));
    }
}

#[test]
fn slogans_of_the_sample_are_as_large_as_five_metres_ask() {
    for words in [
        "CẢI CÁCH HÀNH CHÍNH –|GẦN DÂN, SÁT VIỆC, ĐÚNG HẸN",
        "MỘT CỔNG DUY NHẤT,|MỌI THỦ TỤC TRONG TẦM TAY",
        "NGƯỜI DÂN HÀI LÒNG|LÀ THƯỚC ĐO CỦA CHÍNH QUYỀN",
        "MỖI NHÀ MỘT TÀI KHOẢN VNeID,|MỖI THÔN MỘT TỔ HƯỚNG DẪN",
    ] {
        for canvas in [Size::FULL_HD, Size::FULL_HD_PORTRAIT] {
            let pages = laid(&slide("x", SlideContent::Slogan(Slogan { text: words.into(), kicker: None })), canvas);
            let headline = pages.pages[0].scene.texts().find(|text| text.role == TextRole::Headline).unwrap();
            let capital = headline.size * if headline.face == Face::Condensed { 0.70 } else { 0.74 };
            assert!(capital >= 75.0, "{words} on {canvas}: {capital} px");
        }
    }
}

#[test]
fn letters_that_no_face_has_are_an_error_and_not_a_silent_gap() {
    let said = |text: &str| {
        let slogan = Slogan { text: text.into(), kicker: None };
        laid(&slide("x", SlideContent::Slogan(slogan)), Size::FULL_HD)
            .findings
            .into_iter()
            .find(|finding| finding.code() == "unknown-letters")
    };
    for (text, letter) in [("Chung tay 😀 cải cách", "😀"), ("שלום bà con", "ש"), ("مرحبا", "م"), ("Chào 中文", "中")]
    {
        let finding = said(text).unwrap_or_else(|| panic!("{text}"));
        let what = finding.explain(Language::En).what;
        assert!(finding.severity == Severity::Error && what.contains(letter), "{finding:?}");
        assert_eq!(finding.field, Some(FieldPath::of("text")));
    }
    for text in ["Ẳ Ậ Ỵ đ “trích” – 5 % … ² ° №", "Привет, ελληνικά", "a\u{a0}b"] {
        assert_eq!(said(text), None, "{text}");
    }
}

/// Texts that have taken the longest to lay out, each as long as one field may be.
fn costly() -> Vec<String> {
    let long = |part: &str| part.chars().cycle().take(limits::FIELD_CHARS).collect::<String>();
    ["a|", "Ẳ|b ", "🌾"].map(long).into()
}

/// A list whose texts together are as long as those of one slide may be, half of them.
fn half_a_slide(words: &str, entry_chars: usize) -> Vec<String> {
    let entry: String = words.chars().take(entry_chars).collect();
    vec![entry; (limits::SLIDE_CHARS / 2 / entry_chars).min(limits::LIST_ENTRIES) - 8]
}

#[test]
fn no_text_within_the_limits_exceeds_the_budget_or_takes_a_halls_time() {
    let clock = Clock::system();
    for words in costly() {
        for content in filled_with(&words).into_iter().chain([
            SlideContent::Guide(Guide {
                title: words.clone(),
                sub: None,
                prepare: half_a_slide(&words, 2_000),
                steps: half_a_slide(&words, 100),
                fee: None,
                time: None,
                authority: None,
                url: None,
                hotline: None,
            }),
            SlideContent::Alert(Alert {
                headline: words.clone(),
                level: 3,
                actions: half_a_slide(&words, 2_000),
                issuer: words.clone(),
                exercise: false,
                issued: None,
                expires: None,
                next_update: None,
                contact: Some(words.clone()),
            }),
        ]) {
            for canvas in [Size::FULL_HD_PORTRAIT, Size::new(320, 320)] {
                let began = clock.now().mono;
                let pages = laid(&slide("x", content.clone()), canvas);
                let took = clock.now().mono - began;
                let template = content.template();
                let start: String = words.chars().take(6).collect();
                assert!(!pages.findings.iter().any(|f| f.code() == "slide-too-large"), "{template} of `{start}`");
                // A hundredth of it on an idle machine; it was for ever.
                assert!(took < Duration::from_secs(60), "{template} of `{start}` on {canvas}: {took:?}");
            }
        }
    }
}

#[test]
fn a_slide_beyond_the_limits_is_replaced_by_the_communes_name_and_is_an_error() {
    let body = vec!["Nghiêng mình trước anh linh ".repeat(70); 40];
    let notice = SlideContent::Notice(Notice { title: "TIN".into(), body, url: None });
    let pages = laid(&slide("x", notice), Size::FULL_HD);
    let found = pages.findings.iter().find(|f| f.code() == "slide-too-large").unwrap();
    assert_eq!(found.severity, Severity::Error);
    assert_eq!((pages.pages.len(), shown(&pages, &[TextRole::Headline])), (1, "UBNDxãMaiPhụ".to_owned()));
    let beside = SlideContent::Slogan(Slogan { text: "MỘT CỬA".into(), kicker: None });
    assert_eq!(
        shown(&laid(&slide("y", beside), Size::FULL_HD), &[TextRole::Headline]),
        "MỘTCỬA",
        "the next one is laid out"
    );
}
