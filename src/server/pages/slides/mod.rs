//! `/trang`: the list of slides.

mod filter;
mod list;
mod many;
mod words;

pub use self::{list::list, many::many};
