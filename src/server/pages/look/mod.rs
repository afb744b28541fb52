//! The switches of language and of colours.

mod switch;

pub use self::switch::{language, scheme};
