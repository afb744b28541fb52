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
    steps::{CommuneForm, StepForm, step},
};
use crate::{
    approval::{Body, Commune, ItemId},
    model::Zone,
    office::item_form::{self, DraftText},
    server::{
        shell::{Go, PageError, PageLook},
        state::PageState,
    },
};

/// What was typed.
#[derive(Deserialize)]
pub struct TypedCommune {
    pub(super) ma: String,
    #[serde(rename = "don-vi")]
    name: String,
    #[serde(rename = "dien-thoai")]
    hotline: String,
    #[serde(rename = "dia-chi")]
    portal: String,
}

impl TypedCommune {
    /// The commune, or the fields that are wrong.
    pub(super) fn read(&self) -> Result<Commune, Vec<String>> {
        let portal = self.portal.trim();
        let portal = portal.strip_prefix("https://").or(portal.strip_prefix("http://")).unwrap_or(portal);
        let portal = portal.trim_end_matches('/');
        let mut text = DraftText::default();
        for (field, value) in
            [("name", self.name.as_str()), ("kicker", KICKER), ("hotline", &self.hotline), ("portal", portal)]
        {
            text.fields.set(field, value);
        }
        let reading = item_form::read(&ItemId::Commune, &text, None, &Zone::default());
        match reading.value {
            Some(Body::Commune(commune)) => Ok(commune),
            _ => Err(reading.mistakes.listed.iter().map(|mistake| mistake.path.clone()).collect()),
        }
    }
}

/// What stands above slogans until the commune says otherwise.
const KICKER: &str = "CẢI CÁCH HÀNH CHÍNH";

/// Names the commune.
pub async fn commune(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    headers: HeaderMap,
    Form(typed): Form<TypedCommune>,
) -> Result<Response, PageError> {
    let commune = match typed.read() {
        Ok(commune) => commune,
        Err(wrong) => {
            let TypedCommune { ma, name, hotline, portal } = typed;
            let form = CommuneForm { name, hotline, portal, wrong };
            return Ok(step(look, said(&state, &headers).await?, &ma, StepForm::Commune(form)));
        }
    };
    Ok(Go::to(&format!("/bat-dau?ma={}", typed.ma)).with_cookie(kept(&commune.unit)).into_response())
}
