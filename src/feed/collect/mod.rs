//! The hall's half of a feed: asks, verifies, and brings the store up to date.

mod client;
mod cycle;
mod error;
mod fetch;
mod replay;
mod trusted_cache;

pub use client::{Client, Refreshed, Rejected, TargetDigest, TargetFile, TrustedRole, TrustedRoles};
pub use cycle::{Collected, Collector};
pub use error::CollectError;
