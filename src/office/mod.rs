//! What people in the office do, one verb a file: write, send, approve, publish, put out an emergency, bring in, hand out.

mod actor;
pub mod content;
mod error;
pub mod fold;
mod import;
pub mod item_form;
mod left_out;
mod live;
mod names;
pub mod objects;
#[expect(clippy::module_inception, reason = "the office itself")]
mod office;
mod publisher;
mod publishing;
mod reconcile;
pub mod sample;
mod title;

pub use actor::Actor;
pub use content::{Assembled, NoCommune, assemble};
pub use error::OfficeError;
pub use fold::{Measures, fold};
pub use left_out::LeftOut;
pub use live::Live;
pub use objects::{ObjectError, Objects};
pub use office::Office;
pub use publishing::PublishedVersion;
pub use title::{title_of, title_of_draft};
