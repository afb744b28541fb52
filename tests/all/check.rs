//! Promises about `check`: each rule finds the slide that must fail and is silent about the one that must pass.

use bangtin::{
    check::{self, QrReading, RenderedPage, RunningSentence, ViewingConditions},
    fonts::Fonts,
    layout,
    model::{
        Alert, Campaign, CampaignPlan, DefaultContent, Event, FieldPath, Finding, Guide, Language, Notice, PixelArea,
        Priority, Programme, Severity, Size, Slide, SlideContent, Slogan, StatusBar, Term, Terms, Topic, WallTime,
        Zone,
    },
    scene::{Color, Face, Item, Rect, Scene, Text, TextLine, TextRole},
    text,
};
use jiff::civil::date;

use crate::schedule::{campaign, programme, slide};

fn hall() -> ViewingConditions {
    let term = Term {
        found: vec!["UBND huyện".into()],
        instead: "UBND xã".into(),
        since: Some(date(2025, 7, 1)),
        because: Some("không còn cấp huyện".into()),
    };
    ViewingConditions::usual(Size::FULL_HD, noon(), Zone::default(), Terms { checked_on: None, rows: vec![term] })
}

/// Monday, 23 November 2026, 12:00 in Vietnam.
fn noon() -> WallTime {
    Zone::default().instant(date(2026, 11, 23).at(12, 0, 0, 0))
}

fn saying(words: &str) -> Slide {
    let notice = Notice { title: "Thông báo".into(), body: vec![words.into()], url: None };
    Slide { content: SlideContent::Notice(notice), ..slide("thong-bao", 20) }
}

fn rules(slide: &Slide, scheduled: bool, pages: &[RenderedPage<'_>]) -> Vec<(Severity, &'static str)> {
    let found: Vec<Finding> = check::slide(slide, scheduled, pages, &hall());
    for finding in &found {
        let said = finding.explain(Language::En);
        assert!(!said.what.is_empty() && !said.why.is_empty() && !said.hint.is_empty(), "{finding:?}");
    }
    found.into_iter().map(|finding| (finding.severity, finding.code())).collect()
}

/// A page of one line, `size` pixels to the em, on a ground of one colour, at full HD.
struct Sheet {
    scene: Scene,
    rgba: Vec<u8>,
}

impl Sheet {
    fn of(role: TextRole, size: f32, ink: Color, ground: Color) -> Self {
        let mut scene = Scene::new(Size::FULL_HD, ground.into());
        let line = TextLine {
            words: "Hồ sơ nộp từ nhà".into(),
            x: 100.0,
            baseline: 500.0,
            ink: Rect::new(100.0, 430.0, 600.0, 80.0),
        };
        let face = Face::Medium;
        scene.items.push(Item::Text(Text {
            role,
            field: None,
            face,
            size,
            tracking: 0.0,
            color: ink,
            lines: vec![line],
        }));
        let pixels = (scene.size.width * scene.size.height) as usize;
        Self { scene, rgba: [ground.r, ground.g, ground.b, 255].repeat(pixels) }
    }

    fn plain() -> Self {
        Self::of(TextRole::Body, 90.0, Color::hex(0x101010), Color::hex(0xFFFFFF))
    }

    fn drawn(&self) -> RenderedPage<'_> {
        RenderedPage { number: 1, scene: &self.scene, rgba: &self.rgba, need_ms: 9_000, shown_ms: 10_000, qr: None }
    }
}

#[test]
fn letters_too_small_for_the_back_bench_are_an_error_and_small_ones_a_warning() {
    let found = |role, size| {
        let sheet = Sheet::of(role, size, Color::hex(0x101010), Color::hex(0xFFFFFF));
        rules(&saying("Mời bà con."), true, &[sheet.drawn()])
    };
    assert_eq!(found(TextRole::Body, 60.0), [(Severity::Error, "text-too-small")]);
    assert_eq!(found(TextRole::Headline, 80.0), [(Severity::Warning, "text-too-small")]);
    assert_eq!(found(TextRole::Body, 88.0), []);
    assert_eq!(found(TextRole::Furniture, 30.0), [(Severity::Suggestion, "caption-too-small")]);
    assert_eq!(found(TextRole::Furniture, 41.0), []);
    assert_eq!(found(TextRole::Mark, 20.0), []);
}

