//! Lịch phát: what plays where and when, why, and the campaigns behind it.

mod campaign;
mod campaign_form;
mod campaigns;
mod day;
mod frame;
mod heading;
mod hours_rows;
mod playlist;
mod strip;
mod week;
mod why;
mod words;

pub use self::{
    campaign::{begin, change, show as campaign, write_new},
    campaigns::show as campaigns,
    day::show as day,
    playlist::{arrange, show as playlist},
    week::show as week,
    why::show as why,
};
