//! Words of the schedule.

use crate::form::{Language, Words};

pub const ADD_CAMPAIGN: Words = Words::new("Thêm chiến dịch", "Add a campaign");
pub const IN_A_DAY: Words = Words::new("Trong ngày", "Day");
pub const IN_A_WEEK: Words = Words::new("Trong tuần", "Week");
pub const CAMPAIGNS: Words = Words::new("Danh sách phát", "Playlists");
pub const VIEWS: Words = Words::new("Cách xem lịch", "Views of the schedule");
pub const EARLIER: Words = Words::new("Ngày trước", "The day before");
pub const LATER: Words = Words::new("Ngày sau", "The day after");
pub const WEEK_EARLIER: Words = Words::new("Tuần trước", "The week before");
pub const WEEK_LATER: Words = Words::new("Tuần sau", "The week after");
pub const TODAY: Words = Words::new("Hôm nay", "Today");
pub const SAME_SCHEDULE: Words = Words::new("cùng một lịch", "one schedule");
pub const UPRIGHT: Words = Words::new("màn hình dọc", "stands on its side");
pub const GAP: Words = Words::new("Trống, hiện màn hình chờ", "Nothing due, the waiting slide shows");
pub const GAP_SHORT: Words = Words::new("Trống", "Nothing due");
pub const NORMAL: Words = Words::new("Thông thường", "Normal");
pub const WITH_HOURS: Words = Words::new("Theo khung giờ", "In certain hours");
pub const FIRST: Words = Words::new("Ưu tiên: lên đầu vòng phát", "Priority: first in the loop");
pub const ALERT: Words = Words::new("Khẩn cấp: phát ngay, phát một mình", "Emergency: at once and alone");
pub const GAP_LEGEND: Words = Words::new("Trống: hiện màn hình chờ", "Nothing due: the waiting slide");
pub const HIDDEN: Words = Words::new("đang nhường tin khẩn cấp", "gives way to an emergency");
pub const NO_DISPLAYS: Words = Words::new("Chưa có màn hình nào.", "There is no display yet.");
pub const NO_DISPLAYS_NEXT: Words = Words::new(
    "Thêm màn hình và được duyệt xong, lịch của nó hiện ở đây.",
    "Once a display is added and approved, its schedule stands here.",
);
pub const NO_VERSION: Words = Words::new("Chưa phát lần nào.", "Nothing was published yet.");
pub const NO_VERSION_NEXT: Words = Words::new(
    "Duyệt đề nghị đầu tiên xong, lịch phát hiện ở đây.",
    "After the first approval the schedule stands here.",
);
pub const CHOOSE_DISPLAY: Words = Words::new("Xem màn hình", "Display");
pub const LOOK: Words = Words::new("Xem", "Show");

pub const WHY: Words = Words::new("Vì sao trang này đang phát?", "Why is this slide on?");
pub const WHY_LATER: Words = Words::new("Vì sao trang này sẽ phát?", "Why will this slide be on?");
pub const SLIDE: Words = Words::new("Trang", "The slide");
pub const IN_PLAYLIST: Words = Words::new("trong danh sách", "in the playlist");
pub const OF_CAMPAIGN: Words = Words::new("của chiến dịch", "of the campaign");
pub const NOTHING_DUE: Words = Words::new("Không có chiến dịch nào vào lúc này", "No campaign is due at this time");
pub const NOTHING_DUE_NEXT: Words = Words::new(
    "nên màn hình hiện lời chào của xã. Muốn có tin vào giờ này, thêm một chiến dịch.",
    "so the display shows the commune's greeting. To have something here, add a campaign.",
);
pub const IS_ALERT: Words = Words::new("Đang có tin khẩn cấp, phát một mình", "An emergency is on, and plays alone");
pub const OTHERS: Words = Words::new("Vì sao không phải trang khác?", "Why nothing else?");
pub const EDIT_SLIDE: Words = Words::new("Sửa trang", "Edit the slide");
pub const EDIT_HOURS: Words = Words::new("Đổi giờ phát", "Change the hours");
pub const WHEN: Words = Words::new("Vào lúc", "At");
pub const DISPLAY: Words = Words::new("Màn hình", "Display");
pub const ASK: Words = Words::new("Hỏi vì sao", "Ask why");
pub const BROUGHT_IN: Words = Words::new("Có sẵn khi cài đặt", "Brought in when the office was set up");
pub const BACK: Words = Words::new("Lịch phát", "Schedule");

