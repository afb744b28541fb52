//! Slides become a checked, timed programme with renditions.
//!
//! Rules: the same content gives the same programme and the same bytes on every machine; a hall never sees an original,
//! only what was decoded and encoded again here; a slide's time is what a villager needs on the worse of two canvases.

mod builder;
mod content;
mod inspect;
mod timing;

use std::{collections::BTreeMap, io};

pub use builder::ProgrammeBuilder;
pub use content::{Content, OpenPicture, PictureSource};
pub use inspect::{InspectedScreen, Subject, inspect, page as inspect_page, usual_viewing};

use crate::{
    fonts::Fonts,
    media::MediaError,
    model::{Digest, Finding, LimitExceeded, Programme, Size, printable},
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
    pub findings: Vec<Finding>,
}

/// What can go wrong on the way into a programme.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It is not there any more or cannot be read.
    #[error("{named_at}: cannot read `{}`", printable(key))]
    Read {
        /// Where it is named.
        named_at: String,
        /// Its key.
        key: String,
        /// Why.
        source: io::Error,
    },
    /// It is no picture that can be shown.
    #[error("{named_at}: `{}` cannot be shown", printable(key))]
    Picture {
        /// Where it is named.
        named_at: String,
        /// Its key.
        key: String,
        /// Why.
        source: MediaError,
    },
    /// There is more of something than a hall takes.
    #[error("halls would refuse this: {0}\nhint: shorten it, or make several of it")]
    Limit(#[from] LimitExceeded),
}

/// Makes the programme of a feed's content, from nothing. A caller that does so again and again keeps a
/// [`ProgrammeBuilder`].
///
/// # Errors
/// [`PublishError`] for the first picture that cannot be read or shown, and for what is beyond the limits.
pub fn build(content: &Content, options: &Options, fonts: &mut Fonts) -> Result<Built, PublishError> {
    ProgrammeBuilder::default().build(content, options, fonts)
}
