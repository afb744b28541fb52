//! Connections: who is let in, for how long, and how requests are answered until the server is told to stop.

mod accept_loop;
mod peer;

pub(super) use self::peer::network;
pub use self::{
    accept_loop::{Limits, serve, serve_here, serve_within},
    peer::Peer,
};
