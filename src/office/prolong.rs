//! One more month for what ends soon: a proposal like any other, which somebody else approves.

use std::collections::BTreeMap;

use jiff::{Span, civil::DateTime};

use super::{
    actor::Actor,
    error::OfficeError,
    live::LiveVersion,
    office::Office,
    placement::{PlaceTo, Placement, Placing},
    send::Sending,
};
use crate::{
    approval::{Body, CampaignBody, ItemId, ItemKind, SubmissionId, SubmissionState},
    model::{Campaign, CampaignId, Priority, SlideId},
    records::{revision, submission},
};

/// What ends within so many milliseconds ends soon.
pub const SOON_MS: i64 = 30 * 86_400_000;

/// How a slide is shown for a month more.
#[derive(Debug, Clone, PartialEq)]
pub enum Prolonging {
    /// By the campaigns that end last: they play nothing else.
    Campaigns(Vec<CampaignId>),
    /// From the end of campaigns that play other slides too, which keep their end.
    After(Vec<Placement>),
    /// That campaign plays other slides too, and has hours or words of its own: somebody has to say what is to become of them.
    ByHand(CampaignId),
}

/// What waits for approval and would make something last longer.
#[derive(Debug, Clone, Default)]
pub struct LastsLonger {
    campaigns: BTreeMap<CampaignId, SubmissionId>,
    /// The longest; `None` for no end.
    slides: BTreeMap<SlideId, (Option<DateTime>, SubmissionId)>,
}

impl LastsLonger {
    /// The submission that would make a campaign last longer.
    pub fn campaign(&self, id: &CampaignId) -> Option<&SubmissionId> {
        self.campaigns.get(id)
    }

    /// The submission after which a slide would be shown beyond that end.
    pub fn slide(&self, id: &SlideId, end: DateTime) -> Option<&SubmissionId> {
        let is_longer = |until: &Option<DateTime>| until.is_none_or(|until| until > end);
        self.slides.get(id).filter(|(until, _)| is_longer(until)).map(|(_, sent)| sent)
    }
}

/// A month after that end. What ends with a month that has more days than the next ends with the next.
pub fn month_later(end: DateTime) -> Option<DateTime> {
    end.checked_add(Span::new().months(1)).ok()
}

/// How a slide that is shown until `end` is shown for a month more; `None` where no campaign shows it until then.
pub fn prolonging(live: &LiveVersion, slide: &SlideId, end: DateTime) -> Option<Prolonging> {
    let usual = |body: &&CampaignBody| body.campaign.priority != Priority::Emergency;
    let last: Vec<&CampaignBody> =
        live.campaigns_of(slide).filter(usual).filter(|body| body.campaign.until == Some(end)).collect();
    let until = month_later(end).filter(|_| !last.is_empty())?;
    if last.iter().all(|body| body.slides.iter().all(|other| other == slide)) {
        return Some(Prolonging::Campaigns(last.iter().map(|body| body.campaign.id.clone()).collect()));
    }
    let says_more = |campaign: &Campaign| campaign.clock || !campaign.ticker.is_empty();
    if let Some(body) = last.iter().find(|body| !body.dayparts.is_empty() || says_more(&body.campaign)) {
        return Some(Prolonging::ByHand(body.campaign.id.clone()));
    }
    let place = |campaign: &Campaign| Placement {
        displays: campaign.displays.clone(),
        tags: campaign.tags.clone(),
        from: Some(end),
        until: Some(until),
        is_priority: campaign.priority == Priority::Priority,
    };
    Some(Prolonging::After(last.iter().map(|body| place(&body.campaign)).collect()))
}

impl Office {
    /// Proposes that those campaigns go on a month beyond their end; `None` where one has another end than `end` by now.
    ///
    /// # Errors
    /// As [`Office::send_bodies`], and there is no such campaign.
    pub async fn prolong_campaigns(
        &self,
        by: &Actor,
        ids: &[CampaignId],
        end: DateTime,
        note: &str,
    ) -> Result<Option<SubmissionId>, OfficeError> {
        let live = self.live().await?;
        let mut bodies = Vec::new();
        for id in ids {
            let item = ItemId::Campaign(id.clone());
            let Some(Body::Campaign(body)) = live.body(&item).map(|body| &**body) else {
                return Err(OfficeError::not_found("campaign", id));
            };
            let until = month_later(end);
            if body.campaign.until != Some(end) || body.campaign.priority == Priority::Emergency || until.is_none() {
                return Ok(None);
            }
            let campaign = Campaign { until, ..body.campaign.clone() };
            bodies.push(Body::Campaign(CampaignBody { campaign, ..body.clone() }));
        }
        self.send_bodies(by, bodies, note, Some(live.n())).await
    }

    /// Proposes that a slide is shown at those places too.
    ///
    /// # Errors
    /// As [`Office::send`].
    pub async fn prolong_slide(
        &self,
        by: &Actor,
        slide: &SlideId,
        places: Vec<Placement>,
        note: &str,
    ) -> Result<SubmissionId, OfficeError> {
        let place = places.into_iter().map(|place| Placing { slides: vec![slide.clone()], to: PlaceTo::Place(place) });
        self.send(by, &Sending { place: place.collect(), note: note.to_owned(), ..Sending::default() }).await
    }

    /// What waits for approval and would make something last longer than it does.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lasts_longer(&self) -> Result<LastsLonger, OfficeError> {
        let mut tx = self.records().read().await?;
        let live = self.live_in(&mut tx).await?;
        let mut longer = LastsLonger::default();
        for sent in submission::in_state(&mut tx, SubmissionState::Open, u32::MAX).await? {
            for entry in sent.items.iter().filter(|entry| entry.item.kind() == ItemKind::Campaign) {
                let Some(row) = revision::get(&mut tx, &entry.item, entry.digest).await? else { continue };
                let Body::Campaign(body) = row.body else { continue };
                let end = live.campaigns().find(|on| on.campaign.id == body.campaign.id).map(|on| on.campaign.until);
                let until = body.campaign.until;
                if end.flatten().is_some_and(|end| until.is_none_or(|until| until > end)) {
                    longer.campaigns.entry(body.campaign.id.clone()).or_insert(sent.id.clone());
                }
                for slide in body.slides {
                    let of = longer.slides.entry(slide).or_insert((until, sent.id.clone()));
                    if of.0.is_some_and(|known| until.is_none_or(|until| until > known)) {
                        *of = (until, sent.id.clone());
                    }
                }
            }
        }
        Ok(longer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_later_is_the_same_day_or_the_last_of_the_month() {
        let later = |end: &str| month_later(end.parse().unwrap()).unwrap().to_string();
        assert_eq!(later("2026-11-30T00:00"), "2026-12-30T00:00:00");
        assert_eq!(later("2026-12-31T17:00"), "2027-01-31T17:00:00");
        assert_eq!(later("2027-01-31T17:00"), "2027-02-28T17:00:00");
    }
}
