//! The words of approval.

use crate::form::{Language, Words};

pub const ON_NOW: Words = Words::new("Đang phát", "On now");
pub const WILL_BE: Words = Words::new("Sẽ phát, nếu duyệt", "What it will be");
/// Of a campaign, a display or a setting.
pub const ADDED: Words = Words::new("Mới", "New");
pub const NEW: Words = Words::new("Trang mới", "New");
pub const CHANGED: Words = Words::new("Sửa", "Changed");
pub const REMOVED: Words = Words::new("Gỡ", "Taken off");
pub const LOOK_LARGE: Words = Words::new("Bấm để xem to", "Press to see it large");
pub const NOT_ON_YET: Words = Words::new("Trang mới, chưa phát lần nào.", "New: it has not been on yet.");
pub const GOES: Words = Words::new("Duyệt xong, trang này thôi phát.", "Once approved, this is no longer shown.");
pub const NOTHING_CHANGED: Words = Words::new("Chữ không đổi.", "No words changed.");
pub const WHERE: Words = Words::new("Phát ở đâu, đến khi nào", "Where, and until when");
pub const NOWHERE: Words = Words::new(
    "Chưa có trong lịch: duyệt xong vẫn chưa phát ở đâu.",
    "In no campaign: once approved, it is still shown nowhere.",
);
pub const EVERYWHERE: Words = Words::new("Mọi màn hình", "All displays");
pub const NO_END: Words = Words::new("Từ ngay khi duyệt, không hạn", "From its approval, without an end");
pub const FIRST: Words = Words::new("Mức ưu tiên: lên đầu vòng phát", "Priority: first in the loop");
pub const RETURN: Words = Words::new("Trả lại", "Return");
pub const APPROVE: Words = Words::new("Duyệt và phát", "Approve and publish");
pub const LATER: Words = Words::new("Để sau", "Later");
pub const WITHDRAW: Words = Words::new("Rút lại", "Take it back");
pub const WHAT_TO_MEND: Words = Words::new("Cần sửa gì?", "What is to be mended?");
pub const REASON: Words = Words::new("Lý do", "Reason");
pub const REASONS: [Words; 5] = [
    Words::new("Sai ngày giờ", "Wrong day or hour"),
    Words::new("Sai số liệu", "Wrong figures"),
    Words::new("Chữ dài quá", "Too many words"),
    Words::new("Thiếu căn cứ", "No source"),
    Words::new("Chưa đúng lúc", "Not the time for it"),
];
pub const APPROVED_TODAY: Words = Words::new("Đã duyệt hôm nay", "Approved today");
pub const NEXT: Words = Words::new("Tiếp theo", "Next");
pub const NEXT_ONE: Words = Words::new("Xem đề nghị tiếp theo", "The next submission");
pub const NOTHING: Words = Words::new("Không còn gì chờ duyệt.", "Nothing waits for approval.");
pub const NOTHING_NEXT: Words =
    Words::new("Có đề nghị mới, trang này tự hiện.", "A new submission shows here by itself.");
pub const TELLS_ITSELF: Words = Words::new("Tự cập nhật", "Updates itself");
pub const PUBLISHING: Words = Words::new(
    "Đã duyệt, đang ký. Trang này tự hiện khi đã phát.",
    "Approved, being signed. This page tells when it is out.",
);
pub const NO_RIGHT: Words = Words::new(
    "Tài khoản này xem được, không duyệt được. Chờ người duyệt.",
    "This account may look and not approve. Wait for those who do.",
);
pub const CHANGED_SINCE: Words = Words::new(
    "Trang vừa được sửa sau khi gửi. Xem lại hình mới rồi duyệt.",
    "It was changed after it was sent. Look at the new picture, then approve.",
);
pub const SEE_NEW: Words = Words::new("Xem hình mới", "See the new one");
pub const WITHDRAWN: Words =
    Words::new("Người gửi đã rút lại. Không phải làm gì.", "Its author has taken it back. There is nothing to do.");
pub const STOPPED: Words = Words::new(
    "Đang dừng tất cả, chưa duyệt được. Vào Khẩn cấp bấm Phát tiếp trước.",
    "Everything is stopped. Resume on the page Emergency first.",
);
pub const NOT_OUT_YET: Words = Words::new(
    "Đã duyệt, nhưng chưa phát đi được. Máy của xã tự thử lại; xem có gì phải sửa ở Hôm nay.",
    "Approved, but not out yet. The office's machine tries again by itself; see on Today what is to be mended.",
);
pub const SEE_WHY: Words = Words::new("Mở Hôm nay", "Open Today");
pub const RETURNED: Words = Words::new("Đã trả lại.", "It was returned.");
pub const TAKEN_BACK: Words =
    Words::new("Đã rút lại. Chữ nằm trong bản nháp.", "Taken back. The words are in your draft.");
