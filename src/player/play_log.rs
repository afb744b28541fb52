//! The play log: one JSON object a line for each page that was really presented.

use std::io::Write;

use crate::model::PlayRecord;

/// Where records go.
pub struct PlayLog {
    sink: RecordSink<Box<dyn Write + Send>>,
}

/// Takes records as their lines. A reader that went away must not stop the picture, so failing to write is only worth a
/// warning.
pub(super) struct RecordSink<W> {
    out: W,
    complained: bool,
}

impl<W: Write> RecordSink<W> {
    /// One that writes to `out`.
    pub fn to(out: W) -> Self {
        Self { out, complained: false }
    }

    /// Writes one line.
    pub fn write(&mut self, line: &str) {
        let written = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
        if let Err(error) = written
            && !std::mem::replace(&mut self.complained, true)
        {
            tracing::warn!(%error, "play records cannot be written any more; the picture goes on");
        }
    }
}

impl PlayLog {
    /// One written to `out`, a line each, flushed at once.
    pub fn to(out: impl Write + Send + 'static) -> Self {
        Self { sink: RecordSink::to(Box::new(out)) }
    }

    /// Writes one down.
    pub fn write(&mut self, record: &PlayRecord) {
        let line = serde_json::to_string(record).expect("a record is plain text and numbers");
        self.sink.write(&line);
    }
}
