//! `GET /lich/chien-dich`: the campaigns, what each plays, where and when.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{heading::ScheduleView, hours_rows::hours, strip::kind_of, words as w};
use crate::{
    approval::{CampaignBody, ItemId, ItemKind, Right, SubmissionState},
    form::Language,
    model::{Priority, limits},
    office::{LiveVersion, OfficeError, title_of_draft},
    records::submission,
    server::{
        pages::prolong::CampaignEnd,
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

/// One campaign.
struct CampaignLine {
    href: String,
    playlist: String,
    title: String,
    kind: &'static str,
    picture: String,
    second: String,
    place: String,
    states: Vec<(&'static str, &'static str, &'static str)>,
    /// Where it ends soon.
    end: Option<CampaignEnd>,
}

#[derive(Template)]
#[template(path = "pages/schedule/campaigns.html")]
struct CampaignsPage {
    shell: Shell,
    view: ScheduleView,
    rows: Vec<CampaignLine>,
}

/// Shows the campaigns; those of emergencies stand on the page of emergencies.
pub async fn show(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let drafts = office.my_drafts(&signed_in.account.id).await?;
    let drafts: Vec<_> = drafts.into_iter().filter(|draft| draft.item.kind() == ItemKind::Campaign).collect();
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let open = submission::in_state(&mut tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await;
    drop(tx);
    let waiting: BTreeSet<ItemId> =
        open.map_err(OfficeError::from)?.into_iter().flat_map(|sent| sent.items).map(|entry| entry.item).collect();
    let longer = office.lasts_longer().await?;
    let mut rows = Vec::new();
    for draft in drafts.iter().filter(|draft| live.body(&draft.item).is_none()) {
        rows.push(CampaignLine {
            href: format!("/lich/chien-dich/{}", draft.item.own()),
            playlist: format!("/lich/chien-dich/{}/trang", draft.item.own()),
            title: title_of_draft(&draft.item, &draft.text),
            kind: "normal",
            picture: String::new(),
            second: String::new(),
            place: String::new(),
            states: vec![("draft", "pencil", w::DRAFT.get(language))],
            end: None,
        });
    }
    let usual = live.campaigns().filter(|body| body.campaign.priority != Priority::Emergency);
    for body in usual {
        let item = ItemId::Campaign(body.campaign.id.clone());
        let mut row = row(&live, body, &times, language);
        let waits = longer.campaign(&body.campaign.id);
        row.end = body.campaign.until.and_then(|end| CampaignEnd::soon(&row.href, end, waits, &times, language));
        if drafts.iter().any(|draft| draft.item == item) {
            row.states.push(("draft", "pencil", w::DRAFT.get(language)));
        }
        // What waits to be prolonged is led to by a link that says so.
        if waiting.contains(&item) && row.end.as_ref().is_none_or(|end| end.waits.is_none()) {
            row.states.push(("waiting", "hourglass", w::WAITS.get(language)));
        }
        rows.push(row);
    }
    let shell = signed_in.shell(OfficeSection::Schedule, words::SCHEDULE.get(language)).await?;
    Ok(page(&CampaignsPage { shell, view: ScheduleView::Campaigns, rows }))
}

fn row(live: &LiveVersion, body: &CampaignBody, times: &Times, language: Language) -> CampaignLine {
    let campaign = &body.campaign;
    let dayparts: Vec<_> = body.dayparts.iter().collect();
    let first = body.slides.iter().find_map(|id| {
        let item = ItemId::Slide(id.clone());
        live.digest(&item).map(|digest| format!("/hinh/ban/{item}/{digest}?rong=160"))
    });
    let day = |at: jiff::civil::DateTime| at.strftime("%d/%m/%Y").to_string();
    let from = campaign.from.map(&day);
    // "Until" is the first instant after it: at midnight, the day before is the last.
    let until = campaign.until.map(|until| {
        let last = if until.time() == jiff::civil::Time::midnight() { until.date().yesterday().ok() } else { None };
        last.map_or_else(|| day(until), |last| last.strftime("%d/%m/%Y").to_string())
    });
    let dates = w::dates(language, from.as_deref(), until.as_deref());
    let mut second = vec![w::slides(language, body.slides.len()), hours(&dayparts, language)];
    second.extend(dates);
    let over = campaign.until.is_some_and(|until| until <= times.zone().local(times.now()));
    CampaignLine {
        href: format!("/lich/chien-dich/{}", campaign.id),
        playlist: format!("/lich/chien-dich/{}/trang", campaign.id),
        title: super::strip::title_of(campaign),
        kind: kind_of(campaign),
        picture: first.unwrap_or_default(),
        second: second.join(" · "),
        place: place(live, body, language),
        end: None,
        states: over.then(|| ("expired", "clock-x", w::OVER.get(language))).into_iter().collect(),
    }
}

/// Where it plays.
fn place(live: &LiveVersion, body: &CampaignBody, language: Language) -> String {
    let campaign = &body.campaign;
    if campaign.displays.is_empty() && campaign.tags.is_empty() {
        return w::EVERYWHERE.get(language).to_owned();
    }
    let labels = campaign.displays.iter().map(|id| {
        live.displays()
            .find(|display| display.id == *id)
            .map_or_else(|| id.to_string(), |display| display.label.clone())
    });
    campaign.tags.iter().cloned().chain(labels).collect::<Vec<_>>().join(", ")
}
