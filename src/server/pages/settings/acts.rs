//! What stands in the audit log, in an officer's words.

use crate::form::Words;

/// The acts that verbs of the office write into the log.
pub(super) const ACTS: &[(&str, Words)] = &[
    ("log-in", Words::new("Đăng nhập", "Logged in")),
    ("log-in-failed", Words::new("Đăng nhập không được", "Failed to log in")),
    ("log-out", Words::new("Đăng xuất", "Logged out")),
    ("first-start", Words::new("Bắt đầu", "First start")),
    ("begin", Words::new("Đặt tên xã", "Named the commune")),
    ("sample", Words::new("Nhận chương trình mẫu", "Brought in the sample campaign")),
    ("import", Words::new("Nhập thư mục", "Brought in a folder")),
    ("take-over", Words::new("Nhận bản phát từ nơi khác", "Took over what was published elsewhere")),
    ("send", Words::new("Gửi duyệt", "Sent for approval")),
    ("withdraw", Words::new("Rút lại đề nghị", "Withdrew a submission")),
    ("approve", Words::new("Duyệt và phát", "Approved and published")),
    ("return", Words::new("Trả lại", "Sent back")),
    ("take-back", Words::new("Phát lại bản cũ", "Played an earlier version again")),
    ("alert", Words::new("Phát tin khẩn", "Put out an emergency")),
    ("alert-confirm", Words::new("Xác nhận tin khẩn", "Confirmed an emergency")),
    ("alert-cancel", Words::new("Hủy tin khẩn", "Cancelled an emergency")),
    ("alert-end", Words::new("Báo hết nguy hiểm", "Ended an emergency")),
    ("alert-kept", Words::new("Giữ tin khẩn", "Kept an emergency on")),
    ("alert-end-asked", Words::new("Xin báo hết nguy hiểm", "Asked to end an emergency")),
    ("stop", Words::new("Dừng tất cả", "Stopped everything")),
    ("resume", Words::new("Phát tiếp", "Resumed")),
    ("account-add", Words::new("Tạo tài khoản", "Made an account")),
    ("account-change", Words::new("Sửa tài khoản", "Changed an account")),
    ("account-close", Words::new("Khóa tài khoản", "Closed an account")),
    ("account-reopen", Words::new("Mở lại tài khoản", "Reopened an account")),
    ("password-change", Words::new("Đổi mật khẩu", "Changed the password")),
    ("password-reset", Words::new("Đặt lại mật khẩu", "Reset a password")),
    ("codes-begin", Words::new("Bật mã 6 số", "Turned codes on")),
    ("codes-end", Words::new("Tắt mã 6 số", "Turned codes off")),
    ("codes-clear", Words::new("Bỏ mã 6 số", "Took codes away")),
    ("session-end", Words::new("Thoát một máy", "Logged a machine out")),
    ("sessions-end", Words::new("Thoát các máy khác", "Logged other machines out")),
    ("token-add", Words::new("Tạo chìa", "Made a token")),
    ("token-end", Words::new("Bỏ chìa", "Ended a token")),
    ("backup", Words::new("Sao lưu", "Made a backup")),
    ("usb-export", Words::new("Tải tệp mang bằng USB", "Took content to carry by USB")),
    ("feed-address", Words::new("Đổi địa chỉ cho màn hình", "Changed the address for displays")),
];

/// An act in words; what is not known is said as it stands.
pub(super) fn words_of(act: &str, language: crate::form::Language) -> String {
    let known = ACTS.iter().find(|(name, _)| *name == act);
    known.map_or_else(|| act.to_owned(), |(_, words)| words.get(language).to_owned())
}
