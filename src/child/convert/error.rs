//! Why nothing came of a file, in words for whoever brought it: what happened, then what to do.

use super::{kind::Foreign, said::ConvertRefusal};
use crate::{
    form::Words,
    model::{Language, Size, limits},
};

/// Why nothing came of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// It is none that is taken.
    #[error(transparent)]
    Refused(#[from] ConvertRefusal),
    /// It was not read in time, and the child was ended.
    #[error("the file was not read in time")]
    TooSlow,
    /// It ended the child that read it: by a fault of the reader, or because it took all memory.
    #[error("the file ended the process that read it")]
    Ended,
    /// The child cannot be started.
    #[error("the process that reads files cannot be started: {0}")]
    CannotStart(String),
}

const OTHER: Words = Words::new(
    "Tệp này không phải ảnh, PDF, Word hay Excel. Chọn tệp .jpg, .png, .pdf, .docx hoặc .xlsx, dưới 20 MB.",
    "This file is no picture, PDF, Word or Excel file. Choose a .jpg, .png, .pdf, .docx or .xlsx file of less than 20 MB.",
);
const HEIC: Words = Words::new(
    "Ảnh HEIC của iPhone chưa mở được. Gửi ảnh qua Zalo rồi tải về, hoặc lưu lại thành .jpg rồi chọn lại.",
    "HEIC photographs of iPhones cannot be opened. Save the picture as .jpg and choose it again.",
);
const OTHER_PICTURE: Words = Words::new(
    "Loại ảnh này chưa mở được. Mở bằng Paint, lưu thành .png hoặc .jpg rồi chọn lại.",
    "This kind of picture cannot be opened. Save it as .png or .jpg and choose it again.",
);
const OLD_OFFICE: Words = Words::new(
    "Tệp Word hoặc Excel đời cũ (.doc, .xls). Mở tệp, chọn “Lưu thành” .docx hoặc .xlsx, rồi chọn lại.",
    "This is an old Word or Excel file (.doc, .xls). Open it, save it as .docx or .xlsx, and choose it again.",
);
const SLIDES: Words = Words::new(
    "Tệp PowerPoint chưa mở được. Trong PowerPoint chọn “Lưu thành” .pdf, rồi chọn tệp .pdf đó.",
    "PowerPoint files cannot be opened. Save it as .pdf in PowerPoint, and choose that file.",
);
const WEB_PAGE: Words = Words::new(
    "Đây là một trang web, không phải ảnh. Mở trang đó, chọn và chép phần chữ cần dùng, rồi dán vào đây.",
    "This is a web page and no picture. Open it, copy the words you need, and paste them here.",
);
const MEDIA: Words = Words::new(
    "Phim và âm thanh chưa phát được trên màn hình. Chọn ảnh hoặc tệp PDF.",
    "Films and sound cannot be shown. Choose a picture or a PDF file.",
);
const ARCHIVE: Words = Words::new(
    "Đây là tệp nén. Giải nén ra trước, rồi chọn từng ảnh hoặc văn bản ở trong.",
    "This is a compressed folder. Extract it first, then choose the pictures or documents in it.",
);
const TOO_LARGE: Words = Words::new(
    "Tệp lớn hơn 20 MB. Lưu lại nhỏ hơn: ảnh rộng 3840 điểm là đủ cho mọi màn hình.",
    "The file has more than 20 MB. Save it smaller: 3840 pixels across are enough for every screen.",
);
const CUT_OFF: Words = Words::new(
    "Tệp bị thiếu phần cuối, có thể do chép chưa xong. Chép hoặc tải lại tệp, rồi chọn lại.",
    "The end of the file is missing: it may not have been copied whole. Copy it again, then choose it again.",
);
const LOCKED: Words = Words::new(
    "Tệp có mật khẩu. Mở tệp, bỏ mật khẩu, lưu lại rồi chọn lại.",
    "The file is locked with a password. Open it, take the password away, save it, and choose it again.",
);
const EMPTY: Words = Words::new(
    "Trong tệp không có chữ nào. Nếu là bản chụp, chọn tệp ảnh hoặc PDF của bản chụp đó.",
    "There are no words in the file. If it is a scan, choose its picture or PDF file.",
);
const TOO_MUCH: Words = Words::new(
    "Tệp này quá nặng so với một trang màn hình. Lưu lại thành ảnh .png, hoặc chỉ chép phần cần dùng.",
    "There is too much in this file for a screen. Save it as a .png picture, or copy only what you need.",
);
const BROKEN: Words = Words::new(
    "Tệp bị hỏng, chưa đọc được. Mở thử trên máy mình; mở được thì lưu lại thành tệp mới rồi chọn lại.",
    "The file is broken and cannot be read. Try to open it on your machine; if it opens, save it anew and choose it again.",
);
const ENDED: Words = Words::new(
    "Tệp này nặng quá hoặc bị hỏng nên đã dừng lại. Không có gì khác bị ảnh hưởng. Lưu lại thành ảnh .png rồi chọn lại.",
    "This file is too heavy or broken, and reading it was stopped. Nothing else is affected. Save it as a .png picture and choose it again.",
);
const CANNOT_START: Words = Words::new(
    "Máy này chưa mở được tệp. Nhờ người phụ trách máy xem nhật ký của chương trình.",
    "This machine cannot open files just now. Ask whoever keeps the machine to look at the program's log.",
);

