//! What people in the office do, one verb a file: write, send, approve, publish, put out an emergency, bring in, hand out.

pub mod content;
pub mod fold;
pub mod item_form;
mod left_out;
mod names;
pub mod objects;

pub use content::{Assembled, NoCommune, assemble};
pub use fold::{Measures, fold};
pub use left_out::LeftOut;
pub use objects::{ObjectError, Objects};
