//! What is wrong with a form, in words for the person who filled it in.

use super::{Field, FieldKind, Form, Found, Language, Origin, one_of};
use crate::model::limits;

/// One mistake in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The field, such as `steps[3]`.
    pub path: String,
    /// Where the value came from; `None` for something missing in a table that begins nowhere.
    pub origin: Option<Origin>,
    /// What is wrong.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldProblem {
    /// A field that must be there is not.
    Missing {
        /// The form that needs it.
        form: &'static Form,
        /// What belongs there.
        field: &'static Field,
        /// A field of no form that may be meant for it.
        meant: Option<String>,
    },
    /// A field that the form does not have.
    Unknown {
        /// The form.
        form: &'static Form,
        /// The fields it has.
        known: Vec<&'static str>,
        /// The one that may be meant.
        like: Option<&'static str>,
    },
    /// A value that the field does not take.
    Found {
        /// What was found there.
        found: Found,
        /// What belongs there.
        kind: FieldKind,
    },
    /// A field that a person must fill in and has left empty.
    Blank {
        /// What belongs there.
        kind: FieldKind,
    },
    /// A text without a letter.
    Empty {
        /// Whether the field may be left out instead.
        optional: bool,
    },
    /// A text that is too long.
    Long {
        /// Its characters.
        chars: usize,
        /// How many it may have.
        most: usize,
    },
    /// A text with letters that an earlier conversion has lost.
    Lost,
    /// A word that is none of the choices.
    NoChoice {
        /// The word.
        word: String,
        /// The choices.
        names: Vec<&'static str>,
        /// The one that may be meant.
        like: Option<&'static str>,
    },
    /// A word that is no template.
    NoTemplate {
        /// The word.
        word: String,
        /// The templates.
        names: Vec<&'static str>,
        /// The one that may be meant.
        like: Option<&'static str>,
    },
    /// A word that cannot be an id.
    NoId {
        /// The word.
        word: String,
        /// The id that it would make.
        plain: String,
    },
    /// A text that is no address.
    NoUrl {
        /// The text.
        text: String,
        /// The address that may be meant.
        meant: Option<String>,
    },
    /// A text that is no size.
    NoSize {
        /// The text.
        text: String,
    },
    /// A name that is no time zone.
    NoZone {
        /// The name.
        name: String,
        /// The one that may be meant.
        like: Option<&'static str>,
    },
    /// A file that is no picture, by its name.
    NoPicture {
        /// Its name.
        name: String,
    },
    /// A path that leads out of the folder.
    Elsewhere {
        /// The path.
        path: String,
    },
    /// A list in which there must be something.
    NoEntries,
    /// A list that is too long.
    ManyEntries {
        /// Its entries.
        entries: usize,
        /// How many it may have.
        most: usize,
    },
    /// Rows that are there and also named as a file.
    Twice {
        /// The field that names the file.
        sheet: &'static str,
        /// The field that holds the rows.
        rows: &'static str,
    },
}

impl Mistake {
    /// What is wrong.
    pub fn what(&self, language: Language) -> String {
        let say = |vi: String, en: String| pick(language, vi, en);
        match &self.problem {
            FieldProblem::Missing { form, .. } => {
                let called = form.called.get(language);
                say(format!("{called} cần có mục này"), format!("{called} needs this field"))
            }
            FieldProblem::Unknown { form, .. } => {
                let called = form.called.get(language);
                say(format!("{called} không có mục này"), format!("not a field of {called}"))
            }
            FieldProblem::Found { found, .. } => {
                say(format!("ở đây là {}", found.vi()), format!("found {}", found.en()))
            }
            FieldProblem::Blank { .. } => say("chưa điền".to_owned(), "nothing is filled in".to_owned()),
            FieldProblem::Empty { .. } => say("chưa có chữ nào".to_owned(), "the text is empty".to_owned()),
            FieldProblem::Long { chars, .. } => {
                say(format!("đoạn chữ dài {chars} ký tự"), format!("the text has {chars} characters"))
            }
            FieldProblem::Lost => {
                say("có chữ không đọc được (�)".to_owned(), "the text has unreadable letters (�)".to_owned())
            }
            FieldProblem::NoChoice { word, .. } => {
                say(format!("không có lựa chọn `{word}`"), format!("`{word}` is not known"))
            }
            FieldProblem::NoTemplate { word, .. } => {
                say(format!("không có mẫu trang `{word}`"), format!("there is no template `{word}`"))
            }
            FieldProblem::NoId { word, .. } => {
                say(format!("`{word}` không phải là mã"), format!("`{word}` is not an id"))
            }
            FieldProblem::NoUrl { text, .. } => {
                say(format!("`{text}` không phải là địa chỉ"), format!("`{text}` is not an address"))
            }
            FieldProblem::NoSize { text } => {
                say(format!("`{text}` không phải là kích thước"), format!("`{text}` is not a size"))
            }
            FieldProblem::NoZone { name, .. } => {
                say(format!("`{name}` không phải là múi giờ"), format!("`{name}` is not a time zone"))
            }
            FieldProblem::NoPicture { name } => say(
                format!("`{name}` không phải là hình chiếu được"),
                format!("`{name}` is not a picture that can be shown"),
            ),
            FieldProblem::Elsewhere { path } => {
                say(format!("`{path}` nằm ngoài thư mục"), format!("`{path}` leads elsewhere"))
            }
            FieldProblem::NoEntries => say("danh sách còn trống".to_owned(), "the list is empty".to_owned()),
            FieldProblem::ManyEntries { entries, .. } => {
                say(format!("danh sách có {entries} dòng"), format!("the list has {entries} entries"))
            }
            FieldProblem::Twice { .. } => {
                say("các dòng được cho hai lần".to_owned(), "the rows are given twice".to_owned())
            }
        }
    }

