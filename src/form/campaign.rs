//! What is written beside slides: the commune, its displays, and what is shown when and where; words that are no longer
//! right, and what the campaign must speak of.

use super::{Choice, Field, FieldGroup, FieldKind, Form, Words, slide::TRANSITIONS};
use crate::model::{Zone, limits};

/// The zone of all of Vietnam, where nothing else is said.
pub const TIME_ZONE: &str = Zone::VIETNAM;

/// What a feed says besides its slides.
pub static CAMPAIGN_FILE: Form = Form {
    name: "campaign.toml",
    title: Words::new("Chương trình", "Campaign file"),
    about: Words::new("Đơn vị, màn hình, lịch phát.", "The commune, its displays and the schedule."),
    called: Words::new("`campaign.toml`", "`campaign.toml`"),
    fields: &[
        Field::optional("time_zone", FieldKind::TimeZone, Words::new("Múi giờ", "Time zone"))
            .help("Để trống ở Việt Nam.", "Left out in Vietnam.")
            .example(TIME_ZONE),
        Field::optional("epoch", FieldKind::Instant, Words::new("Mốc đếm", "Epoch"))
            .help("Mốc từ đó tính vị trí trong vòng chiếu.", "The instant from which positions are counted.")
            .example("2025-07-01T00:00"),
        Field::optional("default", FieldKind::Id, Words::new("Trang chờ", "Default slide"))
            .help("Trang hiện khi không có gì khác.", "The slide that is shown when nothing else is due.")
            .example("man-hinh-cho"),
        Field::optional(
            "transition",
            FieldKind::Choice { choices: TRANSITIONS },
            Words::new("Kiểu chuyển", "Transition"),
        )
        .help("Cho trang nào không nói khác.", "For slides that do not say otherwise.")
        .example("fade"),
        Field::optional(
            "transition_ms",
            FieldKind::Number { least: 0, most: limits::TRANSITION_MAX_MS },
            Words::new("Mili giây chuyển trang", "Milliseconds of a transition"),
        )
        .help("Để trống là 800.", "Left out, 800.")
        .example("800"),
        Field::optional("reduced_motion", FieldKind::Flag, Words::new("Ít chuyển động", "Reduced motion"))
            .help("Trang đổi ngay, chữ chạy đứng yên.", "Slides cut and the ticker stands still.")
            .example("true"),
        Field::required("unit", FieldKind::Group { form: &UNIT }, Words::new("Đơn vị", "The commune")),
        Field::optional("display", rows(&DISPLAY), Words::new("Màn hình", "Displays")),
        Field::optional("playlist", rows(&PLAYLIST), Words::new("Danh sách phát", "Playlists")),
        Field::optional("daypart", rows(&DAYPART), Words::new("Khung giờ", "Dayparts")),
        Field::optional("campaign", rows(&CAMPAIGN), Words::new("Chiến dịch", "Campaigns")),
    ],
};

const fn rows(form: &'static Form) -> FieldKind {
    FieldKind::Rows { form, entries: limits::CAMPAIGN_FILE_ROWS, sheet: None }
}

/// The commune.
pub static UNIT: Form = Form {
    name: "unit",
    title: Words::new("Đơn vị", "Commune"),
    about: Words::new("Tên và liên lạc của xã.", "The commune's name and how to reach it."),
    called: Words::new("`[unit]`", "`[unit]`"),
    fields: &[
        Field::required("name", FieldKind::LINE, Words::new("Tên", "Name")).example("UBND xã Mai Phụ"),
        Field::required("kicker", FieldKind::LINE, Words::new("Dòng trên khẩu hiệu", "Line above slogans"))
            .example("CẢI CÁCH HÀNH CHÍNH"),
        Field::required("hotline", FieldKind::TELEPHONE, Words::new("Điện thoại", "Telephone")).example("18001096"),
        Field::required("portal", FieldKind::LINE, Words::new("Địa chỉ cổng thông tin", "Portal"))
            .help("Không ghi `https://`.", "Without `https://`.")
            .example("dichvucong.gov.vn"),
        Field::optional("mark", FieldKind::LINE, Words::new("Dấu trên mọi trang", "Mark on every page"))
            .example("DỮ LIỆU MẪU"),
    ],
};

