//! The one way to stdout and stderr: control characters are shown instead of sent, and a reader that has left (`| head`)
//! ends the command quietly.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
    io::{self, Write as _},
};

/// Data could not be written to stdout.
#[derive(Debug, thiserror::Error)]
pub(super) enum StdoutError {
    /// The reader of the pipe has left: it has what it wanted.
    #[error("stdout is closed")]
    Closed,
    /// For example a full disk.
    #[error("cannot write to stdout")]
    Write(#[source] io::Error),
}

/// Writes a line of data to stdout.
///
/// # Errors
/// [`StdoutError::Closed`] when nobody reads any more; `?` then ends the command with the exit code of a closed pipe.
pub(super) fn line(text: fmt::Arguments<'_>) -> Result<(), StdoutError> {
    let line = format!("{}\n", escaped(&text.to_string()));
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => StdoutError::Closed,
        _ => StdoutError::Write(error),
    })
}

/// Writes a line for a person to stderr. Where stderr is closed nobody is there to be told.
pub(super) fn message(text: fmt::Arguments<'_>) {
    writeln!(io::stderr().lock(), "{}", escaped(&text.to_string())).ok();
}

/// `println!` through [`line`]: answers with its result.
macro_rules! outln {
    ($($argument:tt)*) => { $crate::cli::terminal::line(format_args!($($argument)*)) };
}

/// `eprintln!` through [`message`].
macro_rules! errln {
    ($($argument:tt)*) => { $crate::cli::terminal::message(format_args!($($argument)*)) };
}

pub(super) use {errln, outln};

/// The text as a terminal may have it: what would move the cursor, change colours or turn the order of letters round is
/// written out, as in `\u{1b}`.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(commands_a_terminal) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match commands_a_terminal(c) {
            true => write!(shown, "{}", c.escape_unicode()).expect("a string takes all"),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Control characters but for the end of a line and the tabulator, and the marks that reverse text.
fn commands_a_terminal(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(escaped("a\u{1b}[2Jb\u{9b}c\u{202e}d\r"), r"a\u{1b}[2Jb\u{9b}c\u{202e}d\u{d}");
        assert!(matches!(escaped("Nhà văn hóa\n\tthôn"), Cow::Borrowed(_)));
    }
}
