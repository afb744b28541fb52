//! The play log: one JSON object a line for each page that came on, each naming the line before it.

use std::io::Write;

use super::play_archive::PlayArchive;
use crate::model::{Digest, PlayRecord, PlayedPage, RecordBefore, WallTime};

/// Where the records of one picture go.
pub struct PlayLog {
    sink: Box<dyn FnMut(&PlayRecord) + Send>,
}

/// Where a hall's records go, whichever picture they come from. Each is written with the digest of the line before, and
/// with how long that one's page was on.
pub(super) struct RecordSink<W> {
    lines: Lines<W>,
    last: Option<LastLine>,
    /// The page that is on.
    on: Option<PlayRecord>,
    /// Where pages are kept that have given way.
    archive: Option<PlayArchive>,
}

/// The last line.
#[derive(Debug, Clone, Copy)]
struct LastLine {
    digest: Digest,
    /// When its page came on.
    began: WallTime,
    /// When it gave way, where nothing came in its place.
    ended: Option<WallTime>,
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
        Self { lines: Lines { out, complained: false }, last: None, on: None, archive: None }
    }

    /// The same, and what was shown is kept there.
    pub fn kept_in(self, archive: PlayArchive) -> Self {
        Self { archive: Some(archive), ..self }
    }

    /// Nothing is on any more.
    pub fn ended(&mut self, at: WallTime) {
        let Some(record) = self.on.take() else { return };
        if let Some(last) = &mut self.last {
            last.ended = Some(at);
        }
        let page = PlayedPage::of(record, at);
        if let (Some(page), Some(archive)) = (page, &self.archive) {
            archive.keep(page);
        }
    }

    /// Makes what was shown last.
    pub fn close(mut self, at: WallTime) {
        self.ended(at);
        if let Some(archive) = self.archive {
            archive.close();
        }
    }

    /// Writes one down.
    pub fn write(&mut self, mut record: PlayRecord) {
        let wall = record.wall();
        if let Some(wall) = wall {
            self.ended(wall);
            self.on = Some(record.clone());
        }
        record.before = self.last.zip(wall).map(|(last, wall)| {
            let ended = last.ended.unwrap_or(wall);
            RecordBefore { digest: last.digest, ended: ended.to_string(), duration_ms: ended - last.began }
        });
        let line = line(&record);
        self.last = wall.map(|began| LastLine { digest: Digest::of(line.as_bytes()), began, ended: None });
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

    #[test]
    fn a_page_after_which_nothing_was_on_ended_then_and_not_with_the_next() {
        let (mut lines, wall) = (Vec::new(), WallTime(1_764_000_000_000));
        let mut sink = RecordSink::to(&mut lines);
        sink.write(PlayRecord::sample("khau-hieu", wall, 8_000));
        sink.ended(wall + 8_000);
        sink.ended(wall + 9_000);
        sink.write(PlayRecord::sample("khau-hieu", wall + 60_000, 8_000));
        let text = String::from_utf8(lines).unwrap();
        let last: PlayRecord = serde_json::from_str(text.lines().last().unwrap()).unwrap();
        let before = last.before.unwrap();
        assert_eq!((before.duration_ms, before.ended), (8_000, (wall + 8_000).to_string()));
    }
}
