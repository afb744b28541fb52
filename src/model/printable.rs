//! Names and values from outside, made safe to show: nothing in them reaches a terminal as a command.

use std::{
    error::Error,
    fmt::{self, Write as _},
};

/// Shows a text with every control character, line ends included, and every mark of writing direction in its escaped
/// form, such as `\u{1b}`. Every message that repeats something from outside shows it through this.
pub fn printable(text: &str) -> impl fmt::Display {
    Printable { text, lines: false }
}

/// The same for a text of several lines, whose ends stay.
pub fn printable_lines(text: &str) -> impl fmt::Display {
    Printable { text, lines: true }
}

/// An error with all its sources, `what: because: because`. Line ends stay; all else is as [`printable`] shows it.
pub fn report(error: &(dyn Error + 'static)) -> String {
    let mut said = vec![error.to_string()];
    let mut error = error;
    while let Some(source) = error.source() {
        let why = source.to_string();
        // An error of another crate may repeat its source in its own words.
        if !said.last().is_some_and(|last| last.ends_with(&why)) {
            said.push(why);
        }
        error = source;
    }
    Printable { text: &said.join(": "), lines: true }.to_string()
}

struct Printable<'a> {
    text: &'a str,
    lines: bool,
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.text.chars() {
            match c {
                '\n' if self.lines => f.write_char(c)?,
                c if c.is_control() || turns_the_line(c) => write!(f, "{}", c.escape_default())?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Characters that are not seen and change how the rest of a line is read.
fn turns_the_line(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read `{name}`")]
    struct Outer {
        name: String,
        source: std::io::Error,
    }

    #[test]
    fn a_name_from_outside_never_commands_the_terminal() {
        let shown = printable("\u{1b}[2Jxã\u{9b}31m\nhai\u{202e}").to_string();
        assert_eq!(shown, "\\u{1b}[2Jxã\\u{9b}31m\\nhai\\u{202e}");
        assert_eq!(printable("“Thạch Châu” – 18 giờ").to_string(), "“Thạch Châu” – 18 giờ");
    }

    #[test]
    fn an_error_is_told_with_its_reasons_and_none_of_them_twice() {
        let error = Outer { name: "a\u{7}".to_owned(), source: std::io::Error::other("no such disk") };
        assert_eq!(report(&error), "cannot read `a\\u{7}`: no such disk");
    }
}
