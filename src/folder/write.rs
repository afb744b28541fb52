//! Slides back to the TOML files that officers write; comments are not kept.

use std::{fmt::Write as _, fs, io, path::Path};

use crate::{
    form::{self, FieldValues, Input, Value},
    model::{Slide, Zone},
};

/// The TOML file of a slide. `zone` is where the local times of an alert are.
pub fn to_toml(slide: &Slide, zone: &Zone) -> String {
    table_to_toml(&form::write_slide(slide, zone))
}

/// Writes the file of a slide into a folder, in place of one of the same name: whole or not at all.
///
/// # Errors
/// What the system says of the file.
pub fn write(dir: &Path, slide: &Slide, zone: &Zone) -> io::Result<()> {
    let name = dir.join(format!("{}.toml", slide.id));
    // No reader of the folder takes a name that begins with a dot for a slide's.
    let unfinished = dir.join(format!(".{}.toml.part", slide.id));
    let mut file = fs::File::create(&unfinished)?;
    io::Write::write_all(&mut file, to_toml(slide, zone).as_bytes())?;
    file.sync_all()?;
    fs::rename(&unfinished, name)
}

/// The TOML of a table. Tables within it and rows come last: what follows a `[table]` or a `[[row]]` belongs to it.
pub fn table_to_toml(table: &FieldValues) -> String {
    let mut text = String::new();
    for (name, input) in table.iter() {
        if let Some(value) = value_to_toml(&input.value).filter(|_| !is_rows(input)) {
            line(&mut text, name, &value);
        }
    }
    for (name, input) in table.iter() {
        let Value::Table(group) = &input.value else { continue };
        text.push_str("\n[");
        text.push_str(name);
        text.push_str("]\n");
        for (name, input) in group.iter() {
            if let Some(value) = value_to_toml(&input.value) {
                line(&mut text, name, &value);
            }
        }
    }
    for (name, _) in table.iter().filter(|(_, input)| is_rows(input)) {
        for (_, row) in table.rows(name) {
            text.push_str("\n[[");
            text.push_str(name);
            text.push_str("]]\n");
            for (name, input) in row.iter() {
                if let Some(value) = value_to_toml(&input.value) {
                    line(&mut text, name, &value);
                }
            }
        }
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    writeln!(text, "{name} = {value}").expect("a text takes every text");
}

fn is_rows(input: &Input) -> bool {
    matches!(&input.value, Value::List(entries) if entries.iter().any(|entry| matches!(entry.value, Value::Table(_))))
}

/// The TOML of a value that stands in a line; `None` for one that does not.
pub(super) fn value_to_toml(value: &Value) -> Option<String> {
    Some(match value {
        Value::Typed(text) | Value::Text(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Local(at) => at.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::List(entries) => {
            let entries: Vec<String> = entries.iter().filter_map(|entry| value_to_toml(&entry.value)).collect();
            match entries.as_slice() {
                [] => "[]".to_owned(),
                [one] => format!("[{one}]"),
                several => format!("[\n{}]", several.iter().map(|entry| format!("  {entry},\n")).collect::<String>()),
            }
        }
        Value::Other(_) | Value::Table(_) | Value::Spoiled => return None,
    })
}

/// A text as a basic string of TOML (v1.0.0, String).
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => write!(quoted, "\\u{:04X}", u32::from(c)).expect("a text takes every text"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
