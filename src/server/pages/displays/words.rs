//! Words of the displays.

use crate::form::{Language, Words};

pub const ADD: Words = Words::new("Thêm màn hình", "Add a display");
pub const ALL: Words = Words::new("Tất cả", "All");
pub const TO_LOOK_AT: Words = Words::new("Cần xem", "To look at");
pub const WELL: Words = Words::new("Đang tốt", "All well");
pub const SEARCH: Words = Words::new("Tìm thôn", "Search");
pub const PICTURE: Words = Words::new("Hình cuối", "Picture");
pub const PLACE: Words = Words::new("Nơi đặt", "Place");
pub const PLAYS: Words = Words::new("Đang phát", "Plays");
pub const CONTACT: Words = Words::new("Liên lạc", "Contact");
pub const SINCE: Words = Words::new("Từ lúc", "Since");
pub const CLAIMED: Words = Words::new(
    "Phiên bản và giờ liên lạc do từng máy tự khai, chưa có chữ ký. Hình là hình tính ra từ phiên bản máy khai.",
    "Version and contact are what each machine says of itself; nobody has signed it. Pictures are worked out from the version it claims.",
);
pub const NO_CONTACT: Words = Words::new("Mất mạng", "No contact");
pub const NEVER: Words = Words::new("Chưa gọi về", "Never heard");
pub const FETCHING: Words = Words::new("Đang tải", "Fetching");
pub const PLAYING: Words = Words::new("Đang tốt", "All well");
pub const AWAITS: Words = Words::new("Chờ duyệt", "Waits for approval");
pub const AWAITS_REMOVAL: Words = Words::new("Chờ duyệt ngừng dùng", "Its removal waits for approval");
pub const NONE: Words = Words::new("Chưa có màn hình nào.", "There is no display yet.");
pub const NONE_NEXT: Words = Words::new(
    "Bấm Thêm màn hình, rồi tải bộ cài cho máy ở đó.",
    "Add one, then download the kit for the machine there.",
);
pub const NONE_FOUND: Words = Words::new("Không có màn hình nào như vậy.", "No such display.");
pub const NONE_FOUND_NEXT: Words = Words::new("Xóa chữ tìm để xem tất cả.", "Clear the search to see all.");
pub const JUST_NOW: Words = Words::new("vừa xong", "just now");
pub const BACK: Words = Words::new("Màn hình", "Displays");
pub const BUILT_IN: Words = Words::new("Hình có sẵn trong máy", "The built-in picture");

pub const WHAT_NOW: Words = Words::new("Làm gì bây giờ?", "What now?");
pub const ASK_HEAD: Words = Words::new("Nhờ trưởng thôn xem hộp mạng", "Ask the village head to look at the router");
pub const ASK_HEAD_HINT: Words =
    Words::new("Đèn tắt: cắm lại điện. Đèn đỏ: gọi nhà mạng.", "Lamp off: plug it in. Red: call the provider.");
pub const BRING_STICK: Words = Words::new("Gấp thì mang USB đến", "In a hurry: bring a stick");
pub const BRING_STICK_HINT: Words =
    Words::new("Cắm vào máy ở đó, không phải bấm gì.", "Put it into the machine there; nothing to press.");
pub const USB: Words = Words::new("Mang bằng USB", "Carry by USB");
pub const USB_GET: Words = Words::new("Tải tệp mang bằng USB", "Download the files");
pub const USB_HERE: Words = Words::new(
    "Đã tải {name}. Giải nén vào USB rồi mang đi.",
    "{name} is here. Unpack it onto the stick and take it there.",
);
pub const KIT_HERE: Words = Words::new(
    "Đã tải {name}. Giải nén vào USB, in tờ hướng dẫn rồi mang đi.",
    "{name} is here. Unpack it onto a stick, print the sheet, and take both there.",
);
pub const USB_UNPACK: Words = Words::new("Tải tệp, giải nén vào USB", "Download, and unpack onto the stick");
pub const USB_UNPACK_HINT: Words = Words::new(
    "Bấm chuột phải vào tệp, chọn Giải nén (Extract all), chọn ổ USB. Mở USB phải thấy thư mục metadata; để nguyên tệp .zip thì máy ở đó không đọc được.",
    "Right-click the file, choose Extract all, choose the stick. The folder metadata must lie on the stick; the machine there cannot read the .zip itself.",
);
pub const USB_CARRY: Words = Words::new("Đẩy USB ra rồi mới rút", "Eject the stick, then take it");
pub const USB_CARRY_HINT: Words = Words::new(
    "Bấm chuột phải vào ổ USB, chọn Eject. Rút ngay thì tệp có thể chép dở.",
    "Right-click the stick, choose Eject. Pulled out at once, a file may be half written.",
);
pub const USB_PLUG: Words = Words::new("Cắm vào máy ở nhà văn hóa", "Put it into the machine in the hall");
pub const USB_PLUG_HINT: Words = Words::new(
    "Máy tự nhận sau vài giây, kiểm tra chữ ký, rồi phát từ trang kế tiếp. Không phải bấm gì.",
    "It takes the files in within seconds, checks their signatures and plays from the next page on. Nothing to press.",
);
pub const USB_BY_HAND: Words =
    Words::new("Máy không tự nhận thì gõ lệnh này ở máy đó:", "If it does not, type this on the machine there:");
