//! Shows the first page.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    clock::{ClockTold, clock_told},
    expiring::{Expiring, expiring},
    screens::{NextSlide, Screens, Tv, screens},
    waiting::{WaitingItem, waiting},
    words as w,
};
use crate::{
    approval::Right,
    office::{FirstStart, OfficeError, arrival::Arrival},
    server::{
        live::{ArrivalTold, heard},
        session::Authorised,
        shell::{Go, OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/today/today.html")]
struct TodayPage {
    shell: Shell,
    date: String,
    clock: Option<ClockTold>,
    has_version: bool,
    told: Option<ArrivalTold>,
    displays: usize,
    screens: Vec<Tv>,
    coming: Vec<NextSlide>,
    next_look_ms: i64,
    waiting: Vec<WaitingItem>,
    expiring: Vec<Expiring>,
}

/// Shows the first page; whoever left the first start half way goes on with it.
pub async fn show(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let live = office.live().await?;
    let is_done = live.version.is_some() && office.first_start().await? == FirstStart::Done;
    if !is_done && signed_in.account.may(Right::Administer) {
        return Ok(Go::to("/bat-dau").into_response());
    }
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let newest = state.programmes().newest(office).await?;
    let arrival = match &newest {
        Some((_, programme)) => {
            let seen = heard(office, state.displays()).await?;
            Some(Arrival::new(programme.version, &programme.displays, &seen, times.now()))
        }
        None => None,
    };
    let arrival = arrival.filter(|arrival| !arrival.displays.is_empty());
    let shown = match (&newest, &arrival) {
        (Some(newest), Some(arrival)) => screens(&state, newest, arrival, &times, language).await?,
        _ => Screens::default(),
    };
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let waiting = waiting(&mut tx, &signed_in.account, &times, language).await?;
    drop(tx);
    let longer = office.lasts_longer().await?;
    let shell = signed_in.shell(OfficeSection::Today, words::TODAY.get(language)).await?;
    Ok(page(&TodayPage {
        date: times.full(times.now()),
        clock: clock_told(state.office_clock(), &times, language),
        has_version: newest.is_some(),
        told: arrival.as_ref().map(|arrival| ArrivalTold::of(arrival, &times, language)),
        displays: arrival.as_ref().map_or(0, |arrival| arrival.displays.len()),
        screens: shown.tvs,
        coming: shown.coming,
        next_look_ms: shown.next_look_ms,
        waiting,
        expiring: newest.map(|(_, programme)| expiring(&programme, &longer, &times, language)).unwrap_or_default(),
        shell,
    }))
}
