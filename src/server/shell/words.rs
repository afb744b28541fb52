//! The words that stand around every page, in both languages.

use axum::http::StatusCode;

use crate::form::Words;

pub const TODAY: Words = Words::new("Hôm nay", "Today");
pub const SLIDES: Words = Words::new("Trang", "Slides");
pub const SCHEDULE: Words = Words::new("Lịch phát", "Schedule");
pub const APPROVE: Words = Words::new("Duyệt", "Approve");
pub const VERSIONS: Words = Words::new("Phiên bản", "Versions");
pub const DISPLAYS: Words = Words::new("Màn hình", "Displays");
pub const PROLONG: Words = Words::new("Gia hạn", "Prolong");
pub const PROLONGING: Words = Words::new("Chờ duyệt", "Waits");
pub const EMERGENCY: Words = Words::new("Khẩn cấp", "Emergency");
pub const SETTINGS: Words = Words::new("Thiết lập", "Settings");
pub const NEW_SLIDE: Words = Words::new("Trang mới", "New slide");
pub const MORE: Words = Words::new("Thêm", "More");
pub const SKIP: Words = Words::new("Tới nội dung chính", "Skip to the content");
pub const OFFICE: Words = Words::new("Các mục của trang", "Sections");
pub const LOG_OUT: Words = Words::new("Đăng xuất", "Log out");
pub const MY_ACCOUNT: Words = Words::new("Tài khoản của tôi", "My account");
pub const IN_ENGLISH: Words = Words::new("English", "Tiếng Việt");
pub const SCHEME_AUTO: Words = Words::new("Sáng tối theo máy", "Light or dark as the device");
pub const SCHEME_LIGHT: Words = Words::new("Nền sáng", "Light");
pub const SCHEME_DARK: Words = Words::new("Nền tối", "Dark");
pub const NO_LINE: Words = Words::new(
    "Mất mạng. Kiểm tra dây mạng hoặc wifi của máy này, rồi làm lại.",
    "No network. Check this machine's cable or wifi, then try again.",
);
pub const WAITING: Words = Words::new("việc chờ", "waiting");
pub const CLOSE: Words = Words::new("Đóng", "Close");
pub const BACK: Words = Words::new("Quay lại", "Back");
pub const BACK_TO_TODAY: Words = Words::new("Về Hôm nay", "Back to Today");
pub const SHOW_PASSWORD: Words = Words::new("Hiện mật khẩu", "Show the password");

pub const DRAFT: Words = Words::new("Nháp", "Draft");
pub const AWAITS: Words = Words::new("Chờ duyệt", "Waiting");
pub const PLAYING: Words = Words::new("Đang phát", "Playing");
pub const UNSCHEDULED: Words = Words::new("Chưa lên lịch", "Not scheduled");
pub const EXPIRED: Words = Words::new("Hết hạn", "Expired");
pub const REMOVED: Words = Words::new("Đã gỡ", "Removed");

pub const NOT_FOUND: Words = Words::new("Không có trang này", "There is no such page");
pub const NOT_FOUND_NEXT: Words = Words::new(
    "Địa chỉ gõ nhầm, hoặc mục này đã gỡ. Mở Hôm nay rồi tìm lại từ đó.",
    "The address was mistyped, or the item is gone. Open Today and look from there.",
);
pub const FORBIDDEN: Words = Words::new("Tài khoản này không làm việc này", "This account does not do that");
pub const FORBIDDEN_NEXT: Words = Words::new(
    "Nhờ người quản trị của xã giao thêm việc, hoặc đăng nhập bằng tài khoản khác.",
    "Ask the commune's administrator for it, or log in with another account.",
);
pub const ELSEWHERE: Words = Words::new("Lệnh này gửi từ một trang khác", "This was sent from another site");
pub const ELSEWHERE_NEXT: Words = Words::new(
    "Chưa có gì thay đổi. Mở lại trang này rồi bấm nút ngay trong trang.",
    "Nothing has changed. Open this page again and press the button on it.",
);
pub const TOO_LARGE: Words = Words::new("Nội dung gửi lên lớn quá", "What was sent is too large");
pub const TOO_LARGE_NEXT: Words = Words::new(
    "Chưa lưu gì. Quay lại, bớt chữ hoặc chọn tệp nhỏ hơn 20 MB.",
    "Nothing was saved. Go back, and shorten the text or choose a file below 20 MB.",
);
pub const TOO_OFTEN: Words = Words::new("Bấm nhanh quá", "Too many requests");
pub const TOO_OFTEN_NEXT: Words = Words::new(
    "Đợi một phút rồi làm lại. Chữ đã lưu vẫn còn nguyên.",
    "Wait a minute, then try again. What was saved is safe.",
);
pub const CHANGED: Words = Words::new("Việc này chưa làm được", "This cannot be done now");
pub const CHANGED_NEXT: Words = Words::new("Quay lại trang trước rồi xem lại.", "Go back and look again.");
pub const BAD_REQUEST: Words = Words::new("Có chỗ điền chưa hiểu được", "Something could not be understood");
pub const BAD_REQUEST_NEXT: Words =
    Words::new("Quay lại, xem các ô đã điền, rồi gửi lại.", "Go back, look at the fields, and send again.");
pub const BROKEN: Words = Words::new("Máy của xã gặp trục trặc", "Something went wrong on the office's machine");
pub const BROKEN_NEXT: Words = Words::new(
    "Màn hình ở các nơi vẫn phát bình thường. Đợi một phút rồi làm lại; vẫn hỏng thì báo người quản trị.",
    "The displays play on. Wait a minute and try again; if it stays so, tell the administrator.",
);
pub const EXERCISE: Words = Words::new("DIỄN TẬP", "EXERCISE");

