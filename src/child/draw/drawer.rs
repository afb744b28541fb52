//! The server's side: asks the child for pictures, starts it anew when it ends, and remembers what it drew.

use std::{
    collections::{BTreeMap, HashSet},
    ffi::OsString,
    future::Future,
    io,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::Notify, time::timeout};

use super::{
    cache::{FolderCache, MemoryCache},
    drawing::Drawing,
    error::DrawError,
    program::{DrawAnswer, DrawOrder},
    queue::{DrawQueue, Outcome, Urgency},
    request::DrawRequest,
};
use crate::{
    child::{
        frame::Frame,
        process::{Process, this_program},
    },
    compose::built_in,
    model::{Digest, Size, limits},
};

/// Where the files of pictures come from.
pub trait PictureFiles: Send + Sync {
    /// The bytes of the file of that name.
    ///
    /// # Errors
    /// `NotFound` where there is none: the slide is drawn without it. Any other error fails the drawing.
    fn read(&self, digest: Digest) -> Pin<Box<dyn Future<Output = io::Result<Vec<u8>>> + Send + '_>>;
}

impl PictureFiles for BTreeMap<Digest, Vec<u8>> {
    fn read(&self, digest: Digest) -> Pin<Box<dyn Future<Output = io::Result<Vec<u8>>> + Send + '_>> {
        let found = self.get(&digest).cloned().ok_or_else(|| io::ErrorKind::NotFound.into());
        Box::pin(std::future::ready(found))
    }
}

/// How pictures are drawn.
#[derive(Debug, Clone)]
pub struct DrawerOptions {
    /// The program that draws; this one.
    pub program: OsString,
    /// Most children at once. Each takes some 150 MB and the processor.
    pub children: usize,
    /// How long a slide may take before its child is ended.
    pub time: Duration,
    /// How long a child stays warm when nothing is asked of it.
    pub idle: Duration,
    /// A folder of its own for pictures of lists; without it they are drawn anew after a start.
    pub folder: Option<PathBuf>,
}

impl Default for DrawerOptions {
    fn default() -> Self {
        let program = this_program().into_os_string();
        Self { program, children: 1, time: limits::DRAW_TIME, idle: Duration::from_secs(1_800), folder: None }
    }
}

/// Draws slides in a child process. Cheap to clone; clones share the child and what was drawn.
#[derive(Clone)]
pub struct Drawer {
    shared: Arc<DrawerShared>,
    _alive: Arc<Alive>,
}

struct DrawerShared {
    options: DrawerOptions,
    files: Arc<dyn PictureFiles>,
    folder: Option<Mutex<FolderCache>>,
    state: Mutex<DrawerState>,
    /// Wakes a worker that waits for something to draw.
    wake: Notify,
}

#[derive(Default)]
struct DrawerState {
    queue: DrawQueue,
    cache: MemoryCache,
    /// What ended a child a short while ago.
    refused: HashSet<Digest>,
    /// Tasks with a child each.
    workers: usize,
    /// Those of them that wait for something to draw.
    waiting: usize,
    /// Nobody can ask any more.
    closed: bool,
    /// The process ids of the children.
    children: Vec<u32>,
}

/// Ends the workers when the last handle goes.
struct Alive(Arc<DrawerShared>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.wake.notify_waiters();
    }
}

impl Drawer {
    /// One that draws with pictures from `files`. The child is started when it is first needed.
    pub fn new(options: DrawerOptions, files: Arc<dyn PictureFiles>) -> Self {
        let folder = options.folder.as_ref().and_then(|folder| match FolderCache::open(folder, &build()) {
            Ok(cache) => Some(Mutex::new(cache)),
            Err(error) => {
                tracing::warn!(folder = %folder.display(), %error, "drawn pictures are not kept: the folder cannot be used");
                None
            }
        });
        let (state, wake) = (Mutex::default(), Notify::new());
        let shared = Arc::new(DrawerShared { options, files, folder, state, wake });
        Self { _alive: Arc::new(Alive(shared.clone())), shared }
    }

    /// Starts the child and has it draw something, so that the first who waits does not wait for that.
    ///
    /// # Errors
    /// [`DrawError::CannotStart`].
    pub async fn warm(&self) -> Result<(), DrawError> {
        let programme = built_in::programme("");
        let within = Size::new(960, 540);
        let request = DrawRequest::new(programme.default_slide.clone(), programme.unit.clone(), within);
        self.draw(request, Urgency::Typing("warm".to_owned())).await.map(drop)
    }