    /// What was expected instead.
    pub fn expected(&self, language: Language) -> String {
        let say = |vi: &str, en: &str| pick(language, vi, en).to_owned();
        match &self.problem {
            FieldProblem::Missing { field, .. } => field.kind.expected(field.required, language),
            FieldProblem::Unknown { known, .. } => one_of(known.iter().copied(), language),
            FieldProblem::Found { kind, .. } | FieldProblem::Blank { kind } => kind.expected(false, language),
            FieldProblem::Empty { .. } => say("ít nhất một chữ", "at least one letter"),
            FieldProblem::Long { most, .. } | FieldProblem::ManyEntries { most, .. } => {
                pick(language, format!("nhiều nhất {most}"), format!("at most {most}"))
            }
            FieldProblem::Lost => say("chữ tiếng Việt đầy đủ", "whole Vietnamese letters"),
            FieldProblem::NoChoice { names, .. } | FieldProblem::NoTemplate { names, .. } => {
                one_of(names.iter().copied(), language)
            }
            FieldProblem::NoId { .. } => FieldKind::Id.expected(false, language),
            FieldProblem::NoUrl { .. } => FieldKind::Url.expected(false, language),
            FieldProblem::NoSize { .. } => FieldKind::Size.expected(false, language),
            FieldProblem::NoZone { .. } => FieldKind::TimeZone.expected(false, language),
            FieldProblem::NoPicture { .. } => say(
                "tệp có đuôi .svg, .png, .jpg, .jpeg hoặc .webp",
                "a file ending in .svg, .png, .jpg, .jpeg or .webp",
            ),
            FieldProblem::Elsewhere { .. } => say(
                "đường dẫn bên trong thư mục, ví dụ `posters/ba-viec.svg`",
                "a path inside the folder, such as `posters/ba-viec.svg`",
            ),
            FieldProblem::NoEntries => say("ít nhất một dòng", "at least one entry"),
            FieldProblem::Twice { sheet, rows } => pick(
                language,
                format!("hoặc `{sheet}`, hoặc các dòng `{rows}`"),
                format!("either `{sheet}` or rows of `{rows}`"),
            ),
        }
    }

    /// What to do about it, where that is known.
    pub fn hint(&self, language: Language) -> Option<String> {
        let say = |vi: &str, en: &str| Some(pick(language, vi, en).to_owned());
        let did_you_mean =
            |name: &&str| pick(language, format!("có phải là `{name}` không?"), format!("did you mean `{name}`?"));
        match &self.problem {
            FieldProblem::Missing { meant, .. } => meant.as_ref().map(|other| {
                pick(language, format!("có phải `{other}` là mục này không?"), format!("is `{other}` meant to be it?"))
            }),
            FieldProblem::Unknown { like, .. }
            | FieldProblem::NoChoice { like, .. }
            | FieldProblem::NoTemplate { like, .. } => like.as_ref().map(did_you_mean),
            FieldProblem::Empty { optional } => {
                optional.then(|| pick(language, "bỏ mục này đi", "leave the field out").to_owned())
            }
            FieldProblem::Long { .. } => say(
                "màn hình không phải là trang giấy: tách ra, hoặc giữ ý chính và đặt mã QR cho phần còn lại",
                "a screen is not a page: split it, or keep the essence and give a QR code for the rest",
            ),
            FieldProblem::Lost => say(
                "chữ đã mất khi chuyển đổi trước đây: hãy gõ lại",
                "they were lost in an earlier conversion: type the text again",
            ),
            FieldProblem::NoId { plain, .. } => (!plain.is_empty()).then(|| {
                pick(
                    language,
                    format!("viết không dấu, không cách: `{plain}`"),
                    format!("write it without accents and spaces: `{plain}`"),
                )
            }),
            FieldProblem::NoUrl { meant, .. } => {
                meant.as_ref().map(|url| pick(language, format!("viết `{url}`"), format!("write `{url}`")))
            }
            FieldProblem::NoZone { like, .. } => like
                .as_ref()
                .map(did_you_mean)
                .or_else(|| say("ở Việt Nam thì bỏ mục này đi", "leave the field out in Vietnam")),
            FieldProblem::Elsewhere { .. } => say(
                "chép tệp vào thư mục; ngăn các thư mục bằng dấu `/`",
                "copy the file into the folder; separate folders with `/`",
            ),
            FieldProblem::ManyEntries { .. } => say("tách thành hai trang", "make two slides of it"),
            FieldProblem::Found { .. }
            | FieldProblem::Blank { .. }
            | FieldProblem::NoSize { .. }
            | FieldProblem::NoPicture { .. }
            | FieldProblem::NoEntries
            | FieldProblem::Twice { .. } => None,
        }
    }
}

