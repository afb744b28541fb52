//! The words of emergencies.

use crate::form::{Language, Words};

pub const STEP_CHOOSE: Words = Words::new("Chọn tin", "Choose");
pub const STEP_PLACE: Words = Words::new("Nơi nhận, giờ", "Where, until when");
pub const STEP_LOOK: Words = Words::new("Xem và phát", "Look and put out");
pub const EXERCISE: Words = Words::new("Diễn tập", "Exercise");
pub const CHOOSE_FIRST: Words = Words::new(
    "Chưa rõ tin thật hay diễn tập, nên chưa phát. Bấm một trong hai nút phát.",
    "It did not say whether it is real or an exercise, so it is not out. Press one of the two buttons.",
);
pub const PRESS_ONE: Words = Words::new("Tin đã soạn sẵn", "Prepared notices");
pub const PRESS_ONE_NEXT: Words = Words::new(
    "Cả hai nút đều phát ngay, nơi và giờ như đã chọn ở trên; diễn tập thì mọi trang mang chữ DIỄN TẬP. Bấm vào hình để xem lớn, sửa chữ.",
    "Both buttons put it out at once, where and until when as chosen above; an exercise bears the words DIỄN TẬP on every page. Press a picture to see it large or to change its words.",
);
pub const FILL_IN: Words = Words::new("Điền chỗ trống", "Fill in the gap");
pub const LOOK_LARGE: Words = Words::new("Xem lớn, sửa", "See it large, change it");
pub const ONLY_RELAY: Words = Words::new(
    "Màn hình chỉ nhắc lại tin của cơ quan có thẩm quyền, không thay loa xã.",
    "The screens repeat what the authorities say; they do not replace the loudspeakers.",
);
pub const NO_RIGHT: Words = Words::new(
    "Tài khoản này không phát tin khẩn được. Báo ngay người có quyền:",
    "This account may not put out an emergency. Tell those who may at once:",
);
pub const LEVEL: Words = Words::new("Cấp rủi ro thiên tai", "Level of risk");
pub const LEVEL_LAW: Words = Words::new("theo Quyết định 18/2021", "of Quyết định 18/2021");
pub const COLOURS: [Words; 5] = [
    Words::new("xanh dương nhạt", "light blue"),
    Words::new("vàng nhạt", "light yellow"),
    Words::new("da cam", "orange"),
    Words::new("đỏ", "red"),
    Words::new("tím", "purple"),
];
pub const HEADLINE: Words = Words::new("Nguy hiểm gì", "The danger");
pub const ACTIONS: Words = Words::new("Việc phải làm, mỗi việc một dòng", "What to do, one a line");
pub const WHERE: Words = Words::new("Phát ở đâu?", "Where?");
pub const ONE_BY_ONE: Words = Words::new("Chọn từng nơi", "One by one");
pub const NEXT_BULLETIN: Words = Words::new("Tin tiếp theo trước", "Next bulletin before");
pub const UNTIL: Words = Words::new("Hết hiệu lực sau", "Holds for");
pub const UNTIL_AT: Words = Words::new("Hoặc hết hiệu lực lúc", "Or until");
pub const HOURS: [(&str, Words); 4] = [
    ("3", Words::new("3 giờ", "3 hours")),
    ("6", Words::new("6 giờ", "6 hours")),
    ("12", Words::new("12 giờ", "12 hours")),
    ("sang", Words::new("Qua đêm nay", "Overnight")),
];
pub const SOURCE: Words = Words::new("Nguồn tin", "Issued by");
pub const MUST: Words = Words::new("bắt buộc", "required");
pub const CONTACT: Words = Words::new("Cần cứu giúp thì gọi", "For help call");
pub const LOOK: Words = Words::new("Xem trước", "Look at it");
pub const MEND: Words = Words::new("Sửa lại", "Change it");
pub const PUT_OUT_REAL: Words = Words::new("Phát ngay: tin thật", "Put it out now: real");
pub const PUT_OUT_EXERCISE: Words = Words::new("Phát diễn tập", "Put out an exercise");
pub const WHOLE_SCREEN: Words = Words::new(
    "Chiếm toàn bộ màn hình, mọi trang khác tạm nhường.",
    "It has the whole screen; all other slides give way.",
);
pub const IF_EXERCISE: Words = Words::new(
    "Phát diễn tập thì mọi trang mang chữ DIỄN TẬP.",
    "If it is put out as an exercise, every page bears the words DIỄN TẬP.",
);
pub const BEARS_EXERCISE: Words = Words::new("chữ này nằm trên mọi trang.", "these words are on every page.");
pub const NO_END: Words = Words::new(
    "Chưa ghi giờ hết hiệu lực. Chọn 3 giờ, 6 giờ hoặc ghi giờ.",
    "It has no end. Choose 3 hours, 6 hours, or write a time.",
);
pub const GAP: Words =
    Words::new("Còn chỗ để dấu “…”. Điền vào rồi phát.", "There is still a gap “…”. Fill it in, then put it out.");
