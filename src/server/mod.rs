//! Hands the feed out over HTTP.

mod accept_loop;
mod change_notifier;
mod compression;
mod displays;
mod range;
mod renewal;
mod routes;
mod screens;
mod site;
mod state;
mod status_page;
mod tree;

pub use self::{
    accept_loop::{Limits, Peer, serve, serve_here, serve_within},
    renewal::renew_for_ever,
    routes::{office, router},
    screens::{Screen, screens},
    site::{Site, StatusTo},
};
