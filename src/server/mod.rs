//! The office over HTTP: the feed for halls, and the page for people.

mod api;
mod assets;
mod children;
mod feed;
mod http;
mod incoming;
mod live;
mod pages;
mod pictures;
mod reconciliation;
mod routes;
mod screens;
mod session;
mod shell;
mod state;
mod stop;
mod times;
mod tls;
mod watch;

pub use self::{
    api::sweep,
    children::Children,
    feed::{FeedPlace, Site, StatusTo, office, renew_for_ever, router},
    http::{Connections, Door, Limits, Peer, serve, serve_at, serve_here, serve_within},
    reconciliation::reconcile_for_ever,
    routes::{ListedRoute, Outside, listed_routes, office_page},
    screens::{NamedScreen, screens},
    state::{PageState, Road},
    stop::told_to_stop,
    tls::{Certificates, Secure, TlsError, outward_address, own_names},
};
