//! The form of the commune as a page asks for it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::fields::{DraftText, Fields};
use crate::{
    approval::{Commune, PlaylistOrder},
    form::{self, Field, FieldGroup, FieldKind, Form, FormReading, Words},
    model::{
        CampaignPlan, DefaultContent, Slide, SlideContent, Terms, Transition, Unit, WallTime, Zone,
        limits::TRANSITION_MAX_MS,
    },
};

/// 2025-07-01T00:00 in Vietnam, the day the two-level administration began: where positions are counted from.
const EPOCH: WallTime = WallTime(1_751_302_800_000);
/// Milliseconds a transition takes where nothing else is said.
const TRANSITION_MS: u64 = 800;

/// What a page asks of the commune.
pub static COMMUNE: Form = Form {
    name: "commune",
    title: Words::new("Đơn vị", "Commune"),
    about: Words::new(
        "Tên và liên lạc của xã, có trên mọi trang.",
        "The commune's name and how to reach it, on every slide.",
    ),
    called: Words::new("thông tin của xã", "the commune"),
    fields: &[
        Field::required("name", FieldKind::LINE, Words::new("Tên đơn vị", "Name")).example("UBND xã Mai Phụ"),
        Field::required("kicker", FieldKind::LINE, Words::new("Dòng trên khẩu hiệu", "Line above slogans"))
            .example("CẢI CÁCH HÀNH CHÍNH"),
        Field::required("hotline", FieldKind::TELEPHONE, Words::new("Điện thoại", "Telephone")).example("18001096"),
        Field::required("portal", FieldKind::LINE, Words::new("Địa chỉ cổng thông tin", "Portal"))
            .help("Không ghi `https://`.", "Without `https://`.")
            .example("dichvucong.gov.vn"),
        Field::optional(
            "waiting",
            FieldKind::LINE,
            Words::new("Lời chào khi chưa có gì phát", "Greeting while nothing is due"),
        )
        .help("Cũng hiện khi dừng tất cả.", "It is also shown when everything is stopped.")
        .example("Kính chào bà con|đến nhà văn hóa thôn")
        .group(FieldGroup::Content),
        Field::optional("mark", FieldKind::LINE, Words::new("Dấu trên mọi trang", "Mark on every slide"))
            .example("DỮ LIỆU MẪU"),
        Field::optional(
            "transition",
            FieldKind::Choice { choices: form::TRANSITIONS },
            Words::new("Kiểu chuyển trang", "Transition"),
        )
        .help("Cho trang nào không chọn khác.", "For slides that do not say otherwise.")
        .example("fade")
        .group(FieldGroup::Look),
        Field::optional(
            "transition_ms",
            FieldKind::Number { least: 0, most: TRANSITION_MAX_MS },
            Words::new("Chuyển trang trong bao nhiêu mili giây", "Milliseconds of a transition"),
        )
        .example("800")
        .group(FieldGroup::Look),
        Field::optional("reduced_motion", FieldKind::Flag, Words::new("Ít chuyển động", "Reduced motion"))
            .help("Trang đổi ngay, chữ chạy đứng yên.", "Slides cut and the ticker stands still.")
            .example("on")
            .group(FieldGroup::Look),
    ],
};

/// Reads the commune. `before` is what it said: what the form does not ask for stays.
pub(super) fn read(text: &DraftText, before: Option<&Commune>, zone: &Zone) -> FormReading<Option<Commune>> {
    let reading = form::read(&COMMUNE, &text.fields.table(), zone);
    let value = reading.mistakes.is_empty().then(|| commune(reading.value, before));
    FormReading { value, mistakes: reading.mistakes, notes: reading.notes }
}

fn commune(mut values: Map<String, Json>, before: Option<&Commune>) -> Commune {
    let waiting = values.remove("waiting").and_then(|text| text.as_str().map(str::to_owned));
    values.entry("transition").or_insert_with(|| json!(Transition::Fade));
    values.entry("transition_ms").or_insert_with(|| json!(TRANSITION_MS));
    let unit: Unit = serde_json::from_value(Json::Object(values)).expect("a test holds the form against its type");
    let mut commune = before.cloned().unwrap_or_else(|| bare(unit.clone()));
    if let (SlideContent::Default(greeting), Some(waiting)) = (&mut commune.default_slide.content, waiting) {
        greeting.text = waiting;
    }
    Commune { unit, ..commune }
}

/// A commune of which nothing is known but its name and how to reach it: while nothing is due its name is shown.
pub fn bare(unit: Unit) -> Commune {
    Commune {
        default_slide: Slide {
            id: "man-hinh-cho".parse().expect("`man-hinh-cho` is an id"),
            content: SlideContent::Default(DefaultContent { text: unit.name.clone(), note: None }),
            theme: None,
            transition: None,
            duration_ms: None,
            topic: None,
            source: None,
            checked_on: None,
        },
        unit,
        time_zone: Zone::default(),
        epoch_ms: EPOCH,
        pictures: BTreeMap::new(),
        playlists: Vec::new(),
        dayparts: Vec::new(),
        order: PlaylistOrder::default(),
        plan: CampaignPlan::default(),
        terms: Terms::default(),
    }
}

/// What an officer would type to get that commune.
pub(super) fn write(commune: &Commune, zone: &Zone) -> DraftText {
    let Ok(Json::Object(mut values)) = serde_json::to_value(&commune.unit) else { return DraftText::default() };
    if let SlideContent::Default(greeting) = &commune.default_slide.content {
        values.insert("waiting".to_owned(), json!(greeting.text));
    }
    DraftText { fields: Fields::of(&form::write(&COMMUNE, &values, zone)), ..DraftText::default() }
}
