//! Khẩn cấp: prepared notices, where and until when, put out at once, confirmed and ended by a second person; stopping
//! everything, and going on.

mod alert_form;
mod choose;
mod look;
mod on;
mod over_picture;
mod picture;
mod place;
mod put_out;
mod second;
mod stopped;
mod where_to;
pub mod words;

pub use self::{
    choose::show as choose,
    look::show as look,
    over_picture::over_picture,
    picture::preview_picture,
    place::show as place,
    put_out::put_out,
    second::{confirm, end, keep, over},
    stopped::{ask as ask_to_stop, resume, stop},
};
