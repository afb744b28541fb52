//! Begins the programme, with the sample campaign or without.

use axum::{Form, extract::State, http::HeaderMap};
use serde::Deserialize;

use super::named::named;
use crate::{
    office::OfficeError,
    server::{
        session::Authorised,
        shell::{Go, PageError},
        state::PageState,
    },
};

/// What was chosen.
#[derive(Deserialize)]
pub struct SampleForm {
    mau: String,
}

/// Publishes the first version.
pub async fn sample(
    State(state): State<PageState>,
    signed_in: Authorised,
    headers: HeaderMap,
    Form(chosen): Form<SampleForm>,
) -> Result<Go, PageError> {
    let office = state.office();
    let Some(unit) = named(&headers) else { return Ok(Go::to("/bat-dau")) };
    match office.begin(Some(&signed_in.actor()), unit, chosen.mau == "co").await {
        Ok(_) | Err(OfficeError::Begun) => Ok(Go::to("/")),
        Err(error) => Err(error.into()),
    }
}
