//! From a slide back to what an officer would write into its form.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::{Field, FieldKind, FieldValues, Form, Input, Origin, Value};
use crate::model::Zone;

/// What an officer would write into a form to get those values, which are in `model`'s shape. `zone` is where local times
/// stand for instants.
pub fn write(form: &'static Form, values: &Map<String, Json>, zone: &Zone) -> FieldValues {
    table(&[form.fields], values, zone)
}

/// Writes the fields of `values`, which are in `model`'s shape; what is left out or is as if left out is not written.
pub(super) fn table(fields: &[&'static [Field]], values: &Map<String, Json>, zone: &Zone) -> FieldValues {
    let mut table = FieldValues::default();
    for field in fields.iter().copied().flatten() {
        if let Some(value) = values.get(field.key).and_then(|json| value(&field.kind, json, zone)) {
            table.push(field.name, value, Origin::default());
        }
    }
    table
}

fn value(kind: &FieldKind, json: &Json, zone: &Zone) -> Option<Value> {
    let text = || json.as_str().map(str::to_owned);
    match kind {
        FieldKind::Line { .. }
        | FieldKind::Paragraph { .. }
        | FieldKind::Telephone { .. }
        | FieldKind::Url
        | FieldKind::Picture
        | FieldKind::Id
        | FieldKind::Choice { .. }
        | FieldKind::TimeZone => text().map(Value::Text),
        FieldKind::Flag => json.as_bool().filter(|flag| *flag).map(Value::Flag),
        FieldKind::Number { .. } => json.as_i64().map(Value::Integer),
        FieldKind::Seconds { .. } => json.as_i64().map(|ms| Value::Integer(ms / 1_000)),
        FieldKind::Size => Some(Value::Text(format!("{}x{}", json.get("width")?, json.get("height")?))),
        FieldKind::Date => text()?.parse().map(Value::Date).ok(),
        FieldKind::Time => text()?.parse().map(Value::Time).ok(),
        FieldKind::LocalTime | FieldKind::LocalEnd => text()?.parse().map(Value::Local).ok(),
        FieldKind::Instant => text()?.parse().map(|instant| local(instant, zone)).ok(),
        FieldKind::List { of, .. } => {
            let entries: Vec<Input> =
                json.as_array()?.iter().filter_map(|entry| value(of, entry, zone)).map(input).collect();
            (!entries.is_empty()).then_some(Value::List(entries))
        }
        FieldKind::Group { form } => Some(Value::Table(table(&[form.fields], json.as_object()?, zone))),
        FieldKind::Rows { form, .. } => {
            let rows = json.as_array()?.iter().filter_map(Json::as_object);
            let rows: Vec<Input> = rows.map(|row| input(Value::Table(table(&[form.fields], row, zone)))).collect();
            (!rows.is_empty()).then_some(Value::List(rows))
        }
    }
}

fn input(value: Value) -> Input {
    Input { value, origin: Origin::default() }
}

/// An instant as it is written: in local time, unless that time comes twice or never.
fn local(instant: Timestamp, zone: &Zone) -> Value {
    let local = zone.local(instant.into());
    if zone.instant(local).timestamp() == instant { Value::Local(local) } else { Value::Instant(instant) }
}
