//! Hands the feed out over HTTP.

mod home;
mod range;
mod renewal;
mod serve;
mod tree;
pub mod watch;

use std::path::Path;

use axum::{Router, routing::get};

pub use renewal::renew_for_ever;
pub use serve::serve;

/// Everything the server answers to, for the feed in that folder.
pub fn router(feed_dir: &Path) -> Router {
    Router::new()
        .route("/", get(home::home))
        .route("/{folder}/{file}", get(tree::file))
        .with_state(tree::FeedDir(feed_dir.into()))
}