pub const SIGNED_OUT: Words = Words::new("Lâu không dùng nên đã khóa", "Locked after a long rest");
pub const SIGNED_OUT_NEXT: Words =
    Words::new("Nhập mật khẩu để làm tiếp, chữ vẫn còn nguyên.", "Log in again to go on; the text is still there.");
pub const OPEN_ROAD: Words = Words::new("Đường này chưa an toàn", "This connection is not safe");
pub const OPEN_ROAD_NEXT: Words = Words::new(
    "Mở lại bằng địa chỉ bắt đầu bằng https://. Chưa rõ địa chỉ thì hỏi người quản trị của xã.",
    "Open the address that begins with https://. If it is not known, ask the commune's administrator.",
);
pub const OWN_WORK: Words = Words::new("Người viết không tự duyệt được", "Nobody approves what they wrote");
pub const OWN_WORK_NEXT: Words =
    Words::new("Chờ một người có quyền duyệt khác xem.", "Wait for another person who may approve.");
pub const NOT_YOURS: Words = Words::new("Đề nghị này của người khác", "This was sent by somebody else");
pub const NOT_YOURS_NEXT: Words = Words::new(
    "Chỉ người gửi rút lại được. Cần sửa thì bấm Trả lại.",
    "Only its sender takes it back. To have it changed, return it.",
);
pub const NO_REASON: Words = Words::new("Chưa ghi lý do trả lại", "The reason is missing");
pub const NO_REASON_NEXT: Words =
    Words::new("Ghi một câu cần sửa gì, rồi bấm Trả lại.", "Write in a sentence what to change, then return it.");
pub const DECIDED: Words = Words::new("Đề nghị này đã có người xử lý", "This was decided already");
pub const DECIDED_NEXT: Words = Words::new("Mở Duyệt để xem kết quả.", "Open Approve to see what became of it.");
pub const NO_END: Words = Words::new("Chưa ghi giờ hết hiệu lực", "The end is missing");
pub const NO_END_NEXT: Words =
    Words::new("Chọn 3 giờ, 6 giờ hoặc ghi giờ ở phía trước.", "Choose 3 hours, 6 hours, or a time ahead.");
pub const OVERTAKEN: Words = Words::new("Mục này vừa được người khác đổi", "Somebody has just changed this");
pub const OVERTAKEN_NEXT: Words = Words::new(
    "Chưa mất chữ nào. Mở lại, xem hình mới rồi gửi lại.",
    "Nothing is lost. Open it, look at the new picture and send again.",
);
pub const STOPPED: Words = Words::new("Đang dừng tất cả màn hình", "All displays are stopped");
pub const STOPPED_NEXT: Words =
    Words::new("Mở Khẩn cấp, bấm Phát tiếp, rồi làm lại.", "Open Emergency, press Resume, then try again.");
pub const NOT_STOPPED: Words = Words::new("Màn hình vẫn đang phát", "The displays are playing");
pub const NOT_STOPPED_NEXT: Words = Words::new("Không phải làm gì thêm.", "Nothing needs to be done.");
pub const OTHER_DISPLAYS: Words =
    Words::new("Màn hình này do người khác phụ trách", "These displays are in others' care");
pub const OTHER_DISPLAYS_NEXT: Words = Words::new(
    "Chọn màn hình mình phụ trách, hoặc nhờ người quản trị giao thêm.",
    "Choose your own displays, or ask the administrator for more.",
);
pub const TWO_TEXTS: Words = Words::new("Có hai bản chữ của trang này", "There are two texts of this");
pub const TWO_TEXTS_NEXT: Words = Words::new(
    "Chưa mất chữ nào. Mở trang, chọn một bản hoặc gộp cả hai.",
    "Nothing is lost. Open it and choose one, or join them.",
);
pub const NOTHING_NEW: Words = Words::new("Chưa có gì khác bản đang phát", "Nothing differs from what is on");
pub const NOTHING_NEW_NEXT: Words = Words::new("Sửa xong rồi gửi.", "Change something, then send.");
pub const FOUND: Words = Words::new("Còn chỗ phải sửa", "Something must be put right");
pub const FOUND_NEXT: Words =
    Words::new("Mở trang, sửa các chỗ được nêu rồi gửi lại.", "Open it, mend what is named, and send again.");

/// What a status says, and what to do next.
pub fn of_status(status: StatusCode) -> (Words, Words) {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => (NOT_FOUND, NOT_FOUND_NEXT),
        StatusCode::FORBIDDEN => (FORBIDDEN, FORBIDDEN_NEXT),
        StatusCode::PAYLOAD_TOO_LARGE => (TOO_LARGE, TOO_LARGE_NEXT),
        StatusCode::TOO_MANY_REQUESTS => (TOO_OFTEN, TOO_OFTEN_NEXT),
        StatusCode::CONFLICT => (CHANGED, CHANGED_NEXT),
        status if status.is_client_error() => (BAD_REQUEST, BAD_REQUEST_NEXT),
        _ => (BROKEN, BROKEN_NEXT),
    }
}

pub const LINK_OVER: Words = Words::new("Đường dẫn này không dùng được nữa", "This link is no longer good");
pub const LINK_OVER_NEXT: Words = Words::new(
    "Chạy lại bangtin serve trên máy của xã để có đường dẫn mới; đã có tài khoản thì mở trang Đăng nhập.",
    "Start bangtin serve again on the office's machine for a new link; with an account, log in.",
);