pub const NOWHERE: Words =
    Words::new("Chưa chọn nơi nào. Chọn ít nhất một màn hình.", "No display is chosen. Choose at least one.");
pub const NO_TEMPLATE: Words =
    Words::new("Không có tin ấy. Chọn lại một tin.", "There is no such notice. Choose again.");
pub const UPRIGHT: Words = Words::new("Dọc", "Upright");
pub const CALL_OFF: Words = Words::new("Hết nguy hiểm", "The danger is over");
pub const CONFIRM_OVER: Words = Words::new("Xác nhận hết nguy hiểm", "Confirm that it is over");
pub const NOT_OVER: Words = Words::new("Chưa hết", "Not over");
pub const CONFIRM_QUESTION: Words = Words::new("Xác nhận đã hết nguy hiểm?", "Is the danger over?");
pub const OVER_FIRST: Words = Words::new(
    "Màn hình nào đang có tin khẩn sẽ hiện “Đã hết nguy hiểm” trong 10 phút.",
    "Screens that show the emergency tell for 10 minutes that it is over.",
);
pub const OVER_THEN: Words =
    Words::new("Sau đó tự trở lại chương trình thường ngày.", "Then the usual programme comes back by itself.");
pub const OVER_LOG: Words =
    Words::new("Tên hai người và giờ được ghi vào sổ.", "The names of both and the time go into the log.");
pub const SHOWS_NOW: Words = Words::new("Đang hiện", "On now");
pub const WILL_SHOW: Words = Words::new("Sẽ hiện 10 phút, rồi trở lại bình thường", "For 10 minutes, then as usual");
pub const OVER_ASKED: Words = Words::new(
    "Đã báo hết nguy hiểm. Cần thêm một người xác nhận.",
    "Said to be over. A second person has to confirm it.",
);
pub const OVER_DONE: Words = Words::new(
    "Đã hết. Màn hình hiện “Đã hết nguy hiểm” trong 10 phút.",
    "It is over. Screens tell so for 10 minutes.",
);
pub const STILL_ON: Words = Words::new("Tin khẩn vẫn phát tiếp.", "The emergency stays on.");
pub const TWO_NEEDED: Words = Words::new(
    "Hết nguy hiểm cần người thứ hai xác nhận. Dừng tất cả có tác dụng ngay.",
    "That it is over needs a second person. Stopping everything works at once.",
);
pub const CHECK_IT: Words = Words::new("Tin này đúng không?", "Is this right?");
pub const CHECK_IT_NEXT: Words = Words::new(
    "Cần người thứ hai xác nhận. Sai thì bấm Hết nguy hiểm để gỡ ngay.",
    "A second person has to confirm it. If it is wrong, call it off at once.",
);
pub const CONFIRM: Words = Words::new("Xác nhận tin đúng", "Confirm that it is right");
pub const CONFIRMED: Words = Words::new("Đã xác nhận tin khẩn.", "The emergency is confirmed.");
pub const WAITS_SECOND: Words =
    Words::new("Chờ người thứ hai xác nhận. Tin vẫn đang phát.", "It waits for a second person. It is on meanwhile.");
