//! Màn hình: what each display plays and when it was last heard, adding one, and what a new hall is set up with.

mod add;
mod address;
mod kit;
mod list;
mod looks;
mod one;
mod place_form;
mod qr;
mod setup_code;
mod sheet;
mod standing;
mod stop;
mod usb;
mod words;
mod zip_tree;

pub use self::{
    add::{add, begin, change, edit},
    kit::{download, show as kit},
    list::show as list,
    one::show as one,
    sheet::show as sheet,
    stop::stop,
    usb::{download as usb_zip, show as usb},
};
pub(in crate::server) use self::{
    address::{feed_address, keep_address},
    qr::qr_path,
};