impl FieldKind {
    /// What belongs into such a field, for a mistake.
    pub(super) fn expected(&self, at_least_one: bool, language: Language) -> String {
        let say = |vi: &str, en: &str| pick(language, vi, en).to_owned();
        match self {
            Self::Line { .. } | Self::Paragraph { .. } => say("chữ", "a text"),
            Self::Telephone { .. } => say("số điện thoại", "a telephone number"),
            Self::Url => {
                say("địa chỉ như `https://dichvucong.gov.vn`", "an address such as `https://dichvucong.gov.vn`")
            }
            Self::Picture => say(
                "đường dẫn của một hình, ví dụ `posters/ba-viec.svg`",
                "the path of a picture, such as `posters/ba-viec.svg`",
            ),
            Self::Id => say(
                "mã gồm a-z, 0-9 và `-`, bắt đầu bằng chữ hoặc số, ví dụ `khai-sinh-2`",
                "an id of a-z, 0-9 and `-`, starting with a letter or digit, such as `khai-sinh-2`",
            ),
            Self::Choice { choices } => one_of(choices.iter().map(|choice| choice.name), language),
            Self::Flag => say("`true` hoặc `false`", "`true` or `false`"),
            Self::Number { least, most } | Self::Seconds { least, most } if *most < limits::NUMBER_MAX => pick(
                language,
                format!("số nguyên từ {least} đến {most}"),
                format!("a whole number from {least} to {most}"),
            ),
            Self::Number { least, .. } | Self::Seconds { least, .. } => {
                pick(language, format!("số nguyên từ {least}"), format!("a whole number from {least}"))
            }
            Self::Size => {
                say("RỘNGxCAO theo điểm ảnh, ví dụ `1920x1080`", "WIDTHxHEIGHT in pixels such as `1920x1080`")
            }
            Self::Date => say("ngày như 2026-12-31", "a date such as 2026-12-31"),
            Self::Time => say("giờ như 18:00", "a time such as 18:00"),
            Self::LocalTime | Self::LocalEnd => say(
                "ngày hoặc ngày giờ như 2026-12-31 hay 2026-12-31T18:00",
                "a local date or time such as 2026-12-31 or 2026-12-31T18:00",
            ),
            Self::Instant => say("ngày giờ như 2026-09-29T14:05", "a date and time such as 2026-09-29T14:05"),
            Self::TimeZone => say("tên múi giờ IANA như `Asia/Ho_Chi_Minh`", "an IANA name such as `Asia/Ho_Chi_Minh`"),
            Self::List { .. } if at_least_one => say("ít nhất một dòng", "a list with at least one entry"),
            Self::List { of, .. } => match of {
                Self::Line { .. } | Self::Paragraph { .. } => say("danh sách chữ", "a list of texts"),
                _ => say("danh sách", "a list"),
            },
            Self::Group { form } => {
                let names = form.fields.iter().filter(|field| field.required).map(|field| field.name);
                let names = one_of(names, Language::En).replace(" or ", pick(language, " và ", " and "));
                pick(language, format!("bảng có {names}"), format!("a table with {names}"))
            }
            Self::Rows { sheet, .. } => {
                let rows = pick(language, "ít nhất một dòng", "at least one row");
                match sheet {
                    Some(sheet) => pick(
                        language,
                        format!("{rows}, hoặc tên một tệp CSV ở mục `{}`", sheet.field),
                        format!("{rows}, or the name of a CSV file in `{}`", sheet.field),
                    ),
                    None => rows.to_owned(),
                }
            }
        }
    }
}

fn pick<T>(language: Language, vi: T, en: T) -> T {
    match language {
        Language::Vi => vi,
        Language::En => en,
    }
}
