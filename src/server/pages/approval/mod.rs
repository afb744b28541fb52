//! Duyệt: before and after, what changed, where and until when; approving publishes, returning says why.

mod card;
mod decide;
mod list;
mod placing;
mod show;
pub mod words;

pub use self::{
    decide::{approve, send_back, withdraw},
    show::{list, show},
};
