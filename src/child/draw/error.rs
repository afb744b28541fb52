//! Why there is no picture of a slide.

use crate::form::Words;

/// Why there is no picture of a slide.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// Whoever asked has asked for something newer meanwhile: nothing is to be said.
    #[error("a newer request has taken this one's place")]
    Superseded,
    /// It ended the child that drew it.
    #[error("drawing it ended the process that draws")]
    Crashed,
    /// It was not drawn in time.
    #[error("it was not drawn in time")]
    TooSlow,
    /// It did one of both a short while ago, and was not tried again.
    #[error("drawing it failed a short while ago; it is not tried again for some minutes")]
    Refused,
    /// A page of it cannot be drawn.
    #[error("it cannot be drawn: {0}")]
    Failed(String),
    /// The child cannot be started, or finds no graphics device.
    #[error("the process that draws cannot be started: {0}")]
    CannotStart(String),
    /// A picture is there and cannot be read.
    #[error("a picture cannot be read: {0}")]
    Picture(String),
    /// Too much is waiting.
    #[error("too many pictures are waiting to be drawn")]
    Busy,
}

const CRASHED: Words = Words::new(
    "Chưa vẽ được trang này. Chữ vẫn còn nguyên. Thử bớt ảnh hoặc bớt chữ, rồi xem lại.",
    "This slide could not be drawn. The words are safe. Try fewer pictures or fewer words, then look again.",
);
const TOO_SLOW: Words = Words::new(
    "Trang này nặng quá, vẽ chưa xong. Chữ vẫn còn nguyên. Chia làm hai trang hoặc chọn ảnh nhỏ hơn.",
    "This slide is too heavy to be drawn in time. The words are safe. Make two slides of it, or take a smaller picture.",
);
const REFUSED: Words = Words::new(
    "Trang này vừa làm bộ vẽ dừng lại. Sửa chữ hoặc đổi ảnh rồi xem lại; để nguyên thì mười phút sau mới vẽ lại được.",
    "This slide has just stopped the drawing program. Change its words or picture and look again; left as it is, it is drawn again in ten minutes.",
);
const CANNOT_START: Words = Words::new(
    "Máy này chưa vẽ được hình. Chữ vẫn lưu bình thường. Nhờ người phụ trách máy xem nhật ký của chương trình.",
    "This machine cannot draw pictures just now. Words are saved as usual. Ask whoever keeps the machine to look at the program's log.",
);
const PICTURE: Words = Words::new(
    "Chưa đọc được ảnh của trang này. Thử lại sau một phút; vẫn không được thì chọn lại ảnh.",
    "The picture of this slide could not be read. Try again in a minute; if it still fails, choose the picture again.",
);
const BUSY: Words = Words::new(
    "Đang có nhiều hình chờ vẽ. Chờ một phút rồi mở lại trang này.",
    "Many pictures are waiting to be drawn. Wait a minute, then open this page again.",
);

impl DrawError {
    /// What an officer is told: what happened, then what to do.
    pub const fn words(&self) -> Words {
        match self {
            Self::Crashed | Self::Failed(_) => CRASHED,
            Self::TooSlow => TOO_SLOW,
            Self::Refused => REFUSED,
            Self::CannotStart(_) => CANNOT_START,
            Self::Picture(_) => PICTURE,
            Self::Superseded | Self::Busy => BUSY,
        }
    }
}
