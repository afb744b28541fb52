//! A tree on a web server: ours, or any plain one.
//!
//! Nothing is decompressed on the way, because a small bomb would become a large file. There is no limit on how long a
//! file may take, since a hall's line may need an hour for a poster; there is one on how slowly it may trickle.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{CONTENT_RANGE, HeaderName, RANGE},
};

use super::{Body, Pieces, Transport, TransportError};
use crate::{feed::tree::TreePath, model::DisplayId};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(15);
/// In each such span at least [`LEAST`] bytes must come, or the file must end.
const SPAN: Duration = Duration::from_secs(30);
/// The least that must come in each [`SPAN`]: a hundredth of a mobile line at its worst.
const LEAST: u64 = 1024;

/// The display a request comes from, so that the office sees that its publish arrived.
pub const DISPLAY_HEADER: HeaderName = HeaderName::from_static("bangtin-display");
/// The version that display plays.
pub const EDITION_HEADER: HeaderName = HeaderName::from_static("bangtin-edition");

/// A tree on a web server. Clones share connections.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    base: Url,
    display: Option<DisplayId>,
    playing: Arc<AtomicU64>,
    span: Duration,
}

impl Http {
    /// The tree at `base`, such as `https://feed.example/mai-phu`.
    pub fn new(base: &str, display: Option<DisplayId>) -> Result<Self, TransportError> {
        let bad = || TransportError::BadAddress(base.to_owned());
        let mut url = Url::parse(base).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(bad());
        }
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        let client = Client::builder()
            .user_agent(concat!("bangtin/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT)
            .tcp_keepalive(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(90))
            .build()
            .map_err(|source| TransportError::Http { url: url.to_string(), source })?;
        Ok(Self { client, base: url, display, playing: Arc::default(), span: SPAN })
    }

    /// The same, giving up on bytes that trickle for this long.
    pub fn with_patience(self, span: Duration) -> Self {
        Self { span, ..self }
    }

    async fn ask(&self, path: &TreePath, from: u64) -> Result<Option<Response>, TransportError> {
        let url = self.base.join(path.as_str()).map_err(|_| TransportError::BadAddress(path.to_string()))?;
        let mut request = self.client.get(url.clone());
        if let Some(display) = &self.display {
            request = request.header(DISPLAY_HEADER, display.as_str());
        }
        request = request.header(EDITION_HEADER, self.playing.load(Ordering::Relaxed));
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let failed = |source| TransportError::Http { url: url.to_string(), source };
        let answer = tokio::time::timeout(self.span, request.send()).await;
        let response = answer.map_err(|_| self.too_slow(&url))?.map_err(failed)?;
        match response.status() {
            StatusCode::OK | StatusCode::PARTIAL_CONTENT => Ok(Some(response)),
            // 403 is what object stores say of a name that does not exist.
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE => Ok(None),
            status => Err(TransportError::Status { url: url.to_string(), status: status.as_u16() }),
        }
    }

    fn too_slow(&self, url: &Url) -> TransportError {
        TransportError::TooSlow { url: url.to_string(), bytes: LEAST, seconds: self.span.as_secs() }
    }
}

#[async_trait]
impl Transport for Http {
    async fn get(&self, path: &TreePath, cap: u64) -> Result<Option<Vec<u8>>, TransportError> {
        let Some(response) = self.ask(path, 0).await? else { return Ok(None) };
        let too_large = || TransportError::TooLarge { path: path.to_string(), cap };
        if response.content_length().is_some_and(|length| length > cap) {
            return Err(too_large());
        }
        let mut body = HttpBody::of(response, self);
        let mut bytes = Vec::new();
        while let Some(piece) = body.next().await? {
            if (bytes.len() + piece.len()) as u64 > cap {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Some(bytes))
    }

    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<Pieces>, TransportError> {
        let response = match self.ask(path, from).await {
            // What is kept is not a beginning of what the server has: begin again.
            Err(TransportError::Status { status: 416, .. }) if from > 0 => self.ask(path, 0).await?,
            answer => answer?,
        };
        let Some(response) = response else { return Ok(None) };
        let starts = |response: &Response| {
            let range = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
            range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
        };
        let from = match response.status() {
            StatusCode::PARTIAL_CONTENT => starts(&response).unwrap_or(from),
            _ => 0,
        };
        Ok(Some(Pieces { from, body: Box::new(HttpBody::of(response, self)) }))
    }

    fn playing(&self, version: u64) {
        self.playing.store(version, Ordering::Relaxed);
    }
}

struct HttpBody {
    response: Response,
    http: Http,
    /// Runs while fewer than [`LEAST`] bytes have come.
    patience: std::pin::Pin<Box<tokio::time::Sleep>>,
    came: u64,
}

impl HttpBody {
    fn of(response: Response, http: &Http) -> Self {
        Self { response, http: http.clone(), patience: Box::pin(tokio::time::sleep(http.span)), came: 0 }
    }
}

#[async_trait]
impl Body for HttpBody {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let url = self.response.url().clone();
        tokio::select! {
            piece = self.response.chunk() => {
                let piece = piece.map_err(|source| TransportError::Http { url: url.to_string(), source })?;
                self.came += piece.as_ref().map_or(0, |piece| piece.len() as u64);
                if self.came >= LEAST {
                    self.came = 0;
                    self.patience = Box::pin(tokio::time::sleep(self.http.span));
                }
                Ok(piece.map(|piece| piece.to_vec()))
            }
            () = &mut self.patience => Err(self.http.too_slow(&url)),
        }
    }
}
