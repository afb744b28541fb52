//! A child process of this very program, and the pipe to it.

use std::{ffi::OsStr, io, path::PathBuf, process::Stdio};

use tokio::{
    io::BufReader,
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::frame::Frame;

/// A child at work. Ended when it is dropped.
pub(super) struct Process {
    /// Kept, because one that has ended has none any more.
    id: Option<u32>,
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Process {
    /// Starts `program` with those arguments. What it logs goes where this process logs.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn start(program: &OsStr, arguments: &[&str]) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let orders = child.stdin.take().expect("stdin was asked for as a pipe");
        let answers = BufReader::new(child.stdout.take().expect("stdout was asked for as a pipe"));
        Ok(Self { id: child.id(), child, orders, answers })
    }

    /// Tells it something.
    ///
    /// # Errors
    /// What the pipe says: it has ended.
    pub(super) async fn tell(&mut self, frame: &Frame) -> io::Result<()> {
        frame.send(&mut self.orders).await
    }

    /// What it says next.
    ///
    /// # Errors
    /// What the pipe says: it has ended, or says nonsense.
    pub(super) async fn hear(&mut self) -> io::Result<Frame> {
        Frame::receive(&mut self.answers).await
    }

    /// Whether it has ended by itself.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it ends by itself.
    pub(super) async fn ended(&mut self) {
        // A child that cannot be waited for is gone.
        self.child.wait().await.ok();
    }

    /// The process id it was started with.
    pub(super) fn id(&self) -> Option<u32> {
        self.id
    }

    /// Ends it, and waits until it is gone.
    pub(super) async fn end(mut self) {
        // One that has ended by itself cannot be ended again.
        self.child.kill().await.ok();
    }
}

/// This program. On Linux the very file that runs, though an update may have put another in its place.
pub fn this_program() -> PathBuf {
    if cfg!(target_os = "linux") {
        return PathBuf::from("/proc/self/exe");
    }
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("bangtin"))
}
