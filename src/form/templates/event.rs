//! `event`: something that happens at a place and hour.

use crate::form::{Field, FieldGroup, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "event",
    title: Words::new("Sự kiện", "Event"),
    about: Words::new("Việc sẽ diễn ra: lúc nào, ở đâu.", "Something that will happen: when and where."),
    called: Words::new("trang `event`", "an `event` slide"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tên sự kiện", "What it is"))
            .help("Việc gì sẽ diễn ra.", "What will happen.")
            .example("TẬP HUẤN DỊCH VỤ CÔNG TRỰC TUYẾN"),
        Field::required("when", FieldKind::LINE, Words::new("Thời gian", "When"))
            .help("Giờ, thứ, ngày, ghi bằng lời.", "Hour, weekday and date, in words.")
            .example("19 giờ 30, thứ Bảy, ngày 12/12/2026"),
        Field::required("place", FieldKind::LINE, Words::new("Địa điểm", "Place"))
            .help("Ở đâu, ghi bằng lời.", "Where, in words.")
            .example("Nhà văn hóa thôn"),
        Field::optional("lines", FieldKind::LINES, Words::new("Cần biết thêm", "What else to know"))
            .help("Mỗi ý một dòng.", "One thing a line.")
            .example("Mang điện thoại và thẻ căn cước"),
        Field::optional("date", FieldKind::Date, Words::new("Ngày diễn ra", "The day"))
            .help(
                "Để máy đối chiếu với lời ghi ở trên và nhắc gỡ xuống khi đã qua.",
                "For `check`, which compares it with the words above and says when it is over.",
            )
            .example("2026-12-12")
            .group(FieldGroup::Record),
    ],
};