pub const UPDATE: Words = Words::new("Cập nhật tin", "Newer bulletin");
pub const OVERDUE: Words = Words::new("Bấm Cập nhật tin.", "Press Newer bulletin.");
pub const NO_NEXT: Words = Words::new("Không hẹn tin tiếp theo", "No next bulletin is promised");
pub const CALL: Words = Words::new("Xem", "See");
pub const STOP: Words = Words::new("Dừng tất cả", "Stop everything");
pub const STOP_DISPLAYS: Words = Words::new("Dừng tất cả màn hình", "Stop all displays");
pub const STOP_QUESTION: Words = Words::new("Dừng tất cả màn hình?", "Stop all displays?");
pub const STOP_NEXT: Words = Words::new(
    "Mọi nơi hiện lời chào, không tắt đen, cho đến khi bấm Phát tiếp. Nơi mất mạng chưa nhận được lệnh.",
    "All show the greeting, never black, until it goes on. Those without contact do not get the order.",
);
pub const STOP_WHY: Words = Words::new("Vì sao dừng?", "Why?");
pub const RESUME: Words = Words::new("Phát tiếp", "Go on");
pub const RESUME_NEXT: Words = Words::new(
    "Chương trình thường ngày trở lại trong vòng một phút. Trang có lỗi thì gỡ trước, rồi phát tiếp.",
    "The usual programme comes back within a minute. Take off a wrong slide first, then go on.",
);
pub const WITHOUT: Words = Words::new("Gỡ trang có lỗi", "Take off wrong slides");
pub const WITHOUT_NEXT: Words =
    Words::new("Chọn trang không phát lại. Sửa xong, gửi duyệt như thường.", "Choose what is not to come back.");
pub const GREETING: Words = Words::new("Lời chào, cho đến khi bấm Phát tiếp", "The greeting, until it goes on");
pub const RESUMED: Words = Words::new("Đang phát tiếp.", "It goes on.");
pub const STOPPED: Words = Words::new("Đã dừng tất cả.", "Everything is stopped.");
pub const NOBODY: Words = Words::new("Chưa có ai khác", "Nobody else yet");
pub const ANOTHER: Words = Words::new("Phát thêm tin khẩn khác", "Put out another emergency");

pub fn end(language: Language, hours: &str, until: &str) -> String {
    match language {
        Language::Vi => format!("{hours}, đến {until}"),
        Language::En => format!("{hours}, until {until}"),
    }
}

pub fn level(language: Language, level: u8) -> String {
    match language {
        Language::Vi => format!("Cấp {level}"),
        Language::En => format!("Level {level}"),
    }
}

pub fn all_places(language: Language, places: usize) -> String {
    match language {
        Language::Vi => format!("Tất cả {places} nơi"),
        Language::En => format!("All {places} places"),
    }
}

pub fn group(language: Language, tag: &str) -> String {
    match language {
        Language::Vi => format!("Nhóm {tag}"),
        Language::En => format!("Group {tag}"),
    }
}

pub fn question(language: Language, places: usize, all: bool) -> String {
    match (language, all) {
        (Language::Vi, true) => format!("Phát ngay lên cả {places} màn hình?"),
        (Language::Vi, false) => format!("Phát ngay lên {places} màn hình?"),
        (Language::En, true) => format!("Put it out on all {places} displays now?"),
        (Language::En, false) => format!("Put it out on {places} displays now?"),
    }
}

pub fn until(language: Language, until: &str, next: Option<&str>) -> String {
    match (language, next) {
        (Language::Vi, Some(next)) => format!("Đến {until}. Tin tiếp theo trước {next}."),
        (Language::Vi, None) => format!("Đến {until}."),
        (Language::En, Some(next)) => format!("Until {until}. The next bulletin comes before {next}."),
        (Language::En, None) => format!("Until {until}."),
    }
}

pub fn told(language: Language, names: &[String]) -> String {
    let names = names.join(", ");
    match language {
        Language::Vi => format!("{names} thấy ngay trên trang của mình, xác nhận sau."),
        Language::En => format!("{names} see it on their pages at once and confirm it afterwards."),
    }
}