/// One screen.
pub static DISPLAY: Form = Form {
    name: "display",
    title: Words::new("Màn hình", "Display"),
    about: Words::new("Một màn hình.", "One screen known to the feed."),
    called: Words::new("`[[display]]`", "`[[display]]`"),
    fields: &[
        Field::required("id", FieldKind::Id, Words::new("Mã", "Id"))
            .help("Không đặt theo tên thôn: thôn có thể đổi tên.", "Never built from a village's name.")
            .example("ht-001"),
        Field::required("label", FieldKind::LINE, Words::new("Tên gọi", "Label")).example("Nhà văn hóa thôn"),
        Field::optional("tags", FieldKind::LINES, Words::new("Nhóm", "Tags")).example("nha-van-hoa"),
        Field::optional("size", FieldKind::Size, Words::new("Kích thước", "Size"))
            .example("1920x1080")
            .group(FieldGroup::Look),
    ],
};

/// Slides in order.
pub static PLAYLIST: Form = Form {
    name: "playlist",
    title: Words::new("Danh sách phát", "Playlist"),
    about: Words::new("Các trang theo thứ tự.", "Slides in order."),
    called: Words::new("`[[playlist]]`", "`[[playlist]]`"),
    fields: &[
        Field::required("id", FieldKind::Id, Words::new("Mã", "Id")).example("hang-ngay"),
        // Whoever reads the file says when it is missing: a list may be empty while it is being written.
        Field::optional(
            "slides",
            FieldKind::List { of: &FieldKind::Id, entries: limits::SLIDES },
            Words::new("Các trang", "Slides"),
        )
        .example("khau-hieu-01"),
    ],
};

/// A named weekly window of hours.
pub static DAYPART: Form = Form {
    name: "daypart",
    title: Words::new("Khung giờ", "Daypart"),
    about: Words::new("Một khung giờ trong tuần.", "A named weekly window of hours."),
    called: Words::new("`[[daypart]]`", "`[[daypart]]`"),
    fields: &[
        Field::required("id", FieldKind::Id, Words::new("Mã", "Id")).example("toi"),
        Field::optional(
            "days",
            FieldKind::List { of: &FieldKind::Choice { choices: WEEKDAYS }, entries: limits::LIST_ENTRIES },
            Words::new("Các thứ", "Days"),
        )
        .help("Để trống là mọi ngày.", "Left out, every day.")
        .example("sat\nsun"),
        Field::required("from", FieldKind::Time, Words::new("Từ", "From")).example("18:00"),
        Field::required("until", FieldKind::Time, Words::new("Đến", "Until")).example("21:30"),
    ],
};

/// A playlist with dates, dayparts and displays.
pub static CAMPAIGN: Form = Form {
    name: "campaign",
    title: Words::new("Chiến dịch", "Campaign"),
    about: Words::new("Phát gì, khi nào, ở đâu.", "What is shown, when and where."),
    called: Words::new("`[[campaign]]`", "`[[campaign]]`"),
    fields: &[
        Field::required("id", FieldKind::Id, Words::new("Mã", "Id")).example("cai-cach-hanh-chinh"),
        Field::optional("title", FieldKind::LINE, Words::new("Tên gọi", "Title")).example("Cải cách hành chính"),
        Field::required("playlist", FieldKind::Id, Words::new("Danh sách phát", "Playlist")).example("hang-ngay"),
        Field::optional("priority", FieldKind::Choice { choices: PRIORITIES }, Words::new("Mức ưu tiên", "Priority"))
            .example("normal"),
        Field::optional("from", FieldKind::LocalTime, Words::new("Từ ngày", "From")).example("2026-11-28"),
        Field::optional("until", FieldKind::LocalEnd, Words::new("Đến hết ngày", "Until")).example("2026-12-12"),
        Field::optional("dayparts", FieldKind::IDS, Words::new("Khung giờ", "Dayparts")).example("toi"),
        Field::optional("displays", FieldKind::IDS, Words::new("Màn hình", "Displays")).example("ht-001"),
        Field::optional("tags", FieldKind::LINES, Words::new("Nhóm màn hình", "Tags")).example("nha-van-hoa"),
        Field::optional("clock", FieldKind::Flag, Words::new("Hiện ngày giờ", "Clock"))
            .example("true")
            .group(FieldGroup::Look),
        Field::optional("ticker", FieldKind::LINES, Words::new("Chữ chạy", "Ticker"))
            .example("Thứ Năm hằng tuần có người hướng dẫn tại nhà văn hóa")
            .group(FieldGroup::Look),
    ],
};

