//! Slides that are proposed: forms filled in, with what whoever looks at them should know.

use jiff::civil::{Date, Weekday};

use crate::{
    form::{FieldValues, Input, Origin, Value, Words},
    model::Language,
    text::{Legacy, weekday},
};

/// One way to show what was pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The template of its slides, such as `event`.
    pub template: &'static str,
    /// By what it was recognised.
    pub reason: TemplateReason,
    /// The slides, at least one.
    pub slides: Vec<ProposedSlide>,
    /// What is to be known about all of them.
    pub notes: Vec<ProposalNote>,
}

/// One slide, as far as it could be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposedSlide {
    /// The form of its template, `template` and perhaps `source` included. What was not found is left open.
    pub table: FieldValues,
    /// What is to be known about it.
    pub notes: Vec<ProposalNote>,
}

/// By what a template was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateReason {
    /// Numbered lines.
    Steps(usize),
    /// A date and a place.
    DateAndPlace,
    /// A question mark.
    Question,
    /// A table with names of procedures.
    Procedures(usize),
    /// The parts of one procedure as the national portal exports them.
    OneProcedure,
    /// A table of numbers.
    Numbers,
    /// Short, and in capitals.
    ShortAndLoud,
    /// Short.
    Short,
    /// Nothing in particular.
    Text,
}

/// What whoever looks at a proposal should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalNote {
    /// The text was in an encoding from before Unicode, and has been converted.
    Converted(Legacy),
    /// The weekday that is written is not that of the date that is written.
    WrongWeekday {
        /// What is written.
        said: Weekday,
        /// The date.
        date: Date,
    },
    /// The date was written without a year, or as "tomorrow".
    DateAssumed(Date),
    /// The day is over.
    DateIsPast(Date),
    /// There was no heading: one was put there.
    TitleMade,
    /// These lines do not stand on the slides.
    LeftOut(Vec<String>),
    /// The text was too long for one slide.
    Split(usize),
    /// There is more than can be shown, and this is its beginning.
    Shortened {
        /// Slides proposed.
        slides: usize,
    },
    /// Fields that a slide needs were not in what was brought: "…" stands there.
    Missing(&'static [Words]),
    /// It speaks of a danger: there is a page for that.
    LooksLikeEmergency,
}

impl TemplateReason {
    /// In words, for whoever chooses.
    pub fn words(self, language: Language) -> String {
        let words = match (self, language) {
            (Self::Steps(steps), Language::Vi) => return format!("Có {steps} bước đánh số."),
            (Self::Steps(steps), Language::En) => return format!("It has {steps} numbered steps."),
            (Self::Procedures(rows), Language::Vi) => return format!("Có bảng {rows} thủ tục."),
            (Self::Procedures(rows), Language::En) => return format!("It has a table of {rows} procedures."),
            (Self::DateAndPlace, _) => Words::new("Có ngày giờ và nơi.", "It has a date and a place."),
            (Self::Question, _) => Words::new("Có câu hỏi.", "It asks a question."),
            (Self::OneProcedure, _) => Words::new("Là một thủ tục.", "It is one procedure."),
            (Self::Numbers, _) => Words::new("Có bảng số liệu.", "It has a table of figures."),
            (Self::ShortAndLoud, _) => Words::new("Ngắn, chữ in hoa.", "It is short and in capitals."),
            (Self::Short, _) => Words::new("Câu ngắn.", "It is short."),
            (Self::Text, _) => Words::new("Dùng được cho mọi bài.", "It suits any text."),
        };
        words.get(language).to_owned()
    }
}

