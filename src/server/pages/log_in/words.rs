//! Words of the log-in.

use crate::{
    form::{Language, Words},
    model::{WallTime, Zone},
};

pub const TITLE: Words = Words::new("Đăng nhập", "Log in");
pub const LOGIN: Words = Words::new("Tên đăng nhập", "Login name");
pub const PASSWORD: Words = Words::new("Mật khẩu", "Password");
pub const CODE: Words = Words::new("Mã 6 số trên điện thoại", "Six-digit code from the telephone");
pub const CODE_HELP: Words = Words::new(
    "Mở ứng dụng mã trên điện thoại, gõ 6 số đang hiện.",
    "Open the code app on the telephone and type the six digits it shows.",
);
pub const KEEP: Words = Words::new("Giữ đăng nhập trên máy này", "Stay logged in on this machine");
pub const BUSY: Words = Words::new(
    "Nhiều người đang đăng nhập cùng lúc. Đợi một chút rồi bấm lại.",
    "Many are logging in at once. Wait a moment, then try again.",
);
pub const LOGGED_OUT: Words = Words::new("Đã đăng xuất.", "Logged out.");

/// The password, or the name, is wrong.
pub fn wrong(language: Language, left: u64) -> String {
    match (language, left) {
        (Language::Vi, 0) => {
            "Mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ Unikey. Lần sau phải đợi một lúc.".to_owned()
        }
        (Language::Vi, left) => {
            format!("Mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ Unikey, rồi gõ lại. Còn {left} lần.")
        }
        (Language::En, 0) => {
            "The name or password is not right. Check Caps Lock and the typing method. The next try must wait."
                .to_owned()
        }
        (Language::En, left) => {
            format!("The name or password is not right. Check Caps Lock and the typing method. {left} tries left.")
        }
    }
}

/// The six-digit code is wrong.
pub fn wrong_code(language: Language, left: u64) -> String {
    match language {
        Language::Vi => format!("Mã chưa đúng hoặc đã cũ. Đợi số mới hiện ra rồi gõ lại. Còn {left} lần."),
        Language::En => format!("The code is not right or too old. Wait for the next one. {left} tries left."),
    }
}

/// Too many tries.
pub fn wait(language: Language, until: WallTime, zone: &Zone) -> String {
    let at = zone.local(until).strftime("%H:%M:%S").to_string();
    match language {
        Language::Vi => {
            format!("Gõ sai nhiều lần nên phải đợi. Từ {at} gõ lại được; quên thì nhờ người quản trị đặt lại.")
        }
        Language::En => {
            format!("Too many tries. The next one counts from {at}; the administrator can set a new password.")
        }
    }
}

/// Who can set a new password.
pub fn forgotten(language: Language, administrators: &[String]) -> String {
    let names = |or: &str| administrators.iter().take(2).cloned().collect::<Vec<_>>().join(or);
    match (language, administrators.is_empty()) {
        (Language::Vi, true) => "Quên mật khẩu? Người quản trị của xã đặt lại được ngay.".to_owned(),
        (Language::Vi, false) => {
            format!("Quên mật khẩu? Người quản trị của xã đặt lại được ngay: {}.", names(" hoặc "))
        }
        (Language::En, true) => "Forgotten? The commune's administrator sets a new one at once.".to_owned(),
        (Language::En, false) => {
            format!("Forgotten? The commune's administrator sets a new one at once: {}.", names(" or "))
        }
    }
}
