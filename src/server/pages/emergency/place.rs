//! `/khan-cap/noi-gio`: where it is shown, until when, and its words.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};

use super::{
    alert_form::AlertForm,
    choose::{begun, lacks},
    where_to::WhereTo,
    words as w,
};
use crate::{
    approval::{Refusal, Right},
    form::{Language, Words},
    office::LiveVersion,
    server::{
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page, words},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/emergency/place.html")]
struct PlacePage {
    shell: Shell,
    asked: AlertForm,
    query: String,
    where_to: WhereTo,
    lacks: Option<Words>,
    after: String,
}

/// The second step.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let Some((asked, live, times)) = asked(&signed_in, &state, &pairs).await? else {
        return Ok(back(language, w::NO_TEMPLATE));
    };
    place_page(&signed_in, asked.unsaid(), &live, &times).await
}

/// The page of the second step, with what is lacking.
pub(super) async fn place_page(
    signed_in: &Authorised,
    asked: AlertForm,
    live: &LiveVersion,
    times: &Times,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let until = asked.until(times).map(|until| times.hour(until)).unwrap_or_default();
    let shell = signed_in.task(words::EMERGENCY.get(language)).await?;
    Ok(page(&PlacePage {
        query: asked.query(),
        where_to: WhereTo::of(&asked, live, language),
        lacks: lacks(&asked, times, asked.shown_on(live).len()),
        after: w::after(language, 1, 1, &until),
        asked,
        shell,
    }))
}

/// What was asked for, begun from the prepared notice where nothing was written yet; `None` where there is no such notice.
pub(super) async fn asked(
    signed_in: &Authorised,
    state: &PageState,
    pairs: &[(String, String)],
) -> Result<Option<(AlertForm, std::sync::Arc<LiveVersion>, Times)>, PageError> {
    if !signed_in.account.may(Right::Alert) {
        return Err(Refusal::NoRight { right: Right::Alert }.into());
    }
    let office = state.office();
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, signed_in.language());
    let asked = AlertForm::of(pairs);
    if !asked.typed.is_empty() {
        return Ok(Some((asked, live, times)));
    }
    let templates = office.alert_templates().await?;
    let template = templates.iter().find(|template| template.id == asked.template);
    Ok(template.map(|template| (begun(template, &asked, &times), live, times)))
}

/// Back to the first step, with what is so.
pub(super) fn back(language: Language, told: Words) -> Response {
    Go::to("/khan-cap?moi=1").telling(Toast::bad(told.get(language))).into_response()
}
