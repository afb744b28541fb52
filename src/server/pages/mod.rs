//! The pages of the office, one folder a noun: handlers one a file, templates and words beside them.

pub mod approval;
pub mod components;
pub mod displays;
pub mod editor;
pub mod emergency;
pub mod first_start;
pub mod log_in;
pub mod look;
pub mod more;
pub mod new_slide;
pub mod prolong;
pub mod schedule;
pub mod settings;
pub mod slides;
pub mod today;
pub mod versions;
