//! The one way to stdout and stderr: control characters are shown instead of sent, and a reader that has left (`| head`)
//! ends the command quietly.

use std::{
    fmt,
    io::{self, Write as _},
};

use crate::model::printable_lines;

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
    let line = format!("{}\n", printable_lines(&text.to_string()));
    let mut out = io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => StdoutError::Closed,
        _ => StdoutError::Write(error),
    })
}

/// Writes a line for a person to stderr. Where stderr is closed nobody is there to be told.
pub(super) fn message(text: fmt::Arguments<'_>) {
    writeln!(io::stderr().lock(), "{}", printable_lines(&text.to_string())).ok();
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