pub const CAMPAIGNS_LEAD: Words = Words::new(
    "Mỗi chiến dịch là một danh sách trang, phát ở đâu và lúc nào",
    "Each campaign is a playlist, with where and when",
);
pub const NO_CAMPAIGNS: Words = Words::new("Chưa có chiến dịch nào.", "There is no campaign yet.");
pub const NO_CAMPAIGNS_NEXT: Words = Words::new(
    "Bấm Thêm chiến dịch, rồi chọn trang, nơi phát và giờ phát.",
    "Add one, then choose slides, places and hours.",
);
pub const DRAFT: Words = Words::new("Bản nháp", "Draft");
pub const WAITS: Words = Words::new("Chờ duyệt", "Waiting");
pub const OVER: Words = Words::new("Đã hết hạn", "Over");
pub const ARRANGE: Words = Words::new("Sắp thứ tự", "Arrange");
pub const CHANGE: Words = Words::new("Giờ và nơi phát", "Hours and places");

pub const NEW_CAMPAIGN: Words = Words::new("Chiến dịch mới", "New campaign");
pub const TITLE: Words = Words::new("Tên chiến dịch", "Title");
pub const TITLE_HELP: Words =
    Words::new("Để cán bộ nhận ra; không hiện trên màn hình.", "For officers; it is not shown on displays.");
pub const DATES: Words = Words::new("Những ngày nào", "Dates");
pub const FROM_DAY: Words = Words::new("Từ ngày", "From");
pub const FROM_HELP: Words = Words::new("Để trống: phát ngay khi duyệt.", "Empty: as soon as it is approved.");
pub const UNTIL_DAY: Words = Words::new("Đến hết ngày", "Until the end of");
pub const UNTIL_HELP: Words = Words::new("Để trống: không hạn.", "Empty: without an end.");
pub const PRIORITY: Words = Words::new("Mức ưu tiên", "Priority");
pub const PRIORITY_NORMAL: Words = Words::new("Thông thường", "Normal");
pub const PRIORITY_NORMAL_HINT: Words = Words::new("Xen cùng các chiến dịch khác", "Takes turns with the others");
pub const PRIORITY_FIRST: Words = Words::new("Ưu tiên", "Priority");
pub const PRIORITY_FIRST_HINT: Words = Words::new("Lên đầu vòng phát", "First in the loop");
pub const WHERE: Words = Words::new("Phát ở đâu", "Where");
pub const WHERE_HELP: Words =
    Words::new("Không chọn gì là phát ở mọi màn hình.", "With nothing chosen it plays on every display.");
pub const GROUPS: Words = Words::new("Nhóm màn hình", "Groups");
pub const DISPLAYS: Words = Words::new("Từng màn hình", "Displays");
pub const HOURS: Words = Words::new("Những giờ nào", "Hours");
pub const HOURS_HELP: Words = Words::new(
    "Để trống là phát cả ngày. Không chọn thứ nào là mọi ngày.",
    "Left empty: all day. With no day chosen: every day.",
);
pub const HOURS_FROM: Words = Words::new("Từ giờ", "From");
pub const HOURS_UNTIL: Words = Words::new("Đến giờ", "Until");
pub const LOOK_GROUP: Words = Words::new("Chân màn hình", "Foot of the screen");
pub const CLOCK: Words = Words::new("Hiện ngày giờ", "Show date and time");
pub const TICKER: Words = Words::new("Chữ chạy", "Ticker");
pub const TICKER_HELP: Words = Words::new("Mỗi câu một dòng.", "A sentence a line.");
pub const NOTE: Words = Words::new("Lời nhắn cho người duyệt", "A note for whoever approves");
pub const SAVE: Words = Words::new("Lưu nháp", "Save the draft");
pub const ON_TO_SLIDES: Words = Words::new("Tiếp: chọn trang", "Next: choose slides");
pub const SEND: Words = Words::new("Gửi duyệt", "Send for approval");
pub const SEND_ORDER: Words = Words::new("Gửi duyệt thứ tự mới", "Send the new order");
pub const SAVED: Words = Words::new("Đã lưu bản nháp.", "The draft is saved.");
pub const SENT: Words = Words::new("Đã gửi duyệt.", "Sent for approval.");
pub const SEE_IT: Words = Words::new("Xem đề nghị", "See it");
pub const NO_SLIDES: Words = Words::new("Danh sách này chưa có trang nào.", "This playlist is empty.");
pub const NO_SLIDES_NEXT: Words =
    Words::new("Chọn một trang ở dưới rồi bấm Thêm trang.", "Choose a slide below and add it.");
