//! The loop that answers requests until it is told to stop.

use std::{future::Future, io, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, sync::Semaphore};

/// How long requests that have begun may take to end once the server is told to stop. Those that wait for news would
/// take minutes; their halls ask again.
const GRACE: Duration = Duration::from_secs(2);
/// How long a client may take to say what it wants: who sends a letter now and then must not hold a connection for ever.
const HEAD: Duration = Duration::from_secs(20);
/// Bytes of memory a connection may read into; a hall's requests have a tenth of it.
const BUFFER: usize = 16 << 10;
/// Pause after a connection that could not be accepted: the process may be out of file descriptors for a moment.
const PAUSE: Duration = Duration::from_millis(100);

/// Most clients at once: at 17 KiB each under 300 MiB. Whoever comes after them is answered when one of them leaves.
const CLIENTS: usize = 16_384;

/// Answers requests on `listener` until `shutdown` is ready; then lets those it has begun end, within two seconds.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_at_most(CLIENTS, listener, router, shutdown).await
}

/// The same, for so many clients at once.
pub async fn serve_at_most(
    clients: usize,
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(clients));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(BUFFER);
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await.expect("nobody closes it");
            (place, listener.accept().await)
        };
        let (place, client) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        let Ok((client, _)) = client.inspect_err(|error| tracing::warn!(%error, "a connection was not accepted"))
        else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        client.set_nodelay(true).ok();
        let answering = http.serve_connection(TokioIo::new(client), TowerToHyperService::new(router.clone()));
        let answering = open.watch(answering);
        tokio::spawn(async move {
            // Whatever ends a connection is the client's affair: it asks again.
            answering.await.ok();
            drop(place);
        });
    }
    drop(listener);
    tokio::time::timeout(GRACE, open.shutdown()).await.ok();
    Ok(())
}
