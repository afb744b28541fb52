//! The loop that answers requests until it is told to stop, with deadlines and limits for clients of ill will.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::pin,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutStream;

use super::{
    over_tls::OverTls,
    paced_body::PacedBody,
    peer::{Peer, network},
};
use crate::{model::limits, server::tls::Secure};

/// How long requests that have begun may take to end once the server is told to stop. Long polls would take minutes;
/// their halls ask again.
const GRACE: Duration = Duration::from_secs(2);
/// Pause after a connection that could not be accepted: the process may be out of file descriptors for a moment.
const PAUSE: Duration = Duration::from_millis(100);

/// How many clients are served at once, and how long each may be silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most connections, at all doors whose connections are counted together. Whoever comes after them is answered when one of
    /// them ends.
    pub clients: usize,
    /// Most connections from one address; further ones are closed at once.
    pub clients_per_peer: usize,
    /// Whether that holds for this machine's own addresses too: a proxy on it speaks for everybody.
    pub loopback_is_a_peer: bool,
    /// How long a client may take to send the head of a request, and how long it may keep a connection without one.
    pub read_head: Duration,
    /// How long a client may take none of what is sent to it.
    pub write: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: limits::SERVED_CLIENTS,
            clients_per_peer: limits::SERVED_CLIENTS_PER_PEER,
            loopback_is_a_peer: false,
            read_head: limits::SERVED_READ_HEAD,
            write: limits::SERVED_WRITE,
        }
    }
}

/// What requests come in by.
#[derive(Debug)]
pub struct Door {
    /// Where connections come in.
    pub listener: TcpListener,
    /// How TLS is spoken, where it is.
    pub secure: Option<Secure>,
    /// What one client may take.
    pub limits: Limits,
    /// Addresses that speak for many, whose connections are as many as they will: the proxies before this server.
    pub proxies: Vec<IpAddr>,
    /// Where connections are counted.
    pub connections: Connections,
}

impl Door {
    /// Plain HTTP, within the usual limits.
    pub fn plain(listener: TcpListener) -> Self {
        Self {
            listener,
            secure: None,
            limits: Limits::default(),
            proxies: Vec::new(),
            connections: Connections::default(),
        }
    }
}

/// How many connections there are; cheap to clone. Doors that are given clones of one share its places.
#[derive(Debug, Clone, Default)]
pub struct Connections {
    pub(super) open: Arc<AtomicUsize>,
    pub(super) refused: Arc<AtomicUsize>,
    /// As many places as the first door has.
    places: Arc<OnceLock<Arc<Semaphore>>>,
}

/// Answers requests on `listener` until `shutdown` is ready; then lets those it has begun end, within two seconds.
///
/// # Errors
/// None today: a connection that fails concerns nobody else.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_at(Door::plain(listener), router, shutdown).await
}

/// Answers requests on a free port of this machine, in the background, for as long as the runtime lives; tells where.
///
/// # Errors
/// Where no port can be had.
pub async fn serve_here(router: Router) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener, router, std::future::pending()));
    Ok(address)
}

/// The same as [`serve`], within other limits.
///
/// # Errors
/// As [`serve`].
pub async fn serve_within(
    limits: Limits,
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    serve_at(Door { limits, ..Door::plain(listener) }, router, shutdown).await
}

