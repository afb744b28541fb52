//! How far a version has come, in words.

use crate::form::{Language, Words};

pub const CLAIMED: Words = Words::new(
    "Theo lời các máy tự báo, chưa có chữ ký của máy.",
    "As the machines themselves say; they do not sign it yet.",
);
pub const NEVER_NEXT: Words =
    Words::new("Mở Màn hình, tải bộ cài cho máy ở đó", "Open Displays and download the kit for the machine there");

pub const HALTED_NEXT: Words = Words::new(
    "Chỉ hiện trang mặc định, kể cả khi có tin khẩn cấp. Gọi trưởng thôn hỏi vì sao",
    "It shows the default slide alone, in an emergency too. Ask the village head why",
);
pub const CANNOT_KEEP_NEXT: Words = Words::new(
    "Tin mới chỉ nằm trong bộ nhớ, mất điện là mất. Mở xem phải làm gì",
    "What is new lies in memory alone and goes with the power. Open it to see what to do",
);

/// Of how many displays, and of what kind, in bold; and what they do.
pub fn sentence(
    language: Language,
    playing: usize,
    of: usize,
    halls: bool,
    version: u64,
    since: &str,
) -> (String, String) {
    match language {
        Language::Vi => {
            let what = if halls { "nhà văn hóa" } else { "màn hình" };
            let since = if since.is_empty() { String::new() } else { format!(", từ {since}") };
            (format!("{playing} trên {of}"), format!("{what} đang phát phiên bản {version}{since}."))
        }
        Language::En => {
            let what = if halls { "halls" } else { "displays" };
            let since = if since.is_empty() { String::new() } else { format!(", since {since}") };
            (format!("{playing} of {of}"), format!("{what} play version {version}{since}."))
        }
    }
}

/// Where the others stand.
pub fn others(language: Language, playing: usize, of: usize, only: Option<&str>, version: u64) -> String {
    match (language, only) {
        (Language::Vi, Some(name)) if playing == 1 => format!("{name} cũng đã phát phiên bản {version}."),
        (Language::Vi, Some(name)) => format!("{name} chưa phát phiên bản {version}."),
        (Language::Vi, None) => format!("{playing} trên {of} màn hình khác cũng đã phát phiên bản {version}."),
        (Language::En, Some(name)) if playing == 1 => format!("{name} plays version {version} too."),
        (Language::En, Some(name)) => format!("{name} does not play version {version} yet."),
        (Language::En, None) => format!("{playing} of {of} other displays play version {version} too."),
    }
}

pub fn arrived(language: Language, version: u64, playing: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("Phiên bản {version} đã đến {playing} trên {of} nơi"),
        Language::En => format!("Version {version} has reached {playing} of {of} places"),
    }
}

pub fn fetching(language: Language, place: &str) -> String {
    match language {
        Language::Vi => format!("{place} đang tải"),
        Language::En => format!("{place} is fetching it"),
    }
}

pub fn fetching_next(language: Language, version: u64) -> String {
    match language {
        Language::Vi => format!("Đang phát phiên bản {version}, tải xong sẽ tự đổi"),
        Language::En => format!("It plays version {version} and changes by itself"),
    }
}

pub fn silent(language: Language, place: &str, since: &str) -> String {
    match language {
        Language::Vi => format!("{place} mất mạng từ {since}"),
        Language::En => format!("{place} has no contact since {since}"),
    }
}

pub fn silent_next(language: Language, version: u64) -> String {
    match language {
        Language::Vi => format!("Vẫn phát phiên bản {version} đã lưu. Nhờ người xem hộp mạng"),
        Language::En => format!("It goes on playing version {version}. Have the router there looked at"),
    }
}

pub fn never(language: Language, place: &str) -> String {
    match language {
        Language::Vi => format!("{place} chưa liên lạc lần nào"),
        Language::En => format!("{place} was never heard of"),
    }
}

pub fn halted(language: Language, place: &str) -> String {
    match language {
        Language::Vi => format!("{place}: đã dừng tại chỗ"),
        Language::En => format!("{place}: halted on the spot"),
    }
}

pub fn cannot_keep(language: Language, place: &str) -> String {
    match language {
        Language::Vi => format!("{place}: đĩa của máy không ghi được"),
        Language::En => format!("{place}: its disk cannot be written"),
    }
}

pub fn and_more(language: Language, more: usize) -> String {
    match language {
        Language::Vi => format!("Và {more} nơi nữa"),
        Language::En => format!("And {more} more"),
    }
}
