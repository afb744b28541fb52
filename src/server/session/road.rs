//! Refuses the page to whoever comes over a road on which others can listen.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::server::{http::Caller, shell::PageError, state::PageState};

/// A password that travels over plain HTTP is read by everybody on the way: the page is for TLS and for this machine
/// itself, unless whoever runs it has said that the network is the office's own.
pub(in crate::server) async fn refuse_open_road(
    State(state): State<PageState>,
    request: Request,
    next: Next,
) -> Response {
    let caller = request.extensions().get::<Caller>().copied();
    let road = state.road();
    if road.plain_http || caller.is_some_and(|caller| caller.is_secure || caller.is_local) {
        return next.run(request).await;
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.and_then(|host| host.parse::<axum::http::uri::Authority>().ok());
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    if let (Some(port), Some(host), true) = (road.tls_port, host, safe) {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let port = if port == 443 { String::new() } else { format!(":{port}") };
        let to = format!("https://{}{port}{path}", host.host());
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response();
    }
    PageError::OpenRoad.into_response()
}
