//! `alert`: an emergency notice; a subset of CAP 1.2 in the words of QĐ 18/2021/QĐ-TTg.

use crate::form::{Field, FieldGroup, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "alert",
    title: Words::new("Tin khẩn", "Alert"),
    about: Words::new(
        "Cảnh báo thiên tai, nguy hiểm; việc phải làm ngay.",
        "An emergency: the danger and what to do at once.",
    ),
    called: Words::new("trang `alert`", "an `alert` slide"),
    fields: &[
        Field::required("headline", FieldKind::LINE, Words::new("Nguy hiểm gì", "The danger"))
            .help("Viết chữ in hoa.", "In capitals.")
            .example("BÃO ĐANG VÀO GẦN BỜ"),
        Field::required("level", FieldKind::Number { least: 1, most: 5 }, Words::new("Cấp độ rủi ro", "Risk level"))
            .help(
                "Từ 1 đến 5 theo Quyết định 18/2021/QĐ-TTg; quyết định màu của trang.",
                "1 to 5 of Quyết định 18/2021/QĐ-TTg; sets the colour.",
            )
            .example("3"),
        Field::required("actions", FieldKind::LINES, Words::new("Việc phải làm", "What to do"))
            .help("Mỗi việc một dòng, gấp nhất trước.", "One action a line, the most urgent first.")
            .example("Không ra khơi.\nChằng chống nhà cửa, mái tôn."),
        Field::required("issuer", FieldKind::LINE, Words::new("Nơi phát tin", "Who issues it"))
            .help("Cơ quan phát tin.", "The issuing body.")
            .example("Ban Chỉ huy Phòng thủ dân sự xã Mai Phụ"),
        Field::optional("exercise", FieldKind::Flag, Words::new("Diễn tập", "Exercise"))
            .help("Mọi trang mang chữ DIỄN TẬP.", "Every page bears the mark DIỄN TẬP.")
            .example("true")
            .group(FieldGroup::Content),
        Field::optional("issued", FieldKind::Instant, Words::new("Phát lúc", "Issued"))
            .help("Giờ phát tin.", "When it was issued.")
            .example("2026-12-05T14:05"),
        Field::optional("expires", FieldKind::Instant, Words::new("Hiệu lực đến", "Holds until"))
            .help("Sau giờ này tin không còn hiệu lực.", "Until when it holds.")
            .example("2026-12-05T20:00"),
        Field::optional("next_update", FieldKind::Instant, Words::new("Tin tiếp theo lúc", "Next bulletin"))
            .help("Giờ sẽ có tin mới.", "When the next bulletin is due.")
            .example("2026-12-05T17:00"),
        Field::optional("contact", FieldKind::TELEPHONE, Words::new("Gọi ai", "Whom to call"))
            .help("Số điện thoại, ghi bằng lời.", "In words, with the number.")
            .example("Cần cứu giúp: gọi 112"),
    ],
};
