//! `slogan`: a short exact sentence, large.

use crate::form::{Field, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "slogan",
    title: Words::new("Khẩu hiệu", "Slogan"),
    about: Words::new("Một câu ngắn, chữ lớn.", "A short sentence, in large letters."),
    called: Words::new("trang `slogan`", "a `slogan` slide"),
    fields: &[
        Field::required("text", FieldKind::LINE, Words::new("Khẩu hiệu", "Slogan"))
            .help("Viết đúng từng chữ; dấu | là chỗ xuống dòng.", "Word for word; `|` is where the line is broken.")
            .example("NGƯỜI DÂN HÀI LÒNG,|DOANH NGHIỆP PHÁT TRIỂN"),
        Field::optional("kicker", FieldKind::LINE, Words::new("Dòng nhỏ phía trên", "Small line above"))
            .help("Để trống thì dùng dòng của xã.", "Left out, it is the commune's own.")
            .example("CẢI CÁCH HÀNH CHÍNH"),
    ],
};
