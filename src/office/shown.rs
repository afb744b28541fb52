//! What can be shown of a slide that is still being written: everything that was typed, with a gap where something is missing.

use jiff::civil::Date;

use super::item_form::{DraftText, Fields};
use crate::{
    approval::SlideBody,
    form::{self, Field, FieldKind, FieldProblem, Form, Mistake},
    model::{SlideId, Zone},
    office::fold::keys_of,
};

/// Stands where a text is missing. The page says of it that a gap is left.
const GAP: &str = "…";
/// A key that no picture has.
const NO_PICTURE: &str = "chua-chon.png";
/// How often what is wrong is mended: a row that was put in for a table has columns of its own.
const ROUNDS: usize = 6;

/// The slide that a draft would be, with gaps where required fields are empty and without what cannot be read; `None`
/// where it has no template yet. `today` stands where a day is missing.
pub fn shown(id: &SlideId, text: &DraftText, today: Date, zone: &Zone) -> Option<SlideBody> {
    let form = form::template(text.fields.get(form::TEMPLATE.name).trim())?;
    let mut fields = text.fields.clone();
    for _ in 0..ROUNDS {
        let reading = form::read_slide(id.clone(), &fields.table(), zone);
        if let Some(slide) = reading.value {
            let pictures = keys_of(&slide).filter_map(|key| Some((key.clone(), *text.pictures.get(key)?))).collect();
            return Some(SlideBody { slide, pictures });
        }
        for mistake in &reading.mistakes.listed {
            mend(&mut fields, form, mistake, today);
        }
    }
    None
}

/// Puts a gap in the place of what is wrong, or takes it away.
fn mend(fields: &mut Fields, form: &'static Form, mistake: &Mistake, today: Date) {
    let path = mistake.path.as_str();
    let Some((field, kind)) = field_at(form, path) else { return take(fields, path) };
    match &mistake.problem {
        FieldProblem::Long { most, .. } if fields.0.contains_key(path) => {
            let short = fields.get(path).chars().take(*most).collect::<String>();
            fields.set(path, short);
        }
        FieldProblem::ManyEntries { most, .. } => {
            for n in *most + 1..=*most * 2 {
                take(fields, &format!("{path}[{n}]"));
            }
        }
        _ => {
            take(fields, path);
            // An entry of a list that cannot be read would leave a hole in it.
            if field.required || path.ends_with(']') {
                put(fields, path, kind, today);
            }
        }
    }
}

/// Fills in something that a field of that kind takes.
fn put(fields: &mut Fields, path: &str, kind: FieldKind, today: Date) {
    match kind {
        FieldKind::Line { .. } | FieldKind::Paragraph { .. } | FieldKind::Telephone { .. } => fields.set(path, GAP),
        FieldKind::Picture => fields.set(path, NO_PICTURE),
        FieldKind::Url => fields.set(path, "https://dichvucong.gov.vn"),
        FieldKind::Id => fields.set(path, "x"),
        FieldKind::Choice { choices } => fields.set(path, choices.first().map_or("", |choice| choice.name)),
        FieldKind::Flag => fields.set(path, "off"),
        FieldKind::Number { least, .. } | FieldKind::Seconds { least, .. } => fields.set(path, least.to_string()),
        FieldKind::Size => fields.set(path, "1920x1080"),
        FieldKind::Date => fields.set(path, today.to_string()),
        FieldKind::Time => fields.set(path, "00:00"),
        FieldKind::LocalTime | FieldKind::LocalEnd | FieldKind::Instant => fields.set(path, format!("{today}T23:59")),
        FieldKind::TimeZone => fields.set(path, Zone::VIETNAM),
        FieldKind::List { of, .. } => put(fields, &format!("{path}[1]"), *of, today),
        FieldKind::Rows { form, .. } => {
            let row = if path.ends_with(']') { path.to_owned() } else { format!("{path}[1]") };
            for column in form.fields.iter().filter(|column| column.required) {
                put(fields, &format!("{row}.{}", column.name), column.kind, today);
            }
        }
        FieldKind::Group { form } => {
            for part in form.fields.iter().filter(|part| part.required) {
                put(fields, &format!("{path}.{}", part.name), part.kind, today);
            }
        }
    }
}

/// Takes a field away, with everything within it.
fn take(fields: &mut Fields, path: &str) {
    let within =
        |other: &str| other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']));
    fields.0.retain(|other, _| !within(other));
}

/// The field a path leads to, and what may stand at the path itself: of a list's entry what the list is of.
fn field_at(form: &'static Form, path: &str) -> Option<(&'static Field, FieldKind)> {
    let name = path.split(['[', '.']).next()?;
    let field = form.fields.iter().chain(form::COMMON).find(|field| field.name == name)?;
    let rest = &path[name.len()..];
    match (field.kind, rest.rsplit_once('.')) {
        (FieldKind::Rows { form, .. } | FieldKind::Group { form }, Some((_, column))) => field_at(form, column),
        (kind, None) if rest.is_empty() => Some((field, kind)),
        (FieldKind::List { of, .. }, None) => Some((field, *of)),
        (kind @ FieldKind::Rows { .. }, None) => Some((field, kind)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::TEMPLATES, model::SlideContent};

    fn text(fields: &[(&str, &str)]) -> DraftText {
        let mut text = DraftText::default();
        fields.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text
    }

    fn seen(text: &DraftText) -> Option<SlideBody> {
        let today = Date::constant(2026, 11, 28);
        shown(&"thu".parse().unwrap(), text, today, &Zone::default())
    }

    #[test]
    fn every_template_is_shown_before_a_letter_is_typed() {
        for form in TEMPLATES {
            let body = seen(&text(&[("template", form.name)])).expect(form.name);
            assert_eq!(body.slide.content.template(), form.name);
        }
        assert!(seen(&text(&[("template", "không có")])).is_none());
    }

    #[test]
    fn what_was_typed_is_shown_around_what_is_wrong() {
        let long = "a ".repeat(3_000);
        let typed = [
            ("template", "guide"),
            ("title", "Khai sinh"),
            ("steps[1]", "Mở VNeID"),
            ("steps[2]", &long),
            ("url", "không phải địa chỉ"),
            ("duration_s", "lâu"),
            ("ma", "mục lạ"),
        ];
        let body = seen(&text(&typed)).expect("a slide");
        let SlideContent::Guide(guide) = &body.slide.content else { panic!("another template") };
        assert_eq!((guide.title.as_str(), guide.steps[0].as_str(), guide.steps.len()), ("Khai sinh", "Mở VNeID", 2));
        assert!(guide.url.is_none() && body.slide.duration_ms.is_none());
    }

    #[test]
    fn a_row_that_is_half_written_has_gaps() {
        let typed = [("template", "procedures"), ("title", "Thủ tục"), ("row[2].name", "Khai tử")];
        let SlideContent::Procedures(table) = seen(&text(&typed)).expect("a slide").slide.content else {
            panic!("another")
        };
        assert_eq!((table.rows.len(), table.rows[1].name.as_str(), table.rows[1].time.as_str()), (2, "Khai tử", GAP));
    }
}
