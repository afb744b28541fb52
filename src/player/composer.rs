//! Pages composed on a thread of their own, pictures and all, while the screen goes on moving.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender, TryRecvError},
    },
    thread,
};

use super::state::PageKey;
use crate::{
    fonts::Fonts,
    media::Pictures,
    render::{Composed, Gpu, RenderError, Renderer},
    scene::Scene,
};

/// A page to be composed, and what replaces it should that fail.
pub(super) struct Order {
    pub key: PageKey,
    pub scene: Scene,
    pub instead: Scene,
}

/// A page, or what kept it from being one.
pub(super) type Delivery = (PageKey, Result<Composed, RenderError>);

/// The thread has ended, which only a fault of its own makes it do.
#[derive(Debug)]
pub(super) struct Gone;

/// A thread that composes one page after the other, on the same device as the screen.
pub(super) struct Composer {
    orders: Sender<Order>,
    deliveries: Receiver<Delivery>,
    pending: Option<PageKey>,
}

impl Composer {
    /// Starts the thread. It ends when this is dropped.
    pub fn start(gpu: &Gpu, pictures: Arc<dyn Pictures + Send + Sync>) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel::<Order>();
        let (outbox, deliveries) = mpsc::channel();
        let gpu = gpu.clone();
        thread::Builder::new().name("composer".to_owned()).spawn(move || {
            let (mut renderer, mut fonts) = (Renderer::new(&gpu), Fonts::bundled());
            while let Ok(Order { key, scene, instead }) = inbox.recv() {
                let composed = compose(&mut renderer, &mut fonts, &*pictures, &key, &scene, &instead);
                // The digest is asked for when the page comes on; here nobody waits for it.
                let composed = composed.and_then(|page| page.digest().map(|_| page));
                if outbox.send((key, composed)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { orders, deliveries, pending: None })
    }

    /// What it works on.
    pub fn pending(&self) -> Option<&PageKey> {
        self.pending.as_ref()
    }

    /// Gives it a page to compose.
    pub fn order(&mut self, order: Order) -> Result<(), Gone> {
        let key = order.key.clone();
        self.orders.send(order).map_err(|_| Gone)?;
        self.pending = Some(key);
        Ok(())
    }

    /// What is done by now.
    pub fn collect(&mut self) -> Result<Option<Delivery>, Gone> {
        match self.deliveries.try_recv() {
            Ok(delivery) => {
                self.pending = None;
                Ok(Some(delivery))
            }
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(Gone),
        }
    }

    /// Waits for what it works on. `None` where there is nothing, or the thread is gone.
    pub fn wait(&mut self) -> Option<Delivery> {
        self.pending.take()?;
        self.deliveries.recv().ok()
    }
}

/// Composes a page, or what is to stand in its place: nothing in content is fatal.
pub(super) fn compose(
    renderer: &mut Renderer,
    fonts: &mut Fonts,
    pictures: &dyn Pictures,
    key: &PageKey,
    scene: &Scene,
    instead: &Scene,
) -> Result<Composed, RenderError> {
    match renderer.compose(scene, fonts, pictures) {
        Err(error) if !matches!(error, RenderError::DeviceLost) => {
            tracing::warn!(slide = %key.slide, page = key.page + 1, %error, "slide replaced by the default slide");
            renderer.compose(instead, fonts, pictures)
        }
        outcome => outcome,
    }
}
