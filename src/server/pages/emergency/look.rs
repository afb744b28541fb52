//! `/khan-cap/xem`: the big true picture, and everything that will happen.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};

use super::{
    alert_form::AlertForm,
    choose::lacks,
    place::{asked, back, place_page},
    words as w,
};
use crate::{
    approval::Right,
    child::draw::{DrawRequest, PagesWanted, Urgency},
    model::Size,
    office::{
        LiveVersion, OfficeError,
        arrival::{Arrival, Standing},
    },
    records::account,
    server::{
        live::heard,
        session::Authorised,
        shell::{PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/emergency/look.html")]
struct LookPage {
    shell: Shell,
    asked: AlertForm,
    query: String,
    question: String,
    /// Pages, with the one that is looked at.
    pages: Vec<(usize, String, bool)>,
    upright: bool,
    until: String,
    told: Option<String>,
    silent: Option<String>,
}

/// The third step; back in the second where something is lacking.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let Some((asked, live, times)) = asked(&signed_in, &state, &pairs).await? else {
        return Ok(back(language, w::NO_TEMPLATE));
    };
    let asked = asked.unsaid();
    let shown_on = asked.shown_on(&live);
    let (Some(until), None) = (asked.until(&times), lacks(&asked, &times, shown_on.len())) else {
        return place_page(&signed_in, asked, &live, &times).await;
    };
    let Some(pages) = pages(&state, &asked, &live, &times).await else {
        return place_page(&signed_in, asked, &live, &times).await;
    };
    let office = state.office();
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let accounts = account::list(&mut tx).await.map_err(OfficeError::from)?;
    drop(tx);
    let second = |row: &&account::AccountRow| {
        row.account.id != signed_in.account.id && (row.account.may(Right::Alert) || row.account.may(Right::Approve))
    };
    let names: Vec<String> = accounts.iter().filter(second).map(|row| row.account.name.clone()).collect();
    let seen = heard(office, state.displays()).await?;
    let displays: Vec<_> = shown_on.iter().map(|display| (*display).clone()).collect();
    let arrival = Arrival::new(live.n(), &displays, &seen, times.now());
    let silent = arrival.displays.iter().filter(|heard| matches!(heard.standing, Standing::Silent | Standing::Never));
    let silent: Vec<String> = silent.map(|heard| heard.display.label.clone()).collect();
    let next = asked.next(&times).map(|next| times.at(next));
    let label = |n| (n, w::page(language, n), n == asked.page);
    Ok(page(&LookPage {
        shell: signed_in.task(words::EMERGENCY.get(language)).await?,
        query: asked.query(),
        question: w::question(language, shown_on.len(), shown_on.len() == live.displays().count()),
        pages: (1..=pages).map(label).collect(),
        upright: shown_on.iter().any(|display| display.size.is_some_and(Size::is_portrait)),
        until: w::until(language, &times.ahead(until), next.as_deref()),
        told: (!names.is_empty()).then(|| w::told(language, &names)),
        silent: (!silent.is_empty()).then(|| w::without_contact(language, &silent)),
        asked,
    }))
}

/// How many pages it makes; `None` where it cannot be read.
async fn pages(state: &PageState, asked: &AlertForm, live: &LiveVersion, times: &Times) -> Option<usize> {
    let commune = live.commune()?;
    let slide = asked.slide(times)?;
    let request = DrawRequest {
        time_zone: commune.time_zone.clone(),
        pages: PagesWanted::None,
        ..DrawRequest::new(slide, commune.unit.clone(), Size::new(960, 960))
    };
    // Nothing that hinders drawing may hinder an emergency.
    let drawn = state.drawer().draw(request, Urgency::Typing("khan-cap".to_owned())).await;
    Some(drawn.map_or(1, |drawing| drawing.pages.len()))
}
