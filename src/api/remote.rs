//! An office elsewhere, asked over HTTP with a token.

use std::time::Duration;

use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode, Url,
    header::{ACCEPT_LANGUAGE, CONTENT_TYPE, IF_MATCH},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    content::SentContent,
    remote_error::RemoteError,
    said::{Checked, Displays, KeptAsset, Problem, SubmissionAnswer, Versions},
};
use crate::{
    clock::Clock,
    feed::NetworkPolicy,
    form::Language,
    model::{Digest, limits},
};

/// How long an answer to content may take: a whole folder of slides may have to be drawn first.
const ANSWER: Duration = Duration::from_secs(600);
/// How long one may take at least, whatever is sent; and how long an office may say nothing in the midst of one.
const LEAST: Duration = Duration::from_secs(60);

/// How an office elsewhere is reached.
#[derive(Debug, Clone)]
pub struct RemoteOptions {
    /// Its address, such as `https://10.0.0.2:8443`.
    pub address: String,
    /// The token, as it was handed out.
    pub token: String,
    /// A certificate authority beside those the system trusts, PEM.
    pub authority: Option<Vec<u8>>,
    /// The token may travel in the open.
    pub plain_http: bool,
    /// In which language the office answers.
    pub language: Language,
    /// By which certificates are judged.
    pub clock: Clock,
}

/// An office elsewhere.
#[derive(Debug, Clone)]
pub struct Remote {
    client: Client,
    base: Url,
    token: String,
    language: Language,
}

impl Remote {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// What is wrong with the address, the road to it, the token or the authority.
    pub fn new(options: RemoteOptions) -> Result<Self, RemoteError> {
        let bad = || RemoteError::Address(options.address.clone());
        let mut base: Url = options.address.parse().map_err(|_| bad())?;
        let has_more = base.query().is_some() || base.fragment().is_some() || !base.username().is_empty();
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() || has_more || base.password().is_some() {
            return Err(bad());
        }
        let is_here = match base.host_str() {
            Some("localhost") => true,
            Some(host) => {
                let host = host.trim_start_matches('[').trim_end_matches(']');
                host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
            }
            None => false,
        };
        if base.scheme() == "http" && !is_here && !options.plain_http {
            return Err(RemoteError::OpenRoad);
        }
        let token = options.token.trim().to_owned();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Err(RemoteError::Token);
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let policy = NetworkPolicy { authority: options.authority, ..NetworkPolicy::default() };
        let client = policy.client(&options.clock)?;
        Ok(Self { client, base, token, language: options.language })
    }

    /// The language in which the office answers.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The address of one of its pages, such as `/duyet/…`.
    pub fn page(&self, path: &str) -> String {
        self.base.join(path.trim_start_matches('/')).map_or_else(|_| path.to_owned(), |url| url.to_string())
    }

    /// What is wrong with content, what is new in it and what is missing.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn check(&self, content: &SentContent) -> Result<Checked, RemoteError> {
        self.json(self.posting("check", content)).await
    }

    /// Sends content to be approved, as long as that version is live.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn submit(&self, content: &SentContent, version: u64) -> Result<SubmissionAnswer, RemoteError> {
        self.json(self.posting("submissions", content).header(IF_MATCH, format!("\"{version}\""))).await
    }

    /// What has become of a submission.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn submission(&self, id: &str) -> Result<SubmissionAnswer, RemoteError> {
        self.json(self.request(Method::GET, &format!("submissions/{id}")).timeout(LEAST)).await
    }

    /// Its newest versions.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn versions(&self) -> Result<Versions, RemoteError> {
        self.json(self.request(Method::GET, "versions").timeout(LEAST)).await
    }

    /// Its displays.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn displays(&self) -> Result<Displays, RemoteError> {
        self.json(self.request(Method::GET, "displays").timeout(LEAST)).await
    }

    /// Brings a picture. What it has already changes nothing.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub async fn bring(&self, digest: Digest, bytes: Vec<u8>) -> Result<KeptAsset, RemoteError> {
        let patience = LEAST + limits::CONVERT_TIME + slowest(bytes.len() as u64);
        let request = self.request(Method::PUT, &format!("assets/{digest}")).timeout(patience);
        self.json(request.header(CONTENT_TYPE, "application/octet-stream").body(bytes)).await
    }

    /// The content of a version as a tar, to be read piece by piece; `None` for what is live.
    ///
    /// # Errors
    /// [`RemoteError`].
    pub(super) async fn export(&self, version: Option<u64>) -> Result<Response, RemoteError> {
        let query = version.map(|n| format!("?version={n}")).unwrap_or_default();
        let response = in_time(self.request(Method::GET, &format!("export.tar{query}")).send()).await?;
        if response.status().is_success() { Ok(response) } else { Err(problem(response).await) }
    }

    fn posting(&self, path: &str, body: &impl Serialize) -> RequestBuilder {
        let json = serde_json::to_vec(body).expect("texts have names for keys");
        let patience = ANSWER + slowest(json.len() as u64);
        self.request(Method::POST, path).timeout(patience).header(CONTENT_TYPE, "application/json").body(json)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = self.base.join(&format!("api/v1/{path}")).expect("every path of the interface is one");
        let language = match self.language {
            Language::Vi => "vi",
            Language::En => "en",
        };
        self.client.request(method, url).bearer_auth(&self.token).header(ACCEPT_LANGUAGE, language)
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, RemoteError> {
        let response = request.send().await?;
        if !response.status().is_success() {
            return Err(problem(response).await);
        }
        let (url, status) = (response.url().to_string(), response.status());
        let bytes = whole(response).await?;
        serde_json::from_slice(&bytes).map_err(|_| RemoteError::NoOffice { url, status: status.as_u16() })
    }
}

