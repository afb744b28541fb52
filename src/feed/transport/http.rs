//! A tree on a web server: ours, or any plain one.
//!
//! There is no limit on how long a file may take, since a hall's line may need an hour for a poster; there is one on how
//! slowly it may come. Only the programme is asked for compressed, and decompressed within its signed length.

use std::{
    num::NonZeroU64,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use reqwest::{
    Client, RequestBuilder, Response, StatusCode, Url,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderName, IF_NONE_MATCH, RANGE},
};

use super::{
    ByteStream, FilePieces, PollOutcome, Tls, Transport, TransportAnswer, TransportError,
    address::base_url,
    gzip::GzipBody,
    http_body::{HttpBody, Rates},
    http_client::{client, refused_redirect},
};
use crate::{
    clock::Clock,
    feed::{
        signed_time::{self, NONCE_HEADER, TIME_HEADER, TimeResponse},
        tree::{TreeFile, TreePath},
    },
    model::{Digest, DisplayId, limits},
};

/// The display a request comes from, so that the office sees that its publish arrived.
pub const DISPLAY_HEADER: HeaderName = HeaderName::from_static("bangtin-display");
/// The version that display plays.
pub const EDITION_HEADER: HeaderName = HeaderName::from_static("bangtin-edition");
/// Where that display's disk cannot be written, where it keeps what comes instead.
pub const DISK_HEADER: HeaderName = HeaderName::from_static("bangtin-disk");
/// Where somebody on the spot has halted that display: `here`.
pub const HALTED_HEADER: HeaderName = HeaderName::from_static("bangtin-halted");
/// Milliseconds over which a server with many halls asks them to spread what they fetch.
pub const SPREAD_HEADER: HeaderName = HeaderName::from_static("bangtin-spread-ms");

/// A tree on a web server. Clones share connections.
#[derive(Debug, Clone)]
pub struct Http {
    client: Client,
    tls: Tls,
    base: Url,
    /// Where metadata and targets lie, if not below `base`.
    elsewhere: Option<(Url, Url)>,
    display: Option<DisplayId>,
    playing: Arc<AtomicU64>,
    in_memory: Arc<AtomicBool>,
    halted: Arc<AtomicBool>,
    rates: Rates,
    clock: Option<Clock>,
    /// The timestamp's ETag as the server last gave it, with the digest of the bytes it stood for.
    tag: Arc<Mutex<Option<(Digest, String)>>>,
}

impl Http {
    /// The tree at `base`, such as `https://feed.example/mai-phu`.
    ///
    /// # Errors
    /// Where `base` is no address of a web server, or TLS cannot be set up on this machine.
    pub fn new(base: &str, display: Option<DisplayId>, tls: Tls) -> Result<Self, TransportError> {
        let base = base_url(base)?;
        Ok(Self {
            client: client(&tls)?,
            tls,
            base,
            elsewhere: None,
            display,
            playing: Arc::default(),
            in_memory: Arc::default(),
            halted: Arc::default(),
            rates: Rates::default(),
            clock: None,
            tag: Arc::default(),
        })
    }

    /// The same, asking for metadata and targets at addresses of their own, as other people's feeds have them.
    ///
    /// # Errors
    /// [`TransportError::Address`] where one of them is no address.
    pub fn with_addresses(self, metadata: &str, targets: &str) -> Result<Self, TransportError> {
        Ok(Self { elsewhere: Some((base_url(metadata)?, base_url(targets)?)), ..self })
    }

    /// The same, waiting so long for the headers of a response, and for as many bytes as must come in that time.
    pub fn with_patience(mut self, span: Duration) -> Self {
        self.rates.span = span;
        self
    }

    /// The same, fetching no more than so many bytes a second, so that others on the hall's line still get through.
    pub fn with_limit(mut self, limit: NonZeroU64) -> Self {
        self.rates.limit = Some(limit);
        self
    }

