//! Puts an emergency out.

use axum::{
    Form,
    extract::State,
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
        session::SignedIn,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// On screens at once; a second person confirms it afterwards.
pub async fn put_out(
    signed_in: SignedIn,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let Some((asked, live, times)) = asked(&signed_in, &state, &pairs).await? else {
        return Ok(back(language, w::NO_TEMPLATE));
    };
    let lacks = lacks(&asked, &times, asked.shown_on(&live).len());
    let (Some(until), None) = (asked.until(&times), lacks) else {
        let told = lacks.unwrap_or(w::NO_END);
        let to = format!("/khan-cap/noi-gio?{}", asked.query());
        return Ok(Go::to(&to).telling(Toast::bad(told.get(language))).into_response());
    };
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
