//! `bangtin template`: what slides there are, and a file to start from.

use std::io::Write as _;

use serde_json::json;

use super::{Exit, UsageError};
use crate::{
    folder,
    form::{self, Form, Language, TEMPLATES, one_of, suggest},
    model::printable,
};

/// List the templates, or print a file to start a slide from
#[derive(clap::Args)]
pub(super) struct Args {
    /// A template, such as `guide`; without one they are listed
    name: Option<String>,
    /// Language of the comments
    #[arg(long, value_name = "vi|en", default_value = "vi", value_parser = language)]
    lang: Language,
    /// The description of the fields, for machines
    #[arg(long)]
    json: bool,
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "vi" => Ok(Language::Vi),
        "en" => Ok(Language::En),
        _ => Err(format!("`{}` is not a language: expected `vi` or `en`", printable(text))),
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let said = match (&args.name, args.json) {
        (None, false) => TEMPLATES.map(|form| line(form, args.lang)).concat(),
        (None, true) => format!("{:#}\n", json!(TEMPLATES.map(described))),
        (Some(name), json) => {
            let form = form::template(name).ok_or_else(|| unknown(name))?;
            if json { format!("{:#}\n", described(form)) } else { folder::starter(form, args.lang) }
        }
    };
    std::io::stdout().lock().write_all(said.as_bytes())?;
    Ok(Exit::Done)
}

fn line(form: &Form, language: Language) -> String {
    format!("{:<12} {}: {}\n", form.name, form.title.get(language), form.about.get(language))
}

/// A template with the fields that every slide has besides.
fn described(form: &'static Form) -> serde_json::Value {
    let mut described = json!(form);
    described["common"] = json!(form::COMMON);
    described
}

fn unknown(name: &str) -> UsageError {
    let names = || TEMPLATES.iter().map(|form| form.name);
    let hint = suggest(name, names()).map_or(String::new(), |like| format!("; hint: did you mean `{like}`?"));
    let expected = one_of(names(), Language::En);
    UsageError(format!("there is no template `{}`; expected {expected}{hint}", printable(name)))
}
