//! What halls ask for, and the page that says how they fare.

use std::path::Path;

use axum::{Router, routing::get};

use super::{
    displays::DisplayReports,
    place::FeedPlace,
    site::{Site, StatusTo},
    state::AppState,
    status_page, tree,
};
use crate::{clock::Clock, feed::OfficeClock};

impl Site {
    /// Its routes, with the page at `/` that says how the halls fare.
    pub fn router(self) -> Router {
        let state = AppState::new(self, DisplayReports::default());
        files(state.clone()).merge(Router::new().route("/", get(status_page::status_page)).with_state(state))
    }

    /// The files of the tree, what halls say being noted in `displays`; and under `/tinh-trang` the page that says how they
    /// fare, and whether this machine's clock must be looked at.
    pub fn files(self, displays: DisplayReports) -> Router {
        let state = AppState::new(self, displays);
        files(state.clone()).merge(Router::new().route("/tinh-trang", get(status_page::status_page)).with_state(state))
    }
}

fn files(state: AppState) -> Router {
    Router::new()
        .route("/metadata/{file}", tree::folder("metadata"))
        .route("/targets/{file}", tree::folder("targets"))
        .route("/objects/{file}", tree::folder("objects"))
        .with_state(state)
}

/// The routes of the feed in that folder, by a server that signs nothing.
pub fn router(feed_dir: &Path) -> Router {
    let clock = Clock::system();
    let office_clock = OfficeClock::default();
    let feed = FeedPlace::Folder(feed_dir.to_owned());
    Site { feed, keys_dir: None, clock, office_clock, status_to: StatusTo::default() }.router()
}

/// The same for the feed's own office, which also tells halls the time, signed.
pub fn office(feed_dir: &Path, keys_dir: &Path, clock: Clock) -> Router {
    let (feed, keys_dir) = (FeedPlace::Folder(feed_dir.to_owned()), Some(keys_dir.to_owned()));
    let office_clock = OfficeClock::default();
    Site { feed, keys_dir, clock, office_clock, status_to: StatusTo::default() }.router()
}
