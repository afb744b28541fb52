//! The unattended display: plays the edition it has, collects in the background, never shows black.

pub mod builtin;
mod record;
pub mod state;

pub use record::{Record, Records};
