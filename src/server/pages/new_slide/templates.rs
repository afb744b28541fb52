//! The templates an officer chooses from, each with its example as a slide.

use jiff::civil::Date;

use crate::{
    form::{self, Field, FieldKind, Form},
    model::{SlideId, Zone},
    office::{
        item_form::{DraftText, Fields},
        shown,
    },
};

/// Those offered, in the order of the page: what is written most comes first. An emergency has a page of its own, and the
/// waiting slide belongs to the commune.
pub(super) const OFFERED: [&str; 8] =
    ["slogan", "guide", "notice", "event", "question", "poster", "procedures", "results"];

/// The form of a template that is offered.
pub(super) fn offered(name: &str) -> Option<&'static Form> {
    OFFERED.contains(&name).then(|| form::template(name)).flatten()
}

/// What the examples of a template's fields say together.
pub(super) fn example(form: &'static Form) -> DraftText {
    let mut text = DraftText::default();
    text.fields.set(form::TEMPLATE.name, form.name);
    fill(&mut text.fields, "", form.fields);
    text
}

fn fill(fields: &mut Fields, prefix: &str, form: &'static [Field]) {
    for field in form {
        let path = format!("{prefix}{}", field.name);
        match field.kind {
            FieldKind::List { .. } => {
                for (n, line) in (1..).zip(field.example.lines()) {
                    fields.set(format!("{path}[{n}]"), line);
                }
            }
            FieldKind::Rows { form, .. } => fill(fields, &format!("{path}[1]."), form.fields),
            // A picture is nobody's example.
            FieldKind::Picture => {}
            _ => fields.set(path, field.example),
        }
    }
}

/// The example as a slide, for its picture.
pub(super) fn example_slide(form: &'static Form, today: Date, zone: &Zone) -> Option<crate::approval::SlideBody> {
    let id: SlideId = form.name.parse().ok()?;
    shown(&id, &example(form), today, zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_that_is_offered_has_an_example_with_its_own_words() {
        for name in OFFERED {
            let form = offered(name).expect(name);
            let body = example_slide(form, Date::constant(2026, 11, 28), &Zone::default()).expect(name);
            let words: Vec<&str> = body.slide.content.texts().collect();
            assert!(!words.is_empty() && !words.iter().any(|words| words.contains('…')), "{name}: {words:?}");
        }
        assert!(offered("alert").is_none() && offered("default").is_none());
    }
}
