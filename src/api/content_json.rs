//! The values of a form as JSON, and back.

use serde_json::{Map, Value as Json};

use crate::form::{FieldValues, Input, Origin, Value};

/// The fields of a JSON object as a form reads them. Texts are read as if they were typed: JSON has no dates.
pub(super) fn to_table<'a>(fields: impl IntoIterator<Item = (&'a String, &'a Json)>) -> FieldValues {
    let mut table = FieldValues::at(Origin::default());
    for (name, json) in fields {
        if let Some(value) = value(json) {
            table.push(name.clone(), value, Origin::default());
        }
    }
    table
}

/// What was left out with `null` is as if it was not there.
fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::Other(number.to_string()), Value::Integer),
        Json::String(text) => Value::Typed(text.clone()),
        Json::Array(entries) => {
            let input = |value| Input { value, origin: Origin::default() };
            Value::List(entries.iter().filter_map(value).map(input).collect())
        }
        Json::Object(fields) => Value::Table(to_table(fields)),
    })
}

/// The fields of a table as a JSON object.
pub(super) fn of_table(table: &FieldValues) -> Map<String, Json> {
    table.iter().filter_map(|(name, input)| Some((name.to_owned(), of_value(&input.value)?))).collect()
}

fn of_value(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Typed(text) | Value::Text(text) | Value::Other(text) => Json::String(text.clone()),
        Value::Integer(number) => Json::from(*number),
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Time(time) => Json::String(time.to_string()),
        Value::Local(at) => Json::String(at.to_string()),
        Value::Instant(instant) => Json::String(instant.to_string()),
        Value::List(entries) => entries.iter().filter_map(|entry| of_value(&entry.value)).collect(),
        Value::Table(table) => Json::Object(of_table(table)),
        Value::Spoiled => return None,
    })
}
