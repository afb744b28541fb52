//! Content that a program sends, read against what is live.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::body::Bytes;
use serde::de::DeserializeOwned;

use super::{asking::Asking, error::ApiError};
use crate::{
    api::{ContentContext, FieldMistake, SentContent},
    approval::{Body, ItemId, Tombstone},
    form::Words,
    model::{Digest, DisplayId, Priority, SlideId, limits},
    office::{LiveVersion, NoCommune, OfficeError, is_of_alert},
    server::state::PageState,
};

const OF_ALERTS: Words = Words::new("tên này dành cho tin khẩn", "this name is kept for emergencies");
const OTHER_NAME: Words = Words::new("một tên khác", "another name");
const EMERGENCY: Words = Words::new("tin khẩn không gửi theo cách này", "an emergency is not put out like this");
const ALERTS: Words = Words::new(
    "`normal` hoặc `priority`; tin khẩn thì gửi tới `/api/v1/alerts`",
    "`normal` or `priority`; emergencies go to `/api/v1/alerts`",
);
const NO_SLIDE: Words = Words::new("không có trang này", "there is no such slide");
const SLIDE: Words = Words::new("một trang đang có, hoặc gửi cùng lúc", "one that is live, or is sent with it");

/// Content as it was understood.
pub(super) struct ReadSent {
    /// What it was compared with.
    pub live: Arc<LiveVersion>,
    /// What says something else than what is live.
    pub changed: Vec<Body>,
    /// Pictures of it that nobody has brought.
    pub missing: Vec<Digest>,
}

/// The JSON object of a body: a list would be taken for fields in their order.
pub(super) fn json<T: DeserializeOwned>(body: &Bytes) -> Result<T, ApiError> {
    if body.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|first| *first != b'{') {
        return Err(ApiError::BadBody("expected a JSON object".to_owned()));
    }
    serde_json::from_slice(body).map_err(|error| ApiError::BadBody(error.to_string()))
}

/// Reads what was sent. Nothing is written.
pub(super) async fn read(state: &PageState, asking: &Asking, sent: &SentContent) -> Result<ReadSent, ApiError> {
    let too_many = sent.slides.len() > limits::SLIDES
        || sent.campaigns.len() > limits::CAMPAIGNS
        || sent.remove.len() > limits::SLIDES + limits::CAMPAIGNS
        || sent.pictures.len() > limits::ASSETS;
    if too_many {
        return Err(ApiError::TooMany);
    }
    let office = state.office();
    let live = office.live().await?;
    let commune = live.commune().ok_or(OfficeError::NoCommune(NoCommune))?;
    let language = asking.language;
    let digests: BTreeSet<Digest> = sent.digests(language).map_err(ApiError::Mistakes)?.into_values().collect();
    let files = office.known_pictures(digests).await?;
    let displays: BTreeSet<DisplayId> = live.displays().map(|display| display.id.clone()).collect();
    let zone = live.zone();
    let around = ContentContext { zone: &zone, displays: &displays, files: &files, language };
    let mut bodies = sent.read(&around).map_err(ApiError::Mistakes)?;
    if sent.complete {
        bodies.extend(not_named(&live, &bodies));
    }
    let slides = slides_then(&live, &bodies, &commune.default_slide.id);
    let mut changed: Vec<Body> = bodies.into_iter().filter(|body| is_new(&live, body)).collect();
    let mistakes: Vec<FieldMistake> = changed
        .iter()
        .flat_map(|body| forbidden(body, &slides))
        .take(limits::MISTAKES)
        .map(|(item, field, what, expected)| {
            FieldMistake::new(&item.to_string(), &field, what.get(language), expected.get(language))
        })
        .collect();
    if !mistakes.is_empty() {
        return Err(ApiError::Mistakes(mistakes));
    }
    if changed.len() > limits::SUBMITTED_ITEMS {
        return Err(ApiError::TooMany);
    }
    changed.sort_by_key(Body::item);
    let missing = missing(&changed, &files);
    Ok(ReadSent { live, changed, missing })
}

/// What takes away the slides and campaigns that are live and not named.
fn not_named(live: &LiveVersion, bodies: &[Body]) -> Vec<Body> {
    let named: BTreeSet<ItemId> = bodies.iter().map(Body::item).collect();
    let gone = live.items.keys().filter(|item| matches!(item, ItemId::Slide(_) | ItemId::Campaign(_)));
    let gone = gone.filter(|item| !named.contains(item) && !is_of_alert(item));
    gone.map(|item| Body::Removed(Tombstone { item: item.clone() })).collect()
}

/// The slides there would be.
fn slides_then(live: &LiveVersion, bodies: &[Body], default: &SlideId) -> BTreeSet<SlideId> {
    let mut slides: BTreeSet<SlideId> = live.slides().map(|body| body.slide.id.clone()).collect();
    slides.insert(default.clone());
    for body in bodies {
        match body {
            Body::Slide(body) => drop(slides.insert(body.slide.id.clone())),
            Body::Removed(Tombstone { item: ItemId::Slide(id) }) => drop(slides.remove(id)),
            _ => {}
        }
    }
    slides
}

fn is_new(live: &LiveVersion, body: &Body) -> bool {
    let on = live.digest(&body.item());
    if matches!(body, Body::Removed(_)) { on.is_some() } else { on != Some(body.digest()) }
}

/// What no form forbids.
fn forbidden(body: &Body, slides: &BTreeSet<SlideId>) -> Vec<(ItemId, String, Words, Words)> {
    let item = body.item();
    if is_of_alert(&item) {
        return vec![(item, "id".to_owned(), OF_ALERTS, OTHER_NAME)];
    }
    let Body::Campaign(body) = body else { return Vec::new() };
    let mut wrong = Vec::new();
    if body.campaign.priority == Priority::Emergency {
        wrong.push((item.clone(), "priority".to_owned(), EMERGENCY, ALERTS));
    }
    let unknown = (1..).zip(&body.slides).filter(|(_, slide)| !slides.contains(slide));
    wrong.extend(unknown.map(|(n, _)| (item.clone(), format!("slides[{n}]"), NO_SLIDE, SLIDE)));
    wrong
}

/// The pictures of what has changed that nobody has brought, under the names by which they were sent.
fn missing(changed: &[Body], files: &BTreeMap<Digest, Digest>) -> Vec<Digest> {
    let kept: BTreeSet<&Digest> = files.values().collect();
    let mut missing: BTreeSet<Digest> = BTreeSet::new();
    for body in changed {
        if let Body::Slide(body) = body {
            missing.extend(body.pictures.values().filter(|digest| !kept.contains(digest)).copied());
        }
    }
    missing.into_iter().collect()
}