#[test]
fn contrast_is_judged_by_the_pixels_around_the_letters() {
    let found = |ink, ground| {
        let mut sheet = Sheet::of(TextRole::Body, 88.0, Color::hex(ink), Color::hex(0x000000));
        // The scene claims a black ground; what was really drawn is another.
        let Color { r, g, b, .. } = Color::hex(ground);
        sheet.rgba = [r, g, b, 255].repeat(sheet.rgba.len() / 4);
        rules(&saying("Mời bà con."), true, &[sheet.drawn()])
    };
    assert_eq!(found(0xFFFFFF, 0xEEEEEE), [(Severity::Error, "low-contrast")]);
    assert_eq!(found(0xFFFFFF, 0xB71C1C), [(Severity::Warning, "low-contrast")], "6.57:1");
    assert_eq!(found(0xFFFFFF, 0xA30D0D), [], "8.01:1");
}

#[test]
fn a_page_must_stay_as_long_as_it_takes_to_read() {
    let sheet = Sheet::plain();
    let found =
        |need_ms, shown_ms| rules(&saying("Mời bà con."), true, &[RenderedPage { need_ms, shown_ms, ..sheet.drawn() }]);
    assert_eq!(found(20_000, 9_000), [(Severity::Error, "too-little-time")]);
    assert_eq!(found(20_000, 16_000), [(Severity::Warning, "too-little-time")]);
    assert_eq!(found(20_000, 20_000), []);
    assert_eq!(found(31_000, 40_000), [(Severity::Warning, "too-much-on-a-page")]);
}

#[test]
fn a_code_must_scan_lead_where_it_says_and_be_large_enough() {
    let sheet = Sheet::plain();
    let found = |decoded: &[&str], side| {
        let decoded: Vec<String> = decoded.iter().map(|words| (*words).to_owned()).collect();
        let area = Some(Rect::new(1400.0, 300.0, side, side));
        let qr = Some(QrReading { url: "https://dichvucong.gov.vn", area, decoded: &decoded });
        rules(&saying("Mời bà con."), true, &[RenderedPage { qr, ..sheet.drawn() }])
    };
    assert_eq!(found(&[], 400.0), [(Severity::Error, "code-does-not-scan")]);
    assert_eq!(found(&["https://evil.example"], 400.0), [(Severity::Error, "code-does-not-scan")]);
    assert_eq!(found(&["https://dichvucong.gov.vn/"], 400.0), []);
    assert_eq!(found(&["https://dichvucong.gov.vn"], 200.0), [(Severity::Warning, "code-too-small")]);
}

#[test]
fn gaps_old_words_and_private_numbers_are_found() {
    let found = |words: &str| rules(&saying(words), true, &[]);
    assert_eq!(found("Gọi trưởng thôn …"), [(Severity::Warning, "left-open")]);
    assert_eq!(found("Nộp tại ubnd huyện."), [(Severity::Warning, "obsolete-term")]);
    assert_eq!(found("Ông A, số 042085001234"), [(Severity::Error, "personal-data")]);
    assert_eq!(found("Nộp tại UBND xã, gọi 18001096."), []);
}

#[test]
fn a_weekday_must_be_that_of_its_date() {
    assert_eq!(rules(&saying("Thứ Bảy, ngày 12/12/2026"), true, &[]), []);
    let wrong = [(Severity::Error, "weekday-does-not-match")];
    assert_eq!(rules(&saying("Chủ nhật, ngày 12/12/2026"), true, &[]), wrong);
    let event = |when: &str| Event {
        title: "TẬP HUẤN".into(),
        when: when.into(),
        place: "Nhà văn hóa".into(),
        lines: Vec::new(),
        date: Some(date(2026, 12, 12)),
    };
    let slide = |when| Slide { content: SlideContent::Event(event(when)), ..slide("tap-huan", 20) };
    assert_eq!(rules(&slide("19 giờ 30, thứ Sáu"), true, &[]), wrong);
    assert_eq!(rules(&slide("19 giờ 30, thứ Bảy"), true, &[]), []);
}

#[test]
fn facts_must_have_been_checked_within_half_a_year_and_have_a_source() {
    let guide = Guide {
        title: "Đăng ký khai sinh".into(),
        sub: None,
        prepare: Vec::new(),
        steps: vec!["Mở VNeID".into()],
        fee: None,
        time: None,
        authority: None,
        url: None,
        hotline: None,
    };
    let mut slide = Slide { content: SlideContent::Guide(guide), ..slide("huong-dan", 20) };
    assert_eq!(rules(&slide, true, &[]), [(Severity::Suggestion, "no-source")]);
    slide.source = Some("NĐ 120/2025/NĐ-CP".into());
    slide.checked_on = Some(date(2026, 1, 5));
    assert_eq!(rules(&slide, true, &[]), [(Severity::Warning, "facts-not-checked")]);
    slide.checked_on = Some(date(2026, 11, 1));
    assert_eq!(rules(&slide, true, &[]), []);
}

