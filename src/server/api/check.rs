//! `POST /api/v1/check`: what is wrong with content, what is new in it, and what is missing.

use std::collections::BTreeSet;

use axum::{Extension, Json, body::Bytes, extract::State};

use super::{
    asking::Asking,
    error::ApiError,
    guard::InterfaceState,
    read::{ReadSent, json, read},
};
use crate::{
    api::{Checked, CheckedFinding, Problem, SentContent},
    approval::{Body, Commune, SlideBody},
    child::draw::{DrawError, DrawRequest, DrawnFinding, Encoding, Judging, Urgency},
    form::Language,
    model::{Digest, Severity, Size, SlideId, WallTime},
    office::LiveVersion,
    server::state::PageState,
};

/// The pictures that are drawn to be judged: large enough for colours to be seen, and nobody looks at them.
const JUDGED: Size = Size::new(960, 960);
const QUALITY: u8 = 60;

/// Checks content
///
/// Says which items are new, which pictures are missing, and what is wrong with the slides that have changed, as they are drawn for
/// the screens there are. Nothing is written. A slide whose picture is missing is not drawn: bring it, and check again.
#[utoipa::path(
    post, path = "/api/v1/check", operation_id = "check", tag = "content",
    request_body = SentContent,
    responses(
        (status = 200, description = "What there is to say", body = Checked),
        (status = 400, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The token may not write", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The office has not begun", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "It is too large, or changes too much at once", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn check(
    asking: Asking,
    State(state): State<PageState>,
    Extension(shared): Extension<InterfaceState>,
    body: Bytes,
) -> Result<Json<Checked>, ApiError> {
    let _place = shared.reading.acquire().await.map_err(|_| ApiError::Busy)?;
    let sent: SentContent = json(&body)?;
    let ReadSent { live, changed, missing } = read(&state, &asking, &sent).await?;
    let now = state.office().clock().now().wall;
    let screens = screens(&live);
    let mut findings = Vec::new();
    for body in &changed {
        let Body::Slide(slide) = body else { continue };
        if slide.pictures.values().any(|picture| missing.contains(picture)) {
            continue;
        }
        let scheduled = is_scheduled(&live, &changed, &slide.slide.id);
        let mut seen = BTreeSet::new();
        for screen in &screens {
            let Some(request) = live.commune().map(|commune| request(commune, slide, *screen, scheduled, now)) else {
                continue;
            };
            let item = body.item().to_string();
            match state.drawer().draw(request, Urgency::Listing).await {
                Ok(drawing) => {
                    let new = drawing
                        .findings
                        .iter()
                        .filter(|finding| seen.insert((finding.code.clone(), finding.field.clone())));
                    findings.extend(new.map(|finding| told(&item, finding, asking.language)));
                }
                Err(error) => findings.push(not_drawn(&item, &error, asking.language)),
            }
        }
    }
    Ok(Json(Checked {
        version: live.n(),
        changed: changed.iter().map(|body| body.item().to_string()).collect(),
        missing: missing.iter().map(Digest::to_string).collect(),
        findings,
    }))
}

/// The shapes of the screens there are; both where nobody has said.
fn screens(live: &LiveVersion) -> Vec<Size> {
    let upright = |size: Size| if size.is_portrait() { Size::FULL_HD_PORTRAIT } else { Size::FULL_HD };
    let screens: BTreeSet<Size> =
        live.displays().map(|display| upright(display.size.unwrap_or(Size::FULL_HD))).collect();
    if screens.is_empty() { vec![Size::FULL_HD, Size::FULL_HD_PORTRAIT] } else { screens.into_iter().collect() }
}

/// Whether a campaign would play it.
fn is_scheduled(live: &LiveVersion, changed: &[Body], slide: &SlideId) -> bool {
    let sent = |body: &Body| matches!(body, Body::Campaign(body) if body.slides.contains(slide));
    changed.iter().any(sent) || live.campaigns_of(slide).next().is_some()
}

fn request(commune: &Commune, body: &SlideBody, screen: Size, scheduled: bool, now: WallTime) -> DrawRequest {
    DrawRequest {
        pictures: body.pictures.clone(),
        time_zone: commune.time_zone.clone(),
        screen,
        encoding: Encoding::Jpeg(QUALITY),
        judging: Some(Judging::usual(now, scheduled, commune.terms.clone())),
        ..DrawRequest::new(body.slide.clone(), commune.unit.clone(), JUDGED)
    }
}

fn told(item: &str, finding: &DrawnFinding, language: Language) -> CheckedFinding {
    CheckedFinding {
        item: item.to_owned(),
        severity: severity(finding.severity).to_owned(),
        code: finding.code.clone(),
        page: finding.page,
        field: finding.field.clone(),
        what: finding.what.get(language).to_owned(),
        why: finding.why.get(language).to_owned(),
        hint: finding.hint.get(language).to_owned(),
    }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Suggestion => "suggestion",
    }
}

/// That a slide could not be drawn hinders nobody from sending it: it is drawn again when it is approved.
fn not_drawn(item: &str, error: &DrawError, language: Language) -> CheckedFinding {
    CheckedFinding {
        item: item.to_owned(),
        severity: severity(Severity::Warning).to_owned(),
        code: "not-drawn".to_owned(),
        page: None,
        field: None,
        what: error.words().get(language).to_owned(),
        why: error.to_string(),
        hint: String::new(),
    }
}
