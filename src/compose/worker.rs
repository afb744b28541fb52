//! Pages composed on a thread of their own, pictures and all, while the screen goes on moving.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender, TryRecvError},
    },
    thread,
};

use super::{ComposeError, PageKey, Quarantine, composer::Composer};
use crate::{
    media::Pictures,
    model::Digest,
    render::{ComposedPage, Gpu, RenderError},
    scene::Scene,
};

/// Where the files of pictures come from.
pub type SharedPictures = Arc<dyn Pictures + Send + Sync>;

/// A page to be composed, and what replaces it should that fail: the default slide, and in its place, should it be what
/// crashes, the one that is compiled in.
pub(super) struct ComposeJob {
    pub key: PageKey,
    pub scene: Scene,
    pub instead: Scene,
    pub at_last: Scene,
    pub pictures: SharedPictures,
}

/// A page that was composed.
#[derive(Debug)]
pub(super) struct CachedPage {
    pub page: ComposedPage,
    /// Why it is the default slide, where the page itself could not be composed.
    pub replaced: Option<String>,
}

/// A page, or why there is not even one in its place: that is the device's fault.
pub(super) type ComposeResult = (PageKey, Result<CachedPage, RenderError>);

/// The thread has ended, which only a fault of its own makes it do.
#[derive(Debug)]
pub(super) struct WorkerGone;

/// A thread that composes one page after the other, on the same device as the screen.
pub(super) struct ComposeWorker {
    jobs: Sender<ComposeJob>,
    results: Receiver<ComposeResult>,
    pending: Option<PageKey>,
}

impl ComposeWorker {
    /// Starts the thread. It ends when this is dropped.
    ///
    /// # Errors
    /// The system's, where it starts no thread.
    pub fn start(gpu: &Gpu, quarantine: Arc<Quarantine>) -> io::Result<Self> {
        let (jobs, inbox) = mpsc::channel::<ComposeJob>();
        let (outbox, results) = mpsc::channel();
        let gpu = gpu.clone();
        thread::Builder::new().name("compose".to_owned()).spawn(move || {
            let mut composer = Composer::new(&gpu, quarantine);
            while let Ok(job) = inbox.recv() {
                let composed = job.run(&mut composer);
                // The digest is asked for when the page comes on; here nobody waits for it.
                let composed = composed.and_then(|composed| composed.page.digest().map(|_| composed));
                if outbox.send((job.key, composed)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { jobs, results, pending: None })
    }

    /// What it works on.
    pub fn pending(&self) -> Option<&PageKey> {
        self.pending.as_ref()
    }

    /// Gives it a page to compose.
    ///
    /// # Errors
    /// [`WorkerGone`].
    pub fn send(&mut self, job: ComposeJob) -> Result<(), WorkerGone> {
        let key = job.key.clone();
        self.jobs.send(job).map_err(|_| WorkerGone)?;
        self.pending = Some(key);
        Ok(())
    }

    /// What is done by now.
    ///
    /// # Errors
    /// [`WorkerGone`].
    pub fn poll(&mut self) -> Result<Option<ComposeResult>, WorkerGone> {
        match self.results.try_recv() {
            Ok(result) => {
                self.pending = None;
                Ok(Some(result))
            }
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => Err(WorkerGone),
        }
    }

    /// Waits for what it works on. `None` where there is nothing, or the thread is gone.
    pub fn wait(&mut self) -> Option<ComposeResult> {
        self.pending.take()?;
        self.results.recv().ok()
    }
}

impl ComposeJob {
    /// Composes the page, or what is to stand in its place: nothing in content is fatal, not even what crashes a decoder.
    ///
    /// # Errors
    /// [`RenderError::DeviceLost`], and what keeps the slide that is compiled in from being composed.
    pub fn run(&self, composer: &mut Composer) -> Result<CachedPage, RenderError> {
        let (slide, page) = (&self.key.slide, self.key.page + 1);
        let default_slide = Digest::of(self.instead.to_string().as_bytes());
        let mut replaced = None;
        let name = format!("page {page} of `{slide}`");
        let tries = [
            (self.key.quarantine_name(&self.scene), &*name, &self.scene),
            (default_slide, "the default slide", &self.instead),
        ];
        for (what, name, scene) in tries {
            match composer.compose(what, name, scene, &*self.pictures) {
                Ok(page) => return Ok(CachedPage { page, replaced }),
                Err(error) if error.is_device_lost() => return Err(RenderError::DeviceLost),
                Err(error) => {
                    match error {
                        ComposeError::Crashed => {
                            tracing::error!(%slide, page, "slide replaced by the default slide: {error}");
                        }
                        _ => tracing::warn!(%slide, page, "slide replaced by the default slide: {error}"),
                    }
                    replaced.get_or_insert(error.to_string());
                }
            }
        }
        let Composer { renderer, fonts, .. } = composer;
        Ok(CachedPage { page: renderer.compose(&self.at_last, fonts, &*self.pictures)?, replaced })
    }
}