pub const ADD_SLIDE: Words = Words::new("Thêm trang", "Add the slide");
pub const WHICH_SLIDE: Words = Words::new("Trang nào", "Which slide");
pub const MOVE_UP: Words = Words::new("Chuyển lên", "Move up");
pub const MOVE_DOWN: Words = Words::new("Chuyển xuống", "Move down");
pub const TAKE_OUT: Words = Words::new("Bỏ khỏi danh sách", "Take off the playlist");
pub const HANDLE: Words =
    Words::new("Kéo để chuyển; bấm Enter rồi dùng mũi tên", "Drag to move; Enter, then the arrow keys");
pub const KEYS_MOVE: Words = Words::new("chuyển", "move");
pub const KEYS_DROP: Words = Words::new("đặt vào đây", "drop here");
pub const KEYS_STOP: Words = Words::new("thôi", "cancel");
pub const MOVING: Words = Words::new("Đang chuyển", "Moving");
pub const ONE_LOOP: Words = Words::new("Một vòng phát", "One loop");
pub const LOOP_COLOURS: Words = Words::new(
    "Đỏ sẫm là khẩu hiệu, xanh lá là hướng dẫn, xanh dương là các trang khác.",
    "Dark red: slogans; green: guides; blue: everything else.",
);
pub const SPREAD_WELL: Words =
    Words::new("Khẩu hiệu xen đều giữa các trang, dễ nhìn.", "Slogans stand evenly among the others.");
pub const SLIDE_GONE: Words =
    Words::new("Trang này không còn nữa. Bỏ khỏi danh sách.", "This slide is gone. Take it off.");
pub const ALL_DAY: Words = Words::new("Cả ngày", "All day");
pub const WEEK_LEAD: Words =
    Words::new("Những giờ có chiến dịch riêng trong tuần", "The hours with campaigns of their own");

/// "Mỗi hàng là một màn hình, từ 05:00 đến 22:00".
pub fn lead(language: Language, from: &str, until: &str) -> String {
    match language {
        Language::Vi => format!("Mỗi hàng là một màn hình, từ {from} đến {until}"),
        Language::En => format!("Each row is a display, from {from} to {until}"),
    }
}

/// "10 màn hình".
pub fn displays(language: Language, n: usize) -> String {
    match (language, n) {
        (Language::Vi, _) => format!("{n} màn hình"),
        (Language::En, 1) => "1 display".to_owned(),
        (Language::En, _) => format!("{n} displays"),
    }
}

/// "20 trang".
pub fn slides(language: Language, n: usize) -> String {
    match (language, n) {
        (Language::Vi, _) => format!("{n} trang"),
        (Language::En, 1) => "1 slide".to_owned(),
        (Language::En, _) => format!("{n} slides"),
    }
}

/// "trang 1 trên 2".
pub fn place(language: Language, place: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("trang {place} trên {of}"),
        Language::En => format!("slide {place} of {of}"),
    }
}

/// Several campaigns want to be first at the same time.
pub fn clash(language: Language, row: &str, hours: &str, campaigns: &str) -> String {
    match language {
        Language::Vi => format!(
            "{row}, {hours}: {campaigns} cùng xin lên đầu vòng phát nên thay nhau. Không muốn thế thì đổi giờ một bên."
        ),
        Language::En => {
            format!(
                "{row}, {hours}: {campaigns} all want to be first, so they take turns. Change the hours of one if not."
            )
        }
    }
}

/// "Ông B duyệt 23/11, từ phiên bản 36".
pub fn approved(language: Language, by: &str, day: &str, version: u64) -> String {
    match language {
        Language::Vi => format!("{by} duyệt {day}, từ phiên bản {version}"),
        Language::En => format!("Approved by {by} on {day}, since version {version}"),
    }
}

/// "{campaign}: bắt đầu …".
pub fn not_yet(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("chưa đến ngày, bắt đầu {at}"),
        Language::En => format!("begins {at}"),
    }
}

