//! `POST /api/v1/submissions`: content is sent for approval; `GET …/{id}`: what has become of it.

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    asking::Asking,
    error::ApiError,
    guard::InterfaceState,
    once::once,
    read::{ReadSent, json, read},
};
use crate::{
    api::{Problem, SentContent, SubmissionAnswer, SubmittedItem},
    approval::{AccountId, Refusal, Submission, SubmissionId},
    model::WallTime,
    office::{Office, OfficeError},
    records::{ReadTransaction, account, submission as submissions, version},
    server::state::PageState,
};

/// Sends content for approval
///
/// `If-Match` names the version it is built on. What is live already is passed over, and what the same person has sent and
/// still waits is not sent again. Nothing is shown before another person has approved it.
#[utoipa::path(
    post, path = "/api/v1/submissions", operation_id = "submit", tag = "content",
    params(
        ("If-Match" = String, Header, description = "The version that `check` answered, such as `\"12\"`; `*` for any"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this request, of at most 255 letters, given to no other request of this token: whoever asks again within a day has the first answer, with `Idempotent-Replayed: true`"),
    ),
    request_body = SentContent,
    responses(
        (status = 200, description = "All of it is live, or waits, already", body = SubmissionAnswer),
        (status = 201, description = "It waits for approval", body = SubmissionAnswer),
        (status = 400, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The token or its person may not write", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Pictures are missing, or the person may not write for these displays, or a request with this key is being done", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Another version is live by now", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "It is too large, or changes too much at once", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right, or the key was given to another request", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "There is no `If-Match`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn submit(
    asking: Asking,
    State(state): State<PageState>,
    Extension(shared): Extension<InterfaceState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let built_on = headers.get(header::IF_MATCH).map_or(&[][..], |said| said.as_bytes());
    let question = [&b"submissions"[..], built_on, &body[..]];
    let answered =
        once(&state, &asking, &headers, &question, async |_| send(&state, &asking, &shared, &headers, &body).await)
            .await?;
    // What is sent again is found by what is in it: no id was set aside for it.
    let is_new = answered.status == StatusCode::CREATED;
    let sent: Option<SubmissionAnswer> = is_new.then(|| serde_json::from_str(&answered.body).ok()).flatten();
    let at = sent.and_then(|sent| format!("/api/v1/submissions/{}", sent.id).parse().ok());
    let mut response = answered.into_response();
    if let Some(at) = at {
        response.headers_mut().insert(header::LOCATION, at);
    }
    Ok(response)
}

async fn send(
    state: &PageState,
    asking: &Asking,
    shared: &InterfaceState,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<(StatusCode, SubmissionAnswer), ApiError> {
    let expected = expected(headers)?;
    let _place = shared.reading.acquire().await.map_err(|_| ApiError::Busy)?;
    let sent: SentContent = json(body)?;
    let office = state.office();
    let ReadSent { live, changed, missing } = read(state, asking, &sent).await?;
    if let Some(expected) = expected.filter(|expected| *expected != live.n()) {
        tracing::debug!(expected, live = live.n(), "content was built on another version");
        return Err(ApiError::OtherVersion(live.n()));
    }
    if !missing.is_empty() {
        return Err(ApiError::Missing(missing));
    }
    let before = newest_of(office, &asking.program.account.id).await?;
    let id = match office.send_bodies(&asking.actor(), changed, &sent.note, expected).await {
        Ok(id) => id,
        Err(OfficeError::Refused(Refusal::Overtaken)) => return Err(ApiError::OtherVersion(office.live().await?.n())),
        Err(error) => return Err(error.into()),
    };
    let Some(id) = id else {
        return Ok((StatusCode::OK, unchanged(live.n(), asking)));
    };
    state.live().poke();
    let is_new = before.is_none_or(|before| id > before);
    let answer = answer(office, &id).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, answer))
}

/// What has become of a submission
#[utoipa::path(
    get, path = "/api/v1/submissions/{id}", operation_id = "submission", tag = "content",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "What has become of it", body = SubmissionAnswer),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn submission(
    _asking: Asking,
    State(office): State<Office>,
    Path(id): Path<String>,
) -> Result<Json<SubmissionAnswer>, ApiError> {
    Ok(Json(answer(&office, &SubmissionId(id)).await?))
}

/// The version that `If-Match` names; `None` for any.
fn expected(headers: &HeaderMap) -> Result<Option<u64>, ApiError> {
    let said = headers.get(header::IF_MATCH).and_then(|said| said.to_str().ok()).ok_or(ApiError::NoVersion)?.trim();
    if said == "*" {
        return Ok(None);
    }
    let n = said.trim_matches('"').parse().map_err(|_| ApiError::BadQuery(format!("`If-Match: {said}`")))?;
    Ok(Some(n))
}

/// The newest submission of a person; ids are given in the order of time.
async fn newest_of(office: &Office, by: &AccountId) -> Result<Option<SubmissionId>, ApiError> {
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let newest = submissions::newest(&mut tx, 200).await.map_err(OfficeError::from)?;
    Ok(newest.into_iter().filter(|sent| sent.author == *by).map(|sent| sent.id).max())
}

fn unchanged(version: u64, asking: &Asking) -> SubmissionAnswer {
    SubmissionAnswer {
        id: String::new(),
        state: "unchanged".to_owned(),
        address: "/".to_owned(),
        note: String::new(),
        author: asking.program.account.name.clone(),
        sent: None,
        decided_by: None,
        decided: None,
        reason: None,
        version: Some(version),
        published: true,
        items: Vec::new(),
    }
}

async fn answer(office: &Office, id: &SubmissionId) -> Result<SubmissionAnswer, ApiError> {
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let sent = submissions::get(&mut tx, id).await.map_err(OfficeError::from)?.ok_or(ApiError::NotFound)?;
    let signed = match sent.version {
        Some(n) => version::get(&mut tx, n).await.map_err(OfficeError::from)?.and_then(|version| version.programme),
        None => None,
    };
    let Submission { id, author, note, sent, state, decided, reason, version, items } = sent;
    let decided_by = match &decided {
        Some((by, _)) => Some(name(&mut tx, by).await?),
        None => None,
    };
    Ok(SubmissionAnswer {
        address: format!("/duyet/{id}"),
        id: id.0,
        state: state.to_string(),
        note,
        author: name(&mut tx, &author).await?,
        sent: Some(said(sent)),
        decided_by,
        decided: decided.map(|(_, at)| said(at)),
        reason,
        version,
        published: signed.is_some(),
        items: items
            .into_iter()
            .map(|entry| SubmittedItem {
                item: entry.item.to_string(),
                digest: entry.digest.to_string(),
                before: entry.before.map(|before| before.to_string()),
            })
            .collect(),
    })
}

/// A person's name.
pub(super) async fn name(tx: &mut ReadTransaction, id: &AccountId) -> Result<String, ApiError> {
    let row = account::by_id(tx, id).await.map_err(OfficeError::from)?;
    Ok(row.map_or_else(|| id.0.clone(), |row| row.account.name))
}

/// An instant as answers have it.
pub(super) fn said(at: WallTime) -> String {
    at.timestamp().to_string()
}
