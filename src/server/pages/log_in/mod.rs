//! Logging in and out.

mod leave;
mod show;
mod submit;
pub mod words;

pub use self::{leave::log_out, show::show, submit::submit};
