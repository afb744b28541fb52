//! Puts an emergency out.

use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Response},
};

use super::{
    choose::lacks,
    place::{asked, back},
    words as w,
};
use crate::{
    office::Alerting,
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// On screens at once; a second person confirms it afterwards. The button that was pressed says whether it is real; the notice
/// it stands under may stand in the address, since a button says one thing only.
pub async fn put_out(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(in_address): Query<Vec<(String, String)>>,
    Form(mut pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    pairs.extend(in_address.into_iter().filter(|(name, _)| name == "mau"));
    let Some((asked, live, times)) = asked(&signed_in, &state, &pairs).await? else {
        return Ok(back(language, w::NO_TEMPLATE));
    };
    let lacks = lacks(&asked, &times, asked.shown_on(&live).len());
    let (Some(until), None) = (asked.until(&times), lacks) else {
        let told = lacks.unwrap_or(w::NO_END);
        let to = format!("/khan-cap/noi-gio?{}", asked.query());
        return Ok(Go::to(&to).telling(Toast::bad(told.get(language))).into_response());
    };
    if asked.exercise.is_none() {
        let to = format!("/khan-cap/xem?{}", asked.query());
        return Ok(Go::to(&to).telling(Toast::bad(w::CHOOSE_FIRST.get(language))).into_response());
    }
    let (displays, tags) = asked.targets();
    let alerting = Alerting { text: asked.text(), displays, tags, until };
    let (office, actor) = (state.office(), signed_in.actor());
    let published = match &asked.renews {
        Some(id) => office.renew_alert(&actor, id, &alerting).await?,
        None => office.alert(&actor, &alerting).await?.1,
    };
    state.live().poke();
    Ok(Go::to("/khan-cap").telling(Toast::good(w::put_out(language, published.n))).into_response())
}
