//! The picture's process as its parent sees it: started, told, watched, ended.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    io::{self, BufRead as _, BufReader, Write},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    death::Death,
    event::{EventSender, HallEvent},
    message::{Order, PictureStart, Report},
    order_line::{self, LentCard},
};
use crate::model::Digest;

/// A picture that says nothing for so long hangs: it takes a turn a second.
const SILENT: Duration = Duration::from_secs(5);
/// The same while it composes, which a slow machine may take its time for.
const SILENT_COMPOSING: Duration = Duration::from_secs(20);
/// The same before its first frame: the graphics driver is opened.
const SILENT_STARTING: Duration = Duration::from_secs(60);
/// Longest that a frame may be due and none be shown.
const OWED: Duration = Duration::from_secs(5);
/// Most memory of the picture's process, KiB: four times what a programme of 4K pictures was seen to need on software
/// Vulkan. Address space says nothing there, so that what is resident is looked at.
const MEMORY_KIB: u64 = 1 << 20;
/// Longest line that is read from the picture, bytes: a play record and what stands around it.
const LINE_BYTES: usize = 64 << 10;

/// The program that has the picture.
#[derive(Debug, Clone)]
pub struct PictureProgram {
    /// Its file.
    pub path: PathBuf,
    /// What it is started with.
    pub arguments: Vec<OsString>,
}

/// A picture at work.
pub(super) struct PictureProcess {
    child: Child,
    orders: Box<dyn Write + Send>,
    /// When it was started.
    pub started: Instant,
    /// When it was heard last.
    heard: Instant,
    /// Frames it has shown.
    frames: u64,
    /// Since when a frame is due and none was shown.
    owed: Option<Instant>,
    /// What it composes, by name.
    pub composing: BTreeMap<Digest, String>,
    /// Why it was ended by its parent.
    verdict: Option<String>,
}

impl PictureProcess {
    /// Starts one, the `run`-th, and lends it the card it drives. What it says comes as events.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(
        program: &PictureProgram,
        start: PictureStart,
        run: u64,
        card: Option<LentCard<'_>>,
        events: EventSender<HallEvent>,
        now: Instant,
    ) -> io::Result<Self> {
        let mut command = Command::new(&program.path);
        command.args(&program.arguments).stdout(Stdio::piped());
        #[cfg(unix)]
        // A terminal's signals are for the parent.
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let (mut child, orders) = order_line::open(command, card)?;
        let reports = child.stdout.take().expect("stdout was asked for as a pipe");
        let mut process = Self {
            child,
            orders,
            started: now,
            heard: now,
            frames: 0,
            owed: None,
            composing: BTreeMap::new(),
            verdict: None,
        };
        process.tell(&Order::Start(Box::new(start)));
        let hear = move || {
            let mut lines = BufReader::new(reports);
            loop {
                let mut line = Vec::new();
                let read = io::Read::take(&mut lines, LINE_BYTES as u64).read_until(b'\n', &mut line);
                if !matches!(read, Ok(bytes) if bytes > 0) {
                    events.send(HallEvent::PictureGone(run));
                    return;
                }
                // A driver may write to stdout as well.
                if let Ok(report) = serde_json::from_slice::<Report>(&line) {
                    events.send(HallEvent::Picture(run, report));
                }
            }
        };
        match thread::Builder::new().name("reports".to_owned()).spawn(hear) {
            Ok(_) => Ok(process),
            Err(error) => {
                process.kill();
                Err(error)
            }
        }
    }

    /// Tells it something. One that has ended is found out where its reports are read.
    pub fn tell(&mut self, order: &Order) {
        let line = serde_json::to_string(order).expect("orders are text and numbers, paths were checked");
        writeln!(self.orders, "{line}").and_then(|()| self.orders.flush()).ok();
    }

    /// It was heard.
    pub fn hear(&mut self, now: Instant) {
        self.heard = now;
    }

    /// It is alive and has shown so many frames. Answers whether that is a sign of life for the service manager: a frame was
    /// shown, or none is due.
    pub fn alive(&mut self, frames: u64, due: bool, now: Instant) -> bool {
        let more = frames > self.frames;
        self.frames = frames;
        if more || !due {
            self.owed = None;
        } else {
            self.owed.get_or_insert(now);
        }
        frames > 0 && (more || !due)
    }

    /// Whether it has shown a frame.
    pub fn has_shown(&self) -> bool {
        self.frames > 0
    }

    /// Ends it where it hangs, shows nothing though something is due, or takes too much memory.
    pub fn judge(&mut self, now: Instant) {
        if self.verdict.is_some() {
            return;
        }
        let since = |then: Instant| now.saturating_duration_since(then);
        let patience = match () {
            () if !self.has_shown() => SILENT_STARTING,
            () if !self.composing.is_empty() => SILENT_COMPOSING,
            () => SILENT,
        };
        let memory = self.memory_kib().unwrap_or(0);
        let verdict = match () {
            () if since(self.heard) > patience => format!("silent for {} s", patience.as_secs()),
            () if self.owed.is_some_and(|owed| since(owed) > OWED) => {
                format!("the screen has taken no frame for {} s", OWED.as_secs())
            }
            () if memory > MEMORY_KIB => format!("{memory} KiB of memory are more than the {MEMORY_KIB} it may have"),
            () => return,
        };
        tracing::warn!(process = self.child.id(), "the picture is ended: {verdict}");
        self.verdict = Some(verdict);
        self.kill();
    }

    /// Memory that is resident, KiB.
    fn memory_kib(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().split(' ').next()?.parse().ok()
    }

    fn kill(&mut self) {
        // One that has ended already cannot be ended again.
        self.child.kill().ok();
    }

    /// Waits for the end of one whose reports have ended; why it did.
    pub fn bury(mut self, patience: Duration) -> Death {
        let status = self.wait(patience);
        match status {
            Some(status) => Death::of(status, self.verdict.take()),
            None => {
                self.kill();
                self.child.wait().ok();
                Death::Crash(self.verdict.take().unwrap_or_else(|| "it closed its pipe and went on".to_owned()))
            }
        }
    }

    /// Asks it to end, and ends it where it does not.
    pub fn stop(mut self, patience: Duration) {
        self.tell(&Order::Stop);
        if self.wait(patience).is_none() {
            self.kill();
            self.child.wait().ok();
        }
    }

    fn wait(&mut self, patience: Duration) -> Option<ExitStatus> {
        const LOOK: Duration = Duration::from_millis(5);
        let mut left = patience;
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            left = left.checked_sub(LOOK)?;
            thread::sleep(LOOK);
        }
    }
}

impl Drop for PictureProcess {
    fn drop(&mut self) {
        self.kill();
        self.child.wait().ok();
    }
}
