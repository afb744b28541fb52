//! `default`: what is shown when there is nothing else.

use crate::form::{Field, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "default",
    title: Words::new("Trang chờ", "Default"),
    about: Words::new("Trang hiện khi không có gì khác để chiếu.", "What is shown when nothing else is due."),
    called: Words::new("trang `default`", "a `default` slide"),
    fields: &[
        Field::required("text", FieldKind::LINE, Words::new("Lời chào", "Text"))
            .help("Một dòng lớn; dấu | là chỗ xuống dòng.", "A large calm line; `|` breaks it.")
            .example("Kính chào bà con|đến nhà văn hóa thôn"),
        Field::optional("note", FieldKind::LINE, Words::new("Dòng nhỏ phía dưới", "Small line below"))
            .help("Nói thêm trong một dòng.", "One line that says more.")
            .example("Chương trình bắt đầu lúc 18 giờ"),
    ],
};
