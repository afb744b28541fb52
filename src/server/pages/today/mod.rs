//! Hôm nay: what is on now, who lags and why, what waits, what ends soon.

mod clock;
mod expiring;
mod screens;
mod show;
mod waiting;
pub mod words;

pub use self::show::show;
