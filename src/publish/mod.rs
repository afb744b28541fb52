//! Slides become a checked, timed programme with renditions.
//!
//! Rules: the same content gives the same programme and the same bytes on every machine; a hall never sees an original,
//! only what was decoded and encoded again here; a slide's time is what a villager needs on the worse of two canvases.

mod builder;
mod built;
mod content;
mod error;
mod inspect;
mod options;
mod shortening;
mod sound_pages;
mod timing;

pub use builder::ProgrammeBuilder;
pub use built::Built;
pub use content::{Content, OpenPicture, PictureSource};
pub use error::PublishError;
pub use inspect::{
    Inspected, InspectedScreen, inspect, inspect_remembering, page as inspect_page, usual_viewing,
    written as inspect_written,
};
pub use options::PublishOptions;
pub use shortening::find_shortenings;
pub use sound_pages::SoundPages;
pub use timing::fill as fill_time;

use crate::fonts::Fonts;

/// Makes the programme of a feed's content, from nothing. A caller that does so again and again keeps a
/// [`ProgrammeBuilder`].
///
/// # Errors
/// [`PublishError`] for the first picture that cannot be read or shown, and for what is beyond the limits.
pub fn build(content: &Content, options: &PublishOptions, fonts: &mut Fonts) -> Result<Built, PublishError> {
    ProgrammeBuilder::default().build(content, options, fonts)
}