pub const USB_SAFE: Words = Words::new(
    "Tệp chỉ có những gì màn hình ấy phát, đã ký sẵn: không có mật khẩu, không có khóa. Mất USB không lộ gì.",
    "It holds only what that display plays, signed: no passwords, no keys. A lost stick gives nothing away.",
);
pub const SET_UP: Words = Words::new("Lắp bộ cài vào máy ở đó", "Set up the machine there");
pub const SET_UP_HINT: Words = Words::new(
    "Tải bộ cài, chép vào USB, làm theo tờ hướng dẫn.",
    "Download the kit onto a stick and follow the sheet.",
);
pub const WAIT_FETCH: Words = Words::new("Không phải làm gì", "Nothing to do");
pub const WAIT_FETCH_HINT: Words = Words::new(
    "Máy đang lấy phiên bản mới; mạng chậm có thể mất hai mươi phút.",
    "It fetches the new version; on a slow line that may take twenty minutes.",
);
pub const DISK: Words = Words::new("Đĩa của máy không ghi được", "Its disk cannot be written");
pub const DISK_SAID: Words = Words::new(
    "Đĩa của máy không ghi được: đĩa đầy hoặc đã hỏng. Màn hình vẫn phát, nhưng tin mới chỉ nằm trong bộ nhớ, mất điện là mất.",
    "The machine's disk cannot be written: it is full or broken. The display plays on, but what is new lies in memory alone and goes with the power.",
);
pub const HALTED: Words = Words::new("Đã dừng tại chỗ", "Halted on the spot");
pub const HALTED_SAID: Words = Words::new(
    "Có người ở nhà văn hóa đã cho dừng: màn hình chỉ hiện trang mặc định, cả tin khẩn cấp cũng không hiện, cho tới khi người ở đó cho phát lại.",
    "Somebody in the hall has halted it: the display shows the default slide alone, and no emergency either, until somebody there lets it go on.",
);
pub const HALTED_PICTURE: Words = Words::new("Đang hiện trang mặc định.", "The default slide is on.");
pub const HALTED_ASK: Words = Words::new("Gọi trưởng thôn hỏi vì sao dừng", "Ask the village head why it was halted");
pub const HALTED_ASK_HINT: Words = Words::new(
    "Cho phát lại: cắm bàn phím vào máy ở đó, giữ Ctrl, Alt, Shift rồi bấm D. Không làm từ xa được.",
    "To let it go on: with a keyboard at the machine there, hold Ctrl, Alt and Shift and press D. It cannot be done from here.",
);
pub const DISK_RESTART: Words =
    Words::new("Nhờ trưởng thôn tắt máy ở đó rồi bật lại", "Have the machine there switched off and on");
pub const DISK_RESTART_HINT: Words =
    Words::new("Có mạng thì máy tự lấy lại tin mới.", "With a line, it fetches what is new again by itself.");
pub const DISK_CHANGE: Words =
    Words::new("Vẫn còn báo: thay thẻ nhớ hoặc ổ đĩa", "If this stays: replace the card or the disk");
pub const DISK_CHANGE_HINT: Words =
    Words::new("Rồi chép bộ cài vào đĩa mới, như lắp lần đầu.", "Then copy the kit onto the new one, as at first.");