/// What an office says next. One that takes the question and then says nothing would be waited for for ever.
///
/// # Errors
/// [`RemoteError::Silent`], and what the line says.
pub(super) async fn in_time<T>(said: impl Future<Output = reqwest::Result<T>>) -> Result<T, RemoteError> {
    let said = tokio::time::timeout(LEAST, said).await;
    Ok(said.map_err(|_| RemoteError::Silent { seconds: LEAST.as_secs() })??)
}

/// How long so many bytes may take on the slowest line in use.
fn slowest(bytes: u64) -> Duration {
    Duration::from_secs(bytes * limits::MIN_RATE_SPAN_MS / 1_000 / limits::MIN_RATE_BYTES)
}

/// What an answer says that is an error.
async fn problem(response: Response) -> RemoteError {
    let (url, status) = (response.url().to_string(), response.status());
    let no_office = RemoteError::NoOffice { url, status: status.as_u16() };
    let said = response.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec()).unwrap_or_default();
    if !said.starts_with(b"application/problem+json") || status == StatusCode::NOT_MODIFIED {
        return no_office;
    }
    match whole(response).await.map(|bytes| serde_json::from_slice::<Problem>(&bytes)) {
        Ok(Ok(problem)) => RemoteError::Refused { problem: Box::new(problem) },
        Ok(Err(_)) => no_office,
        Err(error) => error,
    }
}

/// The whole of an answer, within the limit.
async fn whole(mut response: Response) -> Result<Vec<u8>, RemoteError> {
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(response.chunk()).await? {
        if (bytes.len() + piece.len()) as u64 > limits::ANSWER_BYTES {
            return Err(RemoteError::TooLong);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(address: &str, token: &str) -> Result<Remote, RemoteError> {
        Remote::new(RemoteOptions {
            address: address.to_owned(),
            token: token.to_owned(),
            authority: None,
            plain_http: false,
            language: Language::En,
            clock: Clock::system(),
        })
    }

    #[test]
    fn a_token_is_not_sent_in_the_open_unless_to_this_machine() {
        assert!(matches!(remote("http://tin.example", "bangtin_1"), Err(RemoteError::OpenRoad)));
        for here in
            ["http://localhost:8080", "http://127.0.0.1:8080/", "http://[::1]:8080", "https://tin.example/office"]
        {
            assert!(remote(here, "bangtin_1").is_ok(), "{here}");
        }
        for bad in ["tin.example", "ftp://tin.example", "https://a:b@tin.example", "https://tin.example/?a=b", ""] {
            assert!(matches!(remote(bad, "bangtin_1"), Err(RemoteError::Address(_))), "{bad}");
        }
        for bad in ["", " ", "a b", "a\nb"] {
            assert!(matches!(remote("https://tin.example", bad), Err(RemoteError::Token)), "{bad:?}");
        }
        let page = remote("https://tin.example/office", "bangtin_1\n").unwrap().page("/duyet/x");
        assert_eq!(page, "https://tin.example/office/duyet/x");
    }
}
