//! `GET /api`: the interface described for people, from the same description.

use askama::Template;
use axum::{Extension, response::Response};
use serde_json::Value as Json;

use super::{document::described, error::kinds, page_words as words};
use crate::server::shell::{PageError, PageLook, Shell, page};

/// The page.
#[derive(Template)]
#[template(path = "api/interface.html")]
struct InterfacePage {
    shell: Shell,
    operations: Vec<Operation>,
    /// What errors there are: word, status, what is so, what to do next.
    errors: Vec<(&'static str, u16, &'static str, &'static str)>,
}

/// One question that programs ask.
struct Operation {
    id: String,
    method: String,
    path: String,
    /// What it is for.
    title: String,
    about: String,
    /// What stands in its address and head: name, where, what it is.
    params: Vec<[String; 3]>,
    /// The JSON that is sent, as a list of fields.
    sent: Vec<[String; 2]>,
    /// The JSON that is answered.
    answered: Vec<[String; 2]>,
    /// Status and what it says.
    answers: Vec<[String; 2]>,
}

/// Shows it.
pub(in crate::server) async fn show(Extension(look): Extension<PageLook>) -> Result<Response, PageError> {
    let title = words::TITLE.get(look.language);
    let operations = operations(described(), look.language);
    let errors = kinds(look.language);
    Ok(page(&InterfacePage { shell: Shell::bare(look, title), operations, errors }))
}

/// A text in pieces: whether each stands between backticks, and what it says.
pub(super) fn pieces(text: &str) -> Vec<(bool, &str)> {
    let pieces = text.split('`').enumerate().map(|(n, piece)| (n % 2 == 1, piece));
    pieces.filter(|(_, piece)| !piece.is_empty()).collect()
}

/// The operations in the order in which a program comes to need them.
fn operations(document: &Json, language: crate::form::Language) -> Vec<Operation> {
    let mut found: Vec<Operation> = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, said) in methods.as_object().into_iter().flatten() {
            found.push(operation(document, path, method, said, language));
        }
    }
    let place =
        |operation: &Operation| words::TITLES.iter().position(|(id, _)| *id == operation.id).unwrap_or(usize::MAX);
    found.sort_by_key(place);
    found
}

fn operation(document: &Json, path: &str, method: &str, said: &Json, language: crate::form::Language) -> Operation {
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let id = text(&said["operationId"]);
    let title = words::TITLES.iter().find(|(known, _)| *known == id).map(|(_, words)| words.get(language).to_owned());
    let list = |json: &Json| json.as_array().cloned().unwrap_or_default();
    let params = list(&said["parameters"])
        .iter()
        .map(|param| [text(&param["name"]), text(&param["in"]), text(&param["description"])])
        .collect();
    let answers: Vec<[String; 2]> = said["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, answer)| [status.clone(), text(&answer["description"])])
        .collect();
    let good = said["responses"]
        .as_object()
        .and_then(|all| all.iter().find(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer));
    Operation {
        title: title.unwrap_or_else(|| text(&said["summary"])),
        about: text(&said["description"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        params,
        sent: fields(document, &said["requestBody"]["content"]["application/json"]["schema"]),
        answered: good.map(|good| fields(document, &good["content"]["application/json"]["schema"])).unwrap_or_default(),
        answers,
        id,
    }
}

/// The fields of a schema with what they mean, those of its parts named below it.
fn fields(document: &Json, schema: &Json) -> Vec<[String; 2]> {
    let mut all = Vec::new();
    add_fields(document, schema, "", &mut all, 0);
    all
}

fn add_fields(document: &Json, schema: &Json, above: &str, all: &mut Vec<[String; 2]>, depth: usize) {
    let schema = resolved(document, schema);
    if depth > 3 {
        return;
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let about = field["description"].as_str().unwrap_or_default().to_owned();
        let path = format!("{above}{name}");
        all.push([path.clone(), about]);
        if field["items"].is_object() {
            add_fields(document, &field["items"], &format!("{path}[]."), all, depth + 1);
        }
    }
}

fn resolved<'a>(document: &'a Json, schema: &'a Json) -> &'a Json {
    match schema["$ref"].as_str().and_then(|at| at.strip_prefix('#')) {
        Some(at) => document.pointer(at).unwrap_or(schema),
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Language;

    #[test]
    fn the_page_has_words_in_both_languages_for_every_operation_and_no_other() {
        let operations = operations(described(), Language::Vi);
        let mut ids: Vec<&str> = operations.iter().map(|operation| operation.id.as_str()).collect();
        let mut known: Vec<&str> = words::TITLES.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        known.sort_unstable();
        assert_eq!(ids, known);
    }

    #[test]
    fn what_stands_between_backticks_is_told_apart() {
        assert_eq!(
            pieces("Send `If-Match`, `*` too."),
            [(false, "Send "), (true, "If-Match"), (false, ", "), (true, "*"), (false, " too."),]
        );
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn what_is_sent_and_answered_is_told_field_by_field() {
        let operations = operations(described(), Language::En);
        let submit = operations.iter().find(|operation| operation.id == "submit").unwrap();
        let names: Vec<&str> = submit.sent.iter().map(|[name, _]| name.as_str()).collect();
        assert!(
            ["note", "slides", "campaigns", "remove", "complete", "pictures"].iter().all(|name| names.contains(name))
        );
        assert!(submit.answered.iter().any(|[name, about]| name == "items[].digest" && !about.is_empty()));
        assert!(submit.answers.iter().any(|[status, _]| status == "412"));
    }
}
