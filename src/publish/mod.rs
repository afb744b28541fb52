//! Slides become a checked, timed programme with renditions.
//!
//! Rules: the same folder gives the same programme and the same bytes on every machine; a hall never sees an original,
//! only what was decoded and encoded again here; a slide's time is what a villager needs on the worse of two canvases.

mod press;
mod timing;

use std::{collections::BTreeMap, io, path::PathBuf};

pub use press::Press;

use crate::{
    folder::Folder,
    fonts::Fonts,
    media::MediaError,
    model::{Digest, Programme, Size, Warning},
};

/// For which screens a programme is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The canvases pictures are made for, pixels; each picture in the largest size of its own shape that fits.
    pub canvases: Vec<Size>,
}

impl Default for Options {
    /// Full HD and 4K, both ways round: what a feed offers.
    fn default() -> Self {
        let (full_hd, ultra_hd) = ((1920, 1080), (3840, 2160));
        let both = |(long, short)| [Size::new(long, short), Size::new(short, long)];
        Self { canvases: [both(full_hd), both(ultra_hd)].concat() }
    }
}

impl Options {
    /// For one screen only: what a preview needs, and sooner done.
    pub fn for_canvas(canvas: Size) -> Self {
        Self { canvases: vec![canvas] }
    }
}

/// A programme ready to be signed, and the files it names.
#[derive(Debug, Clone)]
pub struct Built {
    /// The programme; whoever signs it sets version and time of issue.
    pub programme: Programme,
    /// Every rendition, by its digest.
    pub files: BTreeMap<Digest, Vec<u8>>,
    /// What layout could not show as it was written, on the canvases a slide's time is taken from.
    pub warnings: Vec<Warning>,
}

/// What can go wrong with a picture on its way into a programme.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file went away or cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no picture that can be shown.
    #[error("`{}` cannot be shown: {source}", path.display())]
    Picture {
        /// The file.
        path: PathBuf,
        /// Why.
        source: MediaError,
    },
}

/// Makes the programme of a folder, from nothing. A caller that does so again and again keeps a [`Press`].
pub fn build(folder: &Folder, options: &Options, fonts: &mut Fonts) -> Result<Built, PublishError> {
    Press::default().build(folder, options, fonts)
}
