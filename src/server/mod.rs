//! Hands the feed out over HTTP.

mod assets;
mod drawer;
mod feed;
mod http;
mod live;
mod pages;
mod pictures;
mod routes;
mod screens;
mod session;
mod shell;
mod state;
mod times;

pub use self::{
    drawer::drawer_for,
    feed::{Site, StatusTo, office, renew_for_ever, router},
    http::{Limits, Peer, serve, serve_here, serve_within},
    routes::office_page,
    screens::{Screen, screens},
    state::{PageState, Road},
};
