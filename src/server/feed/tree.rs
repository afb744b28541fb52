//! Hands out the files of the tree, and nothing else that lies in its folder.

use std::{io, time::Duration};

use axum::{
    Extension,
    body::Body,
    extract::{self, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};

use super::{
    compression,
    displays::Claim,
    range::{ByteRange, asked},
    state::AppState,
};
use crate::{
    clock::Now,
    feed::{self, TreeFile},
    model::Digest,
    server::http::{Peer, network},
};

/// Longest time a question is held, whatever it asks for: proxies and routers forget silent connections.
const HOLD_MOST: Duration = Duration::from_secs(300);
/// Milliseconds over which each hall that waited spreads what all of them fetch now: about 500 a second.
const SPREAD_MS_A_HALL: usize = 2;

/// The files of one folder of the tree.
pub(super) fn folder(folder: &'static str) -> MethodRouter<AppState> {
    get(async move |shared: State<AppState>, extract::Path(name): extract::Path<String>, peer, headers: HeaderMap| {
        match format!("{folder}/{name}").parse::<TreeFile>() {
            Ok(wanted) => file(shared, wanted, peer, headers).await,
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        }
    })
}

/// One file of the tree: whole, in part, or "you have it"; that last one held back for as long as the request prefers.
async fn file(
    State(shared): State<AppState>,
    wanted: TreeFile,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Response {
    let began = shared.site.clock.now();
    if let Some(claim) = Claim::of(&headers) {
        shared.note(claim, peer.map(|Extension(Peer(address))| network(address)), began).await;
    }
    let mut waited = None;
    if wanted == TreeFile::Timestamp
        && let Some((hold, known)) = preference(&headers)
    {
        let halls = shared.source.other_than(known, hold).await;
        waited = Some((hold, halls));
    }
    let turn = shared.source.turn().await;
    let answer = answer(&shared, wanted, &headers, began).await;
    drop(turn);
    let mut response = match answer {
        Ok(response) => response,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return missing(wanted),
        Err(error) => {
            tracing::warn!(file = %wanted, %error, "a file of the feed cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    if let Some((hold, halls)) = waited {
        set(&mut response, HeaderName::from_static("preference-applied"), &format!("wait={}", hold.as_secs()));
        set(&mut response, feed::SPREAD_HEADER, &(halls * SPREAD_MS_A_HALL).to_string());
    }
    if wanted == TreeFile::Timestamp {
        sign_the_time(&shared, &headers, began, &mut response).await;
    }
    response
}

/// How long the request wants to wait for another timestamp than the one it knows (RFC 7240); `None` if it does not.
fn preference(headers: &HeaderMap) -> Option<(Duration, Digest)> {
    let text = |value: &'_ HeaderValue| value.to_str().ok().map(str::to_owned);
    let prefer: Vec<String> = headers.get_all("prefer").iter().filter_map(text).collect();
    let mut wishes = prefer.iter().flat_map(|prefer| prefer.split([',', ';'])).map(str::trim);
    let seconds: u64 = wishes.find_map(|wish| wish.strip_prefix("wait=")?.trim().parse().ok())?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(text)?;
    let known = known.trim().trim_start_matches("W/").trim_matches('"').parse().ok()?;
    Some((Duration::from_secs(seconds).min(HOLD_MOST), known))
}

/// Signs the time for a request that brings a number of its own, where this server has the keys.
async fn sign_the_time(shared: &AppState, headers: &HeaderMap, began: Now, response: &mut Response) {
    let nonce = headers.get(feed::NONCE_HEADER).and_then(|nonce| nonce.to_str().ok()).map(str::to_owned);
    let (Some(nonce), Some(keys_dir)) = (nonce, shared.site.keys_dir.clone()) else { return };
    if shared.site.office_clock.doubt(shared.site.clock.now().wall).is_some() {
        // A hall that is told a time too far ahead cannot go back.
        return;
    }
    let clock = shared.site.clock.clone();
    let sign = move || {
        let now = clock.now();
        let held = now.mono.saturating_duration_since(began.mono).as_millis();
        feed::sign_time(&keys_dir, &nonce, now.wall, u64::try_from(held).unwrap_or(u64::MAX))
    };
    // The key is read from the disk.
    match tokio::task::spawn_blocking(sign).await {
        Ok(Ok(Some(answer))) => set(response, HeaderName::from_static(feed::TIME_HEADER), &answer),
        Ok(Ok(None)) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the time could not be signed"),
        Err(error) => tracing::error!(%error, "signing the time panicked"),
    }
}

/// A hall asks for each next root until there is none; a cache that remembers that answer would hide the next rotation.
fn missing(wanted: TreeFile) -> Response {
    match wanted {
        TreeFile::Root(_) => (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn answer(shared: &AppState, wanted: TreeFile, headers: &HeaderMap, now: Now) -> io::Result<Response> {
    let mut file = shared.source.open(wanted, now).await?;
    let length = file.length;
    let tag = match wanted {
        TreeFile::Programme(digest) | TreeFile::Object(digest) => digest,
        // Small, and of the file that is open: a rename in the meantime cannot mix two versions.
        _ => Digest::of(&file.all(wanted.cap()).await?),
    };
    let compress = compression::wanted(wanted, headers);
    let tag = if compress.is_some() { format!("\"{tag}-gzip\"") } else { format!("\"{tag}\"") };
    let asked_for = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());

    let mut response = if asked_for(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if let Some(digest) = compress {
        shared.compressed.response(digest, file, wanted.cap()).await?
    } else {
        // `If-Range` with another tag: the parts would be of different files.
        let same = asked_for(header::IF_RANGE).is_none_or(|known| known == tag);
        match asked(asked_for(header::RANGE).filter(|_| same), length) {
            ByteRange::Whole => as_bytes(file.body(0, length).await?, length, StatusCode::OK),
            ByteRange::Part { first, last } => {
                let count = last - first + 1;
                let mut response = as_bytes(file.body(first, count).await?, count, StatusCode::PARTIAL_CONTENT);
                set(&mut response, header::CONTENT_RANGE, &format!("bytes {first}-{last}/{length}"));
                response
            }
            ByteRange::Beyond => {
                let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
                set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
                return Ok(response);
            }
        }
    };
    set(&mut response, header::ETAG, &tag);
    if matches!(wanted, TreeFile::Programme(_)) {
        set(&mut response, header::VARY, "accept-encoding");
    }
    let caching = if wanted.is_immutable() { "public, max-age=31536000, immutable" } else { "no-cache" };
    set(&mut response, header::CACHE_CONTROL, caching);
    Ok(response)
}

/// Whether an `If-None-Match` header names this tag.
pub(super) fn matches(header: &str, tag: &str) -> bool {
    header.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn as_bytes(body: Body, count: u64, status: StatusCode) -> Response {
    let mut response = (status, body).into_response();
    set(&mut response, header::CONTENT_TYPE, "application/octet-stream");
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::CONTENT_LENGTH, &count.to_string());
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
