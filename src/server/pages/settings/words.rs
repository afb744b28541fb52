//! Words of the settings.

use crate::{
    approval::Role,
    form::{Language, Words},
    model::limits,
    office::{AccountRefusal, TokenScope},
};

pub const COMMUNE: Words = Words::new("Xã", "Commune");
pub const PEOPLE: Words = Words::new("Người dùng", "People");
pub const AUDIT: Words = Words::new("Nhật ký", "Audit log");
pub const MINE: Words = Words::new("Của tôi", "Mine");
pub const COMMUNE_LEAD: Words =
    Words::new("Tên và liên lạc có trên mọi trang", "The name and how to reach it, on every slide");
pub const WAITING_SLIDE: Words = Words::new("Màn hình chờ", "The waiting slide");
pub const WAITING_HINT: Words = Words::new(
    "Hiện khi không có gì phát, và khi dừng tất cả.",
    "Shown when nothing is due, and when everything is stopped.",
);
pub const SEND: Words = Words::new("Gửi duyệt", "Send for approval");
pub const SENT: Words = Words::new(
    "Đã gửi duyệt. Có người duyệt thì mọi màn hình mới đổi.",
    "Sent for approval. Displays change once somebody has agreed.",
);
pub const SEE_IT: Words = Words::new("Xem đề nghị", "See it");
pub const READ_ONLY: Words =
    Words::new("Người quản trị mới đổi được những dòng này.", "Only an administrator changes these.");
pub const ADDRESS: Words = Words::new("Địa chỉ cho các màn hình", "Address for displays");
pub const ADDRESS_HELP: Words = Words::new(
    "Ghi trong bộ cài của từng thôn. Để trống thì lấy địa chỉ đang mở trang này.",
    "Written into the kit of each hall. Left empty, it is the one this page is opened by.",
);
pub const ADDRESS_SAVED: Words =
    Words::new("Đã lưu địa chỉ. Bộ cài tải từ nay ghi địa chỉ này.", "Saved. Kits downloaded from now on have it.");
pub const ADDRESS_WRONG: Words = Words::new(
    "Địa chỉ phải bắt đầu bằng http:// hoặc https://. Ví dụ: http://10.0.0.2:8080",
    "It begins with http:// or https://, such as http://10.0.0.2:8080",
);
pub const SAVE: Words = Words::new("Lưu", "Save");

pub const PEOPLE_LEAD: Words =
    Words::new("Ai được làm gì. Không ai tự duyệt bài của mình.", "Who may do what. Nobody approves what they wrote.");
pub const ADD_PERSON: Words = Words::new("Thêm người", "Add a person");
pub const CLOSED: Words = Words::new("Đã khóa", "Closed");
pub const CAN_ALERT: Words = Words::new("được phát tin khẩn", "may put out emergencies");
pub const HAS_CODES: Words = Words::new("có mã 6 số", "six-digit codes");
pub const NO_ROLE: Words = Words::new("Chỉ xem", "Looks only");
pub const NAME: Words = Words::new("Họ và tên", "Full name");
pub const POST: Words = Words::new("Chức vụ", "Post");
pub const LOGIN: Words = Words::new("Tên đăng nhập", "Login name");
pub const LOGIN_HELP: Words =
    Words::new("Chữ thường không dấu, ví dụ a.vhxh", "Small letters without marks, such as a.vhxh");
pub const ROLES: Words = Words::new("Được làm gì", "May do");
pub const AUTHOR: Words = Words::new("Soạn", "Write");
pub const AUTHOR_HINT: Words =
    Words::new("soạn trang, lên lịch, gửi duyệt", "writes slides and schedules, sends them for approval");
pub const APPROVER: Words = Words::new("Duyệt", "Approve");
pub const APPROVER_HINT: Words =
    Words::new("duyệt bài người khác, phát lại bản cũ", "approves what others wrote, plays earlier versions again");
