//! What the editor says, in both languages.

use crate::form::{Language, Words};

pub const BACK: Words = Words::new("Trang", "Slides");
pub const SEND: Words = Words::new("Gửi duyệt", "Send for approval");
pub const SAVE_AND_LOOK: Words = Words::new("Lưu và xem trước", "Save and preview");
pub const SAVE: Words = Words::new("Lưu", "Save");
pub const SAVING: Words = Words::new("Đang lưu…", "Saving…");
pub const SAVED_NOW: Words = Words::new("Đã lưu lúc {t}.", "Saved at {t}.");
pub const NOT_SAVED: Words = Words::new(
    "Chưa lưu được. Đừng đóng trang này, bấm Lưu lại.",
    "Not saved. Keep this page open and press Save again.",
);
pub const NO_LINE: Words = Words::new(
    "Mất mạng. Chữ vẫn giữ trong máy này, có mạng sẽ tự lưu.",
    "No network. The words are kept on this machine and saved when it is back.",
);
pub const SIGNED_OUT: Words =
    Words::new("Lâu không dùng nên đã khóa, chữ vẫn còn nguyên.", "Locked after a long pause; the words are safe.");
pub const LOG_IN: Words = Words::new("Đăng nhập lại", "Log in again");
pub const KEPT_HERE: Words = Words::new(
    "Máy này còn giữ chữ chưa kịp lưu lần trước.",
    "This machine still holds words that were not saved last time.",
);
pub const TAKE_KEPT: Words = Words::new("Lấy lại chữ ấy", "Bring them back");
pub const DROP_KEPT: Words = Words::new("Bỏ đi", "Drop them");
pub const SHORTEN: Words = Words::new("Rút gọn giúp", "Shorten it for me");
pub const SHORTEN_NOW: Words = Words::new("Đang có:", "Now:");
pub const SHORTEN_TO: Words = Words::new("Đề nghị:", "Proposed:");
pub const SHORTEN_TAKE: Words = Words::new("Lấy câu này", "Take this");
pub const SHORTENED: Words = Words::new("Đã rút gọn. Đọc lại một lần.", "It is shorter now. Read it once.");
pub const SPLIT: Words = Words::new("Tách thành trang riêng", "Make two slides of it");
pub const SPLIT_DONE: Words = Words::new(
    "Đã tách làm hai trang, đánh số 1/2 và 2/2. Xem lại rồi gửi duyệt cả hai.",
    "It is two slides now, 1/2 and 2/2. Look both over, then send both.",
);
pub const SPLIT_OTHER: Words = Words::new("Mở trang 2/2", "Open 2/2");
pub const JOIN: Words = Words::new("Vào chiến dịch đang có", "Into a campaign that is there");
pub const UNDO: Words = Words::new("Hoàn tác", "Undo");
pub const REMOVED_ENTRY: Words = Words::new("Đã bỏ một dòng.", "One entry was removed.");

pub const LANDSCAPE: Words = Words::new("Ngang", "Landscape");
pub const PORTRAIT: Words = Words::new("Dọc", "Portrait");
pub const ORIENTATION: Words = Words::new("Chiều màn hình", "Orientation");
pub const SEEN_FROM: Words = Words::new("Nhìn từ", "Seen from");
pub const CLOSE_BY: Words = Words::new("Gần", "Close");
pub const FROM_3: Words = Words::new("3 m", "3 m");
pub const FROM_5: Words = Words::new("5 m", "5 m");
pub const FROM_8: Words = Words::new("8 m", "8 m");
pub const AS_SEEN: Words = Words::new(
    "Ngồi cách máy tính một sải tay: bà con ngồi cách {d} m thấy đúng như thế này.",
    "At arm's length from this screen it looks just as it does from {d} m in the hall.",
);
pub const PICTURE_OF: Words = Words::new("Hình thật của trang", "True picture of the slide");
pub const PAGES: Words = Words::new("Các trang hình", "Pages");
pub const FORM: Words = Words::new("Nội dung trang", "What the slide says");
pub const MUST_FILL: Words = Words::new("cần điền", "needed");
pub const LEFT_OUT: Words = Words::new("Theo mẫu", "As the template has it");
pub const ADD_LINE: Words = Words::new("Thêm dòng", "Add a line");
pub const MOVE_UP: Words = Words::new("Đưa lên", "Move up");
pub const MOVE_DOWN: Words = Words::new("Đưa xuống", "Move down");
pub const REMOVE: Words = Words::new("Bỏ dòng này", "Remove");
pub const DRAG: Words = Words::new("Kéo để đổi chỗ", "Drag to reorder");
pub const CHOOSE_PICTURE: Words = Words::new("Chọn ảnh trong máy", "Choose a picture");
pub const OTHER_PICTURE: Words = Words::new("Đổi ảnh khác", "Choose another");
pub const PICTURE_KINDS: Words = Words::new(
    "Tệp .jpg, .png, .webp, .svg hoặc .pdf, dưới 20 MB.",
    "A .jpg, .png, .webp, .svg or .pdf file below 20 MB.",
);
pub const RECEIVING: Words = Words::new("Đã nhận {a} trên {b} MB", "{a} of {b} MB received");
pub const READING: Words = Words::new("Đang xem tệp…", "Reading the file…");

