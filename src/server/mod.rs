//! Hands the feed out over HTTP.

mod accept_loop;
mod change_notifier;
mod compression;
mod displays;
mod range;
mod renewal;
mod state;
mod status_page;
mod tree;
pub mod watch;

use std::path::Path;

use axum::{Router, routing::get};

pub use accept_loop::{serve, serve_at_most};
pub use renewal::renew_for_ever;
use state::AppState;

use crate::clock::Clock;

/// Everything the server answers to, for the feed in that folder. It signs nothing.
pub fn router(feed_dir: &Path) -> Router {
    routes(AppState::new(feed_dir, None, Clock::system()))
}

/// The same for the feed's own office, which also tells halls the time, signed.
pub fn office(feed_dir: &Path, keys_dir: &Path, clock: Clock) -> Router {
    routes(AppState::new(feed_dir, Some(keys_dir), clock))
}

fn routes(shared: AppState) -> Router {
    Router::new()
        .route("/", get(status_page::status_page))
        .route("/{folder}/{file}", get(tree::file))
        .with_state(shared)
}
