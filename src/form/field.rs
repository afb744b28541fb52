//! What a form and its fields are, as data.

use serde::Serialize;

use super::Words;
use crate::model::limits;

/// The fields of one kind of thing that people write, in the order in which they are asked for.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The name in files; for a template the template's.
    pub name: &'static str,
    /// What it is called on a page.
    pub title: Words,
    /// What it is for, a sentence.
    pub about: Words,
    /// How a mistake speaks of it, such as "a `guide` slide".
    #[serde(skip)]
    pub called: Words,
    /// Its fields.
    pub fields: &'static [Field],
}

/// One field of a form.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in files and pages.
    pub name: &'static str,
    /// The name under which `model` keeps it.
    #[serde(skip)]
    pub key: &'static str,
    /// What may be written into it.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// The part of a page's form in which it stands.
    pub group: FieldGroup,
    /// What it is called on a page.
    pub label: Words,
    /// What to write into it, a sentence or two.
    pub help: Words,
    /// What might be written there, as a person types it; entries of a list stand on lines of their own.
    pub example: &'static str,
}

/// What may be written into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FieldKind {
    /// A text of one line or two; `|` is the author's own line break.
    Line {
        /// The most characters it may have.
        chars: usize,
    },
    /// A text of a few sentences.
    Paragraph {
        /// The most characters it may have.
        chars: usize,
    },
    /// A telephone number, with words beside it where they help.
    Telephone {
        /// The most characters it may have.
        chars: usize,
    },
    /// An address that begins with `http://` or `https://`: what a QR code can carry.
    Url,
    /// The key of a picture: its path in a folder of slides.
    Picture,
    /// A name made of a-z, 0-9 and `-`.
    Id,
    /// One of a few names.
    Choice {
        /// The names.
        choices: &'static [Choice],
    },
    /// Yes or no; no where left out.
    Flag,
    /// A whole number.
    Number {
        /// The smallest allowed.
        least: u64,
        /// The largest allowed.
        most: u64,
    },
    /// A number of seconds, which `model` keeps as milliseconds.
    Seconds {
        /// The fewest allowed.
        least: u64,
        /// The most allowed.
        most: u64,
    },
    /// Width and height in pixels, such as `1920x1080`.
    Size,
    /// A day.
    Date,
    /// A time of the day.
    Time,
    /// A local date with or without a time; without one it begins with the day.
    LocalTime,
    /// A local date with or without a time; without one it lasts to the end of the day.
    LocalEnd,
    /// An instant, written as a local date and time.
    Instant,
    /// The name of a time zone, such as `Asia/Ho_Chi_Minh`.
    TimeZone,
    /// Any number of the same; at least one where the field is required.
    List {
        /// What each entry is.
        of: &'static FieldKind,
        /// The most entries it may have.
        entries: usize,
    },
    /// A form within the form.
    Group {
        /// Its fields.
        form: &'static Form,
    },
    /// A table: any number of rows of the same form; at least one where the field is required.
    Rows {
        /// The columns.
        form: &'static Form,
        /// The most rows it may have.
        entries: usize,
        /// How the rows may come from a spreadsheet instead.
        #[serde(skip_serializing_if = "Option::is_none")]
        sheet: Option<CsvSheet>,
    },
}

impl FieldKind {
    /// A text of one line or two.
    pub const LINE: Self = Self::Line { chars: limits::FIELD_CHARS };
    /// A text of a few sentences.
    pub const PARAGRAPH: Self = Self::Paragraph { chars: limits::FIELD_CHARS };
    /// A telephone number.
    pub const TELEPHONE: Self = Self::Telephone { chars: limits::FIELD_CHARS };
    /// Any number of lines.
    pub const LINES: Self = Self::List { of: &Self::LINE, entries: limits::LIST_ENTRIES };
    /// Any number of paragraphs.
    pub const PARAGRAPHS: Self = Self::List { of: &Self::PARAGRAPH, entries: limits::LIST_ENTRIES };
    /// Any number of ids.
    pub const IDS: Self = Self::List { of: &Self::Id, entries: limits::LIST_ENTRIES };
}

/// How rows come from a spreadsheet that was saved as CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CsvSheet {
    /// The field that names the file in place of the rows.
    pub field: &'static str,
    /// The heading of each column, in the order of the form's fields; other columns may stand beside them.
    pub columns: &'static [&'static str],
}

/// One of the names that a choice allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As it is written in files.
    pub name: &'static str,
    /// As a page shows it.
    pub label: Words,
}

impl Choice {
    /// A choice written as `name` in files.
    pub const fn new(name: &'static str, vi: &'static str, en: &'static str) -> Self {
        Self { name, label: Words::new(vi, en) }
    }
}

/// The part of a page's form in which a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldGroup {
    /// What readers see first.
    Content,
    /// What may be said besides.
    Details,
    /// How it looks and how long it stays.
    Look,
    /// Where the facts come from.
    Record,
}

impl FieldGroup {
    /// Its heading on a page.
    pub const fn title(self) -> Words {
        match self {
            Self::Content => Words::new("Nội dung", "Content"),
            Self::Details => Words::new("Thông tin thêm", "Details"),
            Self::Look => Words::new("Trình bày", "Look"),
            Self::Record => Words::new("Nguồn và kiểm tra", "Source and checks"),
        }
    }
}

impl Field {
    /// A field that must be filled in.
    pub const fn required(name: &'static str, kind: FieldKind, label: Words) -> Self {
        let help = Words::new("", "");
        Self { name, key: name, kind, required: true, group: FieldGroup::Content, label, help, example: "" }
    }

    /// A field that may be left out.
    pub const fn optional(name: &'static str, kind: FieldKind, label: Words) -> Self {
        Self { required: false, group: FieldGroup::Details, ..Self::required(name, kind, label) }
    }

    /// The same field, with a sentence that says what to write into it.
    pub const fn help(self, vi: &'static str, en: &'static str) -> Self {
        Self { help: Words::new(vi, en), ..self }
    }

    /// The same field, with an example.
    pub const fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// The same field, in another part of the form.
    pub const fn group(self, group: FieldGroup) -> Self {
        Self { group, ..self }
    }

    /// The same field, which `model` keeps under another name.
    pub const fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }
}
