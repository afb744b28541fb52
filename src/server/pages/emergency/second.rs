//! What a second person says of an emergency: that it is right, that it is over, that it is not.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};

use super::{
    on::{EmergencyOnNow, on_now},
    words as w,
};
use crate::{
    office::{AlertEnding, OfficeError},
    records::alert,
    server::{
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page, words},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/emergency/over.html")]
struct OverPage {
    shell: Shell,
    on: EmergencyOnNow,
    over: String,
}

/// Before and after, for whoever is to say that it is over.
pub async fn over(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let record = alert::get(&mut tx, &id).await.map_err(OfficeError::from)?;
    drop(tx);
    let Some(record) = record.filter(|record| record.is_on(times.now())) else {
        return Ok(Go::to("/khan-cap").into_response());
    };
    let Some(on) = on_now(&signed_in, &state, &live, &record, &times).await? else {
        return Ok(Go::to("/khan-cap").into_response());
    };
    let over = format!("/khan-cap/{id}/hinh-het");
    let shell = signed_in.task(words::EMERGENCY.get(language)).await?;
    Ok(page(&OverPage { shell, on, over }))
}

/// Says that it is over; with the second person's word it is.
pub async fn end(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let ending = state.office().end_alert(&signed_in.actor(), &id).await?;
    state.live().poke();
    let told = match ending {
        AlertEnding::Asked => w::OVER_ASKED,
        AlertEnding::Over(_) => w::OVER_DONE,
    };
    Ok(Go::to("/khan-cap").telling(Toast::good(told.get(signed_in.language()))).into_response())
}

/// Says that it is not over.
pub async fn keep(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    state.office().keep_alert(&signed_in.actor(), &id).await?;
    state.live().poke();
    Ok(Go::to("/khan-cap").telling(Toast::good(w::STILL_ON.get(signed_in.language()))).into_response())
}

/// Says that it is right.
pub async fn confirm(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    state.office().confirm_alert(&signed_in.actor(), &id).await?;
    state.live().poke();
    Ok(Go::to("/khan-cap").telling(Toast::good(w::CONFIRMED.get(signed_in.language()))).into_response())
}
