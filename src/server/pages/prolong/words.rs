//! What prolonging says, in both languages.

use crate::form::{Language, Words};

pub const SEE_IT: Words = Words::new("Xem đề nghị", "See it");
pub const OTHER_END: Words = Words::new(
    "Chưa gửi: hạn vừa được đổi. Xem lại hạn mới, còn cần thì bấm Gia hạn lần nữa.",
    "Not sent: it has another end by now. Look at it and press Prolong again if it is still needed.",
);
pub const HAS_DRAFT: Words = Words::new(
    "Đang có bản nháp dở của chiến dịch này. Ghi ngày mới ở đây rồi gửi duyệt.",
    "There is a draft of this campaign. Write the new day here and send it.",
);
pub const BY_HAND: Words = Words::new(
    "Trang này phát chung với trang khác theo giờ riêng. Đổi ngày ở đây thì cả chiến dịch cùng gia hạn.",
    "This slide plays with others at hours of their own. A new day here prolongs the whole campaign.",
);

/// "Gia hạn đến hết ngày 29/12".
pub fn proposes(language: Language, until: &str) -> String {
    match language {
        Language::Vi => format!("Gia hạn đến {until}"),
        Language::En => format!("Prolong until {until}"),
    }
}

/// That it is sent.
pub fn sent(language: Language, until: &str) -> String {
    match language {
        Language::Vi => format!("Đã gửi đề nghị gia hạn đến {until}. Người khác duyệt xong là phát tiếp."),
        Language::En => format!("Prolonging until {until} was sent; it goes on once somebody else approves."),
    }
}
