//! The only way from a slide or an instant to a picture: pages, status bar, transition, composed page, PNG; it owns the caches.
//!
//! Rules:
//! 1. Nothing in content is fatal: a slide that crashes layout or the renderer costs itself, is named, and the next one is
//!    composed.
//! 2. Player, preview, `render`, `check`, thumbnails and tests differ in where slides and pictures come from, in the canvas
//!    and in the output; what they show of a slide is decided here.
//!
//! For pictures without a screen, of one slide:
//!
//! ```no_run
//! # fn example(programme: std::sync::Arc<bangtin::model::Programme>,
//! #     files: std::collections::BTreeMap<bangtin::model::Digest, Vec<u8>>)
//! #     -> Result<(), bangtin::compose::ComposeError> {
//! use bangtin::{compose::StillComposer, model::Size};
//!
//! let mut composer = StillComposer::open(&files)?;
//! let laid = composer.lay_out(&programme, &programme.slides[0].id, Size::FULL_HD);
//! for page in 0..laid.pages.pages.len() {
//!     let (scene, time) = (&laid.pages.pages[page].scene, laid.span_of(page));
//!     let pixels = composer.page(&laid, page)?.picture()?;
//!     let file = composer.png(&laid, page, None)?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! For those of many slides, on all cores, [`for_each_slide`] runs such code for each of them.

mod batch;
pub mod built_in;
mod composer;
mod frame_clock;
mod layout_cache;
mod page;
mod page_cache;
mod presenter;
mod quarantine;
mod recovery;
mod status_bar;
mod still;
mod timetable;
mod transition;
mod worker;

pub use batch::for_each_slide;
pub use composer::ComposeError;
pub use frame_clock::{FrameClock, FrameTime};
pub use layout_cache::{LayoutCache, Pagination};
pub use page::{PageKey, PageSpan};
pub use presenter::{FrameSink, PresentedPage, Presenter};
pub use quarantine::{ComposeWitness, Composing, CrashLoop, Quarantine};
pub use recovery::{RETRY, recover};
pub use status_bar::StatusBarContent;
pub use still::{LaidSlide, StillComposer};
pub use timetable::Timetable;
pub use transition::{CurrentPage, TransitionStart};
pub use worker::SharedPictures;
