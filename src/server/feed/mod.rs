//! What halls ask for: the files of the tree, held back until there is news, and the time.

mod bucket_source;
mod change_notifier;
mod compression;
mod displays;
mod newest_timestamp;
mod open_file;
mod place;
mod range;
mod renewal;
mod routes;
mod site;
mod small_files;
mod source;
mod state;
mod status_page;
mod tree;
mod waiting;

pub use self::{
    displays::DisplayReports,
    place::FeedPlace,
    renewal::renew_for_ever,
    routes::{office, router},
    site::{Site, StatusTo},
};
