//! The words of the first page.

use crate::form::{Language, Words};

pub const COMING: Words = Words::new("Sắp chiếu", "Coming next");
pub const ON_NOW: Words = Words::new("Đang chiếu lúc này", "On now");
pub const NEXT: Words = Words::new("Tiếp theo", "Next");
pub const FOR_ME: Words = Words::new("Chờ tôi", "Waiting for me");
pub const NOTHING_WAITS: Words = Words::new("Không còn gì chờ.", "Nothing waits.");
pub const NOTHING_WAITS_NEXT: Words =
    Words::new("Có đề nghị mới, trang này tự hiện.", "A new submission shows here by itself.");
pub const ENDS_SOON: Words = Words::new("Sắp hết hạn", "Ends soon");
pub const NOTHING_ENDS: Words = Words::new("Không có gì hết hạn trong 30 ngày.", "Nothing ends within 30 days.");
pub const NOTHING_OUT: Words = Words::new("Chưa có phiên bản nào", "There is no version yet");
pub const NOTHING_OUT_NEXT: Words =
    Words::new("Viết một trang, gửi duyệt; duyệt xong là phát.", "Write a slide and send it; once approved it is out.");
pub const NO_DISPLAYS: Words = Words::new("Chưa có màn hình nào", "There are no displays yet");
pub const NO_DISPLAYS_NEXT: Words = Words::new(
    "Mở Màn hình, thêm màn hình đầu tiên rồi tải bộ cài cho máy ở đó.",
    "Open Displays, add the first one and download the kit for its machine.",
);
pub const LAST_PICTURE: Words = Words::new("Mất mạng", "No contact");
pub const NEVER: Words = Words::new("Chưa gọi về", "Never heard");
pub const DRAFT: Words = Words::new("Nháp, chưa gửi duyệt", "A draft, not sent yet");
pub const SECONDS_LEFT: Words = Words::new("còn {n} giây", "{n} seconds left");

pub fn all_displays(language: Language, displays: usize) -> String {
    match language {
        Language::Vi => format!("Xem cả {displays} màn hình"),
        Language::En => format!("All {displays} displays"),
    }
}

pub fn places(language: Language, places: usize, label: &str) -> String {
    match (language, places) {
        (_, 1) => label.to_owned(),
        (Language::Vi, _) => format!("{places} màn hình"),
        (Language::En, _) => format!("{places} displays"),
    }
}

pub fn version(language: Language, version: u64) -> String {
    match language {
        Language::Vi => format!("Phiên bản {version}"),
        Language::En => format!("Version {version}"),
    }
}

pub fn will_play(language: Language, version: u64) -> String {
    match language {
        Language::Vi => format!("Gọi về là phát phiên bản {version}"),
        Language::En => format!("Will play version {version}"),
    }
}

pub fn picture_at(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Hình lúc {at}"),
        Language::En => format!("As of {at}"),
    }
}

pub fn returned(language: Language, by: &str, reason: &str) -> String {
    match language {
        Language::Vi => format!("{by} trả lại: “{reason}”"),
        Language::En => format!("{by} returned it: “{reason}”"),
    }
}

pub fn sent_by(language: Language, by: &str, at: &str) -> String {
    match language {
        Language::Vi => format!("{by} gửi lúc {at}, chờ duyệt"),
        Language::En => format!("{by} sent it at {at}"),
    }
}

pub fn month(language: Language, month: i8) -> String {
    match language {
        Language::Vi => format!("tháng {month}"),
        Language::En => format!("month {month}"),
    }
}

pub fn ends_in(language: Language, left: &str) -> String {
    match language {
        Language::Vi => format!("Còn {left}, rồi tự gỡ"),
        Language::En => format!("{left} left, then it goes by itself"),
    }
}

pub const CLOCK: Words = Words::new("Đồng hồ máy của xã", "The office's clock");
pub const RUNS: Words = Words::new("Lệnh cho người quản trị:", "For the administrator to run:");

pub fn clock_jumped(language: Language, says: &str, days: u64) -> String {
    match language {
        Language::Vi => {
            format!("Đồng hồ máy của xã có thể sai: đang chỉ {says}, nhanh {days} ngày so với lần ký trước")
        }
        Language::En => {
            format!(
                "The clock of the office's machine may be wrong: it says {says}, {days} days after the last signature"
            )
        }
    }
}

pub fn clock_jumped_next(language: Language) -> String {
    match language {
        Language::Vi => "Chưa phát đi được gì mới, kể cả tin khẩn cấp; các màn hình vẫn phát như cũ. Chỉnh lại ngày giờ trên \
                         máy của xã, chừng 10 phút sau dòng này tự hết. Nếu ngày giờ đang đúng, nhờ người quản trị chạy lệnh \
                         dưới đây một lần."
            .to_owned(),
        Language::En => "Nothing new goes out until then, not even an emergency; the displays play on as before. Set the date \
                         and time on the office's machine, and this goes away within 10 minutes. If they are right, have the \
                         administrator run the command below once."
            .to_owned(),
    }
}

pub fn clock_contradicted(language: Language, says: &str, told_by: &str, ahead: &str) -> String {
    match language {
        Language::Vi => format!("Đồng hồ máy của xã chạy sai: đang chỉ {says}, nhanh {ahead} so với giờ của {told_by}"),
        Language::En => {
            format!(
                "The clock of the office's machine is wrong: it says {says}, {ahead} ahead of the time of {told_by}"
            )
        }
    }
}

pub fn clock_contradicted_next(language: Language) -> String {
    match language {
        Language::Vi => {
            "Chưa phát đi được gì mới, kể cả tin khẩn cấp; các màn hình vẫn phát như cũ. Chỉnh lại ngày giờ trên \
                         máy của xã, chừng 10 phút sau dòng này tự hết."
                .to_owned()
        }
        Language::En => {
            "Nothing new goes out until then, not even an emergency; the displays play on as before. Set the date \
                         and time on the office's machine, and this goes away within 10 minutes."
                .to_owned()
        }
    }
}

pub fn clock_signed_ahead(language: Language, ahead: &str) -> String {
    match language {
        Language::Vi => format!("Các màn hình đang chạy giờ nhanh {ahead}: trước đây đồng hồ máy của xã chỉ sai"),
        Language::En => {
            format!("The displays live {ahead} ahead of time: the clock of the office's machine was wrong before")
        }
    }
}

pub fn clock_signed_ahead_next(language: Language, says: &str) -> String {
    match language {
        Language::Vi => format!(
            "Trang có ngày giờ có thể lên sớm hoặc hết sớm. Xem giờ của máy: bây giờ đang chỉ {says}. Nếu đúng, nhờ người \
             quản trị chạy lệnh dưới đây; nếu sai, chỉnh lại ngày giờ trước đã."
        ),
        Language::En => format!(
            "What has a date may begin or end too early. Look at the machine's clock: it now says {says}. If that is right, \
             have the administrator run the command below; if not, set the clock first."
        ),
    }
}
