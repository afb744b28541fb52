//! What was said in the steps so far.

use axum::http::HeaderMap;

use super::{named::named, steps::StepAnswers};
use crate::server::{shell::PageError, state::PageState};

/// What was said in the steps so far.
pub(super) async fn said(state: &PageState, headers: &HeaderMap) -> Result<StepAnswers, PageError> {
    let commune = state.office().commune_name().await?.or_else(|| named(headers).map(|unit| unit.name));
    let mut people = state.office().accounts().await?.into_iter().map(|entry| entry.account.name);
    Ok(StepAnswers { commune, administrator: people.next(), second: people.next() })
}
