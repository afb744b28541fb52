//! Every component of the page on one page, for whoever builds pages and compares them with the drawings.

mod show;

pub use self::show::show;
