//! Words of the first start.

use crate::{
    form::{Language, Words},
    model::limits,
    office::AccountRefusal,
};

pub const COMMUNE: Words = Words::new("Xã của mình", "The commune");
pub const COMMUNE_STEP: Words = Words::new("Tên hiện ở chân mọi trang", "Its name stands on every slide");
pub const COMMUNE_LEAD: Words = Words::new(
    "Chỉ ghi một lần. Tên xã, số điện thoại, địa chỉ mạng tự hiện ở chân mọi trang.",
    "Only once. The name, telephone and address then stand at the foot of every slide.",
);
pub const ADMINISTRATOR: Words = Words::new("Người quản trị", "The administrator");
pub const ADMINISTRATOR_STEP: Words = Words::new("Người giữ chìa khóa", "Who keeps the keys");
pub const ADMINISTRATOR_LEAD: Words = Words::new(
    "Tài khoản này tạo và khóa các tài khoản khác, lắp màn hình, sao lưu. Chưa có mật khẩu nào đặt sẵn.",
    "This account makes and closes the others, sets up displays and keeps backups. No password exists yet.",
);
pub const SECOND: Words = Words::new("Người thứ hai", "The second person");
pub const SECOND_TITLE: Words = Words::new("Thêm người thứ hai", "Add a second person");
pub const SECOND_STEP: Words = Words::new("Để không ai phải làm một mình", "So that nobody acts alone");
pub const SECOND_LEAD: Words = Words::new(
    "Việc lớn cần hai người: người này làm, người kia xác nhận. Một người quên mật khẩu thì người kia mở lại được.",
    "What matters takes two: one does it, the other confirms. Who forgets a password is let in by the other.",
);
pub const SAMPLE: Words = Words::new("Chương trình mẫu", "The sample campaign");
pub const SAMPLE_TITLE: Words = Words::new("Bắt đầu với chương trình mẫu?", "Begin with the sample campaign?");
pub const SAMPLE_STEP: Words = Words::new("Có hình ngay hôm nay", "Pictures from today");
pub const SAMPLE_LEAD: Words = Words::new(
    "Trang soạn sẵn về cải cách hành chính. Trang nào cũng mang chữ DỮ LIỆU MẪU cho đến khi xã kiểm tra lại.",
    "Slides about administrative reform, ready made. Each bears the words DỮ LIỆU MẪU until the commune has checked it.",
);
pub const USE_SAMPLE: Words = Words::new("Dùng chương trình mẫu", "Use the sample campaign");
pub const USE_SAMPLE_HINT: Words =
    Words::new("Có hình ngay, sửa dần từng trang", "Pictures at once, changed one by one");
pub const START_BLANK: Words = Words::new("Bắt đầu từ trang trắng", "Begin with nothing");
pub const START_BLANK_HINT: Words = Words::new("Tự soạn trang đầu tiên", "Write the first slide yourself");
pub const FINISH: Words = Words::new("Xong, mở Bảng Tin", "Done, open Bảng Tin");
/// "10 khẩu hiệu"; a title alone where there is one.
pub fn so_many(many: usize, title: &str) -> String {
    if many == 1 { title.to_owned() } else { format!("{many} {}", title.to_lowercase()) }
}

pub const MAKING: Words = Words::new(
    "Đang dựng hình và ký phiên bản đầu tiên. Máy chậm thì mất chừng một phút; xong là mở Bảng Tin.",
    "The pictures are being made and the first version is signed. A slow machine takes about a minute; then Bảng Tin opens.",
);
pub const CONTINUE: Words = Words::new("Tiếp tục", "Continue");
pub const FOOT: Words = Words::new(
    "Cả bốn bước chừng 3 phút. Thoát ra lúc nào cũng được, lần sau làm tiếp.",
    "Four steps, about 3 minutes. Leave at any time; it goes on next time.",
);
pub const UNIT: Words = Words::new("Tên đơn vị", "Name");
pub const HOTLINE: Words = Words::new("Số điện thoại hỗ trợ", "Telephone for help");
pub const PORTAL: Words = Words::new("Địa chỉ mạng", "Web address");
pub const TYPED_AT_FOOT: Words =
    Words::new("Tên đơn vị và địa chỉ mạng nằm ở chân trang", "Name and address at the foot");
pub const AS_SHOWN: Words = Words::new("Trang trên màn hình", "A slide on a display");
pub const PERSON: Words = Words::new("Họ và tên", "Full name");
pub const POST: Words = Words::new("Chức vụ", "Post");
pub const LOGIN: Words = Words::new("Tên đăng nhập", "Login name");
pub const LOGIN_HELP: Words =
    Words::new("Chữ thường không dấu, ví dụ a.vhxh", "Small letters without marks, such as a.vhxh");
