//! What the list of slides says, in both languages.

use crate::form::{Language, Words};

pub const TITLE: Words = Words::new("Trang", "Slides");
pub const NEW: Words = Words::new("Trang mới", "New slide");
pub const ALL: Words = Words::new("Tất cả", "All");
pub const OTHERS: Words = Words::new("Khác", "Others");
pub const SEARCH: Words = Words::new("Tìm chữ trong trang", "Search the words of slides");
pub const FIND: Words = Words::new("Tìm", "Search");
pub const STATES: Words = Words::new("Lọc theo trạng thái", "Filter by state");
pub const EVERY_TEMPLATE: Words = Words::new("Mọi mẫu", "Every template");
pub const EVERY_TOPIC: Words = Words::new("Mọi chủ đề", "Every topic");
pub const TEMPLATE: Words = Words::new("Mẫu trang", "Template");
pub const TOPIC: Words = Words::new("Chủ đề", "Topic");
pub const SELECT_THIS: Words = Words::new("Chọn trang", "Select");
pub const NO_END: Words = Words::new("không hạn", "no end");
pub const HAS_DRAFT: Words = Words::new("đang sửa dở", "being edited");
pub const NOTHING: Words = Words::new("Không có trang nào như thế.", "There is no such slide.");
pub const NOTHING_NEXT: Words = Words::new("Bớt chữ trong ô tìm, hoặc bấm Tất cả.", "Search for less, or press All.");
pub const NONE: Words = Words::new("Chưa có trang nào.", "There are no slides yet.");
pub const NONE_NEXT: Words =
    Words::new("Bấm Trang mới để viết trang đầu tiên.", "Press New slide to write the first one.");
pub const MORE: Words = Words::new("Xem thêm", "Show more");
pub const EARLIER: Words = Words::new("Trang trước", "Earlier");
pub const SEND: Words = Words::new("Gửi duyệt", "Send for approval");
pub const REMOVE: Words = Words::new("Gỡ xuống", "Take off");
pub const COPY: Words = Words::new("Dùng lại", "Use again");
pub const CLEAR: Words = Words::new("Bỏ chọn", "Clear");
pub const WITH_SELECTED: Words = Words::new("Với các trang đã chọn", "With the selected slides");
pub const NOTHING_SELECTED: Words = Words::new(
    "Chưa chọn trang nào. Bấm vào ô vuông ở góc hình rồi làm lại.",
    "No slide is selected. Tick the box at the corner of a picture, then try again.",
);
pub const NO_DRAFTS: Words = Words::new(
    "Các trang đã chọn không có gì mới để gửi. Mở từng trang, sửa rồi gửi.",
    "The selected slides have nothing new to send. Open one, change it, then send.",
);
pub const NONE_ON: Words = Words::new(
    "Các trang đã chọn chưa phát ở đâu, nên không có gì để gỡ.",
    "The selected slides are on nowhere, so there is nothing to take off.",
);
pub const MISTAKEN: Words =
    Words::new("Chưa gửi: trang này còn chỗ phải sửa.", "Not sent: this slide has something to be mended.");
pub const OPEN: Words = Words::new("Mở trang", "Open it");
pub const LOOK: Words = Words::new("Xem", "Look");

/// "46 trang của xã Mai Phụ".
pub fn how_many(language: Language, n: usize, unit: &str) -> String {
    match language {
        Language::Vi => format!("{n} trang của {}", unit.strip_prefix("UBND ").unwrap_or(unit)),
        Language::En if n == 1 => format!("1 slide of {unit}"),
        Language::En => format!("{n} slides of {unit}"),
    }
}

/// "Đã gửi 3 trang để duyệt."
pub fn sent(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đã gửi {n} trang để duyệt."),
        Language::En => format!("{n} sent for approval."),
    }
}

/// "Đã gửi đề nghị gỡ 3 trang. Duyệt xong mới gỡ."
pub fn removal_sent(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đã gửi đề nghị gỡ {n} trang. Duyệt xong là gỡ."),
        Language::En => format!("Taking off {n} was sent for approval."),
    }
}

/// "Đã chép thành 3 trang nháp."
pub fn copied(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đã chép thành {n} trang nháp."),
        Language::En => format!("{n} copied as drafts."),
    }
}

/// "hết 10/11".
pub fn until(language: Language, day: &str) -> String {
    match language {
        Language::Vi => format!("hết {day}"),
        Language::En => format!("until {day}"),
    }
}

/// "từ 19:20".
pub fn since(language: Language, hour: &str) -> String {
    match language {
        Language::Vi => format!("từ {hour}"),
        Language::En => format!("since {hour}"),
    }
}
