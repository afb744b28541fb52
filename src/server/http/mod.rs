//! Connections: who is let in, for how long, and how requests are answered until the server is told to stop.

mod accept_loop;
mod caller;
mod headers;
mod own_name;
mod peer;
mod rate;

pub use self::{
    accept_loop::{Limits, serve, serve_here, serve_within},
    peer::Peer,
};
pub(super) use self::{
    caller::{Caller, FORWARDED, OverTls, Proxies, find_caller},
    headers::protect,
    own_name::names_loopback,
    peer::network,
    rate::{Rate, limit_rate},
};
