//! What was found in a field, as a mistake repeats it.

use super::Value;

/// Most characters of a value that a mistake repeats.
pub(super) const REPEATED_CHARS: usize = 60;

/// What was found in the place of something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A text; `None` where it is too long to repeat.
    Text(Option<String>),
    /// A number.
    Number(String),
    /// Yes or no.
    Flag(bool),
    /// A date or time.
    Time(String),
    /// A list.
    List,
    /// A table.
    Table,
}

impl Value {
    /// What it is, to be named in a mistake.
    pub fn found(&self) -> Found {
        match self {
            Self::Typed(text) | Self::Text(text) => {
                Found::Text((text.chars().take(REPEATED_CHARS + 1).count() <= REPEATED_CHARS).then(|| text.clone()))
            }
            Self::Integer(number) => Found::Number(number.to_string()),
            Self::Other(number) => Found::Number(shortened(number)),
            Self::Flag(flag) => Found::Flag(*flag),
            Self::Date(date) => Found::Time(date.to_string()),
            Self::Time(time) => Found::Time(time.to_string()),
            Self::Local(at) => Found::Time(at.to_string()),
            Self::Instant(instant) => Found::Time(instant.to_string()),
            Self::List(_) => Found::List,
            Self::Table(_) | Self::Spoiled => Found::Table,
        }
    }
}

impl Found {
    pub(super) fn vi(&self) -> String {
        match self {
            Self::Text(Some(text)) => format!("chữ \"{text}\""),
            Self::Text(None) => "một đoạn chữ dài".to_owned(),
            Self::Number(number) => format!("số {number}"),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::Time(time) => format!("ngày giờ {time}"),
            Self::List => "một danh sách".to_owned(),
            Self::Table => "một bảng".to_owned(),
        }
    }

    pub(super) fn en(&self) -> String {
        match self {
            Self::Text(Some(text)) => format!("the text \"{text}\""),
            Self::Text(None) => "a long text".to_owned(),
            Self::Number(number) => format!("the number {number}"),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::Time(time) => format!("the date or time {time}"),
            Self::List => "a list".to_owned(),
            Self::Table => "a table".to_owned(),
        }
    }
}

/// A name as a mistake repeats it.
pub(super) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(REPEATED_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
