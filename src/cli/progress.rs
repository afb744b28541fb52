//! How far a long command has come: a bar on a terminal, one plain line a file otherwise.

use std::{
    cell::RefCell,
    io::{IsTerminal as _, Write as _, stderr},
};

use crate::feed::Progress;

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

    /// Shows one step.
    pub fn show(&self, step: &Progress) {
        let mut last = self.last.borrow_mut();
        let ((file, files), (here, bytes)) = (step.files, step.bytes);
        let mut out = stderr().lock();
        // A closed stderr is no reason to stop.
        if self.terminal {
            let filled = (here * WIDTH).checked_div(bytes).unwrap_or(0).min(WIDTH);
            let bar = format!("{:<width$}", "#".repeat(filled as usize), width = WIDTH as usize);
            let (file, here, bytes) = ((file + 1).min(files), here.div_ceil(1024), bytes.div_ceil(1024));
            write!(out, "\r\x1b[K[{bar}] {file}/{files} files, {here}/{bytes} KiB").ok();
            out.flush().ok();
            last.1 = true;
        } else if last.0 != step.file {
            writeln!(out, "{}/{files} {}", (file + 1).min(files), step.file).ok();
        }
        last.0.clone_from(&step.file);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.last.borrow().1 {
            eprint!("\r\x1b[K");
        }
    }
}