pub const ADMINISTRATOR: Words = Words::new("Quản trị", "Administer");
pub const ADMINISTRATOR_HINT: Words = Words::new("màn hình, người dùng, thiết lập", "displays, people, settings");
pub const EMERGENCY: Words = Words::new("Phát tin khẩn", "Emergencies");
pub const EMERGENCY_HINT: Words = Words::new(
    "phát ngay một mình, người thứ hai xác nhận sau",
    "goes out at once; a second person confirms afterwards",
);
pub const TAGS: Words = Words::new("Chỉ phụ trách nhóm màn hình", "In care of groups of displays only");
pub const TAGS_HELP: Words =
    Words::new("Mỗi nhóm một dòng. Để trống: mọi màn hình.", "A group a line. Empty: every display.");
pub const FIRST_PASSWORD: Words = Words::new("Mật khẩu lần đầu", "First password");
pub const FIRST_PASSWORD_HELP: Words = Words::new(
    "Đưa tận tay; người đó nên đổi ngay ở mục Của tôi.",
    "Hand it over in person; it is best changed at once under Mine.",
);
pub const MAKE: Words = Words::new("Tạo tài khoản", "Make the account");
pub const MADE: Words = Words::new("Đã tạo tài khoản.", "The account is made.");
pub const CHANGED: Words = Words::new("Đã lưu.", "Saved.");
pub const RESET: Words = Words::new("Đặt lại mật khẩu", "Reset the password");
pub const RESET_HINT: Words = Words::new(
    "Người đó thoát khỏi mọi máy, rồi đăng nhập bằng mật khẩu mới.",
    "The person is logged out everywhere, and logs in with the new one.",
);
pub const NEW_PASSWORD: Words = Words::new("Mật khẩu mới", "New password");
pub const PASSWORD_HELP: Words = Words::new(
    "Từ 12 chữ trở lên. Vài từ ghép lại dễ nhớ hơn một chuỗi ký hiệu.",
    "12 characters or more. A few words are easier to remember.",
);
pub const RESET_DONE: Words =
    Words::new("Đã đặt mật khẩu mới. Đưa tận tay người đó.", "The new password is set. Hand it over in person.");
pub const CLOSE: Words = Words::new("Khóa tài khoản", "Close the account");
pub const CLOSE_HINT: Words = Words::new(
    "Thoát khỏi mọi máy. Bài đã viết, đã duyệt vẫn còn.",
    "Logged out everywhere. What was written and approved stays.",
);
pub const REOPEN: Words = Words::new("Mở lại tài khoản", "Reopen the account");
pub const CLOSED_DONE: Words = Words::new("Đã khóa tài khoản.", "The account is closed.");
pub const REOPENED: Words = Words::new("Đã mở lại tài khoản.", "The account is open again.");
pub const CLEAR_CODES: Words = Words::new("Bỏ mã 6 số", "Take the six-digit codes away");
pub const CLEAR_CODES_HINT: Words =
    Words::new("Khi người đó mất điện thoại.", "When the person has lost the telephone.");
pub const CODES_CLEARED: Words = Words::new("Đã bỏ mã 6 số.", "The codes are gone.");
pub const BACK_TO_PEOPLE: Words = Words::new("Người dùng", "People");

pub const BACKUP: Words = Words::new("Sao lưu", "Backup");
pub const BACKUP_LEAD: Words =
    Words::new("Mọi thứ để dựng lại nơi này, trong một tệp", "All that is needed to begin again, in one file");
