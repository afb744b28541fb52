//! The four steps at the side of the page, and what each page of them shows.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::{sample_picture::SampleKind, words};
use crate::{
    form::{Language, Words},
    model::Unit,
    server::shell::{PageLook, Shell, page},
};

/// One step in the list.
pub(super) struct StartStep {
    pub name: Words,
    /// What it is for, or what was said there.
    pub second: String,
    pub is_done: bool,
}

/// What was said in the steps before.
#[derive(Debug, Clone, Default)]
pub(super) struct StepAnswers {
    pub commune: Option<String>,
    pub administrator: Option<String>,
    pub second: Option<String>,
}

/// What a person typed of an account, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountForm {
    pub name: String,
    pub post: String,
    pub login: String,
    /// Whether the second person keeps accounts too.
    pub keeps: bool,
    /// The field that is wrong, and why.
    pub wrong: Option<(&'static str, String)>,
}

impl AccountForm {
    /// What is wrong with that field, or nothing.
    pub fn wrong(&self, field: &str) -> String {
        self.wrong.as_ref().filter(|(name, _)| *name == field).map(|(_, words)| words.clone()).unwrap_or_default()
    }
}

/// What a person typed of the commune.
#[derive(Debug, Clone)]
pub(super) struct CommuneForm {
    pub name: String,
    pub hotline: String,
    pub portal: String,
    /// The fields that are wrong.
    pub wrong: Vec<String>,
}

impl CommuneForm {
    /// As it was said before, or as most communes say it.
    pub fn of(unit: Option<Unit>) -> Self {
        let (name, hotline, portal) = match unit {
            Some(unit) => (unit.name, unit.hotline, unit.portal),
            None => (String::new(), "18001096".to_owned(), "dichvucong.gov.vn".to_owned()),
        };
        Self { name, hotline, portal, wrong: Vec::new() }
    }

    /// What is wrong with that field, or nothing.
    pub fn wrong(&self, field: &str, language: Language) -> &'static str {
        if self.wrong.iter().any(|name| name == field) { words::LACKING.get(language) } else { "" }
    }
}

/// The form of the step that is to be taken.
pub(super) enum StepForm {
    Commune(CommuneForm),
    Administrator(AccountForm),
    Second(AccountForm),
    Sample(Vec<SampleKind>),
}

#[derive(Template)]
#[template(path = "pages/first_start/first_start.html")]
struct FirstStartPage {
    shell: Shell,
    steps: [StartStep; 4],
    now: usize,
    of: String,
    lead: Words,
    code: String,
    form: StepForm,
}

/// The page of a step.
pub(super) fn step(look: PageLook, said: StepAnswers, code: &str, form: StepForm) -> Response {
    let language = look.language;
    let (now, title, lead) = match &form {
        StepForm::Commune(_) => (1, words::COMMUNE, words::COMMUNE_LEAD),
        StepForm::Administrator(_) => (2, words::ADMINISTRATOR, words::ADMINISTRATOR_LEAD),
        StepForm::Second(_) => (3, words::SECOND_TITLE, words::SECOND_LEAD),
        StepForm::Sample(_) => (4, words::SAMPLE_TITLE, words::SAMPLE_LEAD),
    };
    let is_wrong = match &form {
        StepForm::Commune(form) => !form.wrong.is_empty(),
        StepForm::Administrator(form) | StepForm::Second(form) => form.wrong.is_some(),
        StepForm::Sample(_) => false,
    };
    let all = [
        (words::COMMUNE, words::COMMUNE_STEP, said.commune),
        (words::ADMINISTRATOR, words::ADMINISTRATOR_STEP, said.administrator),
        (words::SECOND, words::SECOND_STEP, said.second),
        (words::SAMPLE, words::SAMPLE_STEP, None),
    ];
    let mut number = 0;
    let steps = all.map(|(name, hint, said)| {
        number += 1;
        let is_done = number < now;
        StartStep { name, second: said.filter(|_| is_done).unwrap_or_else(|| hint.get(language).to_owned()), is_done }
    });
    let shell = Shell::bare(look, title.get(language));
    let mut response = page(&FirstStartPage {
        shell,
        steps,
        now,
        of: words::step_of(language, now),
        lead,
        code: code.to_owned(),
        form,
    });
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}
