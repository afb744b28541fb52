//! How far a long command has come: a bar on a terminal, one plain line a file otherwise.

use std::{
    cell::RefCell,
    io::{IsTerminal as _, Write as _, stderr},
};

use super::terminal::{StdoutError, outln};
use crate::{feed::CollectProgress, model::printable};

/// Characters of the bar.
const WIDTH: u64 = 30;

/// Shows progress on stderr; dropped, it leaves a clean line.
pub(super) struct Bar {
    terminal: bool,
    /// The file that was named last, and whether a line is to be ended.
    last: RefCell<(String, bool)>,
}

impl Bar {
    pub fn new() -> Self {
        Self { terminal: stderr().is_terminal(), last: RefCell::default() }
    }

    /// Shows how far files and their bytes have come.
    pub fn show(&self, step: &CollectProgress) {
        let ((file, files), (here, bytes)) = (step.files, step.bytes);
        let file = (file + 1).min(files);
        let said = format!("{file}/{files} files, {}/{} KiB", here.div_ceil(1024), bytes.div_ceil(1024));
        self.draw((here, bytes), &said, &step.file, (file, files));
    }

    /// Shows how many of several things are done, and which one is next.
    pub fn count(&self, next: &str, done: usize, of: usize) {
        let at = (done + 1).min(of);
        self.draw((done as u64, of as u64), &format!("{at}/{of} {next}"), next, (at, of));
    }

    /// Writes a line of data to stdout, which the bar would otherwise run into.
    ///
    /// # Errors
    /// As [`terminal::line`](super::terminal::line).
    pub fn line(&self, line: &str) -> Result<(), StdoutError> {
        if std::mem::take(&mut self.last.borrow_mut().1) {
            write!(stderr().lock(), "\r\x1b[K").ok();
        }
        outln!("{line}")
    }

    /// Shows how many of many like things are done; where there is no terminal, a line for every hundred.
    pub fn items(&self, what: &str, done: usize, of: usize) {
        if self.terminal || done.is_multiple_of(100) {
            self.last.borrow_mut().0.clear();
            self.draw((done as u64, of as u64), &format!("{done}/{of} {what}"), what, (done, of));
        }
    }

    fn draw(&self, (here, all): (u64, u64), said: &str, name: &str, (at, of): (usize, usize)) {
        let mut last = self.last.borrow_mut();
        let mut out = stderr().lock();
        // A closed stderr is no reason to stop.
        if self.terminal {
            let filled = (here * WIDTH).checked_div(all).unwrap_or(0).min(WIDTH);
            let bar = format!("{:<width$}", "#".repeat(filled as usize), width = WIDTH as usize);
            write!(out, "\r\x1b[K[{bar}] {}", printable(said)).ok();
            out.flush().ok();
            last.1 = true;
        } else if last.0 != name {
            writeln!(out, "{at}/{of} {}", printable(name)).ok();
        }
        name.clone_into(&mut last.0);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.last.borrow().1 {
            write!(stderr().lock(), "\r\x1b[K").ok();
        }
    }
}