/// It is over.
pub fn over(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("đã hết từ {at}"),
        Language::En => format!("over since {at}"),
    }
}

/// Hours of a campaign.
pub fn only(language: Language, hours: &str) -> String {
    match language {
        Language::Vi => format!("chỉ phát {hours}"),
        Language::En => format!("plays {hours} only"),
    }
}

/// It takes turns with what is on.
pub const TAKES_TURNS: Words = Words::new("cũng đang phát, hai bên xen nhau", "plays too; they take turns");
/// It is hidden by an emergency.
pub const GIVES_WAY: Words = Words::new("đang nhường tin khẩn cấp", "gives way to the emergency");
/// It is for other displays.
pub const ELSEWHERE: Words = Words::new("phát ở màn hình khác", "plays on other displays");
/// It has nothing to show.
pub const EMPTY: Words = Words::new("không còn trang nào để phát", "has no slide left to show");

/// "9 phút 40 giây".
pub fn span(language: Language, ms: u64) -> String {
    let (minutes, seconds) = (ms.div_ceil(1_000) / 60, ms.div_ceil(1_000) % 60);
    match (language, minutes, seconds) {
        (Language::Vi, 0, seconds) => format!("{seconds} giây"),
        (Language::Vi, minutes, 0) => format!("{minutes} phút"),
        (Language::Vi, minutes, seconds) => format!("{minutes} phút {seconds} giây"),
        (Language::En, 0, seconds) => format!("{seconds} s"),
        (Language::En, minutes, 0) => format!("{minutes} min"),
        (Language::En, minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// A loop in which one waits long for a slide to come again.
pub fn long_loop(language: Language, minutes: u64) -> String {
    match language {
        Language::Vi => format!(
            "Bà con đợi hơn {minutes} phút mới gặp lại một trang. Nên dưới 7 phút: chuyển bớt trang sang khung giờ khác."
        ),
        Language::En => {
            format!(
                "People wait more than {minutes} minutes to see a slide again. Below 7 is better: move some to other hours."
            )
        }
    }
}

/// What the page of a playlist is about.
pub fn playlist_lead(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Danh sách phát · {n} trang"),
        Language::En => format!("Playlist · {}", slides(language, n)),
    }
}

/// Where it was moved, for whoever hears it.
pub fn now_at(language: Language, place: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("Nay ở vị trí {place} trên {of}"),
        Language::En => format!("Now {place} of {of}"),
    }
}

/// "Khung giờ 1".
pub fn hours_row(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Khung giờ {n}"),
        Language::En => format!("Hours {n}"),
    }
}

pub const TWO_TEXTS: Words = Words::new(
    "Cửa sổ khác vừa lưu chiến dịch này. Chưa mất chữ nào: chọn một bản.",
    "Another window has just saved this campaign. No word is lost: choose one.",
);
pub const KEEP_THIS: Words = Words::new("Giữ bản đang thấy", "Keep what stands here");
pub const TAKE_OTHER: Words = Words::new("Lấy bản kia", "Take the other");
pub const DISCARD: Words = Words::new("Bỏ bản nháp", "Discard the draft");
pub const TAKE_AWAY: Words = Words::new("Xin gỡ chiến dịch", "Ask to take it away");

/// Somebody else writes it too.
pub fn also_writes(language: Language, name: &str) -> String {
    match language {
        Language::Vi => format!("{name} cũng đang sửa chiến dịch này. Hai bản nháp để riêng, không đè lên nhau."),
        Language::En => format!("{name} is changing this campaign too. Both drafts are kept apart."),
    }
}

pub const EVERYWHERE: Words = Words::new("Mọi màn hình", "Every display");

/// The dates of a campaign; nothing where it has none.
pub fn dates(language: Language, from: Option<&str>, until: Option<&str>) -> Option<String> {
    match (language, from, until) {
        (_, None, None) => None,
        (Language::Vi, Some(from), None) => Some(format!("từ {from}")),
        (Language::Vi, None, Some(until)) => Some(format!("đến hết {until}")),
        (Language::Vi, Some(from), Some(until)) => Some(format!("{from} đến hết {until}")),
        (Language::En, Some(from), None) => Some(format!("from {from}")),
        (Language::En, None, Some(until)) => Some(format!("until the end of {until}")),
        (Language::En, Some(from), Some(until)) => Some(format!("{from} until the end of {until}")),
    }
}
