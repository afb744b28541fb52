//! A reader of TOML tables that remembers where everything stands and collects every mistake instead of the first.
//!
//! Each accessor notes the name it was asked for, so that [`Fields::finish`] knows which fields a table may have and
//! reports the others. An accessor answers `None` both for a missing and for a wrong field; only the mistakes tell.

use std::{
    cell::{Cell, RefCell},
    ops::RangeInclusive,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    FolderError,
    nearest::{did_you_mean, one_of},
};
use crate::{
    model::{
        Severity, SlideId, Warning,
        limits::{FIELD_CHARS, LIST_ENTRIES},
    },
    text::{legacy, nfc},
};

/// The mistakes found so far in the whole folder.
#[derive(Default)]
pub(super) struct Mistakes {
    errors: RefCell<Vec<FolderError>>,
    grave: Cell<usize>,
    notes: RefCell<Vec<Warning>>,
}

impl Mistakes {
    /// Notes one more that spoils the table or file it is in.
    pub(super) fn add(&self, error: FolderError) {
        self.grave.set(self.grave.get() + 1);
        self.errors.borrow_mut().push(error);
    }

    /// How many spoil something: a reader that leaves the number as it was has read something usable.
    pub(super) fn grave(&self) -> usize {
        self.grave.get()
    }

    /// A text in Unicode, cleaned. One that was not Unicode is converted, and noted for the slide that `page` describes;
    /// it stands in `file`, which is the page's own or a table beside it.
    pub(super) fn unicode(&self, page: &str, file: &str, raw: &str) -> String {
        let Some((was, says)) = legacy(raw) else { return cleaned(raw) };
        let text = cleaned(&says);
        // A page whose name is no slide's is a mistake of its own.
        if let Ok(id) = page.trim_end_matches(".toml").parse::<SlideId>() {
            let shown: String = text.chars().take(60).collect();
            self.notes.borrow_mut().push(Warning {
                severity: Severity::Warning,
                slide: Some(id),
                page: None,
                rule: "legacy-encoding",
                what: format!("`{file}` has a text written in {}; it is shown as “{shown}”", was.name()),
                why: "Old encodings come out as gibberish on every other machine; a wrong guess would do so on screen."
                    .to_owned(),
                hint: "Read what is shown once, and type or paste the text anew in Unicode.".to_owned(),
            });
        }
        text
    }

    /// What was put right in reading, to be told to the officer.
    pub(super) fn take_notes(&self) -> Vec<Warning> {
        self.notes.take()
    }

    /// All of them, by file and line.
    pub(super) fn into_sorted(self) -> Vec<FolderError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        errors
    }
}

/// A file being read: its name for errors, its text for line numbers.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    /// The file's name, relative to the folder.
    pub file: &'a str,
    /// Its whole text.
    pub text: &'a str,
    /// Where mistakes go.
    pub mistakes: &'a Mistakes,
}

impl<'a> Page<'a> {
    /// Parses the file as TOML; a syntax error is noted.
    pub(super) fn parse(self) -> Option<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text).map_err(|error| self.mistakes.add(self.syntax(&error))).ok()
    }

    fn syntax(self, error: &toml::de::Error) -> FolderError {
        let message = error.message().lines().next().unwrap_or("cannot be read");
        let hint = "texts stand in double quotes, lists in brackets with commas: `steps = [\"Một\", \"Hai\"]`";
        let said = FolderError::in_file(self.file, format!("not TOML: {message}"), "lines like `name = value`");
        let said = said.hint(hint);
        error.span().map(|span| self.line(span.start)).map_or(said.clone(), |line| said.at(line))
    }

    /// The line of a byte of the text, from 1.
    fn line(self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|&&byte| byte == b'\n').count() + 1
    }
}

