//! `/trang/moi`: a new slide, from a template, from pasted words or from a file.

mod begin;
mod how_far;
mod paste;
mod renewal;
mod show;
mod sketch;
mod templates;
mod words;

pub use self::{
    begin::begin,
    how_far::how_far,
    paste::{bring, paste, sketch_picture, use_way},
    show::{sample_picture, show},
};