/// Words of the administration that are no longer right.
pub static TERMS_FILE: Form = Form {
    name: "terms.toml",
    title: Words::new("Từ ngữ cũ", "Terms"),
    about: Words::new("Từ ngữ không còn đúng.", "Words that are no longer right."),
    called: Words::new("`terms.toml`", "`terms.toml`"),
    fields: &[
        Field::optional("checked_on", FieldKind::Date, Words::new("Ngày kiểm tra", "Checked on")).example("2026-11-23"),
        Field::optional("term", rows(&TERM), Words::new("Từ ngữ", "Terms")).key("rows"),
    ],
};

/// One word, and what is written now.
static TERM: Form = Form {
    name: "term",
    title: Words::new("Từ ngữ", "Term"),
    about: Words::new("Một từ ngữ cũ và cách viết nay.", "What used to be written, and what is written now."),
    called: Words::new("`[[term]]`", "`[[term]]`"),
    fields: &[
        Field::required("found", FieldKind::LINES, Words::new("Viết trước đây", "Found"))
            .example("chứng minh nhân dân"),
        Field::required("instead", FieldKind::LINE, Words::new("Nay viết", "Instead")).example("thẻ căn cước"),
        Field::optional("since", FieldKind::Date, Words::new("Từ ngày", "Since")).example("2024-07-01"),
        Field::optional("because", FieldKind::LINE, Words::new("Theo văn bản", "Because"))
            .example("Luật Căn cước 2023"),
    ],
};

/// What the campaign must speak of.
pub static PLAN_FILE: Form = Form {
    name: "plan.toml",
    title: Words::new("Kế hoạch", "Plan"),
    about: Words::new("Chủ đề và thủ tục phải tuyên truyền.", "Topics and procedures to be spoken of."),
    called: Words::new("`plan.toml`", "`plan.toml`"),
    fields: &[
        Field::optional("checked_on", FieldKind::Date, Words::new("Ngày kiểm tra", "Checked on")).example("2026-11-23"),
        Field::optional("procedures", FieldKind::LINES, Words::new("Thủ tục", "Procedures"))
            .example("Đăng ký khai sinh"),
        Field::optional("topic", rows(&TOPIC), Words::new("Chủ đề", "Topics")).key("topics"),
    ],
};

/// One topic.
static TOPIC: Form = Form {
    name: "topic",
    title: Words::new("Chủ đề", "Topic"),
    about: Words::new("Một chủ đề của kế hoạch.", "One topic of the plan."),
    called: Words::new("`[[topic]]`", "`[[topic]]`"),
    fields: &[
        Field::required("id", FieldKind::LINE, Words::new("Mã", "Id")).example("chinh-quyen-so"),
        Field::required("name", FieldKind::LINE, Words::new("Tên", "Name")).example("Chính quyền số"),
    ],
};

/// The days of the week, as [`crate::model::Weekday`] has them.
pub const WEEKDAYS: &[Choice] = &[
    Choice::new("mon", "Thứ Hai", "Monday"),
    Choice::new("tue", "Thứ Ba", "Tuesday"),
    Choice::new("wed", "Thứ Tư", "Wednesday"),
    Choice::new("thu", "Thứ Năm", "Thursday"),
    Choice::new("fri", "Thứ Sáu", "Friday"),
    Choice::new("sat", "Thứ Bảy", "Saturday"),
    Choice::new("sun", "Chủ nhật", "Sunday"),
];

/// The three levels of Thông tư 39/2020/TT-BTTTT, as [`crate::model::Priority`] has them.
const PRIORITIES: &[Choice] = &[
    Choice::new("normal", "Thông thường", "Normal"),
    Choice::new("priority", "Ưu tiên", "Priority"),
    Choice::new("emergency", "Khẩn cấp", "Emergency"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Priority, Weekday};

    #[test]
    fn every_choice_is_one_that_the_model_knows() {
        let names = |choices: &[Choice]| choices.iter().map(|choice| choice.name).collect::<Vec<_>>();
        assert_eq!(names(WEEKDAYS), Weekday::ALL.map(|(name, _)| name));
        assert_eq!(names(PRIORITIES), Priority::ALL.map(|(name, _)| name));
    }
}
