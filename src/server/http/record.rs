//! Writes down each request once it is answered: in the log, and in the counts.

use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};

use super::{
    caller::Caller,
    metrics::{Area, Metrics},
};
use crate::clock::Clock;

/// Who asked, where it is known: the layer that finds it out puts it among the extensions of the answer.
#[derive(Debug, Clone)]
pub(in crate::server) struct AskedBy(pub String);

/// Writes down each request. Of an address only the path is written: what follows it may be a secret, such as the code of
/// the first start.
pub(in crate::server) async fn record(
    State((metrics, clock)): State<(Metrics, Clock)>,
    request: Request,
    next: Next,
) -> Response {
    let began = clock.now().mono;
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let peer = request.extensions().get::<Caller>().map(|caller| caller.address);
    let response = next.run(request).await;
    let took = clock.now().mono.saturating_duration_since(began);
    let (area, status) = (Area::of(&path), response.status());
    metrics.count(area, status, took);
    let account = response.extensions().get::<AskedBy>().map_or("", |AskedBy(account)| account);
    let elapsed_ms = took.as_millis();
    let peer = peer.map(tracing::field::display);
    // What changes something, and what failed, is worth a line each; looking is not.
    if status.is_server_error() || (matches!(area, Area::Page | Area::Program) && method != Method::GET) {
        tracing::info!(%method, path, status = status.as_u16(), elapsed_ms, peer, account, "request");
    } else {
        tracing::debug!(%method, path, status = status.as_u16(), elapsed_ms, peer, account, "request");
    }
    response
}