pub const KIT: Words = Words::new("Bộ cài", "Hall kit");
pub const DOWNLOAD_KIT: Words = Words::new("Tải bộ cài", "Download the kit");
pub const PRINT_SHEET: Words = Words::new("In tờ này", "Print the sheet");
pub const SHEET: Words = Words::new("Tờ hướng dẫn lắp", "Instruction sheet");
pub const SHEET_HINT: Words =
    Words::new("1 trang A4, đưa cho người đi lắp.", "One page of A4, for whoever sets it up.");
pub const VERSION: Words = Words::new("Phiên bản", "Version");
pub const SCREEN: Words = Words::new("Màn hình", "Screen");
pub const GROUPS: Words = Words::new("Nhóm", "Groups");
pub const CODE: Words = Words::new("Mã máy", "Code");
pub const LAST_HEARD: Words = Words::new("Liên lạc cuối", "Last heard");
pub const FROM_ADDRESS: Words = Words::new("Địa chỉ mạng", "Network address");
pub const CHANGE: Words = Words::new("Đổi tên, cỡ màn hình", "Change name or size");
pub const STOP: Words = Words::new("Ngừng dùng màn hình này", "Stop using this display");
pub const STOP_NOW: Words = Words::new("Ngừng dùng", "Stop using it");
pub const STOP_WARNING: Words = Words::new(
    "Sau khi có người duyệt, máy ở đó không nhận tin nữa. Muốn dùng lại phải lắp lại từ đầu.",
    "Once approved, the machine there gets nothing new. To use it again it must be set up anew.",
);
pub const NEVER_MIND: Words = Words::new("Thôi", "Never mind");
pub const STOP_SENT: Words = Words::new("Đã gửi duyệt việc ngừng dùng.", "Sent for approval.");
pub const SEE_IT: Words = Words::new("Xem đề nghị", "See it");
pub const COMPUTED: Words =
    Words::new("Hình tính ra từ phiên bản máy khai đang phát.", "Worked out from the version it claims.");
pub const WHY: Words = Words::new("Vì sao trang này đang phát?", "Why is this on?");
pub const AS_CLAIMED: Words = Words::new("máy tự khai", "as it says itself");
pub const WAITING_PICTURE: Words =
    Words::new("Hình hiện ra sau lần liên lạc đầu tiên.", "A picture stands here after the first contact.");

pub const ADD_LEAD: Words = Words::new(
    "Mã máy do chương trình đặt; tên gọi sửa lúc nào cũng được.",
    "The code is given; the name may change at any time.",
);
pub const LABEL: Words = Words::new("Tên gọi", "Name");
pub const INCHES: Words = Words::new("Cỡ màn hình", "Size");
pub const UNKNOWN_INCHES: Words = Words::new("Chưa rõ", "Not known");
pub const ORIENTATION: Words = Words::new("Chiều màn hình", "Orientation");
pub const LANDSCAPE: Words = Words::new("Ngang", "Landscape");
pub const PORTRAIT: Words = Words::new("Dọc", "Portrait");
pub const TAGS: Words = Words::new("Nhóm", "Groups");
pub const TAGS_HELP: Words = Words::new("Mỗi nhóm một dòng, ví dụ: nhà văn hóa.", "A group a line, such as: hall.");
pub const SEND: Words = Words::new("Gửi duyệt", "Send for approval");
pub const SENT: Words =
    Words::new("Đã gửi duyệt. Tải bộ cài trước cũng được.", "Sent for approval. The kit may be downloaded already.");
pub const CHANGE_SENT: Words = Words::new("Đã gửi duyệt.", "Sent for approval.");
pub const STEP_COPY: Words = Words::new("Chép bộ cài vào USB", "Copy the kit onto a stick");
pub const KIT_FILE: Words =
    Words::new("1 tệp, không có mật khẩu nào trong đó.", "One file; there is no password in it.");
pub const SETUP_CODE: Words = Words::new(
    "Mã cài đặt: cắm USB vào, màn hình phải hiện đúng mã này. Khác mã thì rút điện: đó không phải bộ cài của xã.",
    "Setup code: with the stick in, the screen must show this. If it shows another, switch off: it is not the office's kit.",
);
pub const STEP_WAIT: Words = Words::new("Chờ màn hình gọi về", "Wait for its first call");
pub const STEP_WAIT_HINT: Words = Words::new(
    "Lắp xong, máy tự gọi về và dòng này đổi. Mã máy:",
    "Once set up, the machine calls and this line changes. Its id:",
);
pub const HEARD: Words = Words::new("Màn hình đã gọi về.", "The display has called.");
pub const MUST_BE_APPROVED: Words = Words::new(
    "Màn hình này còn chờ người thứ hai duyệt. Lắp trước cũng được: máy phát những gì dành cho mọi màn hình.",
    "A second person must approve this display yet. It may be set up already: it plays what is meant for all.",
);
pub const ADDRESS: Words =
    Words::new("Địa chỉ máy của xã, ghi trong bộ cài", "The office's address, as written in the kit");
