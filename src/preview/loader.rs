//! Reads the folder again whenever it changes, on a thread of its own, so that the window never waits for it.

use std::{
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{
    PreviewError, PreviewSource,
    loaded_folder::{LoadedFolder, Viewer},
};
use crate::{
    folder::{Folder, FolderErrors},
    fonts::Fonts,
    model::{Size, report},
    publish::{self, Content, ProgrammeBuilder},
};

/// Quiet time after which a burst of changes is over: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(120);
/// Changes that are gathered at most before the folder is read all the same.
const BURST: usize = 50;

/// What became of the folder.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What can be shown; `None` where nothing can and nothing could before.
    pub folder: Option<LoadedFolder>,
    /// What is wrong, a line each.
    pub mistakes: Vec<String>,
}

enum LoadTask {
    /// Something in the folder changed.
    Changed,
    /// Lay out for this canvas.
    Canvas(Size),
}

/// The thread's handle; it ends when this is dropped.
pub struct Loader {
    tasks: Sender<LoadTask>,
    _watcher: RecommendedWatcher,
}

impl Loader {
    /// Reads the folder for `canvas`, hands the outcome to `tell`, and again whenever something changes.
    ///
    /// # Errors
    /// [`PreviewError::Watch`], [`PreviewError::Thread`].
    pub fn start(
        source: PreviewSource,
        canvas: Size,
        tell: impl Fn(Loaded) + Send + 'static,
    ) -> Result<Self, PreviewError> {
        let (tasks, inbox) = channel();
        let failed = |error: notify::Error| PreviewError::Watch { dir: source.dir.clone(), source: error };
        let mut watcher = notify::recommended_watcher({
            let tasks = tasks.clone();
            move |event: notify::Result<notify::Event>| {
                // Reading a file is an event too, and reading is what follows from one. After an error anything may
                // have changed.
                if event.map_or(true, |event| !matches!(event.kind, EventKind::Access(_))) {
                    // The thread is gone only when the program ends.
                    let _ = tasks.send(LoadTask::Changed);
                }
            }
        })
        .map_err(failed)?;
        watcher.watch(&source.dir, RecursiveMode::Recursive).map_err(failed)?;
        let mut reader =
            PreviewReader { source, builder: ProgrammeBuilder::default(), fonts: Fonts::bundled(), canvas, last: None };
        thread::Builder::new()
            .name("loader".to_owned())
            .spawn(move || {
                tell(reader.read());
                while let Some(canvas) = next(&inbox, reader.canvas) {
                    reader.canvas = canvas;
                    tell(reader.read());
                }
            })
            .map_err(PreviewError::Thread)?;
        Ok(Self { tasks, _watcher: watcher })
    }

    /// Asks for the same folder on another canvas.
    pub fn canvas(&self, canvas: Size) {
        // The thread is gone only when the program ends.
        let _ = self.tasks.send(LoadTask::Canvas(canvas));
    }
}

/// Waits for something to do; `None` when there will be nothing more. Answers with the canvas to lay out for.
fn next(inbox: &Receiver<LoadTask>, canvas: Size) -> Option<Size> {
    let mut canvas = match inbox.recv().ok()? {
        LoadTask::Changed => canvas,
        // A person waits for this one.
        LoadTask::Canvas(canvas) => return Some(canvas),
    };
    for _ in 0..BURST {
        match inbox.recv_timeout(QUIET) {
            Ok(LoadTask::Changed) => {}
            Ok(LoadTask::Canvas(asked)) => canvas = asked,
            Err(_) => break,
        }
    }
    Some(canvas)
}

/// What is kept between two readings.
struct PreviewReader {
    source: PreviewSource,
    builder: ProgrammeBuilder,
    fonts: Fonts,
    canvas: Size,
    last: Option<LoadedFolder>,
}

impl PreviewReader {
    fn read(&mut self) -> Loaded {
        let (loaded, mistakes) = match Folder::read_what_is_good(&self.source.dir) {
            Ok((folder, mistakes)) => {
                let mut mistakes: Vec<String> = mistakes.lines().collect();
                let built = folder.map(|folder| self.build(&folder)).transpose();
                (
                    built.unwrap_or_else(|error| {
                        mistakes.push(error);
                        None
                    }),
                    mistakes,
                )
            }
            Err(error) => (None, told(&error)),
        };
        let spoiled = !mistakes.is_empty();
        let folder = match (self.last.take(), loaded) {
            (Some(last), Some(loaded)) if spoiled => Some(last.keeping_what_is_lost(loaded, &self.source.viewer)),
            (last, loaded) => loaded.or(last),
        };
        self.last.clone_from(&folder);
        Loaded { folder, mistakes }
    }

    fn build(&mut self, folder: &Folder) -> Result<LoadedFolder, String> {
        let options = publish::PublishOptions::for_canvas(self.canvas);
        let built =
            self.builder.build(&Content::from(folder), &options, &mut self.fonts).map_err(|error| report(&error))?;
        Ok(LoadedFolder::new(built, folder.terms.clone(), self.canvas, &self.source.viewer, &mut self.fonts))
    }
}

fn told(error: &FolderErrors) -> Vec<String> {
    match error {
        FolderErrors::Mistakes { mistakes, .. } => mistakes.lines().collect(),
        FolderErrors::ReadFolder { .. } => vec![report(error)],
    }
}

/// A folder and whose eyes it is seen with.
impl PreviewSource {
    /// The folder at `dir` as `viewer` gets it.
    pub fn new(dir: &Path, viewer: Viewer) -> Self {
        Self { dir: dir.to_owned(), viewer }
    }
}
