//! What lists call an item, and what a search looks through.

use crate::{
    approval::{Body, ItemId},
    model::{Slide, SlideContent},
    office::item_form::DraftText,
    text::folded,
};

/// Longest title, characters: a list shows no more of it.
const TITLE_CHARS: usize = 160;
/// The fields of which the first that is filled in is a slide's title.
const TITLE_FIELDS: [&str; 6] = ["title", "headline", "question", "text", "alt", "label"];

/// What lists call it: its own title, or else the words that stand largest on it; its id where there are none.
pub fn title_of(body: &Body) -> String {
    let title = match body {
        Body::Commune(commune) => commune.unit.name.clone(),
        Body::Display(display) => display.label.clone(),
        Body::Campaign(body) => body.campaign.title.clone().unwrap_or_default(),
        Body::Slide(body) => title_of_slide(&body.slide),
        Body::Removed(tombstone) => tombstone.item.own().to_owned(),
    };
    or_id(&title, &body.item())
}

fn title_of_slide(slide: &Slide) -> String {
    let title = match &slide.content {
        SlideContent::Slogan(slogan) => &slogan.text,
        SlideContent::Poster(poster) => &poster.alt,
        SlideContent::Guide(guide) => &guide.title,
        SlideContent::Procedures(procedures) => &procedures.title,
        SlideContent::Notice(notice) => &notice.title,
        SlideContent::Event(event) => &event.title,
        SlideContent::Results(results) => &results.title,
        SlideContent::Question(question) => &question.question,
        SlideContent::Alert(alert) => &alert.headline,
        SlideContent::Default(default) => &default.text,
    };
    title.clone()
}

/// What lists call an item of which there is only a draft.
pub fn title_of_draft(item: &ItemId, text: &DraftText) -> String {
    let typed = TITLE_FIELDS.iter().map(|field| text.fields.get(field)).find(|text| !text.trim().is_empty());
    or_id(typed.unwrap_or_default(), item)
}

fn or_id(title: &str, item: &ItemId) -> String {
    let plain = title.replace('|', " ");
    let title: Vec<&str> = plain.split_whitespace().collect();
    if title.is_empty() { item.own().to_owned() } else { title.join(" ").chars().take(TITLE_CHARS).collect() }
}

/// What a search looks through: every word of it, folded.
pub fn search_of(body: &Body) -> String {
    let mut words = vec![body.item().own().to_owned(), title_of(body)];
    match body {
        Body::Slide(body) => {
            words.extend(body.slide.content.texts().map(str::to_owned));
            words.extend([&body.slide.topic, &body.slide.source].into_iter().flatten().cloned());
        }
        Body::Display(display) => words.extend(display.tags.iter().cloned()),
        Body::Campaign(body) => words.extend(body.campaign.ticker.iter().chain(&body.campaign.tags).cloned()),
        Body::Commune(_) | Body::Removed(_) => {}
    }
    folded(&words.join(" "))
}

/// What a search looks through in a draft.
pub fn search_of_draft(item: &ItemId, text: &DraftText) -> String {
    let words: Vec<&str> = text.fields.0.values().map(String::as_str).collect();
    folded(&format!("{} {}", item.own(), words.join(" ")))
}
