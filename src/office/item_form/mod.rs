//! What pages ask of each kind of item, and the way from what was typed to a body and back.

mod campaign;
mod commune;
mod display;
mod fields;
mod slide;

pub use campaign::{CAMPAIGN, DAYPART};
pub use commune::{COMMUNE, bare};
pub use display::DISPLAY;
pub use fields::{DraftText, Fields};

use crate::{
    approval::{Body, ItemId},
    form::{self, Form, FormReading},
    model::Zone,
};

/// The form of an item: a slide's follows from its template, and there is none before that is chosen.
pub fn form_of(item: &ItemId, text: &DraftText) -> Option<&'static Form> {
    match item {
        ItemId::Commune => Some(&COMMUNE),
        ItemId::Display(_) => Some(&DISPLAY),
        ItemId::Campaign(_) => Some(&CAMPAIGN),
        ItemId::Slide(_) => form::template(text.fields.get("template").trim()),
    }
}

/// Reads what was typed of an item, or says everything that is wrong with it. `before` is what the item says now: what the
/// form does not ask for is taken from there. `zone` is where local times stand for instants.
pub fn read(item: &ItemId, text: &DraftText, before: Option<&Body>, zone: &Zone) -> FormReading<Option<Body>> {
    match (item, before) {
        (ItemId::Slide(id), _) => mapped(slide::read(id, text, zone), Body::Slide),
        (ItemId::Display(id), _) => mapped(display::read(id, text, zone), Body::Display),
        (ItemId::Campaign(id), Some(Body::Campaign(before))) => {
            mapped(campaign::read(id, text, Some(before), zone), Body::Campaign)
        }
        (ItemId::Campaign(id), _) => mapped(campaign::read(id, text, None, zone), Body::Campaign),
        (ItemId::Commune, Some(Body::Commune(before))) => {
            mapped(commune::read(text, Some(before), zone), Body::Commune)
        }
        (ItemId::Commune, _) => mapped(commune::read(text, None, zone), Body::Commune),
    }
}

fn mapped<T>(reading: FormReading<Option<T>>, body: fn(T) -> Body) -> FormReading<Option<Body>> {
    FormReading { value: reading.value.map(body), mistakes: reading.mistakes, notes: reading.notes }
}

/// What an officer would type to get that body; nothing for one that takes an item away.
pub fn write(body: &Body, zone: &Zone) -> DraftText {
    match body {
        Body::Slide(body) => slide::write(body, zone),
        Body::Campaign(body) => campaign::write(body, zone),
        Body::Display(body) => display::write(body, zone),
        Body::Commune(body) => commune::write(body, zone),
        Body::Removed(_) => DraftText::default(),
    }
}
