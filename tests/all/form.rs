//! Promises about the forms: what an author fills in is what is shown, whoever asks, and every mistake is told by field.

use std::collections::BTreeSet;

use bangtin::{
    form::{
        self, Field, FieldKind, FieldValues, Form, FormReading, Input, Language, Origin, TEMPLATES, Value, read_slide,
        write_slide,
    },
    model::{Slide, SlideContent, SlideId, Zone, limits},
};
use proptest::prelude::*;

fn zone() -> Zone {
    Zone::default()
}

fn id() -> SlideId {
    "thu".parse().unwrap()
}

fn fields(form: &'static Form) -> impl Iterator<Item = &'static Field> {
    [&form::TEMPLATE].into_iter().chain(form.fields).chain(form::COMMON)
}

/// What a page sends when every field is filled in as its example shows.
fn filled_in(form: &'static Form) -> FieldValues {
    let mut table = FieldValues::default();
    for field in fields(form) {
        match field.kind {
            FieldKind::Rows { form, .. } => {
                for (n, column) in form.fields.iter().enumerate() {
                    let path = format!("{}[1].{}", field.name, column.name);
                    let value = Value::Typed(column.example.to_owned());
                    table.set_path(&path, value, Origin(100 + n as u32)).unwrap();
                }
            }
            _ if field.name == "template" => table.set(field.name, Value::Typed(form.name.to_owned()), Origin(0)),
            _ => table.set(field.name, Value::Typed(field.example.to_owned()), Origin(1)),
        }
    }
    table
}

fn whole(reading: FormReading<Option<Slide>>) -> Slide {
    let told: Vec<_> = reading.mistakes.listed.iter().map(|mistake| said(mistake, Language::En)).collect();
    reading.value.unwrap_or_else(|| panic!("{told:#?}"))
}

fn said(mistake: &form::Mistake, language: Language) -> String {
    let hint = mistake.hint(language).map_or(String::new(), |hint| format!(" ({hint})"));
    format!("{}: {} / {}{hint}", mistake.path, mistake.what(language), mistake.expected(language))
}

fn told(table: &FieldValues, language: Language) -> Vec<String> {
    let reading = read_slide(id(), table, &zone());
    assert!(reading.value.is_none());
    reading.mistakes.listed.iter().map(|mistake| said(mistake, language)).collect()
}

#[test]
fn every_field_of_every_template_is_kept_by_the_model_and_the_model_keeps_no_other() {
    for form in TEMPLATES {
        let slide = whole(read_slide(id(), &filled_in(form), &zone()));
        assert_eq!(slide.content.template(), form.name);
        let kept = serde_json::to_value(&slide).unwrap();
        let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let mut described: BTreeSet<String> = fields(form).map(|field| field.key.to_owned()).collect();
        described.insert("id".to_owned());
        assert_eq!(names(&kept), described, "{}", form.name);
        for field in form.fields {
            if let FieldKind::Rows { form, .. } = field.kind {
                let columns: BTreeSet<String> = form.fields.iter().map(|column| column.key.to_owned()).collect();
                assert_eq!(names(&kept[field.key][0]), columns, "{}", form.name);
            }
        }
    }
}

#[test]
fn every_field_has_a_name_a_sentence_and_an_example_in_both_languages() {
    let mut seen = 0;
    for form in TEMPLATES {
        let columns = form.fields.iter().filter_map(|field| match field.kind {
            FieldKind::Rows { form, .. } => Some(form.fields),
            _ => None,
        });
        for field in fields(form).chain(columns.flatten()) {
            for words in [field.label, field.help] {
                assert!(!words.vi.is_empty() && !words.en.is_empty(), "{}: `{}`", form.name, field.name);
                assert_eq!(bangtin::text::nfc(words.vi), words.vi);
                assert!(bangtin::text::legacy(words.vi).is_none());
            }
            assert!(!field.example.is_empty() || matches!(field.kind, FieldKind::Rows { .. }), "`{}`", field.name);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn a_page_that_sends_text_and_a_file_that_has_types_say_the_same() {
    let mut typed = FieldValues::default();
    for (path, text) in [
        ("template", "results"),
        ("title", "  Kết quả\r\n giải quyết hồ sơ "),
        ("as_of", "31/10/2026"),
        ("figure[1].label", "Trước và đúng hạn"),
        ("figure[1].value", "1.380"),
        ("figure[1].of", "1 400"),
        ("theme", "Xanh dịu"),
        ("duration_s", "20"),
        ("topic", "   "),
    ] {
        typed.set_path(path, Value::Typed(text.to_owned()), Origin(0)).unwrap();
    }
    let mut row = FieldValues::default();
    row.set("label", Value::Text("Trước và đúng hạn".to_owned()), Origin(0));
    row.set("value", Value::Integer(1_380), Origin(0));
    row.set("of", Value::Integer(1_400), Origin(0));
    let mut file = FieldValues::default();
    file.set("template", Value::Text("results".to_owned()), Origin(0));
    file.set("title", Value::Text("Kết quả giải quyết hồ sơ".to_owned()), Origin(0));
    file.set("as_of", Value::Date(jiff::civil::date(2026, 10, 31)), Origin(0));
    file.set("figure", Value::List(vec![Input { value: Value::Table(row), origin: Origin(0) }]), Origin(0));
    file.set("theme", Value::Text("calm-green".to_owned()), Origin(0));
    file.set("duration_s", Value::Integer(20), Origin(0));
    let [from_page, from_file] = [typed, file].map(|table| whole(read_slide(id(), &table, &zone())));
    assert_eq!(from_page, from_file);
    assert_eq!(from_page.duration_ms, Some(20_000));
}

#[test]
fn one_box_of_a_page_holds_a_whole_list() {
    let mut table = filled_in(form::template("guide").unwrap());
    table.set("steps", Value::Typed("Mở VNeID\r\n\n  Đăng nhập \nGửi".to_owned()), Origin(0));
    let SlideContent::Guide(guide) = whole(read_slide(id(), &table, &zone())).content else { panic!() };
    assert_eq!(guide.steps, ["Mở VNeID", "Đăng nhập", "Gửi"]);
}

#[test]
fn all_mistakes_come_at_once_each_with_its_field_and_where_it_came_from() {
    let mut table = FieldValues::default();
    table.set("template", Value::Typed("alert".to_owned()), Origin(1));
    table.set("headline", Value::Typed("  ".to_owned()), Origin(2));
    table.set("level", Value::Typed("9".to_owned()), Origin(3));
    table.set_path("actions[2]", Value::Text("x".repeat(3_000)), Origin(4)).unwrap();
    table.set("isuer", Value::Typed("UBND".to_owned()), Origin(5));
    table.set("expires", Value::Typed("mai".to_owned()), Origin(6));
    let reading = read_slide(id(), &table, &zone());
    assert!(reading.value.is_none());
    let places: Vec<_> = reading.mistakes.listed.iter().map(|m| (m.path.as_str(), m.origin.map(|o| o.0))).collect();
    assert_eq!(
        places,
        [
            ("headline", Some(2)),
            ("level", Some(3)),
            ("actions[1]", Some(4)),
            ("issuer", None),
            ("expires", Some(6)),
            ("isuer", Some(5))
        ]
    );
    let en = told(&table, Language::En);
    assert_eq!(en[0], "headline: nothing is filled in / a text");
    assert_eq!(en[1], "level: found the text \"9\" / a whole number from 1 to 5");
    assert!(en[2].starts_with("actions[1]: the text has 3000 characters / at most 2000 (a screen is not a page"));
    assert_eq!(en[3], "issuer: an `alert` slide needs this field / a text (is `isuer` meant to be it?)");
    let vi = told(&table, Language::Vi);
    assert_eq!(vi[0], "headline: chưa điền / chữ");
    assert_eq!(vi[1], "level: ở đây là chữ \"9\" / số nguyên từ 1 đến 5");
    assert_eq!(vi[3], "issuer: trang `alert` cần có mục này / chữ (có phải `isuer` là mục này không?)");
}

#[test]
fn a_template_that_is_not_known_is_the_only_mistake_that_can_be_told() {
    let mut table = FieldValues::default();
    table.set("template", Value::Text("slogna".to_owned()), Origin(1));
    table.set("x", Value::Integer(1), Origin(2));
    let told_en = told(&table, Language::En);
    assert_eq!(told_en.len(), 1);
    assert!(told_en[0].starts_with("template: there is no template `slogna` / `slogan`, `poster`"), "{told_en:?}");
    assert!(told_en[0].ends_with("(did you mean `slogan`?)"), "{told_en:?}");
    table.remove("template");
    table.set("tempalte", Value::Text("slogan".to_owned()), Origin(1));
    assert!(told(&table, Language::Vi)[0].contains("có phải `tempalte` là mục này không?"));
}

#[test]
fn text_from_before_unicode_is_converted_with_a_note_for_every_author() {
    let mut table = filled_in(form::template("notice").unwrap());
    table.set("title", Value::Typed("Tuyªn truyÒn c¶i c¸ch hµnh chÝnh".to_owned()), Origin(7));
    let reading = read_slide(id(), &table, &zone());
    let note = &reading.notes[0];
    assert_eq!((note.path.as_str(), note.origin, note.was.name()), ("title", Origin(7), "TCVN3 (ABC)"));
    let SlideContent::Notice(notice) = whole(reading).content else { panic!() };
    assert_eq!(notice.title, "Tuyên truyền cải cách hành chính");
}

#[test]
fn however_much_is_wrong_a_hundred_mistakes_are_told_and_the_rest_counted() {
    let mut table = filled_in(form::template("slogan").unwrap());
    for n in 0..100_000 {
        table.push(format!("field-{n}"), Value::Integer(n), Origin(0));
    }
    let mistakes = read_slide(id(), &table, &zone()).mistakes;
    assert_eq!((mistakes.listed.len(), mistakes.more), (limits::MISTAKES, 100_000 - limits::MISTAKES));

    // A list that is too long is one mistake, however wrong its entries are.
    let mut table = filled_in(form::template("procedures").unwrap());
    let entry = Input { value: Value::Integer(1), origin: Origin(0) };
    table.set("row", Value::List(vec![entry; 500_000]), Origin(0));
    let mistakes = read_slide(id(), &table, &zone()).mistakes;
    assert_eq!((mistakes.listed.len(), mistakes.more), (1, 0));
}

#[test]
fn a_path_that_leads_to_no_field_is_refused_however_long() {
    let mut table = FieldValues::default();
    for path in ["", "a]", "a.b", "a[0]", "a[x]", "a[999999999999]", "a[1]b", "[1]", &"a[1].".repeat(10_000)] {
        assert!(table.set_path(path, Value::Integer(1), Origin(0)).is_err(), "{path:.20}");
    }
}

/// Texts as officers write them, and as word processors leave them.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "Nộp",
        "hồ sơ",
        "|",
        "“trực tuyến”",
        "VNeID",
        "7.000 đồng",
        "\u{a0}",
        "…",
        "=",
        "\"",
        "\\",
        "#",
        "'",
        "[[row]]",
        "Ổ",
        "ữ",
        "🏠",
        "a/b",
        "–",
    ];
    proptest::collection::vec(proptest::sample::select(words.to_vec()), 1..8)
        .prop_map(|words| words.join(" "))
        .prop_filter("a text has a letter", |text| !form::cleaned(text).is_empty())
}

fn value(kind: FieldKind) -> BoxedStrategy<Value> {
    match kind {
        FieldKind::Line { .. } | FieldKind::Paragraph { .. } | FieldKind::Telephone { .. } => {
            text().prop_map(Value::Text).boxed()
        }
        FieldKind::Url => text().prop_map(|_| Value::Text("https://dichvucong.gov.vn/?a=1#b".to_owned())).boxed(),
        FieldKind::Picture => Just(Value::Text("posters/ảnh 1.PNG".to_owned())).boxed(),
        FieldKind::Id => Just(Value::Text("khai-sinh-2".to_owned())).boxed(),
        FieldKind::Choice { choices } => {
            let names: Vec<_> = choices.iter().map(|choice| choice.name).collect();
            proptest::sample::select(names).prop_map(|name| Value::Text(name.to_owned())).boxed()
        }
        FieldKind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        FieldKind::Number { least, most } | FieldKind::Seconds { least, most } => {
            (least as i64..=most as i64).prop_map(Value::Integer).boxed()
        }
        FieldKind::Size => Just(Value::Text("1080x1920".to_owned())).boxed(),
        FieldKind::Date => (1..=28_i8, 1..=12_i8).prop_map(|(d, m)| Value::Date(jiff::civil::date(2026, m, d))).boxed(),
        FieldKind::Time => (0..24_i8, 0..60_i8).prop_map(|(h, m)| Value::Time(jiff::civil::time(h, m, 0, 0))).boxed(),
        FieldKind::LocalTime | FieldKind::LocalEnd => {
            (1..=28_i8, 0..24_i8).prop_map(|(d, h)| Value::Local(jiff::civil::date(2026, 2, d).at(h, 0, 0, 0))).boxed()
        }
        FieldKind::Instant => prop_oneof![
            (0..4_000_000_000_i64, 0..1_000_000_000_i32)
                .prop_map(|(s, n)| Value::Instant(jiff::Timestamp::new(s, n).unwrap())),
            (1..=28_i8, 0..24_i8).prop_map(|(d, h)| Value::Local(jiff::civil::date(2026, 12, d).at(h, 5, 0, 0))),
        ]
        .boxed(),
        FieldKind::TimeZone => Just(Value::Text("Asia/Ho_Chi_Minh".to_owned())).boxed(),
        FieldKind::List { of, .. } => entries(value(*of)),
        FieldKind::Group { form } => table(form.fields.iter()).prop_map(Value::Table).boxed(),
        FieldKind::Rows { form, .. } => entries(table(form.fields.iter()).prop_map(Value::Table).boxed()),
    }
}

fn entries(of: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let input = of.prop_map(|value| Input { value, origin: Origin(0) });
    proptest::collection::vec(input, 1..5).prop_map(Value::List).boxed()
}

fn table(fields: impl Iterator<Item = &'static Field>) -> BoxedStrategy<FieldValues> {
    let mut filled = Just(FieldValues::default()).boxed();
    for field in fields.filter(|field| field.name != "template") {
        let there = if field.required { Just(true).boxed() } else { any::<bool>().boxed() };
        filled = (filled, there, value(field.kind))
            .prop_map(move |(mut table, there, value)| {
                if there {
                    table.push(field.name, value, Origin(0));
                }
                table
            })
            .boxed();
    }
    filled
}

fn any_slide() -> BoxedStrategy<FieldValues> {
    let one = |form: &'static Form| {
        table(fields(form)).prop_map(|mut table| {
            table.push("template", Value::Text(form.name.to_owned()), Origin(0));
            table
        })
    };
    proptest::strategy::Union::new(TEMPLATES.map(|form| one(form).boxed())).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_slide_of_any_template_survives_its_form(table in any_slide()) {
        let slide = whole(read_slide(id(), &table, &zone()));
        let written = write_slide(&slide, &zone());
        prop_assert_eq!(&whole(read_slide(id(), &written, &zone())), &slide);
        // And its TOML, read as a file.
        let toml = bangtin::folder::table_to_toml(&written);
        let dir = tempfile::tempdir().unwrap();
        let unit = "[unit]\nname = \"x\"\nkicker = \"x\"\nhotline = \"1\"\nportal = \"x\"\n";
        std::fs::write(dir.path().join("campaign.toml"), format!("default = \"thu\"\n{unit}")).unwrap();
        std::fs::create_dir(dir.path().join("posters")).unwrap();
        std::fs::write(dir.path().join("posters/ảnh 1.PNG"), "").unwrap();
        std::fs::write(dir.path().join("thu.toml"), &toml).unwrap();
        let folder = bangtin::folder::Folder::read(dir.path());
        let folder = folder.map_err(|errors| TestCaseError::fail(format!("{errors}\n{toml}")))?;
        prop_assert_eq!(&folder.default_slide, &slide);
    }
}

#[test]
fn a_file_to_start_from_can_be_read_as_it_stands_and_with_every_field_in_use() {
    for form in TEMPLATES {
        for language in [Language::Vi, Language::En] {
            let plain = bangtin::folder::starter(form, language);
            // Every assignment that stands behind a mark of comment, with the lines of its list; `csv` takes the rows' place.
            let mut used = String::new();
            for line in plain.lines() {
                let in_use = line.strip_prefix('#').filter(|rest| !rest.starts_with(' ') || rest.starts_with("  \""));
                let line = in_use.filter(|rest| !rest.starts_with("csv")).unwrap_or(line);
                used.push_str(line);
                used.push('\n');
            }
            assert!(form.name == "results" || used != plain, "{}", form.name);
            for toml in [&plain, &used] {
                let dir = tempfile::tempdir().unwrap();
                let unit = "[unit]\nname = \"x\"\nkicker = \"x\"\nhotline = \"1\"\nportal = \"x\"\n";
                std::fs::write(dir.path().join("campaign.toml"), unit).unwrap();
                std::fs::create_dir(dir.path().join("posters")).unwrap();
                for name in ["posters/ba-viec-ngang.svg", "posters/ba-viec-doc.svg"] {
                    std::fs::write(dir.path().join(name), "<svg/>").unwrap();
                }
                std::fs::write(dir.path().join("thu.toml"), toml).unwrap();
                let folder = bangtin::folder::Folder::read(dir.path()).unwrap_or_else(|e| panic!("{e}\n{toml}"));
                let slide = folder.all_slides().find(|slide| slide.id == id()).unwrap();
                assert_eq!(slide.content.template(), form.name);
                assert_eq!(slide.topic.is_some(), toml == &used);
                // An alert begins as an exercise, so that nobody is warned of an example.
                assert!(!matches!(&slide.content, SlideContent::Alert(alert) if !alert.exercise));
            }
        }
    }
}
