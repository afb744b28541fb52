//! `results`: one-stop figures.

use crate::{
    form::{Field, FieldGroup, FieldKind, Form, Words},
    model::limits,
};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "results",
    title: Words::new("Kết quả", "Results"),
    about: Words::new("Số liệu giải quyết hồ sơ, có thanh tỷ lệ.", "Figures of the one-stop desk, with bars."),
    called: Words::new("trang `results`", "a `results` slide"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tiêu đề", "Heading"))
            .help("Số liệu về việc gì.", "What the figures are about.")
            .example("Kết quả giải quyết hồ sơ"),
        Field::required("as_of", FieldKind::Date, Words::new("Số liệu đến ngày", "Figures as of"))
            .help("Ngày chốt số liệu.", "The day for which the figures stand.")
            .example("2026-10-31"),
        Field::required(
            "figure",
            FieldKind::Rows { form: &FIGURE, entries: limits::LIST_ENTRIES, sheet: None },
            Words::new("Các số liệu", "Figures"),
        )
        .key("figures")
        .help(
            "Quan trọng nhất trước; chỉ số tổng hợp, không nêu tên người.",
            "Most important first; totals, never names.",
        ),
    ],
};

/// One figure.
static FIGURE: Form = Form {
    name: "figure",
    title: Words::new("Số liệu", "Figure"),
    about: Words::new("Một số liệu.", "One figure."),
    called: Words::new("`[[figure]]`", "`[[figure]]`"),
    fields: &[
        Field::required("label", FieldKind::LINE, Words::new("Tên số liệu", "What was counted"))
            .help("Đếm cái gì.", "What was counted.")
            .example("Giải quyết trước và đúng hạn"),
        Field::required(
            "value",
            FieldKind::Number { least: 0, most: limits::NUMBER_MAX },
            Words::new("Số", "How many"),
        )
        .help("Số nguyên.", "A whole number.")
        .example("380"),
        Field::optional(
            "of",
            FieldKind::Number { least: 1, most: limits::NUMBER_MAX },
            Words::new("Trên tổng số", "Out of"),
        )
        .help("Có tổng số thì vẽ thanh tỷ lệ.", "Draws a bar, where it makes sense.")
        .example("400")
        .group(FieldGroup::Content),
    ],
};
