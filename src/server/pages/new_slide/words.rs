//! What the page of a new slide says, in both languages.

use crate::{
    child::convert::ConvertProgress,
    form::{Language, Words},
    server::incoming::HowFar,
};

pub const TITLE: Words = Words::new("Trang mới", "New slide");
pub const PASTED_TITLE: Words = Words::new("Trang mới từ chữ đã dán", "New slide from pasted words");
pub const BACK: Words = Words::new("Trang", "Slides");
pub const HAVE_WORDS: Words = Words::new("Có sẵn chữ? Dán vào đây", "Have the words? Paste them here");
pub const HAVE_WORDS_NEXT: Words = Words::new(
    "Tin Zalo, đoạn Word, giấy mời: Bảng Tin tự xếp thành trang, xem rồi mới chọn.",
    "A Zalo message, a piece of Word, an invitation: Bảng Tin makes slides of it; look, then choose.",
);
pub const PASTE_HERE: Words = Words::new("Bấm vào đây rồi dán…", "Press here, then paste…");
pub const PASTE: Words = Words::new("Dán", "Paste");
pub const ARRANGE: Words = Words::new("Xếp thành trang", "Make slides");
pub const FILE: Words = Words::new("Ảnh, PDF, Word hoặc Excel", "Picture, PDF, Word or Excel");
pub const FILE_NEXT: Words = Words::new("Chọn tệp trong máy", "Choose a file");
pub const SENDING: Words = Words::new("Đang gửi tệp…", "Sending the file…");
pub const TEMPLATES: Words = Words::new("Hoặc chọn mẫu theo hình", "Or choose a template by its picture");
pub const TEMPLATES_NEXT: Words = Words::new(
    "Hình dưới đây đúng như trên màn hình nhà văn hóa.",
    "These pictures are just what the screens in the halls show.",
);
pub const COPY_OLD: Words = Words::new("Chép trang cũ", "Copy an old slide");
pub const COPY_OLD_NEXT: Words = Words::new("Sửa lại từ trang đã có", "Begin from one that is there");
pub const NO_FILE: Words =
    Words::new("Chưa chọn tệp. Bấm vào đó rồi chọn một tệp.", "No file was chosen. Press there and choose one.");
pub const NOTHING_PASTED: Words = Words::new(
    "Chưa có chữ nào. Dán chữ vào ô rồi bấm Xếp thành trang.",
    "There are no words yet. Paste some, then press Make slides.",
);
pub const WAYS: Words = Words::new("Các cách trình bày cùng một nội dung", "Ways to show the same words");
pub const WAYS_NEXT: Words = Words::new("Hình thật. Chọn một, rồi sửa tiếp.", "True pictures. Choose one, then go on.");
pub const BEST: Words = Words::new("Nên dùng cho đoạn này", "Best for these words");
pub const USE_THIS: Words = Words::new("Dùng cách này", "Use this");
pub const AGAIN: Words = Words::new("Dán lại", "Paste again");
pub const LEFT_OUT: Words = Words::new("Bỏ ra", "Left out");

pub const SAME_LIST: Words = Words::new(
    "Danh mục này giống hệt bảng đang có: không phải làm gì.",
    "This list says just what the slides show: there is nothing to do.",
);
pub const ADDED: Words = Words::new("Thêm", "Added");
pub const CHANGED: Words = Words::new("Đổi", "Changed");
pub const ABOLISHED: Words = Words::new("Bãi bỏ", "Abolished");
pub const RENEW: Words = Words::new("Cập nhật bảng đang có", "Bring the slides up to date");
pub const RENEW_NEXT: Words = Words::new(
    "Sửa đúng các trang đã làm từ danh mục trước, xem lại rồi gửi duyệt",
    "Changes the slides made from the earlier list; look them over, then send them",
);
pub const RENEW_KEEPING: Words =
    Words::new("Cập nhật, giữ thủ tục không có trong tệp", "Bring up to date, and keep what the file does not have");
pub const RENEW_KEEPING_NEXT: Words =
    Words::new("Khi tệp chỉ là một phần danh mục", "When the file is a part of the list alone");