pub fn without_contact(language: Language, places: &[String]) -> String {
    let places = places.join(", ");
    match language {
        Language::Vi => format!("{places} mất mạng, chưa nhận được: báo thêm bằng loa xã."),
        Language::En => format!("{places}: no contact, not reached. Use the loudspeakers there."),
    }
}

pub fn after(language: Language, page: usize, pages: usize, until: &str) -> String {
    match language {
        Language::Vi => format!(
            "Trang {page} trên {pages}. Hết {until}, màn hình tự báo “tin đã hết hiệu lực, nghe loa xã”, rồi trở lại chương trình thường."
        ),
        Language::En => {
            format!("Page {page} of {pages}. After {until} screens tell that it no longer holds, then go on as usual.")
        }
    }
}

pub fn page(language: Language, page: usize) -> String {
    match language {
        Language::Vi => format!("Trang {page}"),
        Language::En => format!("Page {page}"),
    }
}

pub fn banner_on(language: Language, until: &str) -> String {
    match language {
        Language::Vi => format!("Đang phát tin khẩn, đến {until}"),
        Language::En => format!("An emergency is on, until {until}"),
    }
}

pub fn banner_second(language: Language, title: &str, level: u8, since: &str, confirmed: bool) -> String {
    match (language, confirmed) {
        (Language::Vi, true) => format!("{title}, cấp {level}. Phát từ {since}."),
        (Language::Vi, false) => format!("{title}, cấp {level}. Phát từ {since}, chờ người thứ hai xác nhận."),
        (Language::En, true) => format!("{title}, level {level}. On since {since}."),
        (Language::En, false) => {
            format!("{title}, level {level}. On since {since}; a second person has to confirm it.")
        }
    }
}

pub fn banner_stopped(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Đã dừng tất cả lúc {at}"),
        Language::En => format!("Everything was stopped at {at}"),
    }
}

pub fn banner_stopped_second(language: Language) -> &'static str {
    match language {
        Language::Vi => "Mọi nơi hiện lời chào. Bấm vào đây để phát tiếp.",
        Language::En => "All show the greeting. Press here to go on.",
    }
}

pub fn shown(language: Language, n: usize, of: usize) -> String {
    match language {
        Language::Vi => format!("{n} trên {of} màn hình đã hiện tin"),
        Language::En => format!("{n} of {of} displays show it"),
    }
}

pub fn greeting_at(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đang hiện ở {n} nơi"),
        Language::En => format!("On at {n} places"),
    }
}

pub fn next_in(language: Language, left: &str) -> String {
    match language {
        Language::Vi => format!("Còn {left} để có tin tiếp theo"),
        Language::En => format!("The next bulletin is due in {left}"),
    }
}

pub fn next_after(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Hẹn trước {at}. Quá giờ thì cập nhật ngay."),
        Language::En => format!("Promised before {at}. Once it is past, update at once."),
    }
}

pub fn overdue(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Đã quá {at} mà chưa có tin mới"),
        Language::En => format!("It is past {at} and there is no newer bulletin"),
    }
}

pub fn said_over(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("báo hết nguy hiểm lúc {at}. Cần thêm một người xác nhận."),
        Language::En => format!("said at {at} that it is over. A second person has to confirm it."),
    }
}

pub fn put_out_by(language: Language, name: &str, at: &str) -> String {
    match language {
        Language::Vi => format!("{name} phát lúc {at}."),
        Language::En => format!("{name} put it out at {at}."),
    }
}

pub fn resume_question(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Phát tiếp phiên bản {n}?"),
        Language::En => format!("Go on with version {n}?"),
    }
}

pub fn stopped_by(language: Language, name: &str, reason: &str) -> String {
    match (language, reason.is_empty()) {
        (Language::Vi, true) => format!("{name} dừng tất cả"),
        (Language::Vi, false) => format!("{name} dừng tất cả: “{reason}”"),
        (Language::En, true) => format!("{name} stopped everything"),
        (Language::En, false) => format!("{name} stopped everything: “{reason}”"),
    }
}

pub fn put_out(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Đã phát, phiên bản {n}. Người thứ hai xác nhận sau."),
        Language::En => format!("It is out, as version {n}. A second person confirms it afterwards."),
    }
}