pub const NO_REASON: Words = Words::new(
    "Chưa ghi lý do. Chọn một lý do hoặc ghi cần sửa gì, rồi bấm Trả lại.",
    "No reason is given. Choose one or say what to mend, then press Return.",
);
pub const MINE: Words = Words::new("tôi viết", "mine");
pub const UPRIGHT: Words = Words::new("Màn hình dọc", "Upright");

pub fn waiting(language: Language, waiting: usize) -> String {
    match (language, waiting) {
        (Language::Vi, _) => format!("{waiting} đề nghị đang chờ"),
        (Language::En, 1) => "1 submission waits".to_owned(),
        (Language::En, _) => format!("{waiting} submissions wait"),
    }
}

pub fn place(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("Đề nghị {n} trên {of}"),
        Language::En => format!("Submission {n} of {of}"),
    }
}

pub fn sent(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("gửi lúc {at}."),
        Language::En => format!("sent it at {at}."),
    }
}

pub fn changes(language: Language, changes: usize) -> String {
    match (language, changes) {
        (Language::Vi, _) => format!("Thay đổi {changes} chỗ"),
        (Language::En, 1) => "1 change".to_owned(),
        (Language::En, _) => format!("{changes} changes"),
    }
}

pub fn becomes(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Duyệt là phát ngay, thành phiên bản {n}."),
        Language::En => format!("Approving publishes at once, as version {n}."),
    }
}

pub fn return_to(language: Language, name: &str) -> String {
    match language {
        Language::Vi => format!("Trả lại cho {name}"),
        Language::En => format!("Return it to {name}"),
    }
}

pub fn own(language: Language, others: &[String]) -> String {
    let list = |or: &str| others.join(&format!(" {or} "));
    match (language, others.is_empty()) {
        (Language::Vi, true) => {
            "Người viết không tự duyệt được. Chưa có ai khác được duyệt: nhờ người quản trị thêm một người.".to_owned()
        }
        (Language::Vi, false) => format!("Người viết không tự duyệt được. Chờ {}.", list("hoặc")),
        (Language::En, true) => {
            "Nobody approves what he wrote. Nobody else may approve yet: ask the administrator to add somebody."
                .to_owned()
        }
        (Language::En, false) => format!("Nobody approves what he wrote. Wait for {}.", list("or")),
    }
}

pub fn approved_at(language: Language, at: &str, by: &str) -> String {
    match language {
        Language::Vi => format!("{by} đã duyệt lúc {at}"),
        Language::En => format!("{by} approved it at {at}"),
    }
}

pub fn approved(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Duyệt lúc {at}"),
        Language::En => format!("Approved at {at}"),
    }
}

pub fn returned(language: Language, by: &str, reason: &str) -> String {
    match language {
        Language::Vi => format!("{by} trả lại: “{reason}”. Sửa rồi gửi lại."),
        Language::En => format!("{by} returned it: “{reason}”. Mend it and send it again."),
    }
}

pub fn left(language: Language, left: usize) -> String {
    match (language, left) {
        (Language::Vi, 0) => "Không còn đề nghị nào chờ.".to_owned(),
        (Language::Vi, _) => format!("Còn {left} đề nghị đang chờ."),
        (Language::En, 0) => "No submission waits.".to_owned(),
        (Language::En, _) => format!("{left} more wait."),
    }
}

pub fn displays(language: Language, displays: usize) -> String {
    match (language, displays) {
        (Language::Vi, _) => format!("{displays} màn hình"),
        (Language::En, 1) => "1 display".to_owned(),
        (Language::En, _) => format!("{displays} displays"),
    }
}

pub fn until(language: Language, from: Option<&str>, until: &str) -> String {
    match (language, from) {
        (Language::Vi, None) => format!("Từ ngay khi duyệt đến {until}"),
        (Language::Vi, Some(from)) => format!("Từ {from} đến {until}"),
        (Language::En, None) => format!("From its approval until {until}"),
        (Language::En, Some(from)) => format!("From {from} until {until}"),
    }
}

pub fn campaign(language: Language, title: &str) -> String {
    match language {
        Language::Vi => format!("Chiến dịch “{title}”"),
        Language::En => format!("Campaign “{title}”"),
    }
}

pub fn from(language: Language, from: &str) -> String {
    match language {
        Language::Vi => format!("Từ {from}, không hạn"),
        Language::En => format!("From {from}, without an end"),
    }
}

pub fn page(language: Language, page: usize) -> String {
    match language {
        Language::Vi => format!("Trang {page}"),
        Language::En => format!("Page {page}"),
    }
}
