//! Phiên bản: what was on, when, by whose word, how far it came; each can be played again.

mod again;
mod compare;
mod show;
pub mod words;

pub use self::{again::again, show::show};
