//! Hôm nay: what is on now, who lags, what waits.

mod show;

pub use self::show::show;
