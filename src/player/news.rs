//! What the background tells the display.

use std::sync::{Arc, mpsc};

use crate::model::Programme;

/// Something the display should know.
#[derive(Debug, Clone)]
pub enum News {
    /// A programme whose every needed asset is on disk, or the built-in one with another word on what is awaited.
    Programme(Arc<Programme>),
    /// Stop playing: the process was asked to end.
    Stop,
}

/// Where the background puts its news. It also wakes the loop, however that one sleeps.
#[derive(Clone)]
pub struct Teller {
    news: mpsc::Sender<News>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Teller {
    /// A teller and what it tells; `wake` is called after each piece of news.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> (Self, mpsc::Receiver<News>) {
        let (news, inbox) = mpsc::channel();
        (Self { news, wake: Arc::new(wake) }, inbox)
    }

    /// Tells it. Returns whether anybody still listens.
    pub fn tell(&self, news: News) -> bool {
        let heard = self.news.send(news).is_ok();
        (self.wake)();
        heard
    }
}