pub const BACKUP_WHAT: Words = Words::new(
    "Trong tệp có: trang, chiến dịch, màn hình, ảnh, mọi phiên bản, tài khoản và nhật ký. Mật khẩu chỉ ở dạng băm; ai đang đăng nhập thì phải đăng nhập lại.",
    "In it: slides, campaigns, displays, pictures, every version, accounts and the log. Passwords are hashed; everybody logs in anew.",
);
pub const BACKUP_KEYS: Words = Words::new(
    "Khóa ký không nằm trong tệp này. Chép riêng thư mục khóa trên máy chủ, cất nơi khác.",
    "The keys that sign are not in it. Copy their folder on the machine by itself, and keep it elsewhere.",
);
pub const BACKUP_AGAIN: Words = Words::new(
    "Dựng lại ở máy khác: bangtin restore TỆP --data NƠI. Trong lúc sao lưu, mọi nơi vẫn phát bình thường.",
    "To begin again elsewhere: bangtin restore FILE --data DIR. Everything goes on while it is made.",
);
pub const BACKUP_PASSWORD: Words = Words::new("Mật khẩu, gõ lại một lần", "Your password, once more");
pub const BACKUP_GET: Words = Words::new("Tải tệp sao lưu", "Download the backup");
pub const BACKUP_HERE: Words = Words::new(
    "Đã tải {name}. Chép sang ổ khác, cất xa máy này.",
    "{name} is here. Copy it to another disk and keep that away from this machine.",
);
pub const BACKUP_RUNNING: Words = Words::new(
    "Đang có một bản sao lưu được làm. Đợi xong rồi bấm lại.",
    "Another backup is being made. Wait until it is done, then press again.",
);

pub const MINE_LEAD: Words =
    Words::new("Mật khẩu, mã 6 số, các máy đang đăng nhập", "Password, six-digit codes, where you are logged in");
pub const CHANGE_PASSWORD: Words = Words::new("Đổi mật khẩu", "Change the password");
pub const PRESENT_PASSWORD: Words = Words::new("Mật khẩu đang dùng", "Present password");
pub const PASSWORD_CHANGED: Words =
    Words::new("Đã đổi mật khẩu. Các máy khác đã thoát.", "The password is changed. Other machines are logged out.");
pub const CODES: Words = Words::new("Mã 6 số trên điện thoại", "Six-digit codes");
pub const CODES_OFF_HINT: Words = Words::new(
    "Lộ mật khẩu thì người lạ vẫn không vào được. Nên bật cho người duyệt.",
    "A stolen password then opens nothing. Best for whoever approves.",
);
pub const CODES_ON_HINT: Words = Words::new(
    "Đang bật: mỗi lần đăng nhập hỏi thêm mã trên điện thoại.",
    "On: each log-in asks for a code from the telephone.",
);
pub const CODES_BEGIN: Words = Words::new("Bật mã 6 số", "Turn codes on");
pub const CODES_SCAN: Words = Words::new(
    "Mở ứng dụng xác thực trên điện thoại, quét mã này, rồi gõ 6 số đang hiện.",
    "Scan this with the telephone's authenticator, then type the six digits it shows.",
);
pub const CODES_TYPE: Words =
    Words::new("Không quét được thì gõ dãy này vào ứng dụng", "If it cannot be scanned, type this");
pub const CODE: Words = Words::new("6 số đang hiện", "The six digits");
pub const CODES_CONFIRM: Words = Words::new("Xác nhận", "Confirm");
pub const CODES_ON: Words = Words::new("Đã bật mã 6 số.", "Codes are on.");
pub const CODES_END: Words = Words::new("Tắt mã 6 số", "Turn codes off");
pub const CODES_OFF: Words = Words::new("Đã tắt mã 6 số.", "Codes are off.");
pub const SESSIONS: Words = Words::new("Các máy đang đăng nhập", "Where you are logged in");
pub const THIS_ONE: Words = Words::new("máy này", "this one");
pub const END_SESSION: Words = Words::new("Thoát máy này", "Log it out");
pub const END_OTHERS: Words = Words::new("Thoát khỏi mọi máy khác", "Log out everywhere else");
pub const OTHERS_ENDED: Words = Words::new("Các máy khác đã thoát.", "Other machines are logged out.");
pub const LOOKS: Words = Words::new("Ngôn ngữ và nền", "Language and colours");
pub const TOKENS: Words = Words::new("Chìa cho phần mềm khác", "Tokens for programs");
pub const TOKENS_HINT: Words = Words::new(
    "Phần mềm dùng chìa này để gửi bài thay người dùng. Chìa không duyệt được.",
    "A program sends in your name with it. No token approves.",
);
pub const TOKENS_MORE: Words = Words::new("Phần mềm hỏi và gửi được gì", "What programs may ask");
pub const TOKEN_NAME: Words = Words::new("Dùng cho việc gì", "What for");
pub const TOKEN_SCOPE: Words = Words::new("Được làm gì", "May do");
pub const TOKEN_DAYS: Words = Words::new("Trong bao nhiêu ngày", "For how many days");
pub const TOKEN_MAKE: Words = Words::new("Tạo chìa", "Make a token");
pub const TOKEN_MADE: Words = Words::new("Chép chìa này ngay: chỉ hiện một lần.", "Copy it now: it is shown once.");
pub const TOKEN_END: Words = Words::new("Bỏ chìa", "End it");
pub const TOKEN_ENDED: Words = Words::new("Đã bỏ chìa.", "The token is ended.");
pub const NEVER_USED: Words = Words::new("chưa dùng", "never used");

