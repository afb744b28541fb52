//! Where a slide will be shown, and until when, once a submission is approved.

use super::words;
use crate::{
    approval::{Body, CampaignBody},
    form::Language,
    model::{Priority, SlideId},
    office::LiveVersion,
    server::times::Times,
};

/// Most displays that are named.
const NAMED: usize = 3;

/// One line with an icon.
pub(super) struct Fact {
    pub icon: &'static str,
    pub words: String,
}

/// Where that slide will be, with the campaigns of the submission in the place of those that are on.
pub(super) fn placing(
    slide: &SlideId,
    after: &[&Body],
    live: &LiveVersion,
    times: &Times,
    language: Language,
) -> Vec<Fact> {
    let submitted: Vec<&CampaignBody> =
        after.iter().filter_map(|body| if let Body::Campaign(body) = body { Some(body) } else { None }).collect();
    let is_submitted = |body: &CampaignBody| submitted.iter().any(|new| new.campaign.id == body.campaign.id);
    let others = live.campaigns().filter(|body| !is_submitted(body));
    let plays = |body: &&CampaignBody| body.slides.contains(slide);
    let campaigns: Vec<&CampaignBody> = submitted.iter().copied().chain(others).filter(plays).collect();
    if campaigns.is_empty() {
        return vec![Fact { icon: "calendar-x", words: words::NOWHERE.get(language).to_owned() }];
    }
    let all = live.displays().count();
    let shown: Vec<&str> = live
        .displays()
        .filter(|display| campaigns.iter().any(|body| display.shows(&body.campaign)))
        .map(|display| display.label.as_str())
        .collect();
    let places = match shown.len() {
        n if n == all => words::EVERYWHERE.get(language).to_owned(),
        n if n <= NAMED => shown.join(", "),
        n => words::displays(language, n),
    };
    let mut facts = vec![Fact { icon: "pin", words: places }];
    let instant = |local| times.zone().instant(local);
    let said = |at| times.ahead(instant(at));
    let from =
        campaigns.iter().map(|body| body.campaign.from).min().flatten().filter(|from| instant(*from) > times.now());
    let until = match campaigns.iter().any(|body| body.campaign.until.is_none()) {
        true => None,
        false => campaigns.iter().filter_map(|body| body.campaign.until).max(),
    };
    let when = match (from, until) {
        (from, Some(until)) => words::until(language, from.map(said).as_deref(), &times.ending(instant(until))),
        (Some(from), None) => words::from(language, &said(from)),
        (None, None) => words::NO_END.get(language).to_owned(),
    };
    facts.push(Fact { icon: "calendar", words: when });
    if campaigns.iter().any(|body| body.campaign.priority == Priority::Priority) {
        facts.push(Fact { icon: "bell", words: words::FIRST.get(language).to_owned() });
    }
    facts
}
