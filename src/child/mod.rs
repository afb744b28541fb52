//! Processes of our own that draw slides and open strangers' files, so that the server itself holds no graphics device and
//! survives whatever a file does.

pub mod convert;
pub mod draw;
mod frame;
mod process;

pub use process::this_program;