pub const ADDRESS_LOCAL: Words = Words::new(
    "Địa chỉ này chỉ mở được trên chính máy của xã. Ghi địa chỉ mà thôn mở được.",
    "This opens on the office's own machine alone. Give one that halls can reach.",
);
pub const ADDRESS_HINT: Words =
    Words::new("Thôn phải mở được địa chỉ này. Sửa ở Thiết lập.", "Halls must reach it. It is changed under Settings.");
pub const EDIT: Words = Words::new("Sửa", "Change");

pub const SHEET_TITLE: Words = Words::new("Lắp màn hình, 5 bước", "Set up the display in 5 steps");
pub const SHEET_LEAD: Words =
    Words::new("Không cần mật khẩu. Làm lần lượt từ trên xuống.", "No password is needed. One after the other.");
pub const STEP_1: Words = Words::new("Nối hộp máy với tivi", "Connect the machine to the TV");
pub const STEP_1_HINT: Words = Words::new("Cắm dây HDMI vào cổng HDMI 1 của tivi.", "HDMI cable into the TV's HDMI 1.");
pub const STEP_2: Words = Words::new("Cắm dây mạng, nếu có", "Plug in the network, if there is one");
pub const STEP_2_HINT: Words = Words::new(
    "Không có dây: chọn mạng không dây của nhà văn hóa trên máy.",
    "No cable: choose the hall's wireless network.",
);
pub const STEP_3: Words = Words::new("Cắm USB vào máy", "Put the stick into the machine");
pub const STEP_3_HINT: Words = Words::new(
    "Màn hình hiện tên nhà văn hóa và một mã. Khác mã này thì rút điện, báo xã:",
    "The screen shows the hall's name and a code. If it is not this one, switch off and tell the office:",
);
pub const STEP_3_BY_HAND: Words = Words::new(
    "Máy không tự nhận: chép thư mục vào máy rồi chạy",
    "If nothing happens, copy the folder onto the machine and run",
);
pub const STEP_4: Words = Words::new("Đợi máy gọi về xã", "Wait until it calls the office");
pub const STEP_4_HINT: Words =
    Words::new("Khoảng 5 phút. Gọi về xã, đọc mã máy:", "About 5 minutes. Call the office and read the code:");
pub const STEP_5: Words = Words::new("Thấy hình là xong", "A picture: done");
pub const STEP_5_HINT: Words =
    Words::new("Rút USB mang về. Từ nay máy tự phát.", "Take the stick home. From now on it plays by itself.");
pub const TROUBLE: Words = Words::new(
    "Không lên hình sau 10 phút: rút điện, đợi 10 giây, cắm lại.",
    "No picture after 10 minutes: unplug, wait 10 seconds, plug in.",
);
pub const STILL_TROUBLE: Words = Words::new("Vẫn không được: gọi", "Still none: call");
pub const SCAN: Words = Words::new(
    "Quét để thử mạng: mở được là máy nhận được tin.",
    "Scan to try the network: if it opens, the machine gets news.",
);
pub const PRINT: Words = Words::new("In", "Print");

/// "14 màn hình".
pub fn count(language: Language, n: usize) -> String {
    match (language, n) {
        (Language::Vi, _) => format!("{n} màn hình"),
        (Language::En, 1) => "1 display".to_owned(),
        (Language::En, _) => format!("{n} displays"),
    }
}

/// "Phiên bản 36".
pub fn version(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Phiên bản {n}"),
        Language::En => format!("Version {n}"),
    }
}

/// "Đang tải 37".
pub fn fetching(language: Language, n: u64) -> String {
    match language {
        Language::Vi => format!("Đang tải {n}"),
        Language::En => format!("Fetching {n}"),
    }
}

/// "12 phút trước".
pub fn ago(language: Language, span: &str) -> String {
    match language {
        Language::Vi => format!("{span} trước"),
        Language::En => format!("{span} ago"),
    }
}

