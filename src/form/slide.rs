//! Slides: the ten templates, and the fields that every slide has besides its template's.

use serde_json::Value as Json;

use super::{
    Choice, Field, FieldGroup, FieldKind, FieldProblem, FieldValues, Form, Value, Words,
    found::shortened,
    read::{FormReader, FormReading},
    suggest,
    templates::TEMPLATES,
    write,
};
use crate::model::{Slide, SlideId, Zone, limits};

/// The field that says which template a slide has.
pub static TEMPLATE: Field =
    Field::required("template", FieldKind::Choice { choices: &NAMES }, Words::new("Mẫu trang", "Template"))
        .help("Trang này thuộc loại nào.", "What kind of slide this is.")
        .example("slogan");

/// What every slide may say besides its template's fields.
pub static COMMON: &[Field] = &[
    Field::optional(
        "duration_s",
        FieldKind::Seconds { least: limits::SLIDE_MIN_MS / 1_000, most: limits::SLIDE_MAX_MS / 1_000 },
        Words::new("Số giây hiện", "Seconds shown"),
    )
    .help(
        "Để trống thì máy tính đủ thời gian cho người lớn tuổi đọc hết.",
        "Left out, it is as long as an elderly reader needs.",
    )
    .key("duration_ms")
    .example("20")
    .group(FieldGroup::Look),
    Field::optional("theme", FieldKind::Choice { choices: THEMES }, Words::new("Màu", "Theme"))
        .help("Để trống thì theo mẫu trang.", "Left out, the template chooses.")
        .example("calm-green")
        .group(FieldGroup::Look),
    Field::optional(
        "transition",
        FieldKind::Choice { choices: TRANSITIONS },
        Words::new("Kiểu chuyển trang", "Transition"),
    )
    .help("Để trống thì theo chương trình.", "Left out, the campaign file chooses.")
    .example("fade")
    .group(FieldGroup::Look),
    Field::optional("topic", FieldKind::LINE, Words::new("Chủ đề", "Topic"))
        .help(
            "Mã chủ đề trong kế hoạch tuyên truyền mà trang này phục vụ.",
            "The topic of the campaign's plan that the slide serves.",
        )
        .example("chinh-quyen-so")
        .group(FieldGroup::Record),
    Field::optional("source", FieldKind::LINE, Words::new("Nguồn", "Source"))
        .help("Văn bản hoặc nơi lấy thông tin.", "The document or place that the facts come from.")
        .example("Nghị định 120/2025/NĐ-CP")
        .group(FieldGroup::Record),
    Field::optional("checked_on", FieldKind::Date, Words::new("Ngày kiểm tra", "Checked on"))
        .help("Ngày đối chiếu thông tin lần gần nhất.", "The day on which the facts were last checked.")
        .example("2026-11-23")
        .group(FieldGroup::Record),
];

/// The colours, as [`crate::model::ThemeName`] has them.
pub(super) const THEMES: &[Choice] = &[
    Choice::new("red-banner", "Băng đỏ", "Red banner"),
    Choice::new("calm-green", "Xanh dịu", "Calm green"),
    Choice::new("paper", "Giấy trắng", "Paper"),
    Choice::new("night", "Nền tối", "Night"),
];

/// The transitions, as [`crate::model::Transition`] has them.
pub const TRANSITIONS: &[Choice] = &[
    Choice::new("cut", "Đổi ngay", "Cut"),
    Choice::new("fade", "Mờ dần", "Fade"),
    Choice::new("push", "Đẩy sang", "Push"),
    Choice::new("wipe", "Quét ngang", "Wipe"),
];

/// A slide before its template is known.
static SLIDE: Form = Form {
    name: "slide",
    title: Words::new("Trang", "Slide"),
    about: Words::new("Một trang để chiếu.", "One slide."),
    called: Words::new("một trang", "a slide"),
    fields: &[],
};

/// The names of the templates as choices.
static NAMES: [Choice; TEMPLATES.len()] = {
    let mut names = [Choice::new("", "", ""); TEMPLATES.len()];
    let mut n = 0;
    while n < names.len() {
        names[n] = Choice { name: TEMPLATES[n].name, label: TEMPLATES[n].title };
        n += 1;
    }
    names
};

/// The form of the template of that name.
pub fn template(name: &str) -> Option<&'static Form> {
    TEMPLATES.iter().copied().find(|form| form.name == name)
}

/// The form that a table is filled in for, by what its field `template` says.
pub fn template_of(table: &FieldValues) -> Option<&'static Form> {
    match &table.get(TEMPLATE.name)?.value {
        Value::Text(name) | Value::Typed(name) => template(name.trim()),
        _ => None,
    }
}

/// Reads a slide, or says everything that is wrong with it. `zone` is where the local times of an alert are.
pub fn read_slide(id: SlideId, table: &FieldValues, zone: &Zone) -> FormReading<Option<Slide>> {
    let mut reader = FormReader::new(zone);
    let Some(form) = template_of(table) else {
        no_template(&mut reader, table);
        return reader.finish(None);
    };
    let mut values = reader.table(form, &[std::slice::from_ref(&TEMPLATE), form.fields, COMMON], table, "");
    let reading = reader.finish(());
    let whole = reading.mistakes.is_empty().then(|| {
        values.insert("id".to_owned(), Json::String(id.into()));
        serde_json::from_value(Json::Object(values)).expect("a test holds every form against its type")
    });
    FormReading { value: whole, mistakes: reading.mistakes, notes: reading.notes }
}

/// Says what is wrong with the field `template`. Without a template no other field can be judged.
fn no_template(reader: &mut FormReader<'_>, table: &FieldValues) {
    let names = || NAMES.iter().map(|choice| choice.name);
    let Some(input) = table.get(TEMPLATE.name) else {
        let meant = || suggest(TEMPLATE.name, table.iter().map(|(name, _)| name)).map(str::to_owned);
        let missing = || FieldProblem::Missing { form: &SLIDE, field: &TEMPLATE, meant: meant() };
        return reader.wrong(TEMPLATE.name, table.origin, missing);
    };
    let problem = || match &input.value {
        Value::Text(word) | Value::Typed(word) => {
            let like = suggest(word, names());
            let like = like.and_then(|like| names().find(|name| *name == like));
            FieldProblem::NoTemplate { word: shortened(word), names: names().collect(), like }
        }
        value => FieldProblem::Found { found: value.found(), kind: TEMPLATE.kind },
    };
    reader.wrong(TEMPLATE.name, Some(input.origin), problem);
}

/// What an officer would write to get that slide. `zone` is where the local times of an alert are.
pub fn write_slide(slide: &Slide, zone: &Zone) -> FieldValues {
    let form = template(slide.content.template()).expect("a test holds the templates against their types");
    let Ok(Json::Object(values)) = serde_json::to_value(slide) else { return FieldValues::default() };
    write::table(&[std::slice::from_ref(&TEMPLATE), form.fields, COMMON], &values, zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ThemeName, Transition};

    #[test]
    fn every_choice_is_one_that_the_model_knows() {
        let names = |choices: &[Choice]| choices.iter().map(|choice| choice.name).collect::<Vec<_>>();
        assert_eq!(names(THEMES), ThemeName::ALL.map(|(name, _)| name));
        assert_eq!(names(TRANSITIONS), Transition::ALL.map(|(name, _)| name));
    }
}
