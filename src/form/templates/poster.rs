//! `poster`: artwork, whole.

use crate::form::{Field, FieldGroup, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "poster",
    title: Words::new("Áp phích", "Poster"),
    about: Words::new("Một hình vẽ hoặc ảnh, chiếu nguyên vẹn.", "Artwork or a photograph, shown whole."),
    called: Words::new("trang `poster`", "a `poster` slide"),
    fields: &[
        Field::required("picture", FieldKind::Picture, Words::new("Hình", "Picture"))
            .help("Tệp SVG, PNG, JPEG hoặc WebP.", "An SVG, PNG, JPEG or WebP file.")
            .example("posters/ba-viec-ngang.svg"),
        Field::optional(
            "portrait",
            FieldKind::Picture,
            Words::new("Hình cho màn hình dọc", "Picture for portrait screens"),
        )
        .help(
            "Hình vẽ riêng cho màn hình treo dọc, nếu có.",
            "Artwork drawn for a screen that stands, if there is one.",
        )
        .example("posters/ba-viec-doc.svg"),
        Field::required("alt", FieldKind::PARAGRAPH, Words::new("Chữ trên hình", "Words on the picture"))
            .help(
                "Chép lại chữ trên hình: để tính thời gian đọc, làm báo cáo và đọc loa.",
                "The words on it, for reading time, reports and the loudspeaker.",
            )
            .example("Ba việc làm tại nhà: khai sinh, tạm trú, chứng thực."),
        Field::optional(
            "url",
            FieldKind::Url,
            Words::new("Địa chỉ của mã QR trên hình", "Address of the QR code on it"),
        )
        .help(
            "Nếu trên hình có mã QR: máy kiểm tra mã dẫn đúng địa chỉ này.",
            "Where the picture bears a QR code: `check` compares it with this.",
        )
        .example("https://dichvucong.gov.vn")
        .group(FieldGroup::Details),
    ],
};
