//! A file to start from: what a template asks for, as TOML with a sentence for every field.

use std::fmt::Write as _;

use super::write::value_to_toml;
use crate::form::{self, CsvSheet, Field, FieldGroup, FieldKind, Form, Language};

/// A TOML file for a slide of that template: every required field with an example in its place, every other one as a
/// comment. It can be read as it stands.
pub fn starter(form: &'static Form, language: Language) -> String {
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(line.trim_end());
        text.push('\n');
    };
    say(&format!("# {}: {}", form.title.get(language), form.about.get(language)));
    say(match language {
        Language::Vi => {
            "# Sửa các ví dụ dưới đây. Dòng có dấu # ở đầu là chú thích, hoặc mục không bắt buộc: bỏ dấu # để dùng."
        }
        Language::En => {
            "# Replace the examples. A line that begins with # is a comment, or a field that may be left out: remove the # to use it."
        }
    });
    say("");
    say(&format!("template = \"{}\"", form.name));
    let is_rows = |field: &&Field| matches!(field.kind, FieldKind::Rows { .. });
    // What follows a `[[row]]` belongs to it, so rows come last.
    let (rows, mut fields): (Vec<&Field>, Vec<&Field>) = form.fields.iter().chain(form::COMMON).partition(is_rows);
    fields.sort_by_key(|field| field.group.max(FieldGroup::Details));
    let mut group = FieldGroup::Content;
    for field in fields {
        say("");
        if field.group > FieldGroup::Details && field.group != group {
            say(&format!("# --- {} ---", field.group.title().get(language)));
        }
        group = field.group;
        say(&format!("# {}", sentence(field, language)));
        say(&assignment(field));
    }
    for field in rows {
        let FieldKind::Rows { form, sheet, .. } = field.kind else { continue };
        say("");
        say(&format!("# {}", sentence(field, language)));
        if let Some(sheet) = sheet {
            from_sheet(field, sheet, language).iter().for_each(|line| say(line));
        }
        say("");
        say(&format!("[[{}]]", field.name));
        for column in form.fields {
            say(&format!("# {}", sentence(column, language)));
            say(&assignment(column));
        }
    }
    text
}

/// What a field is called, whether it must be there, what to write, and what it takes.
fn sentence(field: &Field, language: Language) -> String {
    let mut said = field.label.get(language).to_owned();
    if field.required {
        said.push_str(match language {
            Language::Vi => " (bắt buộc)",
            Language::En => " (required)",
        });
    }
    write!(said, ". {}", field.help.get(language)).expect("a text takes every text");
    if let FieldKind::Choice { choices } = field.kind {
        let choices: Vec<String> =
            choices.iter().map(|choice| format!("\"{}\" ({})", choice.name, choice.label.get(language))).collect();
        write!(said, " {}.", choices.join(", ")).expect("a text takes every text");
    }
    said
}

/// `name = example`, behind a `#` where the field may be left out. A yes or no stands as it is: an alert is an exercise
/// until somebody says otherwise.
fn assignment(field: &Field) -> String {
    let in_use = field.required || matches!(field.kind, FieldKind::Flag);
    let value = value_to_toml(&field.example_value()).unwrap_or_default();
    let line = format!("{} = {value}", field.name);
    if in_use { line } else { line.lines().map(|line| format!("#{line}\n")).collect() }
}

/// How the rows come from a spreadsheet instead.
fn from_sheet(field: &Field, sheet: CsvSheet, language: Language) -> [String; 2] {
    let columns = sheet.columns.join(", ");
    let said = match language {
        Language::Vi => format!(
            "# Lấy từ bảng tính thì xóa các phần [[{}]], bỏ dấu # ở dòng dưới; tệp có các cột: {columns}.",
            field.name
        ),
        Language::En => format!(
            "# From a spreadsheet: delete every [[{}]] and remove the # below; the file has the columns {columns}.",
            field.name
        ),
    };
    [said, format!("#{} = \"bang.csv\"", sheet.field)]
}
