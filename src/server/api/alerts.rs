//! `POST /api/v1/alerts`: an emergency is put out.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{
    asking::Asking,
    error::ApiError,
    once::{RequestTask, once},
    read::json,
};
use crate::{
    api::{AlertAnswer, FieldMistake, Problem, SentAlert},
    form::Words,
    model::{DisplayId, WallTime},
    office::{Alerting, item_form::DraftText},
    server::state::PageState,
};

/// What stands in a prepared text where something is to be filled in.
const GAP: char = '…';
const NO_TEMPLATE: Words = Words::new("không có mẫu này", "there is no such prepared emergency");
const TEMPLATE: Words = Words::new("mã của một mẫu tin khẩn", "the id of a prepared emergency");
const NO_TIME: Words = Words::new("không phải thời điểm", "this is no instant");
const TIME: Words =
    Words::new("RFC 3339, như `2026-11-30T19:30:00+07:00`", "RFC 3339, such as `2026-11-30T19:30:00+07:00`");
const NO_DISPLAY: Words = Words::new("không có màn hình này", "there is no such display");
const NO_TAG: Words = Words::new("không có nhóm màn hình này", "there is no such group of displays");
const TAG: Words = Words::new("một nhóm trong danh sách `/api/v1/displays`", "one that `/api/v1/displays` lists");
const GAP_LEFT: Words = Words::new("còn chỗ chưa điền", "a gap is left");
const NO_GAP: Words = Words::new("chữ thật ở chỗ dấu “…”", "words in the place of “…”");
const DISPLAY: Words =
    Words::new("một màn hình trong danh sách `/api/v1/displays`", "one that `/api/v1/displays` lists");

/// Puts an emergency out
///
/// It is on screens at once, alone, until it ends; a second person is to confirm it on the page. The token must be made for
/// it, and its person must have the right. With an `Idempotency-Key`, the same request is done once: whoever asks again within
/// a day has the first answer, with `Idempotent-Replayed: true`. Without one, each request puts an emergency out.
#[utoipa::path(
    post, path = "/api/v1/alerts", operation_id = "put_out", tag = "alerts",
    request_body = SentAlert,
    params(("Idempotency-Key" = Option<String>, Header, description = "A name for this request, such as `\"8e03978e-40d5-43e8-bc93-6894a57f9324\"`: at most 255 letters, given to no other request of this token. What was refused has done nothing, and its key is free again")),
    responses(
        (status = 201, description = "It is out", body = AlertAnswer),
        (status = 400, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The token or its person may not put out emergencies", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Its end does not lie ahead, or the person may not write for these displays, or a request with this key is being done", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right, or the key was given to another request", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn put_out(
    asking: Asking,
    State(state): State<PageState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ApiError> {
    let question = [&b"alerts"[..], &body[..]];
    let work = async |task| do_it(&state, &asking, &body, task).await;
    Ok(once(&state, &asking, &headers, &question, work).await?.into_response())
}

async fn do_it(
    state: &PageState,
    asking: &Asking,
    body: &Bytes,
    task: RequestTask,
) -> Result<(StatusCode, AlertAnswer), ApiError> {
    let office = state.office();
    if let Some(subject) = task.subject.as_deref().filter(|_| task.goes_on)
        && let Some((id, version)) = office.alert_under(subject).await?
    {
        return Ok((StatusCode::CREATED, answer(id, version.n, version.programme.is_some())));
    }
    let sent: SentAlert = json(body)?;
    let alerting = read(state, asking, &sent).await?;
    let (id, version) = match &task.subject {
        Some(subject) => office.alert_as(&asking.actor(), subject, &alerting).await?,
        None => office.alert(&asking.actor(), &alerting).await?,
    };
    state.live().poke();
    Ok((StatusCode::CREATED, answer(id, version.n, version.unsigned.is_none())))
}

fn answer(id: String, version: u64, published: bool) -> AlertAnswer {
    AlertAnswer { address: "/khan-cap".to_owned(), id, version, published }
}

async fn read(state: &PageState, asking: &Asking, sent: &SentAlert) -> Result<Alerting, ApiError> {
    let office = state.office();
    let mut mistakes = Vec::new();
    let mut wrong = |field: &str, what: Words, expected: Words| {
        let (what, expected) = (what.get(asking.language), expected.get(asking.language));
        mistakes.push(FieldMistake::new("alert", field, what, expected));
    };
    let mut text = DraftText::default();
    if let Some(id) = &sent.template {
        match office.alert_templates().await?.into_iter().find(|template| template.id == *id) {
            Some(template) => text = template.text,
            None => wrong("template", NO_TEMPLATE, TEMPLATE),
        }
    }
    let fields = sent.typed();
    // A list that is said anew takes the place of the whole prepared one.
    let begins = |path: &str| path.split(['[', '.']).next().unwrap_or_default().to_owned();
    let anew: Vec<String> = fields.0.keys().map(|path| begins(path)).collect();
    text.fields.0.retain(|path, _| !anew.contains(&begins(path)));
    text.fields.0.extend(fields.0);
    let until = sent.until.parse::<jiff::Timestamp>().map(WallTime::from).ok();
    if until.is_none() {
        wrong("until", NO_TIME, TIME);
    }
    let live = office.live().await?;
    let mut displays: Vec<DisplayId> = Vec::new();
    for (n, id) in (1..).zip(&sent.displays) {
        match live.displays().find(|display| display.id.as_str() == id) {
            Some(display) => displays.push(display.id.clone()),
            None => wrong(&format!("displays[{n}]"), NO_DISPLAY, DISPLAY),
        }
    }
    for (n, tag) in (1..).zip(&sent.tags) {
        // A misspelt group would be a warning that nobody sees.
        if !live.displays().any(|display| display.tags.contains(tag)) {
            wrong(&format!("tags[{n}]"), NO_TAG, TAG);
        }
    }
    for (path, _) in text.fields.0.iter().filter(|(_, words)| words.contains(GAP)) {
        wrong(path, GAP_LEFT, NO_GAP);
    }
    match until {
        Some(until) if mistakes.is_empty() => Ok(Alerting { text, displays, tags: sent.tags.clone(), until }),
        _ => Err(ApiError::Mistakes(mistakes)),
    }
}