/// "Đã nhận 18 trên 42 MB".
pub fn how_far(language: Language, far: HowFar) -> String {
    match (far, language) {
        (HowFar::Coming { bytes, of }, _) if bytes < of => {
            let (bytes, of) = (megabytes(bytes, language), megabytes(of, language));
            match language {
                Language::Vi => format!("Đã nhận {bytes} trên {of} MB."),
                Language::En => format!("{bytes} of {of} MB received."),
            }
        }
        (HowFar::Coming { .. } | HowFar::Opening, Language::Vi) => "Đang xem tệp…".to_owned(),
        (HowFar::Coming { .. } | HowFar::Opening, Language::En) => "Reading the file…".to_owned(),
        (HowFar::Drawn(ConvertProgress { done, of }), Language::Vi) => {
            format!("Đã xem {done} trên {of} trang của tệp.")
        }
        (HowFar::Drawn(ConvertProgress { done, of }), Language::En) => {
            format!("{done} of {of} pages of the file are read.")
        }
    }
}

/// With one digit behind the comma where that says something.
fn megabytes(bytes: u64, language: Language) -> String {
    let (whole, tenth) = (bytes >> 20, ((bytes % (1 << 20)) * 10) >> 20);
    match language {
        _ if whole >= 10 => whole.to_string(),
        Language::Vi => format!("{whole},{tenth}"),
        Language::En => format!("{whole}.{tenth}"),
    }
}

/// "Thêm 3, đổi 2, bãi bỏ 1 so với bảng đang có."
pub fn renewal(language: Language, added: usize, changed: usize, gone: usize) -> String {
    match language {
        Language::Vi => format!("Thêm {added}, đổi {changed}, bãi bỏ {gone} so với bảng đang có."),
        Language::En => format!("{added} added, {changed} changed, {gone} abolished since the slides were made."),
    }
}

/// A slide whose procedures are all gone.
pub fn emptied(language: Language, title: &str) -> String {
    match language {
        Language::Vi => {
            format!("Trang “{title}” không còn thủ tục nào. Trang vẫn giữ nguyên: gỡ khỏi lịch phát nếu đúng.")
        }
        Language::En => {
            format!("Nothing is left of “{title}”. It stays as it is: take it off the schedule if that is right.")
        }
    }
}

/// "Đã cập nhật 3 trang."
pub fn renewed(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đã sửa {n} trang thành bản nháp. Xem lại rồi gửi duyệt."),
        Language::En => format!("{n} slides are changed, as drafts. Look them over, then send them."),
    }
}

/// What a template is for, in four words.
pub fn about(template: &str) -> Words {
    match template {
        "slogan" => Words::new("Một câu ngắn, chữ thật to", "One short sentence, very large"),
        "guide" => Words::new("Từng bước, có mã QR", "Step by step, with a QR code"),
        "notice" => Words::new("Vài câu cho bà con", "A few sentences"),
        "event" => Words::new("Ngày giờ, nơi đến", "When and where"),
        "question" => Words::new("Một câu hỏi, một câu trả lời", "One question, one answer"),
        "poster" => Words::new("Ảnh hoặc PDF có sẵn", "A picture or a PDF"),
        "procedures" => Words::new("Lấy từ bảng Excel", "From a spreadsheet"),
        "results" => Words::new("Số tổng hợp hằng tháng", "Totals of the month"),
        _ => Words::new("", ""),
    }
}

/// "3 trang · chiếu 31 giây".
pub fn pages_and_seconds(language: Language, pages: usize, seconds: u64) -> String {
    match language {
        Language::Vi => format!("{pages} trang · chiếu {seconds} giây"),
        Language::En if pages == 1 => format!("1 page · {seconds} seconds"),
        Language::En => format!("{pages} pages · {seconds} seconds"),
    }
}

/// "Từ chữ vừa dán, 62 tiếng."
pub fn from_words(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Từ chữ vừa dán, {n} tiếng. Chữ nào sai, sửa ở bước sau."),
        Language::En => format!("From what was pasted, {n} words. What is wrong is mended in the next step."),
    }
}

/// "Từ tệp danh-muc.xlsx."
pub fn from_file(language: Language, name: &str) -> String {
    match language {
        Language::Vi => format!("Từ tệp {name}. Chữ nào sai, sửa ở bước sau."),
        Language::En => format!("From the file {name}. What is wrong is mended in the next step."),
    }
}

/// "Đã làm 3 trang nháp."
pub fn drafts_made(language: Language, n: usize) -> String {
    match language {
        Language::Vi => format!("Đã làm {n} trang nháp. Mở từng trang xem lại rồi gửi duyệt."),
        Language::En => format!("{n} drafts are made. Open each, look it over, then send it."),
    }
}