#[test]
fn a_scheduled_alert_may_have_no_gap_and_must_not_be_over() {
    let alert = Alert {
        headline: "BÃO SỐ … ĐANG VÀO GẦN BỜ".into(),
        level: 3,
        actions: vec!["Không ra khơi.".into()],
        issuer: "Ban Chỉ huy PTDS xã".into(),
        exercise: true,
        issued: None,
        expires: Some("2026-11-20T13:00:00Z".parse().unwrap()),
        next_update: None,
        contact: None,
    };
    let alert = Slide { content: SlideContent::Alert(alert), ..slide("bao", 20) };
    let scheduled = [(Severity::Error, "left-open"), (Severity::Error, "alert-expired")];
    assert_eq!(rules(&alert, true, &[]), scheduled);
    assert_eq!(rules(&alert, false, &[]), [(Severity::Suggestion, "left-open")], "one that only waits may have gaps");
}

#[test]
fn an_alert_is_over_from_the_minute_it_says_and_not_only_on_the_next_day() {
    let expires = |at: &str| {
        let alert = Alert {
            headline: "BÃO SỐ 9 ĐANG VÀO GẦN BỜ".into(),
            level: 3,
            actions: vec!["Không ra khơi.".into()],
            issuer: "Ban Chỉ huy PTDS xã".into(),
            exercise: true,
            issued: None,
            expires: Some(at.parse().unwrap()),
            next_update: None,
            contact: None,
        };
        rules(&Slide { content: SlideContent::Alert(alert), ..slide("bao", 20) }, true, &[])
    };
    // It is noon in Vietnam, 5:00 in UTC.
    assert_eq!(expires("2026-11-23T05:00:00Z"), [(Severity::Error, "alert-expired")]);
    assert_eq!(expires("2026-11-23T05:01:00Z"), []);
}

#[test]
fn a_finding_names_the_field_and_the_place_on_the_picture() {
    let mut sheet = Sheet::of(TextRole::Body, 60.0, Color::hex(0x101010), Color::hex(0xFFFFFF));
    let body = FieldPath::entry("body", 0);
    let Item::Text(text) = &mut sheet.scene.items[0] else { panic!("a text") };
    text.field = Some(body);
    let place = PixelArea { x: 100, y: 430, width: 600, height: 80 };
    let found = check::slide(&saying("Gọi trưởng thôn …"), true, &[sheet.drawn()], &hall());
    let found: Vec<_> = found.iter().map(|f| (f.code(), f.page, f.screen, f.field, f.place)).collect();
    let (page, screen) = (Some(1), Some(Size::FULL_HD));
    assert_eq!(
        found,
        [
            ("text-too-small", page, screen, Some(body), Some(place)),
            ("left-open", page, screen, Some(body), Some(place))
        ]
    );
    // On a page without that text the words are found all the same, and no place is made up.
    let found = check::slide(&saying("Gọi trưởng thôn …"), true, &[Sheet::plain().drawn()], &hall());
    assert_eq!((found[0].field, found[0].page, found[0].place), (Some(body), None, None));
}

#[test]
fn slogans_and_the_default_slide_need_no_source() {
    let slogan = SlideContent::Slogan(Slogan { text: "DÂN BIẾT ĐỂ LÀM".into(), kicker: None });
    assert_eq!(rules(&Slide { content: slogan, ..slide("mot", 10) }, true, &[]), []);
    let default = SlideContent::Default(DefaultContent { text: "Kính chào".into(), note: None });
    assert_eq!(rules(&Slide { content: default, ..slide("mac-dinh", 10) }, true, &[]), []);
}

#[test]
fn a_ticker_is_one_short_sentence_at_a_time_and_never_an_emergencys() {
    let sentence =
        |words: &str, passes_s: f64| RunningSentence { words: words.into(), syllables: text::count(words), passes_s };
    let rules = |campaign: &Campaign, running: &[RunningSentence]| -> Vec<(Severity, &'static str)> {
        let found = check::ticker(campaign, running);
        found.into_iter().map(|finding| (finding.severity, finding.code())).collect()
    };
    let mut daily = campaign("hang-ngay", "a", Priority::Normal);
    let short = "Cháy gọi 114, cấp cứu gọi 115.";
    assert_eq!(rules(&daily, &[sentence(short, 8.0)]), []);
    assert_eq!(rules(&daily, &[sentence(short, 3.0)]), [(Severity::Warning, "ticker-too-fast")]);
    let long = "bà con nhớ mang theo giấy tờ bản chính ".repeat(3);
    assert_eq!(rules(&daily, &[sentence(&long, 60.0)]), [(Severity::Warning, "ticker-too-long")]);
    daily.priority = Priority::Emergency;
    daily.ticker = vec![short.into()];
    assert_eq!(rules(&daily, &[]), [(Severity::Error, "ticker-in-emergency")]);
}