    /// Draws it, or finds it among what was drawn before. To stop waiting, drop the future.
    ///
    /// # Errors
    /// [`DrawError`].
    pub async fn draw(&self, request: DrawRequest, urgency: Urgency) -> Outcome {
        let digest = request.digest();
        if let Some(drawing) = self.known(digest, &urgency).await {
            return Ok(drawing);
        }
        let outcome = {
            let mut state = self.shared.state();
            if state.refused.contains(&digest) {
                return Err(DrawError::Refused);
            }
            let outcome = state.queue.push(digest, request, urgency)?;
            if state.waiting == 0 && state.workers < self.shared.options.children.max(1) {
                state.workers += 1;
                tokio::spawn(work(self.shared.clone()));
            }
            outcome
        };
        self.shared.wake.notify_one();
        // A worker that panics tells nobody.
        outcome.await.unwrap_or(Err(DrawError::Crashed))
    }

    /// The process ids of the children that run now.
    pub fn children(&self) -> Vec<u32> {
        self.shared.state().children.clone()
    }

    async fn known(&self, digest: Digest, urgency: &Urgency) -> Option<Arc<Drawing>> {
        if let Some(drawing) = self.shared.state().cache.get(&digest) {
            return Some(drawing);
        }
        if *urgency != Urgency::Listing || self.shared.folder.is_none() {
            return None;
        }
        let shared = self.shared.clone();
        let read = tokio::task::spawn_blocking(move || {
            let folder = shared.folder.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
            folder.get(&digest)
        });
        let drawing = Arc::new(read.await.ok().flatten()?);
        self.shared.state().cache.put(digest, drawing.clone());
        Some(drawing)
    }
}

impl DrawerShared {
    fn state(&self) -> MutexGuard<'_, DrawerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Draws what waits, with one child, until nothing has waited for a while.
async fn work(shared: Arc<DrawerShared>) {
    let mut process: Option<Process> = None;
    loop {
        let next = {
            let mut state = shared.state();
            if state.closed { None } else { state.queue.next() }
        };
        match next {
            Some((digest, request)) => {
                let outcome = draw(&shared, &mut process, &request).await;
                settle(&shared, digest, outcome);
            }
            None if !wait(&shared, process.as_mut()).await => break,
            None => {}
        }
        // One that ended while it had nothing to do (somebody ended it, or memory was short) is no slide's fault.
        if let Some(gone) = process.take_if(|process| process.has_ended()) {
            forget(&shared, &gone);
        }
    }
    if let Some(process) = process.take() {
        forget(&shared, &process);
        process.end().await;
    }
}

/// Waits for something to draw, or for the child to end. Says whether the worker is to go on; where it is not, it no
/// longer counts.
async fn wait(shared: &Arc<DrawerShared>, child: Option<&mut Process>) -> bool {
    // From here on it hears of what comes, and of the end.
    let notified = shared.wake.notified();
    {
        let mut state = shared.state();
        if state.closed {
            state.workers -= 1;
            return false;
        }
        state.waiting += 1;
    }
    let ended = async {
        match child {
            Some(child) => child.ended().await,
            None => std::future::pending().await,
        }
    };
    let news = async {
        tokio::select! {
            () = notified => {}
            () = ended => {}
        }
    };
    let woken = timeout(shared.options.idle, news).await.is_ok();
    let mut state = shared.state();
    state.waiting -= 1;
    // What came in between is still drawn.
    let goes_on = !state.closed && (woken || !state.queue.is_empty());
    if !goes_on {
        state.workers -= 1;
    }
    goes_on
}

/// What a conversation with the child came to.
enum Ended {
    /// It is drawn; without a picture that may yet come, it is not kept.
    Drawn(Drawing, bool),
    /// There is no drawing, and the child is well.
    Failed(DrawError),
    /// There is no drawing, and the child is gone or must go.
    Lost(DrawError),
}

async fn draw(
    shared: &DrawerShared,
    process: &mut Option<Process>,
    request: &DrawRequest,
) -> Result<(Drawing, bool), DrawError> {
    let mut child = match process.take() {
        Some(child) => child,
        None => start(shared).await?,
    };
    match converse(shared, &mut child, request).await {
        Ended::Drawn(drawing, keep) => {
            *process = Some(child);
            Ok((drawing, keep))
        }
        Ended::Failed(error) => {
            *process = Some(child);
            Err(error)
        }
        Ended::Lost(error) => {
            tracing::warn!(slide = %request.slide.id, %error, "the process that draws is started anew");
            forget(shared, &child);
            child.end().await;
            Err(error)
        }
    }
}

async fn start(shared: &DrawerShared) -> Result<Process, DrawError> {
    let failed = |error: io::Error| DrawError::CannotStart(error.to_string());
    let mut child = Process::start(&shared.options.program, &["draw-child"]).map_err(failed)?;
    let ready = timeout(limits::DRAW_START, child.hear()).await;
    let ready = ready.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())).and_then(|frame| frame.head());
    match ready {
        Ok(DrawAnswer::Ready(device)) => {
            tracing::debug!(%device, id = child.id(), "a process that draws is ready");
            shared.state().children.extend(child.id());
            Ok(child)
        }
        Ok(_) => Err(failed(io::ErrorKind::InvalidData.into())),
        Err(error) => Err(failed(error)),
    }
}

