//! The loop that answers requests until it is told to stop.

use std::{future::Future, io};

use axum::Router;
use tokio::net::TcpListener;

/// Answers requests on `listener` until `shutdown` is ready; then finishes those it has begun.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}