pub const NO_FILE: Words =
    Words::new("Chưa chọn tệp. Bấm Chọn ảnh trong máy.", "No file was chosen. Press Choose a picture.");
pub const NO_PICTURE: Words = Words::new(
    "Tệp này không phải ảnh hay PDF. Chọn tệp .jpg, .png hoặc .pdf, dưới 20 MB.",
    "This file is neither a picture nor a PDF. Choose a .jpg, .png or .pdf below 20 MB.",
);
pub const TIENG: Words = Words::new("{n} tiếng", "{n} words");
pub const LINES: Words = Words::new("{n} dòng", "{n} lines");
pub const COUNT_MUST: Words = Words::new("{n} chỗ phải sửa", "{n} to be mended");
pub const COUNT_SHOULD: Words = Words::new("{n} chỗ nên sửa", "{n} worth mending");
pub const COUNT_HINTS: Words = Words::new("{n} gợi ý", "{n} hints");
pub const PAGES_AND_SECONDS: Words = Words::new("{n} trang|chiếu {s} giây", "{n} pages|{s} seconds");
pub const MUST: Words = Words::new("Phải sửa", "Must be mended");
pub const SHOULD: Words = Words::new("Nên sửa", "Should be mended");
pub const HINT: Words = Words::new("Gợi ý", "Hint");

pub const TWO_TITLE: Words =
    Words::new("{ai} vừa lưu trang này từ máy khác.", "{ai} has just saved this slide elsewhere.");
pub const TWO_NEXT: Words = Words::new(
    "Chưa mất chữ nào. Chỗ hai người viết khác nhau có viền vàng ở dưới.",
    "Nothing is lost. Where the two texts differ, the field has a golden edge.",
);
pub const TWO_LIVE: Words = Words::new(
    "Trang này đã phát bản mới sau khi bản nháp bắt đầu.",
    "A newer text of this slide is on since this draft was begun.",
);
pub const TWO_SELF: Words =
    Words::new("Trang này vừa được lưu ở một cửa sổ khác của bạn.", "This slide was saved in another window of yours.");
pub const MERGE: Words = Words::new("Gộp cả hai, tôi chọn từng chỗ", "Merge: I choose field by field");
pub const KEEP_MINE: Words = Words::new("Giữ bản của tôi", "Keep mine");
pub const TAKE_THEIRS: Words = Words::new("Lấy bản {ai}", "Take {ai}'s");
pub const TAKE_LIVE: Words = Words::new("Lấy bản đang phát", "Take what is on");
pub const TAKE_OTHER_WINDOW: Words = Words::new("Lấy bản ở cửa sổ kia", "Take the other window's");
pub const SEE_BOTH: Words = Words::new("Xem cả hai bản", "See both texts");
pub const WHAT_IS_ON: Words = Words::new("Đang phát", "What is on");
pub const MINE_HERE: Words = Words::new("Đang gõ ở máy này", "Typed here");
pub const THEIRS_AT: Words = Words::new("{ai} lưu lúc {t}", "{ai} saved at {t}");
pub const MERGE_THESE: Words = Words::new("Gộp các chỗ đã chọn", "Merge what is chosen");

pub const SEND_TITLE: Words = Words::new("Gửi duyệt", "Send for approval");
pub const WHERE: Words = Words::new("Phát ở đâu?", "Where is it shown?");
pub const EVERYWHERE: Words = Words::new("Tất cả", "Everywhere");
pub const CHOSEN_PLACES: Words = Words::new("Chọn từng nơi", "Chosen places");
pub const AS_BEFORE: Words = Words::new("Như đang phát", "As it is now");
pub const NOWHERE_YET: Words = Words::new("Chưa phát, xếp lịch sau", "Not yet: schedule it later");
pub const SINCE: Words = Words::new("Từ khi nào?", "From when?");
pub const AT_ONCE: Words = Words::new("Ngay khi duyệt", "As soon as it is approved");
pub const CHOOSE_DAY: Words = Words::new("Chọn ngày", "Choose a day");
pub const UNTIL: Words = Words::new("Đến hết ngày nào?", "Until the end of which day?");
pub const A_WEEK: Words = Words::new("1 tuần", "1 week");
pub const A_MONTH: Words = Words::new("1 tháng", "1 month");
pub const NO_END: Words = Words::new("Không hạn", "Without an end");
pub const NOTE: Words = Words::new("Lời nhắn cho người duyệt", "A note to whoever approves");
pub const ADD_NOTE: Words = Words::new("Thêm lời nhắn cho người duyệt", "Add a note to whoever approves");
pub const NOBODY_APPROVES: Words = Words::new(
    "Chưa có người thứ hai để duyệt. Nhờ người quản trị thêm tài khoản duyệt, rồi gửi.",
    "There is nobody else to approve. Ask the administrator to add an approver, then send.",
);
pub const CLOSE: Words = Words::new("Đóng", "Close");
pub const START_OVER: Words = Words::new("Bỏ bản nháp", "Drop the draft");
pub const WAS_TAKEN_AWAY: Words = Words::new(
    "Trang này chưa phát ở đâu. Gửi duyệt xong là phát.",
    "This slide is on nowhere. Once approved it is shown.",
);
pub const DROPPED: Words =
    Words::new("Đã bỏ bản nháp, trở về bản đang phát.", "The draft is dropped; this is what is on.");