#[test]
fn the_tickers_own_pace_can_be_followed() {
    let mut fonts = Fonts::bundled();
    for words in [
        "Nộp hồ sơ trực tuyến tại một địa chỉ duy nhất: dichvucong.gov.vn.",
        "Người từ đủ 75 tuổi, không có lương hưu, làm đơn hưởng trợ cấp hưu trí xã hội tại UBND xã.",
        "Mang bản chính khi đi chứng thực; đặt lịch trước để không phải chờ.",
    ] {
        for canvas in [Size::FULL_HD, Size::FULL_HD_PORTRAIT, Size::new(1280, 720), Size::new(3840, 2160)] {
            let passes_s = layout::sentence_width(words, canvas, &mut fonts) / layout::ticker_pace(canvas);
            let rate = text::count(words) as f32 / passes_s;
            assert!((1.0..=2.0).contains(&rate), "{rate:.2} syllables a second of “{words}” on {canvas}");
        }
    }
}

fn campaign_of(slides: Vec<Slide>) -> Programme {
    let ids: Vec<String> = slides.iter().map(|slide| slide.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let daily = campaign("hang-ngay", "a", Priority::Normal);
    programme(slides.clone(), vec![("a", &ids)], vec![daily])
}

#[test]
fn what_is_planned_must_be_spoken_of_by_a_slide_that_is_scheduled() {
    let topic = |id: &str| Topic { id: id.into(), name: id.to_uppercase() };
    let plan = CampaignPlan {
        checked_on: Some(date(2026, 11, 1)),
        topics: vec![topic("chinh-quyen-so"), topic("van-hoa")],
        procedures: vec!["Đăng ký khai tử".into(), "đăng ký kết hôn".into()],
    };
    let about = |id: &str, topic: &str, words: &str| {
        let notice = Notice { title: "Thủ tục".into(), body: vec![words.into()], url: None };
        Slide { content: SlideContent::Notice(notice), topic: Some(topic.into()), ..slide(id, 20) }
    };
    let found = |programme: &Programme| -> Vec<(&'static str, Option<String>)> {
        let found = check::programme(programme, &plan, &Terms::default(), date(2026, 11, 23));
        found.into_iter().map(|finding| (finding.code(), finding.slide.map(|id| id.to_string()))).collect()
    };
    let whole = campaign_of(vec![
        about("mot", "chinh-quyen-so", "Đăng ký khai tử: trong ngày."),
        about("hai", "van-hoa", "Đăng ký kết hôn: ngay khi đủ giấy tờ."),
    ]);
    assert_eq!(found(&whole), []);
    let mut over = whole.clone();
    over.campaigns[0].until = Some(date(2026, 11, 23).at(0, 0, 0, 0));
    assert_eq!(found(&over).len(), 4, "a campaign that is over covers nothing");
    over.campaigns[0].until = Some(date(2026, 11, 23).at(18, 0, 0, 0));
    assert_eq!(found(&over), []);
    let half = campaign_of(vec![about("mot", "chinh-quyen-xo", "Đăng ký khai tử: trong ngày.")]);
    let own = Some("mot".to_owned());
    assert_eq!(
        found(&half),
        [
            ("topic-not-covered", None),
            ("topic-not-covered", None),
            ("procedure-not-covered", None),
            ("unknown-topic", own)
        ]
    );
}

#[test]
fn the_tables_slides_are_judged_by_grow_old_too() {
    let tables = |checked_on| {
        let terms = Terms { checked_on, rows: Vec::new() };
        let plan = CampaignPlan { checked_on, ..CampaignPlan::default() };
        check::programme(&campaign_of(vec![slide("mot", 20)]), &plan, &terms, date(2026, 11, 23)).len()
    };
    assert_eq!((tables(Some(date(2026, 6, 1))), tables(Some(date(2026, 5, 1))), tables(None)), (0, 2, 0));
}

#[test]
fn a_page_above_a_band_is_judged_on_the_screen_it_hangs_on() {
    let mut sheet = Sheet::plain();
    sheet.scene.size = StatusBar::page(Size::FULL_HD, true);
    let Item::Text(text) = &mut sheet.scene.items[0] else { panic!("a text") };
    text.size = 88.0;
    sheet.rgba.truncate((sheet.scene.size.width * sheet.scene.size.height * 4) as usize);
    // As a screen of its own, 1920 by 972 on 43″, the same letters would be larger.
    assert_eq!(rules(&saying("Mời bà con."), true, &[sheet.drawn()]), []);
    let Item::Text(text) = &mut sheet.scene.items[0] else { panic!("a text") };
    text.size = 86.0;
    assert_eq!(rules(&saying("Mời bà con."), true, &[sheet.drawn()]), [(Severity::Warning, "text-too-small")]);
}
