//! What two revisions of an item say differently, field by field, for whoever approves.

use super::item_form::{self, DraftText, Fields};
use crate::{
    approval::Body,
    form::{self, Field, FieldKind, Form, Language, Words},
    model::{WallTime, Zone},
};

/// One field that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field, as its form calls it; the entry too, where one entry of a list changed.
    pub label: String,
    /// What it said, an entry a line; nothing where it was empty.
    pub before: Vec<String>,
    /// What it says.
    pub after: Vec<String>,
}

const YES: Words = Words::new("có", "yes");

/// The fields in which `after` differs from `before`, in the order of the form. `called` gives the name of a slide or a
/// display by its id, where there is one.
pub fn changes(
    before: &Body,
    after: &Body,
    zone: &Zone,
    language: Language,
    called: &dyn Fn(&str) -> Option<String>,
) -> Vec<FieldChange> {
    let (old, new) = (item_form::write(before, zone), item_form::write(after, zone));
    let form = item_form::form_of(&after.item(), &new).or_else(|| item_form::form_of(&before.item(), &old));
    let Some(form) = form else { return Vec::new() };
    let is_slide = matches!(after, Body::Slide(_)) || matches!(before, Body::Slide(_));
    let (first, last): (&[Field], &[Field]) =
        if is_slide { (std::slice::from_ref(&form::TEMPLATE), form::COMMON) } else { (&[], &[]) };
    let say = Saying { zone, language, called };
    let fields = first.iter().chain(form.fields).chain(last);
    fields.filter_map(|field| say.change(field, &old, &new)).collect()
}

/// How values are said.
struct Saying<'a> {
    zone: &'a Zone,
    language: Language,
    called: &'a dyn Fn(&str) -> Option<String>,
}

impl Saying<'_> {
    fn change(&self, field: &Field, old: &DraftText, new: &DraftText) -> Option<FieldChange> {
        let (before, after) = (self.entries(field, &old.fields), self.entries(field, &new.fields));
        // The file behind a picture's name may be another.
        let redrawn = matches!(field.kind, FieldKind::Picture)
            && old.pictures.get(old.fields.get(field.name)) != new.pictures.get(new.fields.get(field.name));
        if before == after && !redrawn {
            return None;
        }
        let alike = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - alike;
        let ends = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let label = field.label.get(self.language);
        let (before, after) = (cut(&before, alike, ends), cut(&after, alike, ends));
        let of_many = matches!(field.kind, FieldKind::List { .. } | FieldKind::Rows { .. });
        let label = match before.len().max(after.len()) {
            1 if of_many => format!("{label} {}", alike + 1),
            _ => label.to_owned(),
        };
        Some(FieldChange { label, before, after })
    }

    /// What a field says, an entry a line.
    fn entries(&self, field: &Field, fields: &Fields) -> Vec<String> {
        let name = field.name;
        match field.kind {
            FieldKind::List { of, .. } => {
                (1..).map_while(|n| fields.0.get(&format!("{name}[{n}]"))).map(|text| self.said(of, text)).collect()
            }
            FieldKind::Rows { form, .. } => (1..)
                .map(|n| self.row(form, &format!("{name}[{n}]."), fields))
                .take_while(|row| !row.is_empty())
                .collect(),
            FieldKind::Group { form } => vec![self.row(form, &format!("{name}."), fields)],
            kind => fields
                .0
                .get(name)
                .filter(|text| !text.is_empty())
                .map(|text| self.said(&kind, text))
                .into_iter()
                .collect(),
        }
    }

    /// A row in one line.
    fn row(&self, form: &Form, at: &str, fields: &Fields) -> String {
        let cells = form.fields.iter().map(|field| {
            let path = format!("{at}{}", field.name);
            match field.kind {
                FieldKind::List { of, .. } => {
                    let entries = (1..).map_while(|n| fields.0.get(&format!("{path}[{n}]")));
                    entries.map(|text| self.said(of, text)).collect::<Vec<_>>().join(", ")
                }
                kind => fields.0.get(&path).map(|text| self.said(&kind, text)).unwrap_or_default(),
            }
        });
        let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
        cells.join(" · ")
    }

    /// One value as an officer reads it: choices by their words, times as they are said.
    fn said(&self, kind: &FieldKind, text: &str) -> String {
        let said = match kind {
            FieldKind::Choice { choices } => choices
                .iter()
                .find(|choice| choice.name == text)
                .map(|choice| choice.label.get(self.language).to_owned()),
            FieldKind::Flag => (!text.is_empty()).then(|| YES.get(self.language).to_owned()),
            FieldKind::Date => text.parse::<jiff::civil::Date>().ok().map(|day| day.strftime("%d/%m/%Y").to_string()),
            FieldKind::LocalTime | FieldKind::LocalEnd => {
                text.parse::<jiff::civil::DateTime>().ok().map(|at| at.strftime("%H:%M %d/%m/%Y").to_string())
            }
            FieldKind::Instant => text
                .parse::<jiff::Timestamp>()
                .ok()
                .map(|at| self.zone.local(WallTime::from(at)).strftime("%H:%M %d/%m/%Y").to_string()),
            FieldKind::Id => (self.called)(text),
            // The author's own line breaks.
            _ => Some(text.replace('|', " / ")),
        };
        said.unwrap_or_else(|| text.to_owned())
    }
}

/// The entries without those that stand alike at both ends.
fn cut(entries: &[String], alike: usize, ends: usize) -> Vec<String> {
    entries[alike..entries.len() - ends].to_vec()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::approval::SlideBody;

    fn slide(json: &str) -> Body {
        Body::Slide(SlideBody { slide: serde_json::from_str(json).unwrap(), pictures: BTreeMap::new() })
    }

    fn between(before: &str, after: &str) -> Vec<FieldChange> {
        changes(&slide(before), &slide(after), &Zone::default(), Language::Vi, &|_| None)
    }

    #[test]
    fn only_what_is_said_differently_is_told() {
        let changed = between(
            r#"{"id":"a","template":"event","title":"Tập huấn","when":"19 giờ","place":"Thôn","lines":["Một","Hai"],"date":"2026-12-12"}"#,
            r#"{"id":"a","template":"event","title":"Tập huấn","when":"8 giờ","place":"Thôn","lines":["Một","Mới","Hai"],"date":"2026-12-13"}"#,
        );
        let told: Vec<(Vec<String>, Vec<String>)> = changed.into_iter().map(|c| (c.before, c.after)).collect();
        let lines = |text: &[&str]| text.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told,
            [
                (lines(&["19 giờ"]), lines(&["8 giờ"])),
                (lines(&[]), lines(&["Mới"])),
                (lines(&["12/12/2026"]), lines(&["13/12/2026"])),
            ]
        );
    }

    #[test]
    fn a_revision_differs_from_itself_in_nothing() {
        let body = r#"{"id":"a","template":"slogan","text":"Gần dân"}"#;
        assert_eq!(between(body, body), []);
    }
}
