//! `procedures`: the procedure table, as cards.

use crate::{
    form::{CsvSheet, Field, FieldGroup, FieldKind, Form, Words},
    model::limits,
};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "procedures",
    title: Words::new("Bảng thủ tục", "Procedures"),
    about: Words::new(
        "Danh mục thủ tục: tên, thời hạn, phí, nơi giải quyết.",
        "The procedure table: name, time, fee and who decides, as cards.",
    ),
    called: Words::new("trang `procedures`", "a `procedures` slide"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tiêu đề", "Heading"))
            .help("Đầu mỗi trang của bảng.", "The heading of every page.")
            .example("Thủ tục làm tại xã"),
        Field::required(
            "row",
            FieldKind::Rows {
                form: &ROW,
                entries: limits::LIST_ENTRIES,
                sheet: Some(CsvSheet { field: "csv", columns: &["ten_thu_tuc", "thoi_han", "phi_le_phi", "co_quan"] }),
            },
            Words::new("Các thủ tục", "Procedures"),
        )
        .key("rows")
        .help(
            "Mỗi thủ tục một dòng; hoặc ghi tên tệp CSV lưu từ bảng tính.",
            "One procedure a row; or the name of a CSV file as a spreadsheet saves it.",
        ),
    ],
};

/// One procedure.
static ROW: Form = Form {
    name: "row",
    title: Words::new("Thủ tục", "Procedure"),
    about: Words::new("Một thủ tục.", "One procedure."),
    called: Words::new("`[[row]]`", "`[[row]]`"),
    fields: &[
        Field::required("name", FieldKind::LINE, Words::new("Tên thủ tục", "Name"))
            .help("Tên như trong quyết định công bố.", "As it was published.")
            .example("Đăng ký khai sinh"),
        Field::required("time", FieldKind::LINE, Words::new("Thời hạn", "Time limit"))
            .help("Ghi bằng lời.", "In words.")
            .example("Trong ngày"),
        Field::required("fee", FieldKind::LINE, Words::new("Phí, lệ phí", "Fee"))
            .help("Ghi bằng lời.", "In words.")
            .example("Miễn nếu đúng hạn"),
        Field::optional("authority", FieldKind::LINE, Words::new("Nơi giải quyết", "Who decides"))
            .help("Cơ quan giải quyết.", "The authority that decides.")
            .example("UBND xã")
            .group(FieldGroup::Content),
        Field::optional("code", FieldKind::LINE, Words::new("Mã thủ tục", "Code"))
            .help(
                "Không hiện lên màn hình; để đối chiếu với danh mục mới.",
                "Not shown; newer lists are compared by it.",
            )
            .example("1.001193")
            .group(FieldGroup::Record),
    ],
};
