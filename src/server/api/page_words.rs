//! What the page of the interface says.

use crate::form::Words;

pub const TITLE: Words = Words::new("Dành cho phần mềm khác", "For programs");
pub const ABOUT: Words = Words::new(
    "Phần mềm khác của xã có thể gửi trang, xem trang nào đang phát, và xem tin đã đến màn hình nào. Không phần mềm nào duyệt được: người duyệt làm việc đó trên trang.",
    "Other programs of the commune may send slides, read what is on, and see where it has arrived. None of them approves: a person does that on the page.",
);
pub const TOKEN: Words = Words::new(
    "Mỗi câu hỏi gửi kèm một chìa: `Authorization: Bearer bangtin_…`. Tạo chìa ở Thiết lập → Của tôi, hoặc bằng lệnh `bangtin account token`.",
    "Every question carries a token: `Authorization: Bearer bangtin_…`. Make one under Settings → Mine, or with `bangtin account token`.",
);
pub const ERRORS: Words = Words::new(
    "Lỗi nào cũng có dạng `application/problem+json` (RFC 9457): có chuyện gì, và làm gì tiếp. `Accept-Language: vi` để đọc bằng tiếng Việt.",
    "Every error is `application/problem+json` (RFC 9457): what is so, and what to do next. `Accept-Language: vi` has it in Vietnamese.",
);
pub const MACHINE: Words = Words::new("Bản mô tả cho máy đọc (OpenAPI 3.1):", "The same for machines (OpenAPI 3.1):");
pub const ERROR_LIST: Words = Words::new("Các lỗi", "Errors");
pub const PARAMS: Words = Words::new("Hỏi kèm", "Asked with");
pub const SENT: Words = Words::new("Gửi đi", "Sent");
pub const ANSWERED: Words = Words::new("Nhận về", "Answered");
pub const ANSWERS: Words = Words::new("Mã trả lời", "Statuses");

/// What each operation is called, in the order in which the page has them.
pub const TITLES: &[(&str, Words)] = &[
    ("check", Words::new("Kiểm tra nội dung", "Check content")),
    ("ask_for_asset", Words::new("Hỏi đã có ảnh chưa", "Is a picture here?")),
    ("bring_asset", Words::new("Gửi ảnh", "Bring a picture")),
    ("submit", Words::new("Gửi duyệt", "Send content for approval")),
    ("submission", Words::new("Xem đề nghị đã gửi", "What has become of a submission")),
    ("versions", Words::new("Các phiên bản", "The newest versions")),
    ("arrivals", Words::new("Phiên bản đã đến đâu", "Where a version has arrived")),
    ("displays", Words::new("Các màn hình", "The displays")),
    ("now", Words::new("Màn hình đang phát gì", "What is due on displays")),
    ("export", Words::new("Lấy nội dung về", "The content as a folder of slides")),
    ("put_out", Words::new("Phát tin khẩn", "Put an emergency out")),
];
