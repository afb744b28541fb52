//! What errors of the interface say: what is so, then what to do.

use crate::form::Words;

pub const NO_TOKEN: Words = Words::new("Không có chìa", "There is no token");
pub const NO_TOKEN_NEXT: Words = Words::new(
    "Gửi kèm `Authorization: Bearer …`. Tạo chìa ở Thiết lập → Của tôi, hoặc bằng lệnh `bangtin account token`.",
    "Send `Authorization: Bearer …`. Make one under Settings → Mine, or with `bangtin account token`.",
);
pub const BAD_TOKEN: Words = Words::new("Chìa này không dùng được", "This token is not good");
pub const BAD_TOKEN_NEXT: Words = Words::new(
    "Chìa đã hết hạn, đã bị bỏ, hoặc tài khoản đã khóa. Tạo chìa mới.",
    "It has ended, somebody has ended it, or the account is closed. Make a new one.",
);
pub const TOKEN_MAY_NOT: Words = Words::new("Chìa này không được làm việc đó", "This token may not do that");
pub const TOKEN_MAY_NOT_NEXT: Words = Words::new(
    "Tạo chìa có quyền rộng hơn. Không chìa nào duyệt được: người duyệt làm việc đó trên trang.",
    "Make one that may do more. No token approves: a person does that on the page.",
);
pub const PERSON_MAY_NOT: Words =
    Words::new("Người đứng tên chìa không được làm việc đó", "The person of this token may not do that");
pub const PERSON_MAY_NOT_NEXT: Words =
    Words::new("Nhờ người quản trị giao thêm việc cho tài khoản.", "Ask an administrator for the right.");
pub const TOO_OFTEN: Words = Words::new("Hỏi quá nhiều lần", "This is asked too often");
pub const TOO_OFTEN_NEXT: Words = Words::new(
    "Đợi số giây ghi trong `Retry-After`, rồi hỏi lại.",
    "Wait for the seconds of `Retry-After`, then ask again.",
);
pub const OPEN_ROAD: Words = Words::new("Chìa không được gửi qua `http://`", "A token is not for plain `http://`");
pub const OPEN_ROAD_NEXT: Words = Words::new(
    "Dùng địa chỉ `https://`. Chìa vừa gửi có thể đã bị đọc trộm: bỏ nó và tạo chìa mới.",
    "Use the `https://` address. Others may have read this token: end it and make a new one.",
);
pub const BAD_BODY: Words = Words::new("Nội dung gửi lên không đọc được", "What was sent cannot be read");
pub const BAD_QUERY: Words = Words::new("Câu hỏi không đọc được", "The question cannot be read");
pub const SEE_PAGE: Words = Words::new("Xem mô tả ở `/api`.", "The page `/api` describes what is expected.");
pub const MISTAKES: Words = Words::new("Có chỗ chưa đúng", "Something in it is not right");
pub const MISTAKES_NEXT: Words =
    Words::new("Sửa những chỗ ghi trong `mistakes`, rồi gửi lại.", "Mend what `mistakes` lists, then send it again.");
pub const MISSING: Words = Words::new("Còn thiếu ảnh", "Pictures are missing");
pub const MISSING_NEXT: Words = Words::new(
    "Gửi những ảnh ghi trong `missing` bằng `PUT /api/v1/assets/…`, rồi gửi lại.",
    "Bring those that `missing` lists with `PUT /api/v1/assets/…`, then send it again.",
);
pub const NO_VERSION: Words =
    Words::new("Không nói nội dung này dựa trên phiên bản nào", "Nothing says which version this is built on");
pub const NO_VERSION_NEXT: Words = Words::new(
    "Gửi kèm `If-Match: \"…\"` với phiên bản mà `POST /api/v1/check` trả về.",
    "Send `If-Match: \"…\"` with the version that `POST /api/v1/check` answers.",
);
pub const OTHER_VERSION: Words = Words::new("Đã có phiên bản khác đang phát", "Another version is live by now");
pub const OTHER_VERSION_NEXT: Words =
    Words::new("Lấy nội dung mới về xem có gì đổi, rồi gửi lại.", "Look at what has changed, then send it again.");
pub const WRONG_DIGEST: Words =
    Words::new("Tệp không đúng với mã băm của nó", "The file is not the one that its SHA-256 names");
pub const WRONG_DIGEST_NEXT: Words =
    Words::new("Tệp có thể bị hỏng dọc đường. Gửi lại.", "It may have been damaged on its way. Send it again.");
pub const TOO_LARGE: Words = Words::new("Nội dung gửi lên quá lớn", "This is too large");
pub const TOO_LARGE_NEXT: Words = Words::new(
    "Ảnh: dưới 20 MB, rộng 3840 điểm là đủ cho mọi màn hình. Nội dung: gửi ít trang hơn một lần.",
    "Pictures: less than 20 MB; 3840 pixels across are enough for every screen. Content: send fewer slides at a time.",
);
pub const CUT_OFF: Words = Words::new("Tệp chưa đến đủ", "Not all of the file has come");
pub const CUT_OFF_NEXT: Words =
    Words::new("Đường truyền đứt giữa chừng. Gửi lại tệp này.", "The line was cut. Send this file again.");
pub const NO_PICTURE: Words = Words::new("Tệp này không dùng làm ảnh được", "This file is no picture that is taken");
pub const NO_PICTURE_NEXT: Words =
    Words::new("Gửi ảnh .png, .jpg, .webp hoặc .svg.", "Bring a .png, .jpg, .webp or .svg picture.");
pub const BUSY: Words = Words::new("Đang nhận nhiều ảnh một lúc", "Many pictures are coming at this moment");
pub const TOO_MANY: Words = Words::new("Quá nhiều thay đổi trong một lần gửi", "These are too many changes at once");
pub const TOO_MANY_NEXT: Words = Words::new(
    "Gửi nhiều nhất 200 mục một lần: người duyệt phải xem từng mục.",
    "Send 200 items at most at one time: whoever approves looks at each.",
);
pub const KEY_UNDER_WAY: Words =
    Words::new("Lần gửi trước cùng khóa đang được làm", "A request with this key is being done");
pub const KEY_UNDER_WAY_NEXT: Words = Words::new(
    "Đợi mươi giây rồi gửi lại y như vậy: sẽ nhận câu trả lời của lần trước.",
    "Wait ten seconds and send the same again: the answer will be that of the first.",
);
pub const KEY_OF_ANOTHER: Words =
    Words::new("Khóa này đã dùng cho nội dung khác", "This key was given to another request");
pub const KEY_OF_ANOTHER_NEXT: Words = Words::new(
    "Chưa làm gì. Nội dung mới thì đặt `Idempotency-Key` mới.",
    "Nothing was done. Give another request another `Idempotency-Key`.",
);
pub const NOT_FOUND: Words = Words::new("Không có thứ này", "There is no such thing");
pub const WRONG_METHOD: Words =
    Words::new("Địa chỉ này không nhận cách hỏi đó", "This address does not take that method");
pub const FAILED: Words = Words::new("Bảng Tin gặp lỗi", "The office failed");
pub const FAILED_NEXT: Words = Words::new(
    "Thử lại. Nếu vẫn lỗi, xem nhật ký của `bangtin serve`.",
    "Try again. If it fails again, look into the log of `bangtin serve`.",
);
pub const REFUSED: Words = Words::new("Không nhận", "This is not taken");
