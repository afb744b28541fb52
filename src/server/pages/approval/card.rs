//! One submission: before and after, what changed, where, until when, and what is wrong with it.

use std::{collections::BTreeMap, time::Duration};

use super::{
    list::{main_item, title},
    placing::{Fact, placing},
    words,
};
use crate::{
    approval::{Body, ItemId, Submission},
    child::draw::{DrawRequest, Judging, PagesWanted, Urgency},
    form::Language,
    model::{Severity, Size},
    office::{
        LiveVersion, OfficeError,
        changes::{FieldChange, changes},
    },
    records::{ReadTransaction, item, revision},
    server::{pictures::src_of_revision, state::PageState, times::Times},
};

/// How long the page waits for what is wrong with a slide: it is told by those who wrote it, and is drawn already.
const PATIENCE: Duration = Duration::from_secs(4);
/// Most findings that are told.
const FINDINGS: usize = 4;

/// One item of a submission.
pub(super) struct ItemCard {
    pub title: String,
    pub kind: crate::form::Words,
    pub removed: bool,
    pub is_slide: bool,
    pub is_new: bool,
    pub before: Option<String>,
    pub after: Option<String>,
    pub upright: Option<String>,
    pub changes: Vec<FieldChange>,
    pub pages: Vec<CardPage>,
    pub facts: Vec<Fact>,
    /// What is wrong, and how much.
    pub findings: Vec<(&'static str, String)>,
}

/// A page of a slide that has several.
pub(super) struct CardPage {
    pub src: String,
    pub label: String,
}

/// The items of a submission, what it is about first.
pub(super) async fn cards(
    state: &PageState,
    tx: &mut ReadTransaction,
    submission: &Submission,
    live: &LiveVersion,
    times: &Times,
    language: Language,
) -> Result<Vec<ItemCard>, OfficeError> {
    let mut after = BTreeMap::new();
    for entry in &submission.items {
        if let Some(row) = revision::get(tx, &entry.item, entry.digest).await? {
            after.insert(entry.item.clone(), row.body);
        }
    }
    let names = names(tx).await?;
    let called = |id: &str| names.get(id).cloned();
    let bodies: Vec<&Body> = after.values().collect();
    let main = main_item(submission).map(|entry| &entry.item);
    let mut entries: Vec<_> = submission.items.iter().collect();
    entries.sort_by_key(|entry| Some(&entry.item) != main);
    let mut cards = Vec::new();
    for entry in entries {
        let Some(body) = after.get(&entry.item) else { continue };
        let before = match entry.before {
            Some(before) => revision::get(tx, &entry.item, before).await?.map(|row| row.body),
            None => None,
        };
        let removed = matches!(body, Body::Removed(_));
        let mut card = ItemCard {
            title: match (body, title(tx, &entry.item).await?) {
                (Body::Campaign(_), title) => words::campaign(language, &title),
                (_, title) => title,
            },
            kind: match (&before, removed) {
                (_, true) => words::REMOVED,
                (None, false) if matches!(body, Body::Slide(_)) => words::NEW,
                (None, false) => words::ADDED,
                (Some(_), false) => words::CHANGED,
            },
            removed,
            is_slide: matches!(entry.item, ItemId::Slide(_)),
            is_new: before.is_none(),
            before: entry.before.and_then(|before| src_of_revision(&entry.item, before, 960)),
            after: src_of_revision(&entry.item, entry.digest, 960).filter(|_| !removed),
            upright: src_of_revision(&entry.item, entry.digest, 320)
                .filter(|_| !removed && live.displays().any(|display| display.size.is_some_and(Size::is_portrait)))
                .map(|src| format!("{src}&doc=1")),
            changes: match &before {
                Some(before) if !removed => changes(before, body, times.zone(), language, &called),
                // Of what is new but for slides, whose picture says it, everything is told.
                None if !matches!(body, Body::Slide(_)) && !removed => told(body, times, language, &called),
                _ => Vec::new(),
            },
            pages: Vec::new(),
            facts: Vec::new(),
            findings: Vec::new(),
        };
        if let Body::Slide(slide) = body {
            card.facts = placing(&slide.slide.id, &bodies, live, times, language);
            judge(state, &mut card, entry, slide, live, times, language).await;
        }
        cards.push(card);
    }
    Ok(cards)
}

/// What something new says.
fn told(body: &Body, times: &Times, language: Language, called: &dyn Fn(&str) -> Option<String>) -> Vec<FieldChange> {
    let nothing = Body::Removed(crate::approval::Tombstone { item: body.item() });
    changes(&nothing, body, times.zone(), language, called)
}

/// The pages of a slide, and what is wrong with it.
async fn judge(
    state: &PageState,
    card: &mut ItemCard,
    entry: &crate::approval::SubmittedRevision,
    slide: &crate::approval::SlideBody,
    live: &LiveVersion,
    times: &Times,
    language: Language,
) {
    let Some(commune) = live.commune() else { return };
    let request = DrawRequest {
        pictures: slide.pictures.clone(),
        time_zone: commune.time_zone.clone(),
        pages: PagesWanted::None,
        judging: Some(Judging::usual(times.now(), true, commune.terms.clone())),
        ..DrawRequest::new(slide.slide.clone(), commune.unit.clone(), Size::new(960, 960))
    };
    let Ok(Ok(drawing)) = tokio::time::timeout(PATIENCE, state.drawer().draw(request, Urgency::Listing)).await else {
        return;
    };
    if drawing.pages.len() > 1 {
        let page = |(n, page): (usize, &crate::child::draw::DrawnPage)| {
            let label = page.label.get(language);
            let label = if label.is_empty() { words::page(language, n) } else { label.to_owned() };
            Some(CardPage { src: format!("{}&trang={n}", src_of_revision(&entry.item, entry.digest, 320)?), label })
        };
        card.pages = (1..).zip(&drawing.pages).filter_map(page).collect();
    }
    let told = drawing.findings.iter().filter(|finding| finding.severity > Severity::Suggestion).take(FINDINGS);
    card.findings = told
        .map(|finding| {
            let kind = if finding.severity == Severity::Error { "bad" } else { "warned" };
            (kind, finding.what.get(language).to_owned())
        })
        .collect();
}

/// What slides and displays are called, by their ids.
async fn names(tx: &mut ReadTransaction) -> Result<BTreeMap<String, String>, OfficeError> {
    let mut names = BTreeMap::new();
    for kind in [crate::approval::ItemKind::Display, crate::approval::ItemKind::Slide] {
        names.extend(item::of_kind(tx, kind).await?.into_iter().map(|row| (row.id.own().to_owned(), row.title)));
    }
    Ok(names)
}
