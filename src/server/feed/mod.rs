//! What halls ask for: the files of the tree, held back until there is news, and the time.

mod change_notifier;
mod compression;
mod displays;
mod range;
mod renewal;
mod routes;
mod site;
mod state;
mod status_page;
mod tree;

pub use self::{
    displays::Displays,
    renewal::renew_for_ever,
    routes::{office, router},
    site::{Site, StatusTo},
};
