//! Thêm: on a phone, the way to what has no place at its foot.

mod show;
mod words;

pub use self::show::show;
