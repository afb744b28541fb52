//! A template's form as a page shows it: groups of fields with what was typed, lists and tables unrolled.

use super::words;
use crate::{
    form::{self, Field, FieldGroup, FieldKind, Form, Language},
    model::CampaignPlan,
    office::item_form::{DraftText, Fields},
};

/// One part of the form.
pub(super) struct GroupView {
    pub title: &'static str,
    /// Shown when asked for: what few officers need.
    pub folded: bool,
    pub fields: Vec<FieldView>,
}

/// One field.
pub(super) struct FieldView {
    /// Its name as the form sends it: `title`, `steps`, `row[2].name`.
    pub path: String,
    /// The same as an id within the page.
    pub id: String,
    pub label: &'static str,
    pub help: &'static str,
    pub example: String,
    pub required: bool,
    pub shape: FieldShape,
}

/// How a field is filled in.
pub(super) enum FieldShape {
    /// A text; counted in tiếng. `long` has several lines from the start.
    Text { value: String, long: bool },
    /// One line of a kind that browsers know: `url`, `date`, `number`, `tel`, `text`.
    Line { kind: &'static str, value: String },
    /// One of a few.
    Choice { choices: Vec<ChoiceView> },
    /// Yes or no.
    Flag { on: bool },
    /// A picture that is brought; `key` is what the slide calls it.
    Picture { key: String, address: Option<String> },
    /// Texts in order.
    List { entries: Vec<EntryView>, blank: EntryView, long: bool },
    /// Rows of the same form.
    Rows { rows: Vec<RowView>, blank: RowView, called: &'static str },
}

/// One of the names that a choice allows.
pub(super) struct ChoiceView {
    pub name: String,
    pub label: String,
    pub chosen: bool,
}

/// One entry of a list.
pub(super) struct EntryView {
    pub path: String,
    pub id: String,
    pub value: String,
}

/// One row of a table.
pub(super) struct RowView {
    pub path: String,
    pub fields: Vec<FieldView>,
}

impl FieldView {
    /// How many entries a list or a table has.
    pub fn entries(&self) -> usize {
        match &self.shape {
            FieldShape::List { entries, .. } => entries.iter().filter(|entry| !entry.value.trim().is_empty()).count(),
            FieldShape::Rows { rows, .. } => rows.len(),
            _ => 0,
        }
    }

    /// Words to count in it, where it has any.
    pub fn tieng(&self) -> Option<usize> {
        match &self.shape {
            FieldShape::Text { value, .. } => Some(count(value)),
            _ => None,
        }
    }
}

/// "Tiếng" in a text: the words of Vietnamese that are read one by one.
pub(super) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// What a form needs to know besides itself.
pub(super) struct Filling<'a> {
    pub text: &'a DraftText,
    pub plan: &'a CampaignPlan,
    pub language: Language,
    /// Where the picture of a key can be looked at.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
}

/// The whole form of a slide.
pub(super) fn groups(form: &'static Form, filling: &Filling<'_>) -> Vec<GroupView> {
    let all = || form.fields.iter().chain(form::COMMON);
    let group = |group: FieldGroup| GroupView {
        title: group.title().get(filling.language),
        folded: group > FieldGroup::Details,
        fields: all().filter(|field| field.group == group).map(|field| view(field, "", filling)).collect(),
    };
    // What readers see stands in the order of the page, whether it must be there or not.
    let mut seen = group(FieldGroup::Content);
    seen.fields =
        all().filter(|field| field.group <= FieldGroup::Details).map(|field| view(field, "", filling)).collect();
    let parts = [seen, group(FieldGroup::Look), group(FieldGroup::Record)];
    parts.into_iter().filter(|part| !part.fields.is_empty()).collect()
}

fn view(field: &'static Field, prefix: &str, filling: &Filling<'_>) -> FieldView {
    let path = format!("{prefix}{}", field.name);
    FieldView {
        id: id_of(&path),
        label: field.label.get(filling.language),
        help: field.help.get(filling.language),
        example: example(field),
        required: field.required,
        shape: shape(field, &path, filling),
        path,
    }
}

/// The path as an id within the page.
pub(super) fn id_of(path: &str) -> String {
    format!("f-{}", path.replace(['[', '.'], "-").replace(']', ""))
}

/// The example as a hint within the field: of a list its first entry.
fn example(field: &Field) -> String {
    field.example.lines().next().unwrap_or_default().replace('|', " ")
}

fn shape(field: &'static Field, path: &str, filling: &Filling<'_>) -> FieldShape {
    let fields = &filling.text.fields;
    let value = || fields.get(path).to_owned();
    match field.kind {
        // The topics of the commune's plan are known by their names.
        FieldKind::Line { .. } if field.name == "topic" && !filling.plan.topics.is_empty() => topics(&value(), filling),
        FieldKind::Line { .. } => FieldShape::Text { value: value(), long: false },
        FieldKind::Paragraph { .. } => FieldShape::Text { value: value(), long: true },
        FieldKind::Telephone { .. } => FieldShape::Line { kind: "tel", value: value() },
        FieldKind::Url => FieldShape::Line { kind: "url", value: value() },
        FieldKind::Date if value().is_empty() || value().parse::<jiff::civil::Date>().is_ok() => {
            FieldShape::Line { kind: "date", value: value() }
        }
        FieldKind::Number { .. } | FieldKind::Seconds { .. } => FieldShape::Line { kind: "numeric", value: value() },
        FieldKind::Choice { choices } => {
            let left_out = ChoiceView {
                name: String::new(),
                label: words::LEFT_OUT.get(filling.language).to_owned(),
                chosen: value().is_empty(),
            };
            let named = choices.iter().map(|choice| ChoiceView {
                name: choice.name.to_owned(),
                label: choice.label.get(filling.language).to_owned(),
                chosen: choice.name == value(),
            });
            FieldShape::Choice { choices: (!field.required).then_some(left_out).into_iter().chain(named).collect() }
        }
        FieldKind::Flag => FieldShape::Flag { on: value() == "on" },
        FieldKind::Picture => FieldShape::Picture { address: (filling.picture)(&value()), key: value() },
        FieldKind::List { of, .. } => list(fields, path, matches!(of, FieldKind::Paragraph { .. })),
        FieldKind::Rows { form, .. } => {
            let row = |n: usize| {
                let path = format!("{path}[{n}]");
                let columns = form.fields.iter().map(|column| view(column, &format!("{path}."), filling));
                RowView { fields: columns.collect(), path }
            };
            let rows = last_entry(fields, path).max(1);
            FieldShape::Rows {
                rows: (1..=rows).map(row).collect(),
                blank: row(0),
                called: form.title.get(filling.language),
            }
        }
        _ => FieldShape::Line { kind: "text", value: value() },
    }
}

fn topics(chosen: &str, filling: &Filling<'_>) -> FieldShape {
    let topics = filling.plan.topics.iter().map(|topic| ChoiceView {
        name: topic.id.clone(),
        label: topic.name.clone(),
        chosen: topic.id == chosen,
    });
    let left_out = ChoiceView {
        name: String::new(),
        label: words::LEFT_OUT.get(filling.language).to_owned(),
        chosen: chosen.is_empty(),
    };
    let mut choices: Vec<ChoiceView> = [left_out].into_iter().chain(topics).collect();
    if !choices.iter().any(|choice| choice.chosen) {
        choices.push(ChoiceView { name: chosen.to_owned(), label: chosen.to_owned(), chosen: true });
    }
    FieldShape::Choice { choices }
}

/// The entries of a list; one that stands in a single box has an entry a line. One empty entry invites more.
fn list(fields: &Fields, path: &str, long: bool) -> FieldShape {
    let entry = |n: usize, value: String| {
        let path = format!("{path}[{n}]");
        EntryView { id: id_of(&path), path, value }
    };
    let mut values: Vec<String> = fields.get(path).lines().map(str::to_owned).collect();
    values.extend((1..=last_entry(fields, path)).map(|n| fields.get(&format!("{path}[{n}]")).to_owned()));
    if values.is_empty() {
        values.push(String::new());
    }
    let entries = (1..).zip(values).map(|(n, value)| entry(n, value)).collect();
    FieldShape::List { entries, blank: entry(0, String::new()), long }
}

/// The number of the last entry of which something was sent.
fn last_entry(fields: &Fields, path: &str) -> usize {
    let numbers = fields.0.keys().filter_map(|other| {
        let (number, _) = other.strip_prefix(path)?.strip_prefix('[')?.split_once(']')?;
        number.parse::<usize>().ok()
    });
    numbers.max().unwrap_or(0).min(crate::model::limits::LIST_ENTRIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(fields: &[(&str, &str)]) -> DraftText {
        let mut text = DraftText::default();
        fields.iter().for_each(|(path, typed)| text.fields.set(*path, *typed));
        text
    }

    #[test]
    fn every_field_of_every_template_has_a_place_in_the_form() {
        for form in form::TEMPLATES {
            let (text, plan) = (text(&[]), CampaignPlan::default());
            let filling = Filling { text: &text, plan: &plan, language: Language::Vi, picture: &|_| None };
            let shown: Vec<String> =
                groups(form, &filling).into_iter().flat_map(|group| group.fields).map(|field| field.path).collect();
            for field in form.fields.iter().chain(form::COMMON) {
                assert_eq!(shown.iter().filter(|path| *path == field.name).count(), 1, "{}.{}", form.name, field.name);
            }
        }
    }

    #[test]
    fn lists_have_an_entry_a_line_or_an_entry_a_box() {
        let entries = |text: &DraftText| match list(&text.fields, "steps", false) {
            FieldShape::List { entries, .. } => {
                entries.into_iter().map(|entry| (entry.path, entry.value)).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        let pair = |path: &str, value: &str| (path.to_owned(), value.to_owned());
        assert_eq!(entries(&text(&[])), [pair("steps[1]", "")]);
        assert_eq!(entries(&text(&[("steps", "một\nhai")])), [pair("steps[1]", "một"), pair("steps[2]", "hai")]);
        assert_eq!(entries(&text(&[("steps[2]", "hai")])), [pair("steps[1]", ""), pair("steps[2]", "hai")]);
        assert_eq!(count("Miễn lệ phí – 10.000 đồng"), 5);
    }
}
