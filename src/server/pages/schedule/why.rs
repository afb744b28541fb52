//! `GET /lich/vi-sao`: why a display shows what it shows, at any instant; as a page, or as what stands in a box.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::Response,
};
use jiff::civil::DateTime;
use serde::Deserialize;

use super::{hours_rows::hours_of, strip::title_of, words as w};
use crate::{
    approval::{ItemId, Right},
    form::Language,
    model::{Digest, Display, DisplayId, Programme, WallTime},
    office::{LiveVersion, Office, OfficeError, title_of as title_of_body},
    schedule::{
        Schedule,
        why::{self, Otherwise},
    },
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page},
        state::PageState,
        times::Times,
    },
};

/// Which display, and when: in milliseconds, or as a page's field has it.
#[derive(Debug, Default, Deserialize)]
pub struct WhyQuery {
    #[serde(default)]
    o: String,
    #[serde(default)]
    luc: String,
}

/// What is told.
struct WhyTold {
    heading: &'static str,
    picture: String,
    place: String,
    when: String,
    slide: String,
    slide_href: String,
    campaign: Option<CampaignTold>,
    is_alert: bool,
    approved: Option<String>,
    others: Vec<(String, String)>,
}

struct CampaignTold {
    place: String,
    title: String,
    hours: String,
    href: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/why.html")]
struct WhyPage {
    shell: Shell,
    told: Option<WhyTold>,
    displays: Vec<Display>,
    chosen: String,
    at: String,
}

#[derive(Template)]
#[template(path = "pages/schedule/why_box.html")]
struct WhyBox {
    shell: Shell,
    told: Option<WhyTold>,
}

/// Tells why.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Query(asked): Query<WhyQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let shell = signed_in.shell(OfficeSection::Schedule, w::WHY.get(language)).await?;
    let newest = state.programmes().newest(office).await?;
    let Some((digest, programme)) = newest else { return Ok(page(&WhyBox { shell, told: None })) };
    let times = Times::new(programme.time_zone.clone(), office.clock().now().wall, language);
    let at = instant(&asked.luc, &times);
    let display = asked.o.parse::<DisplayId>().ok().and_then(|id| programme.display(&id).cloned());
    let display = display.or_else(|| programme.displays.first().cloned());
    let live = office.live().await?;
    let told = match &display {
        Some(display) => {
            let schedule = Schedule::new(programme.clone(), Some(&display.id));
            let why = why::at(&schedule, Some(&display.id), at);
            let teller = Teller { office, live: &live, programme: &programme, digest, times: &times, language };
            Some(teller.tell(display, &why, at).await?)
        }
        None => None,
    };
    if headers.contains_key("hx-request") {
        return Ok(page(&WhyBox { shell, told }));
    }
    let local = programme.time_zone.local(at).strftime("%Y-%m-%dT%H:%M").to_string();
    let chosen = display.map(|display| display.id.to_string()).unwrap_or_default();
    Ok(page(&WhyPage { shell, told, displays: programme.displays.clone(), chosen, at: local }))
}

/// The instant asked for; now, where that is none.
fn instant(text: &str, times: &Times) -> WallTime {
    let number = text.parse::<i64>().map(WallTime).ok();
    let typed = || text.parse::<DateTime>().ok().map(|local| times.zone().instant(local));
    number.or_else(typed).unwrap_or(times.now()).in_calendar()
}

struct Teller<'a> {
    office: &'a Office,
    live: &'a LiveVersion,
    programme: &'a Programme,
    digest: Digest,
    times: &'a Times,
    language: Language,
}

impl Teller<'_> {
    async fn tell(&self, display: &Display, why: &why::Why, at: WallTime) -> Result<WhyTold, PageError> {
        let Self { programme, language, .. } = *self;
        let item = ItemId::Slide(why.slot.slide.clone());
        let body = self.live.body(&item);
        let slide = body.map_or_else(|| why.slot.slide.to_string(), |body| title_of_body(body));
        let campaign = why.from.and_then(|from| {
            let campaign = programme.campaigns.get(from.campaign)?;
            Some(CampaignTold {
                place: w::place(language, from.place, from.slides),
                title: title_of(campaign),
                hours: hours_of(campaign, programme, language),
                href: format!("/lich/chien-dich/{}", campaign.id),
            })
        });
        let others = why.others.iter().filter_map(|(place, otherwise)| {
            let campaign = programme.campaigns.get(*place)?;
            Some((title_of(campaign), self.otherwise(campaign, *otherwise)))
        });
        let later = at - self.times.now() > 60_000;
        Ok(WhyTold {
            heading: if later { w::WHY_LATER } else { w::WHY }.get(language),
            picture: format!("/hinh/luc/{}?o={}&luc={}&rong=480", self.digest, display.id, at.0),
            place: display.label.clone(),
            when: self.times.ahead(at),
            slide,
            slide_href: if body.is_some() { format!("/trang/{}", why.slot.slide) } else { String::new() },
            campaign,
            is_alert: why.slot.emergency,
            approved: self.approved(&item).await?,
            others: others.collect(),
        })
    }

    fn otherwise(&self, campaign: &crate::model::Campaign, otherwise: Otherwise) -> String {
        let language = self.language;
        let day = |at: DateTime| self.times.at(self.programme.time_zone.instant(at));
        match otherwise {
            Otherwise::TakesTurns => w::TAKES_TURNS.get(language).to_owned(),
            Otherwise::Hidden => w::GIVES_WAY.get(language).to_owned(),
            Otherwise::Elsewhere => w::ELSEWHERE.get(language).to_owned(),
            Otherwise::Empty => w::EMPTY.get(language).to_owned(),
            Otherwise::NotYet(from) => w::not_yet(language, &day(from)),
            Otherwise::Over(until) => w::over(language, &day(until)),
            Otherwise::OtherHours => w::only(language, &hours_of(campaign, self.programme, language)),
        }
    }

    /// Who approved the revision that is on, when, and since which version it is on.
    async fn approved(&self, item: &ItemId) -> Result<Option<String>, PageError> {
        use crate::{
            approval::SubmissionState,
            records::{account, submission},
        };
        let Some(digest) = self.live.digest(item) else { return Ok(None) };
        let mut tx = self.office.records().read().await.map_err(OfficeError::from)?;
        let sent = submission::of_item(&mut tx, item).await.map_err(OfficeError::from)?;
        let holds = |sent: &&crate::approval::Submission| {
            sent.state == SubmissionState::Approved
                && sent.items.iter().any(|entry| entry.item == *item && entry.digest == digest)
        };
        let Some(sent) = sent.iter().find(holds) else {
            return Ok(Some(w::BROUGHT_IN.get(self.language).to_owned()));
        };
        let Some(((by, at), version)) = sent.decided.as_ref().zip(sent.version) else { return Ok(None) };
        let by = account::by_id(&mut tx, by).await.map_err(OfficeError::from)?;
        let by = by.map(|row| row.account.name).unwrap_or_default();
        let day = self.times.zone().local(*at).strftime("%d/%m").to_string();
        Ok(Some(w::approved(self.language, &by, &day, version)))
    }
}