fn forget(shared: &DrawerShared, child: &Process) {
    let id = child.id();
    shared.state().children.retain(|known| Some(*known) != id);
}

async fn converse(shared: &DrawerShared, child: &mut Process, request: &DrawRequest) -> Ended {
    let mut absent = Vec::new();
    // Once without its pictures, and once with all of them.
    for _ in 0..2 {
        let order = DrawOrder::Draw { request: Box::new(request.clone()), absent: absent.clone() };
        let asked = async {
            child.tell(&Frame::new(&order, Vec::new())).await?;
            child.hear().await
        };
        let frame = match timeout(shared.options.time, asked).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(_)) => return Ended::Lost(DrawError::Crashed),
            Err(_) => return Ended::Lost(DrawError::TooSlow),
        };
        match frame.head() {
            Ok(DrawAnswer::Drawn(head)) => {
                return match Drawing::join(head, &frame.body) {
                    Ok(drawing) => Ended::Drawn(drawing, absent.is_empty()),
                    Err(_) => Ended::Lost(DrawError::Crashed),
                };
            }
            Ok(DrawAnswer::Failed(reason)) => return Ended::Failed(DrawError::Failed(reason)),
            Ok(DrawAnswer::Needs(digests)) => {
                for digest in digests {
                    match shared.files.read(digest).await {
                        Ok(bytes) => {
                            if child.tell(&Frame::new(&DrawOrder::Picture(digest), bytes)).await.is_err() {
                                return Ended::Lost(DrawError::Crashed);
                            }
                        }
                        Err(error) if error.kind() == io::ErrorKind::NotFound => absent.push(digest),
                        Err(error) => return Ended::Failed(DrawError::Picture(error.to_string())),
                    }
                }
            }
            Ok(DrawAnswer::Ready(_)) | Err(_) => return Ended::Lost(DrawError::Crashed),
        }
    }
    Ended::Failed(DrawError::Picture("the process that draws has no room for all of them".to_owned()))
}

/// Tells whoever waits, and remembers what came of it.
fn settle(shared: &Arc<DrawerShared>, digest: Digest, outcome: Result<(Drawing, bool), DrawError>) {
    let mut state = shared.state();
    let (outcome, keep) = match outcome {
        Ok((drawing, keep)) => (Ok(Arc::new(drawing)), keep),
        Err(error) => (Err(error), false),
    };
    let listed = state.queue.done(&digest, &outcome);
    match outcome {
        Ok(drawing) if keep => {
            state.cache.put(digest, drawing.clone());
            if listed && shared.folder.is_some() {
                let shared = shared.clone();
                tokio::task::spawn_blocking(move || {
                    let Some(folder) = &shared.folder else { return };
                    let mut folder = folder.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Err(error) = folder.put(&digest, &drawing) {
                        tracing::debug!(%error, "a drawn picture was not kept on disk");
                    }
                });
            }
        }
        Err(DrawError::Crashed | DrawError::TooSlow) => {
            state.refused.insert(digest);
            let shared = Arc::downgrade(shared);
            tokio::spawn(async move {
                tokio::time::sleep(limits::DRAW_REFUSED).await;
                if let Some(shared) = shared.upgrade() {
                    shared.state().refused.remove(&digest);
                }
            });
        }
        _ => {}
    }
}

/// A name for this very build: another may draw otherwise.
fn build() -> String {
    let about = std::env::current_exe().and_then(std::fs::metadata);
    let written = about.as_ref().ok().and_then(|about| about.modified().ok());
    let parts = (env!("CARGO_PKG_VERSION"), about.as_ref().map_or(0, std::fs::Metadata::len), written);
    Digest::of(format!("{parts:?}").as_bytes()).to_string()
}