/// The one sentence of a hall that plays what is out.
pub fn sentence_playing(language: Language, version: u64, since: &str) -> String {
    match language {
        Language::Vi => format!("Đang phát phiên bản {version}, từ {since}."),
        Language::En => format!("Plays version {version}, since {since}."),
    }
}

/// The one sentence of a hall that has not taken the newest version in.
pub fn sentence_fetching(language: Language, newest: u64, version: u64) -> String {
    match (language, version) {
        (Language::Vi, 0) => format!("Đang tải phiên bản {newest}; trong lúc ấy hiện hình có sẵn trong máy."),
        (Language::Vi, _) => format!("Đang tải phiên bản {newest}. Trong lúc ấy vẫn phát phiên bản {version}."),
        (Language::En, 0) => format!("Fetching version {newest}; meanwhile the built-in picture shows."),
        (Language::En, _) => format!("Fetching version {newest}. Meanwhile it plays version {version}."),
    }
}

/// The one sentence of a hall without contact.
pub fn sentence_silent(language: Language, since: &str, version: u64) -> String {
    match language {
        Language::Vi => format!("Mất mạng từ {since}. Màn hình vẫn phát phiên bản {version} đã lưu trong máy."),
        Language::En => format!("No contact since {since}. It plays on with version {version}, which it has."),
    }
}

pub const SENTENCE_NEVER: Words = Words::new("Máy ở đây chưa gọi về lần nào.", "The machine here has never called.");
pub const SENTENCE_WAITS: Words =
    Words::new("Màn hình này còn chờ người thứ hai duyệt.", "A second person must approve this display yet.");

/// "Hình cuối, lúc 07:40".
pub fn last_picture(language: Language, at: &str) -> String {
    match language {
        Language::Vi => format!("Hình cuối, lúc {at}"),
        Language::En => format!("Last picture, {at}"),
    }
}

/// "43 inch, ngang".
pub fn screen(language: Language, inches: Option<u16>, portrait: bool) -> String {
    let way = match (language, portrait) {
        (Language::Vi, true) => "dọc",
        (Language::Vi, false) => "ngang",
        (Language::En, true) => "portrait",
        (Language::En, false) => "landscape",
    };
    inches.map_or_else(|| way.to_owned(), |inches| format!("{inches} inch, {way}"))
}

/// What it is, and until when halls take it in.
pub fn usb_lead(language: Language, version: u64, until: &str) -> String {
    match language {
        Language::Vi => format!("Phiên bản {version}. Cắm trước {until}; quá giờ ấy thì tải lại."),
        Language::En => format!("Version {version}. Plug it in before {until}; after that download it again."),
    }
}

/// The question before a display is no longer used.
pub fn stop_question(language: Language, label: &str) -> String {
    match language {
        Language::Vi => format!("Ngừng dùng màn hình {label}?"),
        Language::En => format!("Stop using {label}?"),
    }
}

/// "Bộ cài nhà văn hóa thôn …".
pub fn kit_of(language: Language, label: &str) -> String {
    match language {
        Language::Vi => format!("Bộ cài {label}"),
        Language::En => format!("Kit of {label}"),
    }
}

/// For whom it is, and until when it should be used.
pub fn kit_lead(language: Language, label: &str, until: &str) -> String {
    match language {
        Language::Vi => format!(
            "Bộ cài này chỉ dùng cho {label}. Dùng trước {until}; quá hạn thì tải lại, vì chìa khóa có thể đã đổi."
        ),
        Language::En => format!(
            "This kit is for {label} alone. Use it before {until}; after that download it again, for keys may have changed."
        ),
    }
}

/// "Tờ này đi cùng USB của …".
pub fn goes_with(language: Language) -> &'static str {
    match language {
        Language::Vi => "Tờ này đi cùng USB của",
        Language::En => "This sheet goes with the stick of",
    }
}

/// "In ngày …".
pub fn printed(language: Language, day: &str) -> String {
    match language {
        Language::Vi => format!("In ngày {day}"),
        Language::En => format!("Printed {day}"),
    }
}

/// "Dùng đến …".
pub fn use_until(language: Language, day: &str) -> String {
    match language {
        Language::Vi => format!("Dùng đến {day}"),
        Language::En => format!("Use until {day}"),
    }
}
