//! What is published, from whatever source: a folder of slides, or the office's database.

use std::{collections::BTreeMap, fmt, io, sync::Arc};

use crate::model::{Campaign, Daypart, Digest, Display, Finding, Playlist, Slide, Unit, WallTime, Zone};

/// Everything that authors have written: a programme but for its version, its time of issue and the sizes of its
/// pictures.
#[derive(Debug, Clone)]
pub struct Content {
    /// The commune.
    pub unit: Unit,
    /// The zone in which dates and dayparts are read.
    pub time_zone: Zone,
    /// The instant positions are counted from.
    pub epoch_ms: WallTime,
    /// The screens that have a name of their own.
    pub displays: Vec<Display>,
    /// Slides in order, by name; every one of them is in `slides`.
    pub playlists: Vec<Playlist>,
    /// Named weekly windows of hours.
    pub dayparts: Vec<Daypart>,
    /// What is shown, when and where.
    pub campaigns: Vec<Campaign>,
    /// The slides, scheduled or not, without the default one.
    pub slides: Vec<Slide>,
    /// Shown when no campaign is due.
    pub default_slide: Slide,
    /// Every picture that a slide uses, by the key the slide uses.
    pub pictures: BTreeMap<String, PictureSource>,
    /// What was put right in reading, to be told to the officer.
    pub notes: Vec<Finding>,
}

impl Content {
    /// Every slide, and last the default one.
    pub fn all_slides(&self) -> impl Iterator<Item = &Slide> {
        self.slides.iter().chain([&self.default_slide])
    }
}

/// A picture as its author made it, to be read when it is needed.
#[derive(Clone)]
pub struct PictureSource {
    /// Where it is named, for messages: such as ``ap-phich.toml:2: `picture` ``.
    pub named_at: String,
    /// The SHA-256 of its bytes where it is known: once its sizes are made, it need not be read again.
    pub digest: Option<Digest>,
    /// Begins to read it.
    pub open: OpenPicture,
}

/// Answers with the bytes of a picture, from the first. It may be called again and again.
pub type OpenPicture = Arc<dyn Fn() -> io::Result<Box<dyn io::Read + Send>> + Send + Sync>;

impl fmt::Debug for PictureSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PictureSource").field("named_at", &self.named_at).finish_non_exhaustive()
    }
}
