//! The words of the history.

use crate::form::{Language, Words};

pub const INTRO: Words = Words::new(
    "Mỗi lần duyệt là một phiên bản. Bản nào cũng giữ lại, phát lại được.",
    "Each approval is a version. All of them are kept and can be played again.",
);
pub const ON_NOW: Words = Words::new("Đang phát", "On now");
pub const AGAIN: Words = Words::new("Phát lại", "Play again");
pub const CHOSEN: Words = Words::new("Đang chọn", "Chosen");
pub const NEVER_MIND: Words = Words::new("Thôi", "Never mind");
pub const OLDER: Words = Words::new("Xem các bản cũ hơn", "Older versions");
pub const NOTHING: Words = Words::new("Chưa có phiên bản nào.", "There is no version yet.");
pub const NOTHING_NEXT: Words = Words::new(
    "Đề nghị đầu tiên được duyệt sẽ thành phiên bản 1.",
    "The first submission that is approved becomes version 1.",
);
pub const IMPORT: Words = Words::new("Nhập chương trình có sẵn", "A programme was brought in");
pub const ALERT: Words = Words::new("Phát tin khẩn", "An emergency was put out");
pub const ALERT_END: Words = Words::new("Hết tin khẩn", "An emergency ended");
pub const STOP: Words = Words::new("Dừng tất cả", "Everything was stopped");
pub const RESUME: Words = Words::new("Phát tiếp", "It went on");
pub const NO_CHANGE: Words = Words::new("Không đổi gì", "Nothing changed");
pub const SIGNING: Words = Words::new("Đang ký, chưa phát", "Being signed, not out yet");
pub const BY_PROGRAM: Words = Words::new("Máy tự làm", "By the program itself");

pub fn take_back(language: Language, of: u64) -> String {
    match language {
        Language::Vi => format!("Phát lại phiên bản {of}"),
        Language::En => format!("Version {of} again"),
    }
}

pub fn by(language: Language, name: &str, approved: bool) -> String {
    match (language, approved) {
        (Language::Vi, true) => format!("{name} duyệt"),
        (Language::En, true) => format!("Approved by {name}"),
        (_, false) => name.to_owned(),
    }
}

/// What a version says otherwise than another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionDifference {
    pub slides_added: usize,
    pub slides_changed: usize,
    pub slides_removed: usize,
    pub campaigns_added: Vec<String>,
    pub campaigns_changed: usize,
    pub campaigns_removed: usize,
    pub displays: usize,
    pub commune: bool,
}

/// What a version says otherwise than the one before.
pub fn difference(language: Language, of: &VersionDifference) -> String {
    let mut parts = Vec::new();
    let mut part = |n: usize, vi: &str, en: &str| {
        if n > 0 {
            parts.push(match language {
                Language::Vi => format!("{vi} {n}"),
                Language::En => format!("{n} {en}"),
            });
        }
    };
    part(of.slides_added, "thêm", "added");
    part(of.slides_changed, "sửa", "changed");
    part(of.slides_removed, "gỡ", "taken off");
    let slides = match (language, parts.is_empty()) {
        (_, true) => None,
        (Language::Vi, false) => Some(format!("{} trang", parts.join(", "))),
        (Language::En, false) => Some(format!("{} slides", parts.join(", "))),
    };
    let mut all: Vec<String> = slides.into_iter().collect();
    match (language, of.campaigns_added.as_slice()) {
        (_, []) => {}
        (Language::Vi, [title]) => all.push(format!("thêm chiến dịch {title}")),
        (Language::En, [title]) => all.push(format!("campaign {title} added")),
        (Language::Vi, titles) => all.push(format!("thêm {} chiến dịch", titles.len())),
        (Language::En, titles) => all.push(format!("{} campaigns added", titles.len())),
    }
    let mut other = |n: usize, vi: String, en: String| {
        if n > 0 {
            all.push(match language {
                Language::Vi => vi,
                Language::En => en,
            });
        }
    };
    let (changed, removed, displays) = (of.campaigns_changed, of.campaigns_removed, of.displays);
    other(changed, format!("sửa {changed} lịch phát"), format!("{changed} campaigns changed"));
    other(removed, format!("gỡ {removed} chiến dịch"), format!("{removed} campaigns taken off"));
    other(displays, format!("{displays} màn hình"), format!("{displays} displays"));
    other(usize::from(of.commune), "thông tin của xã".to_owned(), "the commune".to_owned());
    let mut said = all.join("; ");
    if let Some(first) = said.chars().next() {
        said.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    if said.is_empty() { NO_CHANGE.get(language).to_owned() } else { said }
}

pub fn arrived(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("{n} trên {of}"),
        Language::En => format!("{n} of {of}"),
    }
}

pub fn complete(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!(", đủ lúc {at}"),
        Language::En => format!(", all by {at}"),
    }
}

pub fn displays(language: Language) -> &'static str {
    match language {
        Language::Vi => "màn hình",
        Language::En => "displays",
    }
}

pub fn question(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Phát lại nội dung của phiên bản {n}?"),
        Language::En => format!("Play what version {n} says again?"),
    }
}

pub fn consequence(language: Language, becomes: u64, of: &VersionDifference) -> String {
    let what = difference(language, of);
    match language {
        Language::Vi => format!("Thành phiên bản {becomes}, đến mọi nơi trong vài phút. So với bản đang phát: {what}."),
        Language::En => {
            format!("It becomes version {becomes} and is everywhere in minutes. Beside what is on: {what}.")
        }
    }
}

pub fn again_done(language: Language, n: u64, becomes: u64) -> String {
    match language {
        Language::Vi => format!("Đang phát lại phiên bản {n}, thành phiên bản {becomes}."),
        Language::En => format!("Version {n} is on again, as version {becomes}."),
    }
}
