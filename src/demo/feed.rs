//! The demonstration's feed: made, filled from a folder of slides, and signed, as an office would.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::error::DemoError;
use crate::{
    feed,
    folder::Folder,
    fonts::Fonts,
    model::{Programme, WallTime},
    publish,
};

/// A published feed on disk.
pub(super) struct Feed {
    /// The tree.
    pub(super) tree: PathBuf,
    /// The root file halls are installed with.
    pub(super) root: PathBuf,
    /// What was signed.
    pub(super) programme: Arc<Programme>,
}

/// Makes a feed in `dir` and publishes the folder of slides as its first version.
///
/// # Errors
/// [`DemoError`] of slides, programme and signing.
pub(super) fn publish(slides: &Path, dir: &Path, now: WallTime) -> Result<Feed, DemoError> {
    let (tree, keys) = (dir.join("feed"), dir.join("keys"));
    let lifetimes = feed::Lifetimes::SERVED;
    let repository = feed::Repository::in_folder(&tree, &keys);
    repository.init(feed::RootKeys::default(), lifetimes, now)?;
    let folder = Folder::read(slides)?;
    let built = publish::build(&publish::Content::from(&folder), &publish::Options::default(), &mut Fonts::bundled())?;
    let publication = feed::Publication {
        programme: built.programme,
        files: &built.files,
        lifetimes,
        force: false,
        version: None,
        now,
    };
    repository.publish(publication)?;
    let programme = repository.state()?.programme.ok_or(DemoError::Empty)?;
    Ok(Feed { root: feed::root_file(&tree), tree, programme: Arc::new(programme) })
}
