//! Stopping everything, what is then so, and going on.

use askama::Template;
use axum::{
    Form,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use super::words as w;
use crate::{
    approval::{ItemId, ItemKind, Right, VersionKind},
    office::{LiveVersion, OfficeError, arrival::Arrival},
    records::{ReadTransaction, account, audit, item, version},
    server::{
        live::{ArrivalTold, heard},
        pictures::src_of_revision,
        session::Authorised,
        shell::{Go, PageError, Shell, Toast, page, words},
        state::PageState,
        times::Times,
    },
};

/// Everything is stopped.
pub(super) struct Stopped {
    pub src: String,
    pub place: String,
    pub told: ArrivalTold,
    pub question: String,
    /// What happened since: when, and what.
    pub log: Vec<(String, String)>,
    /// The slides that were on, which may be left out.
    pub slides: Vec<(String, String)>,
    pub may: bool,
}

/// What is to be told while everything is stopped.
pub(super) async fn stopped(
    signed_in: &Authorised,
    state: &PageState,
    live: &LiveVersion,
    times: &Times,
) -> Result<Stopped, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let displays: Vec<_> = live.displays().cloned().collect();
    let seen = heard(office, state.displays()).await?;
    let arrival = Arrival::new(live.n(), &displays, &seen, times.now());
    let stop = live.stopped.unwrap_or_default();
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let told = told(&mut tx, stop, times, language).await?;
    let before = before(&mut tx, stop).await?;
    let mut slides = Vec::new();
    if let Some(before) = before {
        let items = version::items(&mut tx, before).await.map_err(OfficeError::from)?;
        let is_slide = |item: &ItemId| item.kind() == ItemKind::Slide && !item.own().starts_with("khan-cap-");
        for (item, _) in items.into_iter().filter(|(item, _)| is_slide(item)) {
            let row = item::get(&mut tx, &item).await.map_err(OfficeError::from)?;
            slides.push((item.to_string(), row.map_or_else(|| item.own().to_owned(), |row| row.title)));
        }
    }
    drop(tx);
    let commune = live.digest(&ItemId::Commune);
    Ok(Stopped {
        src: commune.and_then(|digest| src_of_revision(&ItemId::Commune, digest, 960)).unwrap_or_default(),
        place: w::greeting_at(language, arrival.playing()),
        told: ArrivalTold::all(&arrival, times, language),
        question: w::resume_question(language, before.unwrap_or_default()),
        log: told,
        slides,
        may: signed_in.account.may(Right::Stop),
    })
}

/// Who stopped everything, when and why.
async fn told(
    tx: &mut ReadTransaction,
    stop: u64,
    times: &Times,
    language: crate::form::Language,
) -> Result<Vec<(String, String)>, OfficeError> {
    let names = account::list(tx).await?;
    let rows = audit::of_subject(tx, &format!("version:{stop}"), 5).await?;
    let row = |row: audit::AuditRow| {
        let by = row.account.and_then(|id| names.iter().find(|own| own.account.id == id));
        let by = by.map(|own| own.account.name.as_str()).unwrap_or_default();
        (times.at(row.at), w::stopped_by(language, by, &row.detail))
    };
    Ok(rows.into_iter().filter(|row| row.act == "stop").map(row).collect())
}

/// The version that was on before everything was stopped.
async fn before(tx: &mut ReadTransaction, stop: u64) -> Result<Option<u64>, OfficeError> {
    let earlier = version::list(tx, stop, 20).await?;
    Ok(earlier.into_iter().find(|version| version.kind != VersionKind::Stop).map(|version| version.n))
}

#[derive(Template)]
#[template(path = "pages/emergency/stop.html")]
struct StopPage {
    shell: Shell,
}

/// Asks once more, where no script opens the dialog.
pub async fn ask(signed_in: Authorised) -> Result<Response, PageError> {
    let shell = signed_in.task(words::EMERGENCY.get(signed_in.language())).await?;
    Ok(page(&StopPage { shell }))
}

/// Why everything is stopped.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StopReason {
    #[serde(default)]
    vi_sao: String,
}

/// Stops everything at once.
pub async fn stop(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(why): Form<StopReason>,
) -> Result<Response, PageError> {
    state.office().stop(&signed_in.actor(), &why.vi_sao).await?;
    state.live().poke();
    Ok(Go::to("/khan-cap").telling(Toast::good(w::STOPPED.get(signed_in.language()))).into_response())
}

/// Brings back what was on, without the slides that were chosen.
pub async fn resume(
    signed_in: Authorised,
    State(state): State<PageState>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let without: Vec<ItemId> =
        pairs.iter().filter(|(name, _)| name == "bo").filter_map(|(_, item)| item.parse().ok()).collect();
    state.office().resume(&signed_in.actor(), &without).await?;
    state.live().poke();
    Ok(Go::to("/").telling(Toast::good(w::RESUMED.get(signed_in.language()))).into_response())
}
