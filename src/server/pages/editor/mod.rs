//! `/trang/{id}`: the editor, a slide's form beside its true picture.

mod choose;
mod copy;
mod drawing;
mod editor_form;
mod file;
mod findings;
mod form_view;
mod lists;
mod look_at;
mod other;
mod picture;
mod save;
mod send;
mod sending;
mod show;
mod split;
mod words;

pub use self::{
    choose::choose,
    copy::copy,
    file::{bring, file},
    look_at::look_at,
    picture::picture,
    save::{save_form, save_itself},
    send::{ask as ask_to_send, send},
    show::show,
};
pub(in crate::server) use copy::copied;
pub(in crate::server) use file::{came, keep};
pub(in crate::server) use other::label_of;
