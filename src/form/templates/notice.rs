//! `notice`: a heading and paragraphs.

use crate::form::{Field, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "notice",
    title: Words::new("Thông báo", "Notice"),
    about: Words::new("Một tiêu đề và vài đoạn ngắn.", "A heading and a few short paragraphs."),
    called: Words::new("trang `notice`", "a `notice` slide"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tiêu đề", "Heading"))
            .help("Việc gì, trong một dòng.", "What it is about, in one line.")
            .example("Chưa quen làm trên điện thoại?"),
        Field::required("body", FieldKind::PARAGRAPHS, Words::new("Nội dung", "Paragraphs"))
            .help("Mỗi đoạn một dòng; viết ngắn.", "One paragraph a line; short ones.")
            .example("Đến nhà văn hóa thôn tối thứ Năm, có người hướng dẫn miễn phí."),
        Field::optional("url", FieldKind::Url, Words::new("Địa chỉ mã QR", "Address of the QR code"))
            .help("Quét mã thì đến trang này.", "Where the QR code leads.")
            .example("https://dichvucong.gov.vn"),
    ],
};
