//! Hands the feed out over HTTP.

mod feed;
mod http;
mod screens;

pub use self::{
    feed::{Site, StatusTo, office, renew_for_ever, router},
    http::{Limits, Peer, serve, serve_here, serve_within},
    screens::{Screen, screens},
};
