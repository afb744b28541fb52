//! Hands out the files of the tree, and nothing else that lies in its folder.

use std::{
    io::{self, SeekFrom},
    path::Path,
    time::Duration,
};

use axum::{
    body::Body,
    extract::{self, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
};

use super::{
    compression,
    range::{ByteRange, asked},
    state::AppState,
};
use crate::{
    clock::Now,
    feed::{self, TreeFile},
    model::Digest,
};

/// Bytes of a file that are in memory at a time.
const PIECE: usize = 64 << 10;

/// Longest time a question is held, whatever it asks for: proxies and routers forget silent connections.
const HOLD_MOST: Duration = Duration::from_secs(300);
/// Milliseconds over which each hall that waited spreads what all of them fetch now: about 500 a second.
const SPREAD_MS_A_HALL: usize = 2;

/// One file of the tree: whole, in part, or "you have it"; that last one held back for as long as the request prefers.
pub(super) async fn file(
    State(shared): State<AppState>,
    extract::Path((folder, name)): extract::Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Ok(wanted) = format!("{folder}/{name}").parse::<TreeFile>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let began = shared.clock.now();
    shared.displays.note(&headers, began.wall);
    let mut waited = None;
    if wanted == TreeFile::Timestamp
        && let Some((hold, known)) = preference(&headers)
    {
        let halls = shared.news.other_than(known, hold).await;
        waited = Some((hold, halls));
    }
    let turn = shared.turns.acquire().await;
    let answer = answer(&shared.feed_dir, wanted, &headers).await;
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
        tell_the_time(&shared, &headers, began, &mut response);
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
fn tell_the_time(shared: &AppState, headers: &HeaderMap, began: Now, response: &mut Response) {
    let nonce = headers.get(feed::NONCE_HEADER).and_then(|nonce| nonce.to_str().ok());
    let (Some(nonce), Some(keys_dir)) = (nonce, &shared.keys_dir) else { return };
    let now = shared.clock.now();
    let held = now.mono.saturating_duration_since(began.mono).as_millis();
    match feed::sign_time(keys_dir, nonce, now.wall, u64::try_from(held).unwrap_or(u64::MAX)) {
        Ok(Some(answer)) => set(response, HeaderName::from_static(feed::TIME_HEADER), &answer),
        Ok(None) => {}
        Err(error) => tracing::warn!(%error, "the time could not be signed"),
    }
}

/// A hall asks for each next root until there is none; a cache that remembers that answer would hide the next rotation.
fn missing(wanted: TreeFile) -> Response {
    match wanted {
        TreeFile::Root(_) => (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn answer(dir: &Path, wanted: TreeFile, headers: &HeaderMap) -> io::Result<Response> {
    let path = dir.join(wanted.to_string());
    let mut file = File::open(&path).await?;
    let length = file.metadata().await?.len();
    let tag = match wanted {
        TreeFile::Programme(digest) | TreeFile::Object(digest) => digest,
        // Small, and of the file that is open: a rename in the meantime cannot mix two versions.
        _ => {
            let mut bytes = Vec::new();
            (&mut file).take(wanted.cap()).read_to_end(&mut bytes).await?;
            Digest::of(&bytes)
        }
    };
    let squeeze = compression::wanted(wanted, headers);
    let tag = if squeeze { format!("\"{tag}-gzip\"") } else { format!("\"{tag}\"") };
    let asked_for = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());

    let mut response = if asked_for(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if squeeze {
        compression::squeezed(&mut file, wanted.cap()).await?
    } else {
        // `If-Range` with another tag: the parts would be of different files.
        let same = asked_for(header::IF_RANGE).is_none_or(|known| known == tag);
        match asked(asked_for(header::RANGE).filter(|_| same), length) {
            ByteRange::Whole => body(file, 0, length, StatusCode::OK).await?,
            ByteRange::Part { first, last } => {
                let mut response = body(file, first, last - first + 1, StatusCode::PARTIAL_CONTENT).await?;
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

async fn body(mut file: File, first: u64, count: u64, status: StatusCode) -> io::Result<Response> {
    file.seek(SeekFrom::Start(first)).await?;
    if count <= PIECE as u64 {
        // At once, so that a client that reads slowly keeps no file open.
        let mut bytes = Vec::new();
        file.take(count).read_to_end(&mut bytes).await?;
        return Ok(as_bytes(Body::from(bytes), count, status));
    }
    let pieces = futures_util::stream::try_unfold(file.take(count), |mut file| async move {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, io::Error>((read > 0).then_some((piece, file)))
    });
    Ok(as_bytes(Body::from_stream(pieces), count, status))
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
