//! Keeps pages that are looked at true: what halls say, and one stream of events for each page.

mod banner;
mod heard;
mod hub;
mod pulse;
mod stream;
mod told;
pub mod words;

pub(super) use self::{
    banner::{alert_of, banner, slide_of},
    heard::heard,
    hub::LiveHub,
    stream::stream,
    told::ArrivalTold,
};