impl ProposalNote {
    /// In words: what is so, then what to do.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Vi => self.vietnamese(),
            Language::En => self.english(),
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Self::Converted(legacy) => {
                format!("Đoạn này gõ bằng bảng mã cũ ({}), đã chuyển sang Unicode. Đọc lại một lần.", legacy.name())
            }
            Self::WrongWeekday { said, date } => format!(
                "Bài ghi {}, nhưng {} là {}. Hỏi lại người gửi rồi sửa cho khớp.",
                weekday(*said),
                shown(*date),
                weekday(date.weekday())
            ),
            Self::DateAssumed(date) => {
                format!("Bài không ghi rõ ngày, hiểu là {} {}. Xem lại.", weekday(date.weekday()), shown(*date))
            }
            Self::DateIsPast(date) => format!("Ngày {} đã qua. Sửa ngày, hoặc đừng dùng bài này nữa.", shown(*date)),
            Self::TitleMade => "Bài không có tiêu đề, đã đặt tạm một câu. Sửa lại cho đúng việc.".to_owned(),
            Self::LeftOut(lines) => format!("Đã bỏ {} dòng không cần chiếu. Cần dòng nào thì chép lại.", lines.len()),
            Self::Split(slides) => format!("Bài dài, đã tách làm {slides} trang."),
            Self::Shortened { slides } => {
                format!("Bài dài quá, chỉ lấy phần đầu thành {slides} trang. Chép riêng phần cần chiếu rồi dán lại.")
            }
            Self::Missing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.vi).collect();
                format!("Trong bài không có: {}. Đang để dấu “…”, điền vào rồi gửi duyệt.", names.join(", "))
            }
            Self::LooksLikeEmergency => {
                "Bài này nói về việc nguy hiểm. Tin thật thì dùng trang Khẩn cấp, hiện ngay trên mọi màn hình."
                    .to_owned()
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Converted(legacy) => {
                format!("This was written in an old encoding ({}) and has been converted. Read it once.", legacy.name())
            }
            Self::WrongWeekday { said, date } => format!(
                "It says {said:?}, but {} is a {:?}. Ask whoever sent it, and correct one of them.",
                shown(*date),
                date.weekday()
            ),
            Self::DateAssumed(date) => {
                format!("The date is not written in full: taken for {:?} {}. Check it.", date.weekday(), shown(*date))
            }
            Self::DateIsPast(date) => format!("{} is over. Correct the date, or do not use this.", shown(*date)),
            Self::TitleMade => "It has no heading: one was put there. Correct it.".to_owned(),
            Self::LeftOut(lines) => {
                format!("{} lines that need not be shown are left out. Copy any that you need.", lines.len())
            }
            Self::Split(slides) => format!("It is long and has been made {slides} slides."),
            Self::Shortened { slides } => {
                format!("It is too long: only its beginning became {slides} slides. Paste only what is to be shown.")
            }
            Self::Missing(fields) => {
                let names: Vec<&str> = fields.iter().map(|field| field.en).collect();
                format!("It does not say: {}. “…” stands there; fill it in before you send it.", names.join(", "))
            }
            Self::LooksLikeEmergency => {
                "It speaks of a danger. If it is real, use the page for emergencies: it is on all screens at once."
                    .to_owned()
            }
        }
    }
}

fn shown(date: Date) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// A form in the making.
pub(super) struct Filled {
    table: FieldValues,
    pub(super) notes: Vec<ProposalNote>,
}

impl Filled {
    /// The empty form of a template.
    pub(super) fn new(template: &'static str) -> Self {
        let mut filled = Self { table: FieldValues::default(), notes: Vec::new() };
        filled.text("template", template);
        filled
    }

    /// Fills a text in, unless it is empty.
    pub(super) fn text(&mut self, field: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.table.set(field, Value::Text(text.trim().to_owned()), Origin::default());
        }
    }

    /// Fills one in where there is one.
    pub(super) fn maybe(&mut self, field: &'static str, text: Option<&str>) {
        text.into_iter().for_each(|text| self.text(field, text));
    }

    /// Fills a list in, unless it is empty.
    pub(super) fn list<T: AsRef<str>>(&mut self, field: &'static str, entries: &[T]) {
        let entry = |text: &T| Input { value: Value::Text(text.as_ref().trim().to_owned()), origin: Origin::default() };
        if !entries.is_empty() {
            self.table.set(field, Value::List(entries.iter().map(entry).collect()), Origin::default());
        }
    }

    /// Fills rows in.
    pub(super) fn rows(&mut self, field: &'static str, rows: Vec<FieldValues>) {
        let entry = |table| Input { value: Value::Table(table), origin: Origin::default() };
        self.table.set(field, Value::List(rows.into_iter().map(entry).collect()), Origin::default());
    }

    /// Fills a day in.
    pub(super) fn date(&mut self, field: &'static str, date: Date) {
        self.table.set(field, Value::Date(date), Origin::default());
    }

    /// The slide.
    pub(super) fn slide(self) -> ProposedSlide {
        ProposedSlide { table: self.table, notes: self.notes }
    }

    /// A proposal of this slide alone.
    pub(super) fn proposal(self, template: &'static str, reason: TemplateReason) -> Proposal {
        Proposal { template, reason, slides: vec![self.slide()], notes: Vec::new() }
    }
}
