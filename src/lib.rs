//! Bảng Tin: the signage player and feed for village cultural houses in Vietnam.
//!
//! Modules are rooms in layers; each may import only those named for it in `tests/all/rooms.rs`, which keeps that true.
#![warn(missing_docs, clippy::missing_errors_doc)]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr))]

pub mod api;
pub mod approval;
pub mod check;
pub mod child;
pub mod cli;
pub mod clock;
pub mod compose;
pub mod demo;
pub mod document;
pub mod feed;
pub mod folder;
pub mod fonts;
pub mod form;
pub mod layout;
pub mod media;
pub mod model;
pub mod office;
pub mod player;
pub mod preview;
pub mod propose;
pub mod publish;
pub mod records;
pub mod render;
pub mod scene;
pub mod schedule;
pub mod server;
pub mod store;
pub mod text;
