//! The emergency that is on: the true picture, where it has come, what the second person says.

use super::{alert_form::AlertForm, words as w};
use crate::{
    approval::{AlertRecord, AlertState, Body, ItemId, Right},
    child::draw::{DrawRequest, PagesWanted, Urgency},
    model::{Alert, Size, WallTime},
    office::{LiveVersion, OfficeError, arrival::Arrival},
    records::account,
    server::{
        live::{ArrivalTold, alert_of, heard},
        session::Authorised,
        shell::PageError,
        state::PageState,
        times::Times,
    },
};

/// The emergency that is on.
pub(super) struct EmergencyOnNow {
    pub id: String,
    pub src: String,
    pub pages: Vec<(String, String)>,
    pub title: String,
    pub shown: String,
    pub told: ArrivalTold,
    pub by: String,
    /// It waits for a second person's word; the person who looks may give it.
    pub waits: bool,
    pub may_confirm: bool,
    pub confirmed_by: Option<String>,
    /// Somebody says that it is over; who and when; the person who looks may say so too.
    pub said_over: Option<(String, String)>,
    pub may_end: bool,
    pub next: Option<NextBulletin>,
    /// The second step with what is on, to put a newer bulletin out.
    pub update: Option<String>,
    pub may_stop: bool,
}

/// The next bulletin.
pub(super) struct NextBulletin {
    pub what: String,
    pub then: String,
    pub overdue: bool,
}

/// What is to be told of that emergency; `None` where no screen shows it, since everything is stopped.
pub(super) async fn on_now(
    signed_in: &Authorised,
    state: &PageState,
    live: &LiveVersion,
    record: &AlertRecord,
    times: &Times,
) -> Result<Option<EmergencyOnNow>, PageError> {
    let Some(alert) = alert_of(live, record) else { return Ok(None) };
    let (office, language, me) = (state.office(), signed_in.language(), &signed_in.account);
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let accounts = account::list(&mut tx).await.map_err(OfficeError::from)?;
    drop(tx);
    let name = |id: &crate::approval::AccountId| {
        accounts.iter().find(|row| row.account.id == *id).map(|row| row.account.name.clone()).unwrap_or_default()
    };
    let item: ItemId = ItemId::Slide(record.id.parse().map_err(|_| PageError::NotFound)?);
    let digest = live.digest(&item).ok_or(PageError::NotFound)?;
    let src = |page: usize, width: u32| format!("/hinh/ban/{item}/{digest}?rong={width}&trang={page}");
    let campaign = live.campaigns().find(|body| body.campaign.id.as_str() == record.id);
    let shows = |display: &crate::model::Display| campaign.is_some_and(|body| display.shows(&body.campaign));
    let seen = heard(office, state.displays()).await?;
    let displays: Vec<_> = live.displays().filter(|display| shows(display)).cloned().collect();
    let arrival = Arrival::new(live.n(), &displays, &seen, times.now());
    let may = me.may(Right::Alert) || me.may(Right::Approve);
    let waits = record.state == AlertState::Unconfirmed;
    let pages = pages(state, live, &item).await;
    Ok(Some(EmergencyOnNow {
        id: record.id.clone(),
        src: src(1, 960),
        pages: (1..=pages).filter(|_| pages > 1).map(|n| (src(n, 320), w::page(language, n))).collect(),
        title: alert.headline.replace('|', " "),
        shown: w::shown(language, arrival.playing(), arrival.displays.len()),
        told: ArrivalTold::all(&arrival, times, language),
        by: w::put_out_by(language, &name(&record.by), &times.at(record.at)),
        waits,
        may_confirm: waits && may && record.by != me.id,
        confirmed_by: record.second.as_ref().map(|(by, _)| name(by)),
        said_over: record.end_asked.as_ref().map(|(by, at)| (name(by), w::said_over(language, &times.at(*at)))),
        may_end: may,
        next: Some(next(alert, times, language)),
        update: me.may(Right::Alert).then(|| update(record, alert, campaign, times)),
        may_stop: me.may(Right::Stop),
    }))
}

fn next(alert: &Alert, times: &Times, language: crate::form::Language) -> NextBulletin {
    match alert.next_update.map(WallTime::from) {
        None => NextBulletin { what: w::NO_NEXT.get(language).to_owned(), then: String::new(), overdue: false },
        Some(at) if at <= times.now() => NextBulletin {
            what: w::overdue(language, &times.at(at)),
            then: w::OVERDUE.get(language).to_owned(),
            overdue: true,
        },
        Some(at) => NextBulletin {
            what: w::next_in(language, &times.left(at)),
            then: w::next_after(language, &times.at(at)),
            overdue: false,
        },
    }
}

/// The second step with what is on.
fn update(
    record: &AlertRecord,
    alert: &Alert,
    campaign: Option<&crate::approval::CampaignBody>,
    times: &Times,
) -> String {
    let place = match campaign.map(|body| (body.campaign.tags.first(), body.campaign.displays.is_empty())) {
        Some((Some(tag), _)) => format!("nhom:{tag}"),
        Some((None, false)) => "chon".to_owned(),
        _ => "tat-ca".to_owned(),
    };
    let displays = campaign.map(|body| body.campaign.displays.iter().cloned().collect()).unwrap_or_default();
    let mut asked = AlertForm {
        exercise: Some(alert.exercise),
        renews: Some(record.id.clone()),
        until: times.zone().local(record.until).strftime("%Y-%m-%dT%H:%M").to_string(),
        place,
        displays,
        page: 1,
        ..AlertForm::default()
    };
    asked.set("headline", alert.headline.clone());
    asked.set("level", alert.level.to_string());
    asked.set("actions", alert.actions.join("\n"));
    asked.set("issuer", alert.issuer.clone());
    asked.set("contact", alert.contact.clone().unwrap_or_default());
    format!("/khan-cap/noi-gio?{}", asked.query())
}

async fn pages(state: &PageState, live: &LiveVersion, item: &ItemId) -> usize {
    let (Some(commune), Some(body)) = (live.commune(), live.body(item)) else { return 1 };
    let Body::Slide(body) = &**body else { return 1 };
    let request = DrawRequest {
        time_zone: commune.time_zone.clone(),
        pages: PagesWanted::None,
        ..DrawRequest::new(body.slide.clone(), commune.unit.clone(), Size::new(960, 960))
    };
    state.drawer().draw(request, Urgency::Listing).await.map_or(1, |drawing| drawing.pages.len())
}
