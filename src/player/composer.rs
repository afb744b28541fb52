//! Pages composed on a thread of their own, pictures and all, while the screen goes on moving.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender, TryRecvError},
    },
    thread,
};

use crate::{
    compose::PageKey,
    fonts::Fonts,
    media::Pictures,
    model::Digest,
    render::{ComposedPage, Gpu, RenderError, Renderer},
    scene::Scene,
    store::{CrashLoop, Quarantine},
};

/// A page to be composed, and what replaces it should that fail: the default slide, and in its place, should it be what
/// crashes, the one that is compiled in.
pub(super) struct Order {
    pub key: PageKey,
    pub scene: Scene,
    pub instead: Scene,
    pub at_last: Scene,
}

impl Order {
    /// What is made, whatever edition it stands in.
    fn name(&self) -> Digest {
        let pictures: Vec<Digest> = self.scene.pictures().map(|picture| picture.digest).collect();
        let parts = (self.key.slide(), self.key.page, self.scene.size.to_string(), pictures);
        Digest::of(&serde_json::to_vec(&parts).expect("a slide has a JSON form"))
    }
}

/// A page that was composed.
#[derive(Debug)]
pub(super) struct Made {
    pub page: ComposedPage,
    /// It is the default slide in the place of one that could not be composed.
    pub replaced: bool,
}

/// A page, or what kept it from being one.
pub(super) type Delivery = (PageKey, Result<Made, RenderError>);

/// What pages are made with.
pub(super) struct Tools<'a> {
    pub renderer: &'a mut Renderer,
    pub fonts: &'a mut Fonts,
    pub pictures: &'a dyn Pictures,
    pub quarantine: &'a Quarantine,
}

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
    pub fn start(
        gpu: &Gpu,
        pictures: Arc<dyn Pictures + Send + Sync>,
        quarantine: Arc<Quarantine>,
    ) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel::<Order>();
        let (outbox, deliveries) = mpsc::channel();
        let gpu = gpu.clone();
        thread::Builder::new().name("composer".to_owned()).spawn(move || {
            let (mut renderer, mut fonts) = (Renderer::new(&gpu), Fonts::bundled());
            while let Ok(order) = inbox.recv() {
                let (renderer, fonts) = (&mut renderer, &mut fonts);
                let tools = Tools { renderer, fonts, pictures: &*pictures, quarantine: &quarantine };
                let made = compose(tools, &order);
                // The digest is asked for when the page comes on; here nobody waits for it.
                let made = made.and_then(|made| made.page.digest().map(|_| made));
                if outbox.send((order.key, made)).is_err() {
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

/// Composes a page, or what is to stand in its place: nothing in content is fatal, not even what crashes a decoder.
pub(super) fn compose(tools: Tools<'_>, order: &Order) -> Result<Made, RenderError> {
    let Tools { renderer, fonts, pictures, quarantine } = tools;
    let (slide, page) = (&order.key.slide, order.key.page + 1);
    let default_slide = Digest::of(order.instead.to_string().as_bytes());
    for (name, scene, replaced) in [(order.name(), &order.scene, false), (default_slide, &order.instead, true)] {
        match quarantine.make(name, || renderer.compose(scene, fonts, pictures)) {
            Ok(Ok(page)) => return Ok(Made { page, replaced }),
            Ok(Err(RenderError::DeviceLost)) => return Err(RenderError::DeviceLost),
            Ok(Err(error)) => tracing::warn!(%slide, page, replaced, %error, "slide replaced by the default slide"),
            Err(CrashLoop::Before) => {
                tracing::warn!(%slide, page, replaced, "slide replaced by the default slide: it has crashed twice");
            }
            Err(CrashLoop::JustNow) => {
                tracing::error!(%slide, page, replaced, "slide replaced by the default slide: composing it has crashed");
                // Nobody knows in what state the crash left them.
                *renderer = Renderer::new(&renderer.gpu().clone());
                *fonts = Fonts::bundled();
            }
        }
    }
    Ok(Made { page: renderer.compose(&order.at_last, fonts, pictures)?, replaced: true })
}
