//! A window on a folder of slides: what a hall would show, while it is being written.

pub mod moment;
pub mod rounds;
