//! What a hall's processes and threads tell their loops.

use std::sync::{Arc, mpsc};

use super::message::Report;
use crate::model::{DisplayId, Programmes};

/// Something the picture's loop should know.
#[derive(Debug, Clone)]
pub enum PlayerEvent {
    /// The programmes of all feeds, highest authority first, every needed asset on disk; or the built-in one with another
    /// word on what is awaited.
    Programmes(Programmes),
    /// Stop playing: the process was asked to end.
    Stop,
}

/// Something the hall's loop should know.
#[derive(Debug, Clone)]
pub enum HallEvent {
    /// The store has something else to play; or, where it has nothing, another word on what is awaited.
    Programmes {
        /// That word.
        note: Option<String>,
    },
    /// The hall is set up, or set up anew: it has that name from now on.
    SetUp {
        /// The display's name.
        display: Option<DisplayId>,
        /// What stands in the middle of the built-in slide.
        headline: String,
        /// What stands at its foot.
        note: String,
    },
    /// The technician's chord was struck on a keyboard of the machine.
    Chord,
    /// The picture of that run says something.
    Picture(u64, Report),
    /// The picture of that run has closed its pipe.
    PictureGone(u64),
    /// The process was asked to end.
    Stop,
}

/// Where the background puts its events. It also wakes the loop, however that one sleeps.
pub struct EventSender<E = PlayerEvent> {
    sender: mpsc::Sender<E>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<E> Clone for EventSender<E> {
    fn clone(&self) -> Self {
        Self { sender: self.sender.clone(), wake: self.wake.clone() }
    }
}

impl<E> EventSender<E> {
    /// A sender and what receives from it; `wake` is called after each event.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, mpsc::Receiver<E>) {
        let (sender, inbox) = mpsc::channel();
        (Self { sender, wake: Arc::new(wake) }, inbox)
    }

    /// Sends it and wakes the loop. Returns whether anybody still listens.
    pub fn send(&self, event: E) -> bool {
        let heard = self.sender.send(event).is_ok();
        (self.wake)();
        heard
    }
}