impl ConvertError {
    /// What whoever brought the file is told.
    pub fn words(&self, language: Language) -> String {
        match self {
            Self::Refused(refusal) => refusal.words(language),
            Self::TooSlow | Self::Ended => ENDED.get(language).to_owned(),
            Self::CannotStart(_) => CANNOT_START.get(language).to_owned(),
        }
    }
}

impl ConvertRefusal {
    /// What whoever brought the file is told.
    pub fn words(&self, language: Language) -> String {
        let fixed = match self {
            Self::TooSmall(size) => return too_small(language, *size),
            Self::TooManyPixels(size) => return too_many_pixels(language, *size),
            Self::TooManyPages(pages) => return too_many_pages(language, *pages),
            Self::Outside(href) => return outside(language, href),
            Self::Kind(foreign) => match foreign {
                Foreign::Heic => HEIC,
                Foreign::OtherPicture => OTHER_PICTURE,
                Foreign::OldOffice => OLD_OFFICE,
                Foreign::Slides => SLIDES,
                Foreign::WebPage => WEB_PAGE,
                Foreign::Media => MEDIA,
                Foreign::Archive => ARCHIVE,
                Foreign::Other => OTHER,
            },
            Self::TooLarge => TOO_LARGE,
            Self::TooMuch(_) => TOO_MUCH,
            Self::CutOff => CUT_OFF,
            Self::Locked => LOCKED,
            Self::Empty => EMPTY,
            Self::Broken(_) => BROKEN,
        };
        fixed.get(language).to_owned()
    }
}

fn too_small(language: Language, size: Size) -> String {
    let (Size { width, height }, (long, short)) = (size, limits::BROUGHT_PICTURE_MIN);
    match language {
        Language::Vi => format!("Ảnh nhỏ quá ({width} × {height}). Chọn ảnh từ {long} × {short} trở lên."),
        Language::En => {
            format!("The picture is too small ({width} × {height}). Choose one of {long} × {short} or more.")
        }
    }
}

fn too_many_pixels(language: Language, size: Size) -> String {
    let (Size { width, height }, (long, short)) = (size, limits::BROUGHT_PICTURE);
    match language {
        Language::Vi => {
            format!("Ảnh lớn quá ({width} × {height}). Thu nhỏ còn {long} × {short} là đủ cho mọi màn hình.")
        }
        Language::En => {
            format!("The picture is too large ({width} × {height}). {long} × {short} are enough for every screen.")
        }
    }
}

fn too_many_pages(language: Language, pages: usize) -> String {
    let most = limits::PDF_PAGES;
    match language {
        Language::Vi => format!("Tệp có {pages} trang, nhiều hơn {most}. Tách ra, chỉ giữ những trang cần chiếu."),
        Language::En => format!("The file has {pages} pages, more than {most}. Keep only those that are to be shown."),
    }
}

fn outside(language: Language, href: &str) -> String {
    match language {
        Language::Vi => {
            format!(
                "Ảnh này gọi đến “{href}” ở ngoài tệp. Nhúng ảnh con vào tệp, hoặc lưu lại thành .png rồi chọn lại."
            )
        }
        Language::En => {
            format!("This picture refers to “{href}”, which is not in it. Put it into the file, or save it as .png.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_is_refused_in_the_words_of_the_page() {
        let refusal = ConvertRefusal::TooSmall(Size::new(640, 360));
        assert_eq!(refusal.words(Language::Vi), "Ảnh nhỏ quá (640 × 360). Chọn ảnh từ 1280 × 720 trở lên.");
        assert!(refusal.words(Language::En).contains("640 × 360"));
    }
}
