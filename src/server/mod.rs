//! Hands the feed out over HTTP.

mod displays;
mod home;
mod news;
mod range;
mod renewal;
mod serve;
mod squeeze;
mod state;
mod tree;
pub mod watch;

use std::path::Path;

use axum::{Router, routing::get};

pub use renewal::renew_for_ever;
pub use serve::{serve, serve_at_most};
use state::Shared;

use crate::clock::Clock;

/// Everything the server answers to, for the feed in that folder. It signs nothing.
pub fn router(feed_dir: &Path) -> Router {
    routes(Shared::new(feed_dir, None, Clock::system()))
}

/// The same for the feed's own office, which also tells halls the time, signed.
pub fn office(feed_dir: &Path, keys_dir: &Path, clock: Clock) -> Router {
    routes(Shared::new(feed_dir, Some(keys_dir), clock))
}

fn routes(shared: Shared) -> Router {
    Router::new().route("/", get(home::home)).route("/{folder}/{file}", get(tree::file)).with_state(shared)
}
