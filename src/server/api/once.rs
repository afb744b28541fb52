//! `Idempotency-Key`: a request that comes twice is done once (draft-ietf-httpapi-idempotency-key-header).

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{asking::Asking, error::ApiError};
use crate::{
    model::{Digest, limits},
    office::{Once, OnceKey},
    server::state::PageState,
};

/// The header that names a request.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says of an answer that it is the first one again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What is to be done for a request.
pub(super) struct RequestTask {
    /// The id that was set aside for what comes of it; none for a request without a key.
    pub subject: Option<String>,
    /// Whether it was begun before and cut off, so that what has that id may be there already.
    pub goes_on: bool,
}

/// An answer, and whether it is the first one again.
pub(super) struct Answered {
    pub status: StatusCode,
    pub body: String,
    is_again: bool,
}

impl IntoResponse for Answered {
    fn into_response(self) -> Response {
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/json")], self.body).into_response();
        if self.is_again {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

/// Does `work` for a request, or answers as it was answered before. `question` is all that tells one request from another:
/// what it is for, and what stands in it.
pub(super) async fn once<T: Serialize>(
    state: &PageState,
    asking: &Asking,
    headers: &HeaderMap,
    question: &[&[u8]],
    work: impl AsyncFnOnce(RequestTask) -> Result<(StatusCode, T), ApiError>,
) -> Result<Answered, ApiError> {
    let Some(name) = key_of(headers)? else {
        let (status, answer) = work(RequestTask { subject: None, goes_on: false }).await?;
        return Ok(Answered { status, body: text(&answer), is_again: false });
    };
    let office = state.office();
    let key = OnceKey { token: asking.program.token.clone(), name, asked: digest(question) };
    let task = match office.begin_once(&key).await? {
        Once::Do { subject } => RequestTask { subject: Some(subject), goes_on: false },
        Once::GoOn { subject } => RequestTask { subject: Some(subject), goes_on: true },
        Once::Answered { status, body } => {
            return Ok(Answered {
                status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
                body,
                is_again: true,
            });
        }
        Once::UnderWay => return Err(ApiError::KeyUnderWay),
        Once::Other => return Err(ApiError::KeyOfAnother),
    };
    match work(task).await {
        Ok((status, answer)) => {
            let body = text(&answer);
            // It is done, and is told so; whoever asks again finds what was done by its id.
            if let Err(error) = office.answer_once(&key, status.as_u16(), &body).await {
                tracing::warn!(%error, "the answer to a request could not be noted");
            }
            Ok(Answered { status, body, is_again: false })
        }
        Err(error) => {
            let noted = if error.is_refusal() { office.refuse_once(&key).await } else { office.fail_once(&key).await };
            if let Err(error) = noted {
                tracing::warn!(%error, "what became of a request could not be noted");
            }
            Err(error)
        }
    }
}

fn text<T: Serialize>(answer: &T) -> String {
    serde_json::to_string(answer).expect("answers have names for keys")
}

/// The key: a text of a structured field (RFC 8941 §3.3.3), or the same without its quotes.
fn key_of(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let mut said = headers.get_all(&KEY).iter();
    let Some(value) = said.next() else { return Ok(None) };
    let bad = || ApiError::BadQuery("`Idempotency-Key`".to_owned());
    let text = value.to_str().map_err(|_| bad())?.trim();
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let key = quoted.unwrap_or(text);
    let is_plain = key.bytes().all(|byte| (0x20..0x7F).contains(&byte) && byte != b'"' && byte != b'\\');
    let fits = (1..=limits::IDEMPOTENCY_KEY_BYTES).contains(&key.len());
    if said.next().is_none() && is_plain && fits { Ok(Some(key.to_owned())) } else { Err(bad()) }
}

/// A digest of all parts, none of which can be taken for another.
fn digest(parts: &[&[u8]]) -> Digest {
    let digests: Vec<String> = parts.iter().map(|part| Digest::of(part).to_string()).collect();
    Digest::of(digests.join("\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_short_line_of_plain_letters_with_or_without_quotes() {
        let key = |said: &[&str]| {
            let mut headers = HeaderMap::new();
            for said in said {
                headers.append(KEY, said.parse().unwrap());
            }
            key_of(&headers).map_err(|error| error.to_string())
        };
        assert_eq!(key(&[]), Ok(None));
        for said in ["\"8e03978e-40d5\"", "8e03978e-40d5"] {
            assert_eq!(key(&[said]), Ok(Some("8e03978e-40d5".to_owned())));
        }
        let long = "x".repeat(limits::IDEMPOTENCY_KEY_BYTES + 1);
        for wrong in [&[""][..], &["\"\""], &["a\"b"], &["\"a"], &[&long], &["a", "b"]] {
            assert!(key(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn what_is_asked_is_told_apart_by_every_part() {
        assert_eq!(digest(&[b"a", b"b"]), digest(&[b"a", b"b"]));
        assert_ne!(digest(&[b"ab", b""]), digest(&[b"a", b"b"]));
        assert_ne!(digest(&[b"a\nb"]), digest(&[b"a", b"b"]));
    }
}