pub const AUDIT_LEAD: Words = Words::new(
    "Ai đã làm gì, lúc nào. Không ai sửa hay xóa được mà không lộ.",
    "Who did what, and when. Nobody changes it unseen.",
);
pub const VERIFY: Words = Words::new("Kiểm tra chuỗi", "Verify the chain");
pub const EVERYBODY: Words = Words::new("Mọi người", "Everybody");
pub const EVERYTHING: Words = Words::new("Mọi việc", "Everything");
pub const WHO: Words = Words::new("Ai", "Who");
pub const WHAT: Words = Words::new("Việc", "What");
pub const WHEN: Words = Words::new("Lúc", "When");
pub const ABOUT: Words = Words::new("Về", "About");
pub const FROM: Words = Words::new("Từ máy", "From");
pub const FILTER: Words = Words::new("Lọc", "Filter");
pub const OLDER: Words = Words::new("Xem cũ hơn", "Older");
pub const NO_ROWS: Words = Words::new("Không có dòng nào như vậy.", "No such entry.");
pub const NO_ROWS_NEXT: Words =
    Words::new("Bỏ bớt điều kiện lọc, hoặc xem cũ hơn.", "Filter less, or look at older entries.");
pub const PROGRAM: Words = Words::new("Chương trình", "The program");

/// A role, and what it means.
pub fn role(role: Role) -> (Words, Words) {
    match role {
        Role::Author => (AUTHOR, AUTHOR_HINT),
        Role::Approver => (APPROVER, APPROVER_HINT),
        Role::Administrator => (ADMINISTRATOR, ADMINISTRATOR_HINT),
    }
}

/// What a token may do.
pub fn scope(scope: TokenScope) -> Words {
    match scope {
        TokenScope::View => Words::new("Chỉ xem", "Look"),
        TokenScope::Write => Words::new("Xem và gửi bài", "Look and send"),
        TokenScope::Alert => Words::new("Xem, gửi bài và phát tin khẩn", "Look, send and put out emergencies"),
    }
}

/// The log is whole.
pub fn whole(language: Language, rows: u64) -> String {
    match language {
        Language::Vi => format!("Nhật ký còn nguyên: {rows} dòng nối liền nhau, khớp với mọi phiên bản đã ký."),
        Language::En => {
            format!("The log is whole: {rows} entries, each fits the one before, and all signed versions agree.")
        }
    }
}

/// A row does not fit.
pub fn broken(language: Language, seq: u64) -> String {
    match language {
        Language::Vi => format!("Nhật ký bị sửa ở dòng {seq} hoặc trước đó. Giữ nguyên máy, báo cơ quan quản lý."),
        Language::En => {
            format!("The log was changed at entry {seq} or before. Leave the machine as it is and report it.")
        }
    }
}