/// The same as [`serve`], at any door.
///
/// # Errors
/// Where the machine can speak no TLS that browsers understand.
pub async fn serve_at(
    door: Door,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let Door { listener, secure, limits, proxies, connections } = door;
    let acceptor = secure.map(|secure| secure.acceptor().map_err(io::Error::other)).transpose()?;
    let places = connections.places.get_or_init(|| Arc::new(Semaphore::new(limits.clients))).clone();
    let peers = Peers::default();
    let mut http = http1::Builder::new();
    // The deadline for a head runs from the end of the answer before it, so that it is the idle deadline too.
    http.timer(TokioTimer::new()).header_read_timeout(limits.read_head).max_buf_size(limits::SERVED_BUFFER_BYTES);
    let open = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
            (place, listener.accept().await)
        };
        let (place, client) = tokio::select! {
            next = next => next,
            () = &mut shutdown => break,
        };
        let Ok((client, address)) = client.inspect_err(|error| tracing::warn!(%error, "a connection was not accepted"))
        else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let peer = address.ip().to_canonical();
        let is_proxy = proxies.iter().any(|proxy| proxy.to_canonical() == peer);
        let limited = !is_proxy && (limits.loopback_is_a_peer || !peer.is_loopback());
        let Some(counted) = peers.admit(peer, if limited { limits.clients_per_peer } else { usize::MAX }) else {
            connections.refused.fetch_add(1, Ordering::Relaxed);
            tracing::debug!(%peer, "too many connections from one address");
            continue;
        };
        let present = CountedConnection::count(&connections.open);
        let client = with_deadline(client, limits.write);
        let (http, watcher) = (http.clone(), open.watcher());
        let service = service_of(router.clone(), peer, acceptor.is_some());
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            // Whatever ends a connection is the client's affair: it asks again.
            match acceptor {
                None => watcher.watch(http.serve_connection(TokioIo::new(client), service)).await.ok(),
                Some(acceptor) => match tokio::time::timeout(limits.read_head, acceptor.accept(client)).await {
                    Ok(Ok(client)) => watcher.watch(http.serve_connection(TokioIo::new(client), service)).await.ok(),
                    _ => None,
                },
            };
            drop((place, counted, present));
        });
    }
    drop(listener);
    tokio::time::timeout(GRACE, open.shutdown()).await.ok();
    Ok(())
}

/// The router, told where its requests come from.
fn service_of(
    router: Router,
    peer: IpAddr,
    over_tls: bool,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send + 'static,
> + Clone {
    let service = TowerToHyperService::new(router);
    hyper::service::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        if over_tls {
            request.extensions_mut().insert(OverTls);
        }
        service.call(request.map(PacedBody::new))
    })
}

/// One connection, counted while it is there.
struct CountedConnection(Arc<AtomicUsize>);

impl CountedConnection {
    fn count(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(open.clone())
    }
}

impl Drop for CountedConnection {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The connection, failing once nothing could be written to it for that long.
fn with_deadline(client: TcpStream, write: Duration) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    client.set_nodelay(true).ok();
    // The system tells of progress when a third of its buffer is free again: a buffer that grew to megabytes would keep
    // an honest client on a slow line longer than the deadline.
    socket2::SockRef::from(&client).set_send_buffer_size(limits::SERVED_SEND_BUFFER_BYTES).ok();
    let mut client = TimeoutStream::new(client);
    client.set_write_timeout(Some(write));
    Box::pin(client)
}

/// How many connections each address has.
#[derive(Debug, Default, Clone)]
struct Peers(Arc<Mutex<HashMap<IpAddr, usize>>>);

impl Peers {
    /// Counts one more connection of that address, until the answer is dropped; `None` where it has as many as it may.
    fn admit(&self, peer: IpAddr, most: usize) -> Option<Counted> {
        let peer = network(peer);
        let mut peers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = peers.entry(peer).or_insert(0);
        if *open >= most {
            return None;
        }
        *open += 1;
        Some(Counted { peers: self.clone(), peer })
    }
}

/// One counted connection.
struct Counted {
    peers: Peers,
    peer: IpAddr,
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut peers = self.peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = peers.get_mut(&self.peer) else { return };
        *open -= 1;
        if *open == 0 {
            peers.remove(&self.peer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_has_as_many_as_it_may_gets_one_more_when_one_ends() {
        let peers = Peers::default();
        let (one, twin, other): (IpAddr, IpAddr, IpAddr) =
            ("2001:db8::1".parse().unwrap(), "2001:db8::2".parse().unwrap(), "2001:db8:0:1::1".parse().unwrap());
        let first = peers.admit(one, 2).unwrap();
        let _second = peers.admit(twin, 2).unwrap();
        assert!(peers.admit(one, 2).is_none(), "one house, two addresses");
        assert!(peers.admit(other, 2).is_some());
        drop(first);
        let third = peers.admit(twin, 2);
        assert!(third.is_some());
        drop(third);
        assert_eq!(peers.0.lock().unwrap().len(), 1, "who has left is not remembered");
    }
}
