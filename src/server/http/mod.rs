//! Connections: who is let in, for how long, and how requests are answered until the server is told to stop.

mod accept_loop;
mod caller;
mod download;
mod headers;
mod metrics;
mod over_tls;
mod own_name;
mod paced_body;
mod peer;
mod rate;
mod record;
mod shorten;

pub use self::{
    accept_loop::{Connections, Door, Limits, serve, serve_at, serve_here, serve_within},
    peer::Peer,
};
pub(super) use self::{
    caller::{Caller, Proxies, find_caller},
    download::{Downloads, comes},
    headers::protect,
    metrics::Metrics,
    peer::network,
    rate::{Rate, limit_rate},
    record::{AskedBy, record},
    shorten::shorten,
};
