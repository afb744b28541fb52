//! Sends pages compressed to browsers that take it: words shrink to a sixth, and an officer's telephone pays for each byte.

use std::io::Write as _;

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};

/// Shorter pages fit into one packet anyway.
const WORTH_IT: u64 = 1_024;
/// Longer ones are sent as they come: no page is so long, and it would be held in memory.
const MOST: u64 = 4 << 20;

/// Compresses the pages that are looked at. What a form answers is left as it is: it may hold a secret beside words that
/// somebody else chose, and lengths would then tell of it.
pub(in crate::server) async fn shorten(request: Request, next: Next) -> Response {
    let wanted = request.method() == Method::GET && takes_gzip(request.headers());
    let response = next.run(request).await;
    let length = response.body().size_hint().exact().unwrap_or(u64::MAX);
    let is_page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    head.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !wanted || !(WORTH_IT..=MOST).contains(&length) {
        return Response::from_parts(head, body);
    }
    let Ok(bytes) = to_bytes(body, usize::try_from(MOST).unwrap_or(usize::MAX)).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let short = GzEncoder::new(Vec::new(), Compression::fast());
    let short = Some(short).and_then(|mut short| short.write_all(&bytes).ok().and_then(|()| short.finish().ok()));
    let Some(short) = short.filter(|short| short.len() < bytes.len()) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    head.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(head, Body::from(short))
}

/// Whether a browser takes gzip.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    takes.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && parts.all(|part| part.strip_prefix("q=").is_none_or(|q| q.parse() != Ok(0.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_take_gzip_is_sent_none() {
        let takes = |said: &str| takes_gzip(&[(header::ACCEPT_ENCODING, said.parse().unwrap())].into_iter().collect());
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, gzip;q=0.8"));
        assert!(!takes("") && !takes("gzip;q=0") && !takes("identity, br") && !takes("gzip; q=0.0"));
    }
}
