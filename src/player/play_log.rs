//! The play log: one JSON object a line for each page that came on, each naming the line before it.

use std::io::Write;

use crate::model::{Digest, PlayRecord, RecordBefore, WallTime};

/// Where the records of one picture go.
pub struct PlayLog {
    sink: Box<dyn FnMut(&PlayRecord) + Send>,
}

/// Where a hall's records go, whichever picture they come from. Each is written with the digest of the line before, and
/// with how long that one's page was on.
pub(super) struct RecordSink<W> {
    lines: Lines<W>,
    /// The digest of the last line, and when its page came on.
    last: Option<(Digest, WallTime)>,
}

/// Takes lines. A reader that went away must not stop the picture, so failing to write is only worth a warning.
struct Lines<W> {
    out: W,
    complained: bool,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &str) {
        let written = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
        if let Err(error) = written
            && !std::mem::replace(&mut self.complained, true)
        {
            tracing::warn!(%error, "play records cannot be written any more; the picture goes on");
        }
    }
}

impl PlayLog {
    /// One that `sink` takes.
    pub fn taken_by(sink: impl FnMut(&PlayRecord) + Send + 'static) -> Self {
        Self { sink: Box::new(sink) }
    }

    /// One written to `out`, a line each, flushed at once.
    pub fn to(out: impl Write + Send + 'static) -> Self {
        let mut lines = Lines { out, complained: false };
        Self::taken_by(move |record| lines.write(&line(record)))
    }

    /// Writes one down.
    pub fn write(&mut self, record: &PlayRecord) {
        (self.sink)(record);
    }
}

impl<W: Write> RecordSink<W> {
    /// One that writes to `out`.
    pub fn to(out: W) -> Self {
        Self { lines: Lines { out, complained: false }, last: None }
    }

    /// Writes one down.
    pub fn write(&mut self, mut record: PlayRecord) {
        let wall = record.wall();
        record.before = self.last.zip(wall).map(|((digest, began), wall)| RecordBefore {
            digest,
            ended: record.wall.clone(),
            duration_ms: wall - began,
        });
        let line = line(&record);
        self.last = wall.map(|wall| (Digest::of(line.as_bytes()), wall));
        self.lines.write(&line);
    }
}

fn line(record: &PlayRecord) -> String {
    serde_json::to_string(record).expect("a record is plain text and numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_names_the_line_before_and_says_how_long_its_page_was_on() {
        let (mut lines, mut wall) = (Vec::new(), WallTime(1_764_000_000_000));
        let mut sink = RecordSink::to(&mut lines);
        for on_ms in [8_000, 12_500, 0] {
            sink.write(PlayRecord::sample("khau-hieu", wall, on_ms));
            wall = wall + on_ms;
        }
        let text = String::from_utf8(lines).unwrap();
        let rows: Vec<(&str, PlayRecord)> =
            text.lines().map(|line| (line, serde_json::from_str(line).unwrap())).collect();
        assert_eq!(rows[0].1.before, None);
        for (pair, on_ms) in rows.windows(2).zip([8_000, 12_500]) {
            let before = pair[1].1.before.clone().unwrap();
            assert_eq!(before.digest, Digest::of(pair[0].0.as_bytes()));
            assert_eq!((before.duration_ms, &before.ended), (on_ms, &pair[1].1.wall));
        }
    }
}
