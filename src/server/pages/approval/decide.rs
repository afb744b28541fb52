//! Takes what is decided about a submission.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::words as w;
use crate::{
    approval::{Decision, Refusal, SubmissionId},
    form::Language,
    office::{Decided, OfficeError, PublishedVersion},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Why it is sent back.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ReturnReason {
    /// One of the reasons to choose from.
    #[serde(default)]
    ly_do: String,
    /// In the approver's own words.
    #[serde(default)]
    can_sua: String,
}

/// Approves: with that it is out.
pub async fn approve(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let decided = state.office().decide(&signed_in.actor(), &SubmissionId(id.clone()), Decision::Approve).await;
    state.live().poke();
    match decided {
        Ok(Decided::Published(PublishedVersion { unsigned: Some(_), .. })) => {
            let language = signed_in.language();
            let toast = Toast::bad(w::NOT_OUT_YET.get(language)).link(w::SEE_WHY.get(language), "/");
            Ok(Go::to(&at(&id)).telling(toast).into_response())
        }
        Ok(_) => Ok(Go::to(&at(&id)).into_response()),
        Err(error) => told(error, &id, signed_in.language()),
    }
}

/// Sends it back with a reason.
pub async fn send_back(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
    Form(reason): Form<ReturnReason>,
) -> Result<Response, PageError> {
    let parts = [reason.ly_do.trim(), reason.can_sua.trim()];
    let reason = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    let language = signed_in.language();
    let decided = state.office().decide(&signed_in.actor(), &SubmissionId(id.clone()), Decision::Return(&reason)).await;
    state.live().poke();
    match decided {
        Ok(_) => Ok(Go::to("/duyet").telling(Toast::good(w::RETURNED.get(language))).into_response()),
        Err(OfficeError::Refused(Refusal::NoReason)) => {
            let to = format!("{}?tra-lai=1", at(&id));
            Ok(Go::to(&to).telling(Toast::bad(w::NO_REASON.get(language))).into_response())
        }
        Err(error) => told(error, &id, language),
    }
}

/// Its author takes it back.
pub async fn withdraw(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let decided = state.office().decide(&signed_in.actor(), &SubmissionId(id.clone()), Decision::Withdraw).await;
    state.live().poke();
    match decided {
        Ok(_) => Ok(Go::to("/duyet").telling(Toast::good(w::TAKEN_BACK.get(language))).into_response()),
        Err(error) => told(error, &id, language),
    }
}

/// Where a submission is shown.
fn at(id: &str) -> String {
    format!("/duyet/{id}")
}

/// What cannot be done now is told on the submission's own page, which says how it stands; what nobody may stays an error.
fn told(error: OfficeError, id: &str, language: Language) -> Result<Response, PageError> {
    let is_missing = matches!(error, OfficeError::NotFound { .. } | OfficeError::Refused(Refusal::NoRight { .. }));
    let error = PageError::from(error);
    if is_missing || error.status() != axum::http::StatusCode::CONFLICT {
        return Err(error);
    }
    let (what, next) = error.words(language);
    let toast = Toast::bad(format!("{}. {next}", what.trim_end_matches('.')));
    Ok(Go::to(&at(id)).telling(toast).into_response())
}