    /// The same, asking the server for the time with each question for the timestamp.
    pub fn asking_the_time(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self }
    }

    fn url(&self, path: &TreePath) -> Result<Url, TransportError> {
        let joined = match (&self.elsewhere, path.as_str().split_once('/')) {
            (Some((metadata, _)), Some(("metadata", name))) => metadata.join(name),
            (Some((_, targets)), Some(("targets", name))) => targets.join(name),
            _ => self.base.join(path.as_str()),
        };
        joined.map_err(|source| TransportError::Path { path: path.to_string(), source })
    }

    fn request(&self, url: &Url) -> RequestBuilder {
        let mut request = self.client.get(url.clone());
        if let Some(display) = &self.display {
            request = request.header(DISPLAY_HEADER, display.as_str());
        }
        if self.in_memory.load(Ordering::Relaxed) {
            request = request.header(DISK_HEADER, "memory");
        }
        if self.halted.load(Ordering::Relaxed) {
            request = request.header(HALTED_HEADER, "here");
        }
        request.header(EDITION_HEADER, self.playing.load(Ordering::Relaxed))
    }

    /// Sends a question; one for the timestamp asks the time as well.
    async fn send(
        &self,
        path: &TreePath,
        mut request: RequestBuilder,
        within: Duration,
    ) -> Result<TransportAnswer<Response>, TransportError> {
        let url = self.url(path)?;
        let timed = self.clock.as_ref().filter(|_| *path == TreeFile::Timestamp.into());
        let question = timed.and_then(|clock| Some((clock, signed_time::nonce()?)));
        if let Some((_, nonce)) = &question {
            request = request.header(NONCE_HEADER, nonce);
        }
        let sent = question.as_ref().map(|(clock, _)| clock.now().mono);
        let late = |_| TransportError::NoResponse { url: url.to_string(), seconds: within.as_secs() };
        let response = tokio::time::timeout(within, request.send()).await.map_err(late)?;
        let response = response.map_err(|error| TransportError::http(&url, error))?;
        let status = response.status();
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return Err(refused_redirect(&response));
        }
        let header = response.headers().get(TIME_HEADER).and_then(|answer| answer.to_str().ok());
        let time = question.zip(sent).zip(header).map(|(((clock, nonce), sent), answer)| {
            let (answer, received) = (answer.to_owned(), clock.now().mono);
            TimeResponse { nonce, answer, sent, received }
        });
        Ok(TransportAnswer { content: response, time })
    }

    async fn ask(
        &self,
        path: &TreePath,
        from: u64,
        accepts_gzip: bool,
    ) -> Result<TransportAnswer<Option<Response>>, TransportError> {
        let url = self.url(path)?;
        let mut request = self.request(&url);
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        } else if accepts_gzip {
            request = request.header(ACCEPT_ENCODING, "gzip");
        }
        let TransportAnswer { content: response, time } = self.send(path, request, self.rates.span).await?;
        let content = match response.status() {
            StatusCode::OK => Some(response),
            StatusCode::PARTIAL_CONTENT if from > 0 => Some(response),
            // 403 is what object stores say of a name that does not exist.
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN | StatusCode::GONE => None,
            status => return Err(TransportError::Status { url: url.to_string(), status: status.as_u16() }),
        };
        Ok(TransportAnswer { content, time })
    }

    async fn read(&self, path: &TreePath, response: Response, cap: u64) -> Result<Vec<u8>, TransportError> {
        if response.content_length().is_some_and(|length| length > cap) {
            return Err(TransportError::TooLarge { path: path.to_string(), cap });
        }
        if let Some(coding) = coding(&response) {
            return Err(TransportError::ContentCoding { url: response.url().to_string(), coding });
        }
        let mut body = HttpBody::new(response, path.to_string(), cap, self.rates);
        let mut bytes = Vec::new();
        while let Some(chunk) = body.next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

#[async_trait]
impl Transport for Http {
    async fn get(&self, path: &TreePath, cap: u64) -> Result<TransportAnswer<Option<Vec<u8>>>, TransportError> {
        let TransportAnswer { content: response, time } = self.ask(path, 0, false).await?;
        let content = match response {
            Some(response) => Some(self.read(path, response, cap).await?),
            None => None,
        };
        Ok(TransportAnswer { content, time })
    }

    async fn open(&self, path: &TreePath, from: u64) -> Result<Option<FilePieces>, TransportError> {
        let asks_gzip = from == 0 && path.as_str().starts_with("targets/");
        let response = match self.ask(path, from, asks_gzip).await {
            // What is kept is not a beginning of what the server has: begin again.
            Err(TransportError::Status { status: 416, .. }) if from > 0 => self.ask(path, 0, false).await?,
            answer => answer?,
        };
        let Some(response) = response.content else { return Ok(None) };
        let starts = |response: &Response| {
            let range = response.headers().get(CONTENT_RANGE)?.to_str().ok()?;
            range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
        };
        let from = match response.status() {
            StatusCode::PARTIAL_CONTENT => starts(&response).unwrap_or(from),
            _ => 0,
        };
        let url = response.url().to_string();
        let is_gzip = match coding(&response) {
            None => false,
            Some(coding) if asks_gzip && coding.eq_ignore_ascii_case("gzip") => true,
            Some(coding) => return Err(TransportError::ContentCoding { url, coding }),
        };
        // Of a file that other people's feeds have, no more is known than that it is a target.
        let cap = path.as_str().parse::<TreeFile>().map_or(limits::PROGRAMME_BYTES, TreeFile::cap);
        let cap = if is_gzip { cap + limits::GZIP_OVERHEAD_BYTES } else { cap };
        let body = Box::new(HttpBody::new(response, path.to_string(), cap, self.rates));
        Ok(Some(FilePieces { from, body: if is_gzip { Box::new(GzipBody::new(body, url)) } else { body } }))
    }

    async fn news(&self, known: &[u8], hold: Duration) -> Result<TransportAnswer<PollOutcome>, TransportError> {
        let path = TreePath::from(TreeFile::Timestamp);
        let url = self.url(&path)?;
        let digest = Digest::of(known);
        let tag = {
            let seen = self.tag.lock().unwrap_or_else(PoisonError::into_inner);
            // Our server's tags are digests; another's is whatever it said of the same bytes.
            seen.as_ref()
                .filter(|(of, _)| *of == digest)
                .map_or_else(|| format!("\"{digest}\""), |(_, tag)| tag.clone())
        };
        let request =
            self.request(&url).header(IF_NONE_MATCH, tag).header("prefer", format!("wait={}", hold.as_secs()));
        let TransportAnswer { content: response, time } = self.send(&path, request, hold + self.rates.span).await?;
        let said = |name: &HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
        let held = response.headers().contains_key("preference-applied");
        let spread_ms = said(&SPREAD_HEADER).and_then(|ms| ms.parse().ok()).unwrap_or(0);
        let same = if held { PollOutcome::Held } else { PollOutcome::NotHeld };
        let content = match response.status() {
            StatusCode::NOT_MODIFIED => same,
            StatusCode::OK => {
                let tag = said(&ETAG).map(str::to_owned);
                let bytes = self.read(&path, response, TreeFile::Timestamp.cap()).await?;
                if bytes == known {
                    *self.tag.lock().unwrap_or_else(PoisonError::into_inner) = tag.map(|tag| (digest, tag));
                    same
                } else {
                    PollOutcome::Changed { halls_spread: Duration::from_millis(spread_ms) }
                }
            }
            status => return Err(TransportError::Status { url: url.to_string(), status: status.as_u16() }),
        };
        Ok(TransportAnswer { content, time })
    }

    fn playing(&self, version: u64) {
        self.playing.store(version, Ordering::Relaxed);
    }

    fn kept_in_memory(&self, in_memory: bool) {
        self.in_memory.store(in_memory, Ordering::Relaxed);
    }

    fn halted(&self, halted: bool) {
        self.halted.store(halted, Ordering::Relaxed);
    }

    fn judging_by_build_time(&self) -> Option<Arc<dyn Transport>> {
        if self.base.scheme() != "https" {
            return None;
        }
        let tls = self.tls.clone().by_build_time();
        let client = client(&tls).inspect_err(|error| tracing::warn!(%error, "no second way to the feed"));
        Some(Arc::new(Self { client: client.ok()?, tls, ..self.clone() }))
    }
}

/// The content coding of a response, if it has one.
fn coding(response: &Response) -> Option<String> {
    let codings = response.headers().get_all(CONTENT_ENCODING).iter();
    let words: Vec<_> = codings.map(|coding| String::from_utf8_lossy(coding.as_bytes()).into_owned()).collect();
    Some(words.join(", ")).filter(|coding| !matches!(coding.as_str(), "" | "identity"))
}
