//! The form of a display as a page asks for it: its id is given.

use serde_json::{Value as Json, json};

use super::fields::{DraftText, Fields};
use crate::{
    form::{self, Field, FieldGroup, FieldKind, Form, FormReading, Words},
    model::{Display, DisplayId, Zone},
};

/// What a page asks of a display.
pub static DISPLAY: Form = Form {
    name: "display",
    title: Words::new("Màn hình", "Display"),
    about: Words::new("Một màn hình và nơi đặt nó.", "A screen and where it hangs."),
    called: Words::new("một màn hình", "a display"),
    fields: &[
        Field::required("label", FieldKind::LINE, Words::new("Tên gọi", "Label"))
            .help("Sửa lúc nào cũng được.", "It may change at any time.")
            .example("Nhà văn hóa thôn Hữu Ninh"),
        Field::optional("tags", FieldKind::LINES, Words::new("Nhóm", "Groups"))
            .help("Mỗi nhóm một dòng.", "A group a line.")
            .example("nha-van-hoa")
            .group(FieldGroup::Content),
        Field::optional("size", FieldKind::Size, Words::new("Số điểm ảnh", "Pixels"))
            .help(
                "Ngang trước, dọc sau; màn hình dọc: 1080x1920.",
                "Across first, then down; a screen on its side: 1080x1920.",
            )
            .example("1920x1080")
            .group(FieldGroup::Look),
    ],
};

/// Reads a display.
pub(super) fn read(id: &DisplayId, text: &DraftText, zone: &Zone) -> FormReading<Option<Display>> {
    let mut reading = form::read(&DISPLAY, &text.fields.table(), zone);
    reading.value.insert("id".to_owned(), json!(id));
    let whole = |values| serde_json::from_value(Json::Object(values)).expect("a test holds the form against its type");
    let value = reading.mistakes.is_empty().then(|| whole(reading.value));
    FormReading { value, mistakes: reading.mistakes, notes: reading.notes }
}

/// What an officer would type to get that display.
pub(super) fn write(display: &Display, zone: &Zone) -> DraftText {
    let Ok(Json::Object(values)) = serde_json::to_value(display) else { return DraftText::default() };
    DraftText { fields: Fields::of(&form::write(&DISPLAY, &values, zone)), ..DraftText::default() }
}