/// Rows are missing at the end.
pub fn cut(language: Language, version: u64) -> String {
    match language {
        Language::Vi => format!(
            "Nhật ký bị cắt: phiên bản {version} đã ký với một dòng không còn nữa. Giữ nguyên máy, báo cơ quan quản lý."
        ),
        Language::En => format!(
            "The log was cut: version {version} was signed with an entry that is gone. Leave the machine as it is and report it."
        ),
    }
}

/// What is wrong with an account: the field's name, and the words.
pub fn refused(language: Language, refusal: &AccountRefusal) -> (&'static str, String) {
    let say = |field, vi: &str, en: &str| (field, if language == Language::Vi { vi } else { en }.to_owned());
    let least = limits::PASSWORD_CHARS.start();
    match refusal {
        AccountRefusal::LoginTaken => say(
            "ten",
            "Tên này đã có người dùng. Thêm một chữ hoặc số ở sau.",
            "This name is taken. Add a letter or a digit.",
        ),
        AccountRefusal::BadLogin => say(
            "ten",
            "Chỉ có chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ.",
            "Small letters without marks, digits, dots and dashes; a letter first.",
        ),
        AccountRefusal::BadName => {
            say("ho-ten", "Chưa ghi tên, hoặc dài quá 100 chữ.", "The name is missing, or longer than 100.")
        }
        AccountRefusal::PasswordShort => match language {
            Language::Vi => ("mat-khau", format!("Mật khẩu còn ngắn. Ghép vài từ cho đủ {least} chữ.")),
            Language::En => ("mat-khau", format!("Too short. Join a few words to {least} characters.")),
        },
        AccountRefusal::PasswordLong => {
            say("mat-khau", "Mật khẩu dài quá 256 chữ. Rút ngắn lại.", "More than 256 characters. Shorten it.")
        }
        AccountRefusal::PasswordGuessable => say(
            "mat-khau",
            "Mật khẩu này dễ đoán: gần giống tên xã, tên đăng nhập hoặc dãy số liền nhau. Chọn vài từ khác.",
            "Easy to guess: like the commune's name, the login name or a run of digits. Choose other words.",
        ),
        AccountRefusal::WrongPassword => say(
            "mat-khau-cu",
            "Mật khẩu chưa đúng. Kiểm tra phím Caps Lock và bộ gõ Unikey, rồi gõ lại.",
            "Not right. Look at Caps Lock and the typing method, then type it again.",
        ),
        AccountRefusal::LastAdministrator => say(
            "vai",
            "Đây là người quản trị cuối cùng. Giao quyền quản trị cho người khác trước.",
            "This is the last administrator. Make somebody else one first.",
        ),
        AccountRefusal::TooMany { most } => match language {
            Language::Vi => ("ho-ten", format!("Đã đủ {most}. Bỏ bớt trước.")),
            Language::En => ("ho-ten", format!("There are {most} already. End some first.")),
        },
        AccountRefusal::WrongCode => say(
            "ma",
            "6 số chưa đúng. Xem giờ của điện thoại có đúng không, rồi gõ dãy mới.",
            "Not right. Look at the telephone's clock and take the next one.",
        ),
        AccountRefusal::HasCodes => say("ma", "Đã bật mã 6 số rồi.", "Codes are on already."),
        AccountRefusal::NoCodes => {
            say("ma", "Chưa bắt đầu bật mã. Bấm Bật mã 6 số.", "Nothing was begun. Turn codes on first.")
        }
        AccountRefusal::BadEnd => say("so-ngay", "Chọn từ 1 đến 366 ngày.", "Between 1 and 366 days."),
        AccountRefusal::Busy => {
            say("mat-khau", "Máy đang bận. Đợi một chút rồi bấm lại.", "Busy. Wait a moment and try again.")
        }
        AccountRefusal::NoAccount | AccountRefusal::NoFirstStart => {
            say("ho-ten", "Không có tài khoản này. Mở lại danh sách.", "There is no such account. Open the list again.")
        }
    }
}