pub const TOOK_THEIRS: Words =
    Words::new("Đã lấy bản kia. Chữ của bạn vẫn giữ.", "The other text is taken; yours is kept.");
pub const MERGED: Words = Words::new("Đã gộp. Xem lại rồi gửi duyệt.", "Merged. Look it over, then send.");
pub const KEPT_MINE: Words =
    Words::new("Giữ chữ trên máy này. Bản kia vẫn còn.", "Yours stays; the other text is still there.");
pub const COPIED: Words =
    Words::new("Đây là trang mới, chữ chép từ trang cũ.", "This is a new slide with the words of the old one.");
pub const NO_PLACE_OR_DAY: Words = Words::new(
    "Chưa gửi: chưa chọn nơi phát, hoặc ngày hết đã qua. Bấm Gửi duyệt rồi chọn lại.",
    "Not sent: no place was chosen, or the last day is over. Press Send and choose again.",
);
pub const CHOOSE_FIRST: Words = Words::new(
    "Trang này đang có hai bản chữ. Chọn một bản rồi gửi.",
    "There are two texts of this slide. Choose one, then send.",
);
pub const NOTHING_NEW: Words = Words::new(
    "Chưa gửi: trang này giống hệt bản đang phát. Sửa rồi gửi.",
    "Not sent: this says just what is on. Change it, then send.",
);
pub const LOOK: Words = Words::new("Xem", "Look");
pub const COPY: Words = Words::new("Dùng lại thành trang mới", "Use as a new slide");

/// "Đã lưu lúc 19:41."
pub fn saved_at(language: Language, hour: &str) -> String {
    SAVED_NOW.get(language).replace("{t}", hour)
}

/// "Còn 2 chỗ nên sửa. Vẫn gửi được; người duyệt sẽ thấy các chỗ này."
pub fn left_to_mend(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Còn {n} chỗ nên sửa. Vẫn gửi được; người duyệt sẽ thấy các chỗ này."),
        Language::En => format!("{n} places are worth mending. It can be sent; whoever approves will see them."),
    }
}

/// "Còn 2 chỗ phải sửa trước khi gửi."
pub fn must_mend(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Còn {n} chỗ phải sửa. Sửa xong rồi gửi."),
        Language::En => format!("{n} places must be mended first. Mend them, then send."),
    }
}

/// "Đã gửi ông B duyệt."
pub fn sent(language: Language, approvers: &[String]) -> String {
    match (language, approvers) {
        (Language::Vi, [one]) => format!("Đã gửi {one} duyệt."),
        (Language::En, [one]) => format!("Sent to {one} for approval."),
        (Language::Vi, _) => "Đã gửi duyệt. Người duyệt sẽ thấy ở trang Duyệt.".to_owned(),
        (Language::En, _) => "Sent for approval. Approvers find it under Approve.".to_owned(),
    }
}

/// "Nguyễn Thị An cũng đang soạn trang này."
pub fn also_writes(language: Language, name: &str) -> String {
    match language {
        Language::Vi => {
            format!("{name} cũng đang soạn trang này. Hai người viết khác nhau thì cả hai bản đều được giữ.")
        }
        Language::En => format!("{name} is writing this slide, too. Where you differ, both texts are kept."),
    }
}

/// "14 màn hình".
pub fn displays(language: Language, n: usize) -> String {
    match (language, n) {
        (Language::Vi, _) => format!("{n} màn hình"),
        (Language::En, 1) => "1 display".to_owned(),
        (Language::En, _) => format!("{n} displays"),
    }
}

/// "Ông B hoặc bà C duyệt".
pub fn approvers(language: Language, names: &[String]) -> String {
    let between = match language {
        Language::Vi => " hoặc ",
        Language::En => " or ",
    };
    let names = names.iter().take(3).cloned().collect::<Vec<_>>().join(between);
    match language {
        Language::Vi => format!("{names} duyệt"),
        Language::En => format!("{names} approves"),
    }
}

/// "Nhóm nha-van-hoa".
pub fn group(language: Language, tag: &str) -> String {
    match language {
        Language::Vi => format!("Nhóm {tag}"),
        Language::En => format!("Group {tag}"),
    }
}
