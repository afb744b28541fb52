use std::collections::BTreeSet;

use jiff::civil::date;
use strum::VariantArray as _;

use super::*;
use crate::model::{FieldPath, Language, Size, SlideId};

/// One of each, in the order of the codes.
fn samples() -> Vec<FindingKind> {
    let text = || "Gọi trưởng thôn …".to_owned();
    let words = || "Hồ sơ nộp từ nhà".to_owned();
    let url = || "https://dichvucong.gov.vn".to_owned();
    vec![
        FindingKind::LeftOpen { text: text() },
        FindingKind::ObsoleteTerm {
            found: "UBND huyện".into(),
            instead: "UBND xã".into(),
            because: Some("không còn cấp huyện".into()),
        },
        FindingKind::PersonalData { number: "042085001234".into() },
        FindingKind::WeekdayDoesNotMatch { text: "Chủ nhật, ngày 12/12/2026".into(), date: date(2026, 12, 12) },
        FindingKind::FactsNotChecked { checked_on: date(2026, 1, 5), age_days: 322 },
        FindingKind::NoSource,
        FindingKind::EventIsOver { date: date(2026, 11, 20) },
        FindingKind::AlertExpired { expires: date(2026, 11, 20).at(20, 0, 0, 0) },
        FindingKind::AlertShownPastEnd {
            expires: date(2026, 11, 24).at(20, 0, 0, 0),
            until: Some(date(2026, 11, 25).at(0, 0, 0, 0)),
        },
        FindingKind::TableNotChecked { file: "terms.toml", checked_on: date(2026, 1, 5), age_days: 322 },
        FindingKind::TopicNotCovered { topic: "van-hoa".into(), name: "Văn hóa".into() },
        FindingKind::ProcedureNotCovered { procedure: "Đăng ký khai tử".into() },
        FindingKind::UnknownTopic { topic: "van-hoa".into() },
        FindingKind::TextTooSmall {
            words: words(),
            angle: 15.2,
            wanted: 22.0,
            distance_m: 5.5,
            panel_inches: 43.0,
            shortening: Shortening::To { now: 24, most: 12 },
        },
        FindingKind::CaptionTooSmall { words: words(), angle: 6.3, wanted: 10.0, distance_m: 8.0 },
        FindingKind::LowContrast { words: words(), ratio: 3.18, wanted: 4.5 },
        FindingKind::CodeDoesNotScan { url: url(), decoded: Some("https://example.vn".into()) },
        FindingKind::CodeTooSmall { side_mm: 99.2, wanted_mm: 150.0, distance_m: 1.5 },
        FindingKind::QrTooLong { url: url() },
        FindingKind::PictureMissing { picture: "posters/ba-viec.svg".into() },
        FindingKind::CannotBeDrawn { reason: "composing it crashed".into() },
        FindingKind::UnknownLetters { letters: "😀".into() },
        FindingKind::TooLittleTime { shown_s: 9.0, need_s: 20.0 },
        FindingKind::TooMuchOnAPage { need_s: 34.0 },
        FindingKind::TickerInEmergency,
        FindingKind::TickerTooLong { words: words(), syllables: 30, most: 22 },
        FindingKind::TickerTooFast { words: words(), rate: 2.56, most: 2.0 },
        FindingKind::TextTooLong { chars: 2_000, entries: 200 },
        FindingKind::SlideTooLarge { chars: 90_000, most: 8_000 },
        FindingKind::TooManyPages { pages: 45, canvas: Size::FULL_HD, most: 40 },
        FindingKind::LegacyEncoding { file: "hai.toml".into(), encoding: "TCVN3 (ABC)", shown: words() },
    ]
}

/// Letters that only Vietnamese has.
fn is_vietnamese(words: &str) -> bool {
    words
        .to_lowercase()
        .chars()
        .any(|letter| "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ".contains(letter))
}

