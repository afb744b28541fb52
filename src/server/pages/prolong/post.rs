//! The press itself: a proposal is made, and somebody else approves it.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use jiff::civil::DateTime;
use serde::Deserialize;

use super::words as w;
use crate::{
    approval::{ItemId, SubmissionId},
    form::Words,
    model::{CampaignId, SlideId},
    office::prolong::{Prolonging, month_later, prolonging},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
        times::Times,
    },
};

/// What a press says.
#[derive(Debug, Deserialize)]
pub struct Press {
    /// The end that stood on the page.
    #[serde(default)]
    het: String,
    /// The page it came from.
    #[serde(default)]
    ve: String,
}

impl Press {
    /// The pages from which it can come.
    fn back(&self) -> &'static str {
        match self.ve.as_str() {
            "lich" => "/lich/chien-dich",
            "trang" => "/trang",
            _ => "/",
        }
    }

    fn end(&self) -> Result<DateTime, PageError> {
        self.het.parse().map_err(|_| PageError::BadRequest)
    }
}

/// `POST /lich/chien-dich/{id}/gia-han`: proposes that a campaign goes on for a month more.
pub async fn campaign(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<CampaignId>,
    Form(press): Form<Press>,
) -> Result<Response, PageError> {
    let end = press.end()?;
    prolong(&who, &state, vec![id], end, press.back()).await
}

/// `POST /trang/{id}/gia-han`: proposes that a slide is shown for a month more.
pub async fn slide(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Form(press): Form<Press>,
) -> Result<Response, PageError> {
    let (office, end) = (state.office(), press.end()?);
    let live = office.live().await?;
    if live.body(&ItemId::Slide(id.clone())).is_none() {
        return Err(PageError::NotFound);
    }
    match prolonging(&live, &id, end) {
        None => Ok(Go::to(press.back()).telling(Toast::bad(w::OTHER_END.get(who.language()))).into_response()),
        Some(Prolonging::ByHand(campaign)) => Ok(to_form(&who, &campaign, w::BY_HAND)),
        Some(Prolonging::Campaigns(campaigns)) => prolong(&who, &state, campaigns, end, press.back()).await,
        Some(Prolonging::After(places)) => {
            let until = until(&who, &state, end).await?;
            let note = w::proposes(who.language(), &until);
            // It waits already where the button was pressed twice.
            let waits = office.lasts_longer().await?.slide(&id, end).cloned();
            let sent = match waits {
                Some(sent) => sent,
                None => office.prolong_slide(&who.actor(), &id, places, &note).await?,
            };
            Ok(told(&who, &sent, &until, press.back()))
        }
    }
}

async fn prolong(
    who: &Authorised,
    state: &PageState,
    campaigns: Vec<CampaignId>,
    end: DateTime,
    back: &str,
) -> Result<Response, PageError> {
    let office = state.office();
    // What the person has begun to write of it is neither sent unasked nor left behind.
    let drafts = office.my_drafts(&who.account.id).await?;
    let is_written = |id: &&CampaignId| drafts.iter().any(|draft| draft.item == ItemId::Campaign((*id).clone()));
    if let Some(campaign) = campaigns.iter().find(is_written) {
        return Ok(to_form(who, campaign, w::HAS_DRAFT));
    }
    let until = until(who, state, end).await?;
    let note = w::proposes(who.language(), &until);
    match office.prolong_campaigns(&who.actor(), &campaigns, end, &note).await? {
        Some(sent) => Ok(told(who, &sent, &until, back)),
        None => Ok(Go::to(back).telling(Toast::bad(w::OTHER_END.get(who.language()))).into_response()),
    }
}

/// The new end, in words.
async fn until(who: &Authorised, state: &PageState, end: DateTime) -> Result<String, PageError> {
    let live = state.office().live().await?;
    let times = Times::new(live.zone(), state.office().clock().now().wall, who.language());
    let until = month_later(end).ok_or(PageError::BadRequest)?;
    Ok(times.ending(times.zone().instant(until)))
}

/// To the campaign's form, where somebody has to say more than a press says.
fn to_form(who: &Authorised, campaign: &CampaignId, told: Words) -> Response {
    Go::to(&format!("/lich/chien-dich/{campaign}")).telling(Toast::bad(told.get(who.language()))).into_response()
}

fn told(who: &Authorised, sent: &SubmissionId, until: &str, back: &str) -> Response {
    let toast = Toast::good(w::sent(who.language(), until));
    Go::to(back).telling(toast.link(w::SEE_IT.get(who.language()), format!("/duyet/{sent}"))).into_response()
}