pub const PASSWORD: Words = Words::new("Mật khẩu", "Password");
pub const PASSWORD_HELP: Words = Words::new(
    "Từ 12 chữ trở lên. Vài từ ghép lại dễ nhớ hơn một chuỗi ký hiệu.",
    "12 characters or more. A few words are easier to remember than symbols.",
);
pub const FIRST_PASSWORD: Words = Words::new("Mật khẩu lần đầu", "First password");
pub const FIRST_PASSWORD_HELP: Words = Words::new(
    "Đưa cho người đó; đăng nhập xong nên đổi ở Tài khoản của tôi.",
    "Hand it over; it is best changed after the first log-in, under My account.",
);
pub const MAY_DO: Words = Words::new("Được làm gì", "May do");
pub const APPROVE_AND_KEEP: Words = Words::new("Duyệt và quản trị", "Approve and administer");
pub const APPROVE_ONLY: Words = Words::new("Soạn và duyệt", "Write and approve");
pub const CAN_APPROVE: Words = Words::new("Duyệt thay", "Approve");
pub const CAN_APPROVE_HINT: Words = Words::new("khi người quản trị đi họp", "while the administrator is away");
pub const CAN_CONFIRM: Words = Words::new("Xác nhận", "Confirm");
pub const CAN_CONFIRM_HINT: Words = Words::new("khi báo hết nguy hiểm", "that a danger is over");
pub const CAN_REOPEN: Words = Words::new("Mở lại", "Let back in");
pub const CAN_REOPEN_HINT: Words = Words::new("khi quên mật khẩu", "whoever forgets a password");
pub const ADD: Words = Words::new("Tạo tài khoản", "Make the account");
pub const WILL_DO: Words = Words::new("Người này sẽ làm được", "This person will");
pub const LACKING: Words = Words::new(
    "Ô này chưa điền đúng. Xem lại rồi bấm Tiếp tục.",
    "This is not filled in right. Look again, then continue.",
);

/// "Bước 1 trên 4".
pub fn step_of(language: Language, step: usize) -> String {
    match language {
        Language::Vi => format!("Bước {step} trên 4"),
        Language::En => format!("Step {step} of 4"),
    }
}

/// What is wrong with an account: the field's name in the form, and the words.
pub fn refused(language: Language, refusal: &AccountRefusal) -> (&'static str, String) {
    let least = limits::PASSWORD_CHARS.start();
    let say = |field, vi: &str, en: &str| (field, if language == Language::Vi { vi.to_owned() } else { en.to_owned() });
    match refusal {
        AccountRefusal::LoginTaken => say(
            "ten",
            "Tên này đã có người dùng. Thêm một chữ hoặc số ở sau.",
            "This name is taken. Add a letter or a digit.",
        ),
        AccountRefusal::BadLogin => say(
            "ten",
            "Tên đăng nhập chỉ có chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ, từ 2 đến 32 ký tự.",
            "Small letters without marks, digits, dots and dashes; 2 to 32 of them, a letter first.",
        ),
        AccountRefusal::BadName => {
            say("ho-ten", "Chưa ghi họ tên, hoặc dài quá 100 chữ.", "The name is missing, or longer than 100.")
        }
        AccountRefusal::PasswordShort => (
            "mat-khau",
            match language {
                Language::Vi => format!("Mật khẩu còn ngắn. Ghép vài từ cho đủ {least} chữ."),
                Language::En => format!("Too short. Join a few words to {least} characters."),
            },
        ),
        AccountRefusal::PasswordLong => {
            say("mat-khau", "Mật khẩu dài quá 256 chữ. Rút ngắn lại.", "More than 256 characters. Shorten it.")
        }
        AccountRefusal::PasswordGuessable => say(
            "mat-khau",
            "Mật khẩu này dễ đoán: gần giống tên xã, tên đăng nhập hoặc dãy số liền nhau. Chọn vài từ khác.",
            "Easy to guess: like the commune's name, the login name or a run of digits. Choose other words.",
        ),
        AccountRefusal::Busy => {
            say("mat-khau", "Máy đang bận. Đợi một chút rồi bấm lại.", "Busy. Wait a moment and try again.")
        }
        _ => say(
            "ho-ten",
            "Chưa tạo được tài khoản. Xem lại các ô rồi bấm lại.",
            "The account could not be made. Look at the fields and try again.",
        ),
    }
}
