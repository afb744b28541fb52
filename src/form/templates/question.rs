//! `question`: one question, one answer.

use crate::form::{Field, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "question",
    title: Words::new("Hỏi đáp", "Question"),
    about: Words::new("Một câu hỏi của bà con và câu trả lời.", "One question that people ask, and its answer."),
    called: Words::new("trang `question`", "a `question` slide"),
    fields: &[
        Field::required("question", FieldKind::LINE, Words::new("Câu hỏi", "Question"))
            .help("Như bà con vẫn hỏi.", "As people ask it.")
            .example("Khai sinh trong bao lâu thì được miễn lệ phí?"),
        Field::required("answer", FieldKind::PARAGRAPHS, Words::new("Trả lời", "Answer"))
            .help("Mỗi đoạn một dòng; ý chính trước.", "One paragraph a line; the essence first.")
            .example("Trong 60 ngày kể từ ngày sinh."),
        Field::optional("url", FieldKind::Url, Words::new("Địa chỉ mã QR", "Address of the QR code"))
            .help("Quét mã thì đến trang này.", "Where the QR code leads.")
            .example("https://dichvucong.gov.vn"),
    ],
};
