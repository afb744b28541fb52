//! Styles, scripts, letters and icons of the page: compiled in, named by what is in them, kept by browsers for ever.

mod files;
mod serve;

pub(super) use self::serve::{address, serve};
