//! Takes the commune's name.

use axum::{
    Extension, Form,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    named::kept,
    said::said,
    steps::{CommuneForm, Form as StepForm, step},
};
use crate::{
    approval::{Body, ItemId},
    model::Zone,
    office::item_form::{self, DraftText},
    server::{
        shell::{Go, Look, PageError},
        state::PageState,
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    ma: String,
    #[serde(rename = "don-vi")]
    name: String,
    #[serde(rename = "dien-thoai")]
    hotline: String,
    #[serde(rename = "dia-chi")]
    portal: String,
}

/// What stands above slogans until the commune says otherwise.
const KICKER: &str = "CẢI CÁCH HÀNH CHÍNH";

/// Names the commune.
pub async fn commune(
    State(state): State<PageState>,
    Extension(look): Extension<Look>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let portal = typed.portal.trim();
    let portal = portal.strip_prefix("https://").or(portal.strip_prefix("http://")).unwrap_or(portal);
    let portal = portal.trim_end_matches('/');
    let mut text = DraftText::default();
    for (field, value) in
        [("name", typed.name.as_str()), ("kicker", KICKER), ("hotline", &typed.hotline), ("portal", portal)]
    {
        text.fields.set(field, value);
    }
    let reading = item_form::read(&ItemId::Commune, &text, None, &Zone::default());
    let Some(Body::Commune(commune)) = reading.value else {
        let wrong = reading.mistakes.listed.iter().map(|mistake| mistake.path.clone()).collect();
        let Typed { ma, name, hotline, portal } = typed;
        let form = CommuneForm { name, hotline, portal, wrong };
        return Ok(step(look, said(&state, &headers).await?, &ma, StepForm::Commune(form)));
    };
    Ok(Go::to(&format!("/bat-dau?ma={}", typed.ma)).with_cookie(kept(&commune.unit)).into_response())
}
