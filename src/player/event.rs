//! What the background tells the display.

use std::sync::{Arc, mpsc};

use crate::model::Programmes;

/// Something the display should know.
#[derive(Debug, Clone)]
pub enum PlayerEvent {
    /// The programmes of all feeds, highest authority first, every needed asset on disk; or the built-in one with another
    /// word on what is awaited.
    Programmes(Programmes),
    /// Stop playing: the process was asked to end.
    Stop,
}

/// Where the background puts its events. It also wakes the loop, however that one sleeps.
#[derive(Clone)]
pub struct EventSender {
    sender: mpsc::Sender<PlayerEvent>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl EventSender {
    /// A sender and what receives from it; `wake` is called after each event.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, mpsc::Receiver<PlayerEvent>) {
        let (sender, inbox) = mpsc::channel();
        (Self { sender, wake: Arc::new(wake) }, inbox)
    }

    /// Sends it and wakes the loop. Returns whether anybody still listens.
    pub fn send(&self, event: PlayerEvent) -> bool {
        let heard = self.sender.send(event).is_ok();
        (self.wake)();
        heard
    }
}
