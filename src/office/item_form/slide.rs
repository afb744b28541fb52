//! The form of a slide: its template's, and the files behind the keys of its pictures.

use super::fields::{DraftText, Fields};
use crate::{
    approval::SlideBody,
    form::{self, FieldKind, FieldProblem, Form, FormReading, Mistake, Origin},
    model::{SlideId, Zone},
    office::fold::keys_of,
};

/// Reads a slide. A picture that nobody has brought is a mistake of the field that names it.
pub(super) fn read(id: &SlideId, text: &DraftText, zone: &Zone) -> FormReading<Option<SlideBody>> {
    let table = text.fields.table();
    let mut reading = form::read_slide(id.clone(), &table, zone);
    let Some(slide) = reading.value else {
        return FormReading { value: None, mistakes: reading.mistakes, notes: reading.notes };
    };
    let mut pictures = std::collections::BTreeMap::new();
    for key in keys_of(&slide) {
        match text.pictures.get(key) {
            Some(digest) => drop(pictures.insert(key.clone(), *digest)),
            None => reading.mistakes.listed.extend(form::template_of(&table).and_then(|form| missing(form, text, key))),
        }
    }
    let value = reading.mistakes.is_empty().then_some(SlideBody { slide, pictures });
    FormReading { value, mistakes: reading.mistakes, notes: reading.notes }
}

fn missing(form: &'static Form, text: &DraftText, key: &str) -> Option<Mistake> {
    let names = |name: &str| form::cleaned(text.fields.get(name)) == key;
    let field = form.fields.iter().find(|field| matches!(field.kind, FieldKind::Picture) && names(field.name))?;
    let problem = FieldProblem::Missing { form, field, meant: None };
    Some(Mistake { path: field.name.to_owned(), origin: Some(Origin::default()), problem })
}

/// What an officer would type to get that slide.
pub(super) fn write(body: &SlideBody, zone: &Zone) -> DraftText {
    DraftText { fields: Fields::of(&form::write_slide(&body.slide, zone)), pictures: body.pictures.clone() }
}
