//! `guide`: numbered steps.

use crate::form::{Field, FieldKind, Form, Words};

/// The fields of the template.
pub static FORM: Form = Form {
    name: "guide",
    title: Words::new("Hướng dẫn", "Guide"),
    about: Words::new(
        "Các bước làm một thủ tục, đánh số, tự chia trang.",
        "Numbered steps of a service, on as many pages as they need.",
    ),
    called: Words::new("trang `guide`", "a `guide` slide"),
    fields: &[
        Field::required("title", FieldKind::LINE, Words::new("Tên việc", "Name of the service"))
            .help("Việc mà bà con cần làm.", "What people want to get done.")
            .example("Đăng ký khai sinh trực tuyến"),
        Field::optional("sub", FieldKind::LINE, Words::new("Dòng dưới tên", "Line under the name"))
            .help("Nói rõ thêm trong một dòng.", "One line that says more.")
            .example("Kèm đăng ký thường trú và thẻ bảo hiểm y tế cho trẻ dưới 6 tuổi"),
        Field::optional("prepare", FieldKind::LINES, Words::new("Cần chuẩn bị", "What to have ready"))
            .help("Mỗi thứ một dòng.", "One thing a line.")
            .example("Tài khoản VNeID mức 2 của cha hoặc mẹ\nGiấy chứng sinh"),
        Field::required("steps", FieldKind::LINES, Words::new("Các bước", "Steps"))
            .help("Mỗi bước một dòng, theo thứ tự; không cần ghi số.", "One step a line, in order; without numbers.")
            .example(
                "Mở dichvucong.gov.vn hoặc ứng dụng VNeID\nĐăng nhập bằng tài khoản VNeID mức 2\nNhận kết quả tại xã",
            ),
        Field::optional("fee", FieldKind::LINE, Words::new("Lệ phí", "Fee"))
            .help("Ghi bằng lời.", "In words.")
            .example("Miễn lệ phí nếu đăng ký đúng hạn"),
        Field::optional("time", FieldKind::LINE, Words::new("Thời hạn", "Time limit"))
            .help("Ghi bằng lời.", "In words.")
            .example("Trong ngày"),
        Field::optional("authority", FieldKind::LINE, Words::new("Nơi giải quyết", "Who decides"))
            .help("Cơ quan giải quyết.", "The authority that decides.")
            .example("UBND xã Mai Phụ"),
        Field::optional("url", FieldKind::Url, Words::new("Địa chỉ mã QR", "Address of the QR code"))
            .help("Quét mã thì đến trang này.", "Where the QR code leads.")
            .example("https://dichvucong.gov.vn"),
        Field::optional("hotline", FieldKind::TELEPHONE, Words::new("Điện thoại hỗ trợ", "Telephone"))
            .help("Để trống thì dùng số của xã.", "Who helps; left out, it is the commune's.")
            .example("18001096"),
    ],
};
