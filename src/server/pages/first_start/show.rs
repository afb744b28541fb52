//! Shows the step of the first start that is to be taken.

use axum::{
    Extension,
    extract::{Query, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    named::named,
    said::said,
    sample_picture::kinds,
    steps::{AccountForm, CommuneForm, StepForm, step},
};
use crate::{
    approval::Right,
    office::FirstStart,
    server::{
        http::Caller,
        session::SessionCookie,
        shell::{Go, PageError, PageLook},
        state::PageState,
    },
};

/// The code of the link, and the step that is asked for again.
#[derive(Debug, Default, Deserialize)]
pub struct FirstStartQuery {
    #[serde(default)]
    ma: String,
    #[serde(default)]
    buoc: Option<u8>,
}

/// Shows the step that is to be taken.
pub async fn show(
    State(state): State<PageState>,
    Extension(look): Extension<PageLook>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<FirstStartQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let office = state.office();
    let begun = office.live().await?.version.is_some();
    let unit = named(&headers);
    let is_named = begun || unit.is_some();
    let said = said(&state, &headers).await?;
    let now = office.first_start().await?;
    if matches!(now, FirstStart::Commune | FirstStart::Administrator) {
        if !office.is_first_start_code(&asked.ma).await? {
            return Err(PageError::NoFirstStart);
        }
        let administrator = || StepForm::Administrator(AccountForm::default());
        let again = asked.buoc == Some(1) && !begun;
        let form = if is_named && !again { administrator() } else { StepForm::Commune(CommuneForm::of(unit)) };
        return Ok(step(look, said, &asked.ma, form));
    }
    let who = match SessionCookie::of(caller).read(&headers) {
        Some(token) => office.who(token).await?,
        None => None,
    };
    if !who.is_some_and(|who| who.account.may(Right::Administer)) {
        return Ok(Go::to("/dang-nhap?toi=/bat-dau").into_response());
    }
    let form = match now {
        FirstStart::SecondPerson => StepForm::Second(AccountForm { keeps: true, ..AccountForm::default() }),
        _ if begun => return Ok(Go::to("/").into_response()),
        _ if !is_named => StepForm::Commune(CommuneForm::of(None)),
        _ => StepForm::Sample(kinds(&state, look.language).await?),
    };
    Ok(step(look, said, "", form))
}
