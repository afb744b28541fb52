//! One village hall of the demonstration: a real `bangtin play` process, and what it says it presented.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

use super::error::DemoError;
use crate::model::PlayRecord;

/// A hall at work.
pub(super) struct Hall {
    pub(super) name: String,
    /// Where its picture can be looked at, if it has no window.
    pub(super) screen: Option<PathBuf>,
    child: Child,
    records: Arc<Mutex<Vec<PlayRecord>>>,
    reader: Option<JoinHandle<()>>,
}

impl Hall {
    /// Starts `bangtin play` with `arguments`.
    ///
    /// # Errors
    /// [`DemoError::Hall`].
    pub(super) fn open(name: String, screen: Option<PathBuf>, arguments: Vec<OsString>) -> Result<Self, DemoError> {
        let start = |program| {
            let mut play = Command::new(program);
            play.arg("play").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()
        };
        let mut child = match std::env::current_exe().and_then(start) {
            Ok(child) => child,
            Err(source) => return Err(DemoError::Hall { name, source }),
        };
        let stdout = child.stdout.take().expect("stdout was asked for as a pipe");
        let records = Arc::new(Mutex::new(Vec::new()));
        let kept = records.clone();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                match serde_json::from_str::<PlayRecord>(&line) {
                    Ok(record) => kept.lock().expect("no holder of this lock panics").push(record),
                    Err(error) => tracing::warn!(%line, %error, "a hall wrote something that is no play record"),
                }
            }
        });
        Ok(Self { name, screen, child, records, reader: Some(reader) })
    }

    /// What it has presented so far.
    pub(super) fn records(&self) -> Vec<PlayRecord> {
        self.records.lock().expect("no holder of this lock panics").clone()
    }

    /// How it ended, if it has.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Stops it, as a power cut would: a hall must stand that.
    pub(super) fn stop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        self.stop();
    }
}