/// One table being read.
pub(super) struct Fields<'a> {
    page: Page<'a>,
    table: &'a DeTable<'a>,
    /// Where the table begins; `None` for the file's own.
    at: Option<usize>,
    /// What stands before a field's name in errors, such as `figure[2].`.
    prefix: String,
    /// What the table is, in words, such as "a `slogan` slide".
    kind: String,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The outermost table of a file.
    pub(super) fn of(page: Page<'a>, table: &'a DeTable<'a>, kind: &str) -> Self {
        Self { page, table, at: None, prefix: String::new(), kind: kind.to_owned(), asked: Vec::new() }
    }

    /// Says what the table has turned out to be.
    pub(super) fn is(&mut self, kind: String) {
        self.kind = kind;
    }

    /// The file being read.
    pub(super) fn page(&self) -> Page<'a> {
        self.page
    }

    /// The field's value, if it is there; notes the name as one that may be.
    pub(super) fn value(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        let table: &'a DeTable<'a> = self.table;
        table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    /// Notes a mistake about a value of this table.
    pub(super) fn wrong(
        &self,
        field: &str,
        at: &Spanned<DeValue<'_>>,
        what: impl Into<String>,
        expected: impl Into<String>,
        hint: Option<String>,
    ) {
        let said = FolderError::in_file(self.page.file, what, expected).at(self.page.line(at.span().start));
        self.page.mistakes.add(FolderError { field: Some(format!("{}{field}", self.prefix)), ..said.hint_if(hint) });
    }

    /// Where a value of this table stands, as messages show it.
    pub(super) fn place(&self, field: &str, at: &Spanned<DeValue<'_>>) -> String {
        format!("{}:{}: `{}{field}`", self.page.file, self.page.line(at.span().start), self.prefix)
    }

    /// Notes a mistake after which the rest of the table is still good.
    pub(super) fn slightly_wrong(
        &self,
        field: &str,
        at: &Spanned<DeValue<'_>>,
        what: impl Into<String>,
        expected: impl Into<String>,
        hint: Option<String>,
    ) {
        let grave = self.page.mistakes.grave();
        self.wrong(field, at, what, expected, hint);
        self.page.mistakes.grave.set(grave);
    }

    /// Notes that a field must be there and is not.
    pub(super) fn missing(&self, name: &str, expected: &str) {
        let error = FolderError {
            file: self.page.file.to_owned(),
            line: self.at.map(|at| self.page.line(at)),
            field: Some(format!("{}{name}", self.prefix)),
            what: format!("{} needs this field", self.kind),
            expected: expected.to_owned(),
            hint: self.meant_for(name),
        };
        self.page.mistakes.add(error);
    }

    /// A mistyped field that stands where a missing one should.
    fn meant_for(&self, name: &str) -> Option<String> {
        let others = self.table.keys().map(|key| key.get_ref().as_ref()).filter(|key| !self.asked.contains(key));
        super::nearest::nearest(name, others).map(|other| format!("is `{other}` meant to be it?"))
    }

    /// Reports every field that nobody asked for.
    pub(super) fn finish(&self) {
        for (key, value) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let known = || self.asked.iter().copied();
                let (what, expected) = (format!("not a field of {}", self.kind), one_of(known()));
                self.wrong_key(
                    name,
                    key.span().start.min(value.span().start),
                    what,
                    expected,
                    did_you_mean(name, known()),
                );
            }
        }
    }

    fn wrong_key(&self, name: &str, at: usize, what: String, expected: String, hint: Option<String>) {
        let said = FolderError::in_file(self.page.file, what, expected).at(self.page.line(at)).hint_if(hint);
        self.page.mistakes.add(FolderError { field: Some(format!("{}{name}", self.prefix)), ..said });
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, name: &'static str) -> Option<String> {
        if self.value(name).is_none() {
            self.missing(name, "a text in quotes");
        }
        self.text(name)
    }

    /// A text that may be left out.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.value(name)?;
        self.one_text(name, value)
    }

    /// A list of texts that must be there with at least one.
    pub(super) fn required_texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        let Some(value) = self.value(name) else {
            self.missing(name, "a list of texts");
            return None;
        };
        let texts = self.texts(name);
        if value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
            self.wrong(name, value, "the list is empty", "at least one text", None);
        }
        (!texts.is_empty()).then_some(texts)
    }

    /// A list of texts; empty where left out.
    pub(super) fn texts(&mut self, name: &'static str) -> Vec<String> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let hint = value.get_ref().is_str().then(|| format!("put brackets round it: `{name} = [\"…\"]`"));
            self.wrong(name, value, format!("found {}", a_kind(value)), "a list of texts", hint);
            return Vec::new();
        };
        if array.len() > LIST_ENTRIES {
            let what = format!("the list has {} entries", array.len());
            self.wrong(name, value, what, format!("at most {LIST_ENTRIES}"), Some("make two slides of it".to_owned()));
            return Vec::new();
        }
        let entries = array.iter().enumerate();
        entries.filter_map(|(n, entry)| self.one_text(&format!("{name}[{}]", n + 1), entry)).collect()
    }

    /// One text, cleaned: spaces and line ends become single spaces, invisible characters go.
    pub(super) fn one_text(&self, field: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let Some(raw) = value.get_ref().as_str() else {
            let hint = match value.get_ref() {
                DeValue::Array(_) | DeValue::Table(_) => None,
                _ => Some("put it in quotes".to_owned()),
            };
            self.wrong(field, value, format!("found {}", a_kind(value)), "a text in quotes", hint);
            return None;
        };
        let text = self.page.mistakes.unicode(self.page.file, self.page.file, raw);
        let chars = text.chars().count();
        if text.is_empty() {
            self.wrong(
                field,
                value,
                "the text is empty",
                "at least one letter",
                Some("leave the field out".to_owned()),
            );
            return None;
        }
        if chars > FIELD_CHARS {
            let hint = "a screen is not a page: split it, or keep the essence and give a QR code for the rest";
            self.wrong(
                field,
                value,
                format!("the text has {chars} characters"),
                format!("at most {FIELD_CHARS}"),
                Some(hint.to_owned()),
            );
            return None;
        }
        if text.contains('\u{fffd}') {
            let hint = "they were lost in an earlier conversion: type the text again";
            self.wrong(
                field,
                value,
                "the text has unreadable letters (�)",
                "whole Vietnamese letters",
                Some(hint.to_owned()),
            );
            return None;
        }
        Some(text)
    }

    /// A whole number within `range`.
    pub(super) fn integer(&mut self, name: &'static str, range: RangeInclusive<u64>) -> Option<u64> {
        let value = self.value(name)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        if let Some(number) = number.filter(|number| range.contains(number)) {
            return Some(number);
        }
        let hint = value.get_ref().is_str().then(|| "leave out the quotes".to_owned());
        let (low, high) = (range.start(), range.end());
        let expected = if *high == u64::MAX {
            format!("a whole number from {low}")
        } else {
            format!("a whole number from {low} to {high}")
        };
        self.wrong(name, value, format!("found {}", a_kind(value)), expected, hint);
        None
    }

    /// `true` or `false`; false where left out.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        let Some(value) = self.value(name) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(name, value, format!("found {}", a_kind(value)), "`true` or `false` without quotes", None);
            false
        })
    }

    /// A table that may be left out.
    pub(super) fn table(&mut self, name: &'static str) -> Option<Fields<'a>> {
        let value = self.value(name)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(name, value, format!("found {}", a_kind(value)), format!("a table `[{name}]`"), None);
            return None;
        };
        Some(self.inner(table, value, format!("`[{name}]`"), format!("{name}.")))
    }

    /// The tables of a list written `[[name]]`, in order.
    pub(super) fn tables(&mut self, name: &'static str) -> Vec<Fields<'a>> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(array) =
            value.get_ref().as_array().filter(|array| array.iter().all(|entry| entry.get_ref().is_table()))
        else {
            let hint = value.get_ref().is_table().then(|| format!("write `[[{name}]]` with two brackets"));
            self.wrong(name, value, format!("found {}", a_kind(value)), format!("tables `[[{name}]]`"), hint);
            return Vec::new();
        };
        let tables = array.iter().enumerate().filter_map(|(n, entry)| Some((n, entry, entry.get_ref().as_table()?)));
        tables
            .map(|(n, entry, table)| self.inner(table, entry, format!("`[[{name}]]`"), format!("{name}[{}].", n + 1)))
            .collect()
    }

    fn inner(&self, table: &'a DeTable<'a>, at: &Spanned<DeValue<'_>>, kind: String, prefix: String) -> Fields<'a> {
        let prefix = format!("{}{prefix}", self.prefix);
        Fields { page: self.page, table, at: Some(at.span().start), prefix, kind, asked: Vec::new() }
    }
}

/// What a value is, with its article and, where short, itself.
pub(super) fn a_kind(value: &Spanned<DeValue<'_>>) -> String {
    match value.get_ref() {
        DeValue::String(text) if text.chars().count() <= 60 => format!("the text \"{text}\""),
        DeValue::String(_) => "a long text".to_owned(),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(date) => format!("the date or time {date}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// A text as the rest of the program wants it, on one line. A no-break space stays: it says something.
pub(super) fn cleaned(raw: &str) -> String {
    nfc(raw).split([' ', '\n']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
