//! Which version is on the panel: what the play records say, and so what the office is told.

use std::io::{self, Write};

use serde::Deserialize;
use tokio::sync::watch;

/// Where the version on the panel is noted; clones note the same panel.
#[derive(Debug, Clone)]
pub struct Panel(watch::Sender<u64>);

/// What of a play record is of interest here.
#[derive(Deserialize)]
struct Shown {
    version: u64,
    /// Records say so where a frame was not shown.
    #[serde(default = "yes")]
    shown: bool,
}

fn yes() -> bool {
    true
}

impl Default for Panel {
    /// A panel that shows nothing of any feed yet.
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Panel {
    /// Takes note of a play record, as its line.
    pub fn note(&self, line: &[u8]) {
        let Ok(Shown { version, shown: true }) = serde_json::from_slice(line) else { return };
        self.0.send_if_modified(|on| std::mem::replace(on, version) != version);
    }

    /// The version that is on.
    pub fn version(&self) -> u64 {
        *self.0.borrow()
    }

    /// Returns when another version than `known` is on.
    pub async fn other_than(&self, known: u64) {
        // The sender is held here, so that it is never gone.
        self.0.subscribe().wait_for(|on| *on != known).await.ok();
    }

    /// Passes play records on to `out`, taking note of each.
    pub fn before<W: Write>(&self, out: W) -> NotingWriter<W> {
        NotingWriter { panel: self.clone(), out, line: Vec::new() }
    }
}

/// Passes play records on.
pub struct NotingWriter<W> {
    panel: Panel,
    out: W,
    line: Vec<u8>,
}

impl<W: Write> Write for NotingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            if *byte == b'\n' {
                self.panel.note(&self.line);
                self.line.clear();
            } else {
                self.line.push(*byte);
            }
        }
        // What is on the panel is there whether or not anybody reads the record.
        self.out.write_all(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_counts_and_what_was_not_does_not() {
        let panel = Panel::default();
        let mut out = panel.before(Vec::new());
        writeln!(out, r#"{{"version":3,"slide":"mot"}}"#).unwrap();
        assert_eq!(panel.version(), 3);
        writeln!(out, r#"{{"version":4,"shown":false}}"#).unwrap();
        writeln!(out, "nonsense").unwrap();
        assert_eq!(panel.version(), 3);
    }
}
