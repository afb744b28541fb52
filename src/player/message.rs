//! What a hall and the process that has its picture say to each other: a line of JSON each, over the pipes of the child.

use std::{
    collections::BTreeSet,
    io::{self, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::screen::Screen;
use crate::{
    clock::ClockWord,
    model::{Digest, DisplayId, PlayRecord, ScreenHours, Size},
};

/// What the picture is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Comes first.
    Start(Box<PictureStart>),
    /// The store has changed: read it again. `note` stands on the built-in slide where the store has nothing to play.
    Programmes {
        /// What the hall waits for, in Vietnamese.
        note: Option<String>,
    },
    /// What is known of the time.
    Clock(ClockWord),
    /// Whether somebody on the spot has halted the hall: from the next word on programmes on.
    Halted(bool),
    /// Leave these pages out, and none but these.
    Avoid(BTreeSet<Digest>),
    /// Come to an end.
    Stop,
}

/// With what a picture begins.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PictureStart {
    /// The folder of the store, which is only read.
    pub data: PathBuf,
    /// The folder in memory where the parent keeps what the disk does not take.
    pub spill: Option<PathBuf>,
    /// The display's name.
    pub display: Option<DisplayId>,
    /// Where the picture goes.
    pub screen: Screen,
    /// What the built-in slide says in its middle, where it is shown and somebody stands before it.
    pub headline: Option<String>,
    /// What the built-in slide says at its foot, where it is shown.
    pub note: String,
    /// Show the built-in slide until you are told of programmes: whatever else was shown has crashed.
    pub calm: bool,
    /// When the screen is on.
    pub hours: ScreenHours,
    /// Somebody on the spot has halted the hall: nothing but the default slide is shown.
    pub halted: bool,
    /// What is known of the time.
    pub clock: ClockWord,
    /// Pages to be left out.
    pub avoid: BTreeSet<Digest>,
}

/// What the picture says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// Pixels of the screen.
    Canvas(Size),
    /// It begins to compose that.
    Composing {
        /// As the quarantine knows it.
        what: Digest,
        /// As people know it.
        name: String,
    },
    /// It has composed that, well or not.
    Composed(Digest),
    /// A page came on.
    Record(Box<PlayRecord>),
    /// It is alive, and has shown so many frames.
    Alive {
        /// Frames the screen has taken.
        frames: u64,
        /// Whether one is due: something moves, or the screen has not taken the last one.
        due: bool,
    },
    /// The store lacks that file, or it is damaged.
    Lacks(Digest),
    /// Another program drives the graphics card.
    CardTaken,
    /// The technician's chord was struck.
    Chord,
    /// The screen is off by its hours: nothing is on any more.
    Dark,
}

/// Where the picture's reports go: the pipe to its parent. Clones are the same pipe; one that is silent tells nobody.
#[derive(Debug, Clone, Default)]
pub struct Reports(Option<Arc<Mutex<io::Stdout>>>);

impl Reports {
    /// To the process that started this one.
    pub fn to_parent() -> Self {
        Self(Some(Arc::new(Mutex::new(io::stdout()))))
    }

    /// Says it. A parent that is gone is found out where its orders are read.
    pub fn send(&self, report: &Report) {
        let Some(pipe) = &self.0 else { return };
        let line = serde_json::to_string(report).expect("reports are text and numbers");
        let mut out = pipe.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(out, "{line}").and_then(|()| out.flush()).ok();
    }
}
