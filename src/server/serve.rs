//! The loop that answers requests until it is told to stop.

use std::{future::Future, io, time::Duration};

use axum::Router;
use tokio::{net::TcpListener, sync::oneshot};

/// How long requests that have begun may take to end once the server is told to stop. Those that wait for news would
/// take minutes; their halls ask again.
const GRACE: Duration = Duration::from_secs(2);

/// Answers requests on `listener` until `shutdown` is ready; then lets those it has begun end, within two seconds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        stopping.send(()).ok();
    };
    let served = axum::serve(listener, router).with_graceful_shutdown(shutdown);
    let late = async {
        match stopped.await {
            Ok(()) => tokio::time::sleep(GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = served.into_future() => served,
        () = late => Ok(()),
    }
}