#[test]
fn every_finding_says_in_both_languages_what_it_is_why_it_matters_and_what_to_do() {
    let samples = samples();
    let covered: BTreeSet<FindingCode> = samples.iter().map(FindingCode::from).collect();
    let all: BTreeSet<FindingCode> = FindingCode::VARIANTS.iter().copied().collect();
    assert_eq!(covered, all, "a finding has no sample");
    let mut said = String::new();
    for kind in samples {
        let finding = Finding::new(FindingCode::from(&kind).grades()[0], kind);
        said += &format!("{}\n", finding.code());
        for (code, language) in Language::ALL {
            let Explanation { what, why, hint } = finding.explain(language);
            said += &format!("  {code} {what}\n     {why}\n     {hint}\n");
            let parts = [&*what, why, &hint];
            assert!(parts.iter().all(|part| part.len() > 5), "{parts:?}");
            assert_eq!(is_vietnamese(why), language == Language::Vi, "{why}");
            assert!(language == Language::En || is_vietnamese(&what) && is_vietnamese(&hint), "{what} {hint}");
            // A decimal point in a Vietnamese sentence is read as a thousand.
            assert!(language == Language::En || !what.contains("3.2") && !what.contains("5.5"), "{what}");
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/finding/words.txt");
    if std::env::var_os("BANGTIN_BLESS").is_some() {
        std::fs::write(path, &said).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap();
    assert_eq!(said, known, "words have changed: read them, then run with BANGTIN_BLESS=1");
}

#[test]
fn figures_have_units_and_the_report_carries_everything() {
    let id: SlideId = "mot".parse().unwrap();
    let kind = FindingKind::LowContrast { words: "Hồ sơ".into(), ratio: 3.0, wanted: 4.5 };
    let finding = Finding {
        page: Some(2),
        screen: Some(Size::FULL_HD_PORTRAIT),
        place: Some(PixelArea { x: 1, y: 2, width: 3, height: 4 }),
        ..Finding::new(Severity::Error, kind).about(&id).in_field(FieldPath::entry("steps", 1))
    };
    assert_eq!(finding.subject(Language::En, true), "`mot` page 2 on 1080x1920");
    assert_eq!(finding.subject(Language::Vi, false), "`mot` màn 2");
    let json = serde_json::to_value(finding.report(Language::Vi)).unwrap();
    let expected = serde_json::json!({
        "severity": "error", "slide": "mot", "campaign": null, "page": 2, "screen": "1080x1920", "rule": "low-contrast",
        "field": "steps[2]", "place": {"x": 1, "y": 2, "width": 3, "height": 4}, "pages": [2], "also": [],
        "figures": [{"name": "contrast", "value": 3.0, "unit": "1"}, {"name": "wanted", "value": 4.5, "unit": "1"}],
        "what": "“Hồ sơ” chỉ tương phản 3,0:1 với nền; cần 4,5:1",
        "why": "Người mắt kém không nhìn ra chữ; khi nắng chiếu vào màn hình thì không ai nhìn ra.",
        "hint": "Chọn bộ màu khác, hoặc hình ít chi tiết hơn ở chỗ có chữ.",
    });
    assert_eq!(json, expected);
}

/// A text too small, on that page and screen, in that field, seen under that angle.
fn small(page: usize, screen: Size, field: FieldPath, angle: f64) -> Finding {
    let words = "Hồ sơ".to_owned();
    let (wanted, distance_m, panel_inches, shortening) = (22.0, 5.0, 43.0, Shortening::Untried);
    let kind = FindingKind::TextTooSmall { words, angle, wanted, distance_m, panel_inches, shortening };
    let severity = if angle < 16.0 { Severity::Error } else { Severity::Warning };
    let (page, screen, field, place) =
        (Some(page), Some(screen), Some(field), Some(PixelArea { x: 1, y: 1, width: 1, height: 1 }));
    Finding { page, screen, field, place, ..Finding::new(severity, kind).about(&"mot".parse().unwrap()) }
}

#[test]
fn one_cause_is_told_once_with_its_worst_figure_and_all_its_places() {
    let (wide, tall) = (Size::FULL_HD, Size::FULL_HD_PORTRAIT);
    let step = |at| FieldPath::entry("steps", at);
    let found = vec![
        small(2, wide, step(0), 18.0),
        small(2, wide, step(1), 18.0),
        small(3, wide, step(2), 15.0),
        small(1, wide, FieldPath::of("title"), 20.0),
        small(2, tall, step(0), 19.0),
        small(3, wide, step(2), 15.0),
    ];
    let merged = merged(found);
    assert_eq!(merged.len(), 2, "{merged:?}");
    let [steps, title] = &merged[..] else { panic!() };
    assert_eq!((steps.severity, steps.page, steps.field), (Severity::Error, Some(3), Some(step(2))));
    assert_eq!(steps.pages(), [2, 3]);
    let also: Vec<_> = steps.also.iter().map(|place| (place.screen, place.page, place.field)).collect();
    assert_eq!(also, [(tall, 2, Some(step(0))), (wide, 2, Some(step(0))), (wide, 2, Some(step(1)))]);
    assert_eq!(steps.subject(Language::Vi, false), "`mot` màn 2, 3");
    assert_eq!(steps.subject(Language::En, true), "`mot` pages 2, 3 on 1920x1080");
    assert!(title.also.is_empty());
}

#[test]
fn gaps_in_two_places_are_two_things_to_do_and_an_old_word_in_two_places_is_one() {
    let id: SlideId = "mot".parse().unwrap();
    let of = |severity, kind, at| Finding::new(severity, kind).about(&id).in_field(FieldPath::entry("body", at));
    let open = |at| of(Severity::Warning, FindingKind::LeftOpen { text: "Gọi …".into() }, at);
    assert_eq!(merged(vec![open(0), open(1), open(1)]).len(), 2);
    let kind = FindingKind::ObsoleteTerm { found: "CMND".into(), instead: "thẻ căn cước".into(), because: None };
    assert_eq!(merged(vec![of(Severity::Warning, kind.clone(), 0), of(Severity::Warning, kind, 1)]).len(), 1);
}
