//! `/trang/moi`: a new slide, from a template, from pasted words or from a file.

mod begin;
mod show;
mod templates;
mod words;

pub use self::{
    begin::begin,
    show::{sample_picture, show},
};
