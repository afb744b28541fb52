//! Where and until when slides are to be shown, as a change of the campaigns that play them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::live::LiveVersion;
use crate::{
    approval::CampaignBody,
    model::{Campaign, CampaignId, DisplayId, Priority, SlideId},
};

/// Slides, and where they are to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Placing {
    /// The slides; empty for every slide that is sent with it.
    pub slides: Vec<SlideId>,
    /// Where.
    pub to: PlaceTo,
}

/// Where slides are to be shown.
#[derive(Debug, Clone, PartialEq)]
pub enum PlaceTo {
    /// At the end of the playlists of those campaigns.
    Campaigns(Vec<CampaignId>),
    /// On those displays and in that time: in the campaign that says just that, or in a new one.
    Place(Placement),
}

/// Displays and a span of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Placement {
    /// Displays by name. With `tags` empty too: all of them.
    pub displays: Vec<DisplayId>,
    /// Displays by group.
    pub tags: Vec<String>,
    /// From when, local time; `None` for as soon as it is approved.
    pub from: Option<DateTime>,
    /// Until when, local time; `None` for no end.
    pub until: Option<DateTime>,
    /// First in the loop.
    pub is_priority: bool,
}

impl Placement {
    fn priority(&self) -> Priority {
        if self.is_priority { Priority::Priority } else { Priority::Normal }
    }

    /// Whether a campaign says just that and nothing else.
    fn is_said_by(&self, campaign: &Campaign) -> bool {
        let set = |tags: &[String]| tags.iter().cloned().collect::<BTreeSet<_>>();
        let displays = |ids: &[DisplayId]| ids.iter().cloned().collect::<BTreeSet<_>>();
        campaign.priority == self.priority()
            && (campaign.from, campaign.until) == (self.from, self.until)
            && campaign.dayparts.is_empty()
            && displays(&campaign.displays) == displays(&self.displays)
            && set(&campaign.tags) == set(&self.tags)
    }

    /// A campaign that says just that.
    pub(super) fn campaign(&self, id: CampaignId, title: String) -> CampaignBody {
        let playlist = id.as_str().parse().expect("ids of campaigns and playlists are alike");
        let campaign = Campaign {
            id,
            title: Some(title),
            playlist,
            priority: self.priority(),
            from: self.from,
            until: self.until,
            dayparts: Vec::new(),
            displays: self.displays.clone(),
            tags: self.tags.clone(),
            clock: false,
            ticker: Vec::new(),
        };
        CampaignBody { campaign, slides: Vec::new(), dayparts: Vec::new() }
    }

    /// The campaign that says just that, if there is one; never an emergency's.
    pub(super) fn found_in<'a>(&self, live: &'a LiveVersion) -> Option<&'a CampaignBody> {
        live.campaigns().find(|body| self.is_said_by(&body.campaign))
    }
}

/// The campaign with those slides at its end, as far as it does not play them yet.
pub(super) fn with_slides(body: &CampaignBody, slides: &[SlideId]) -> CampaignBody {
    let mut body = body.clone();
    for slide in slides {
        if !body.slides.contains(slide) {
            body.slides.push(slide.clone());
        }
    }
    body
}

/// The campaign without those slides.
pub(super) fn without_slides(body: &CampaignBody, slides: &BTreeSet<SlideId>) -> CampaignBody {
    let mut body = body.clone();
    body.slides.retain(|slide| !slides.contains(slide));
    body
}

/// What a change of a campaign's playlist comes to when another one was published meanwhile: what was added is added at its
/// end, and what was taken out is taken out. `None` where anything but the playlist was changed, or its order: then only
/// people can say what is meant.
pub(super) fn rebased(before: &CampaignBody, after: &CampaignBody, live: &CampaignBody) -> Option<CampaignBody> {
    let is_playlist_alone = CampaignBody { slides: before.slides.clone(), ..after.clone() } == *before;
    let count = |slides: &[SlideId]| {
        let mut counted: BTreeMap<SlideId, usize> = BTreeMap::new();
        slides.iter().for_each(|slide| *counted.entry(slide.clone()).or_default() += 1);
        counted
    };
    let (old, new) = (count(&before.slides), count(&after.slides));
    let gone: BTreeSet<SlideId> = old.keys().filter(|slide| !new.contains_key(slide)).cloned().collect();
    let added: Vec<SlideId> = after.slides.iter().filter(|slide| !old.contains_key(slide)).cloned().collect();
    // What stayed stands in the same order and as often; what is new follows it.
    let stayed = before.slides.iter().filter(|slide| !gone.contains(slide));
    let is_appended = stayed.chain(&added).eq(&after.slides);
    (is_playlist_alone && is_appended).then(|| with_slides(&without_slides(live, &gone), &added))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(slides: &[&str]) -> CampaignBody {
        let place = Placement::default();
        let slides = slides.iter().map(|slide| slide.parse().unwrap()).collect();
        CampaignBody { slides, ..place.campaign("c".parse().unwrap(), "C".into()) }
    }

    #[test]
    fn two_who_add_to_one_playlist_do_not_undo_each_other() {
        let merged = rebased(&body(&["a", "b"]), &body(&["a", "b", "x"]), &body(&["a", "b", "y"])).unwrap();
        assert_eq!(merged, body(&["a", "b", "y", "x"]));
        let merged = rebased(&body(&["a", "b"]), &body(&["b"]), &body(&["a", "b", "y"])).unwrap();
        assert_eq!(merged, body(&["b", "y"]));
        let same = rebased(&body(&["a"]), &body(&["a", "x"]), &body(&["a", "x"])).unwrap();
        assert_eq!(same, body(&["a", "x"]));
    }

    #[test]
    fn another_order_or_other_dates_are_for_people_to_merge() {
        assert_eq!(rebased(&body(&["a", "b"]), &body(&["b", "a"]), &body(&["a", "b", "c"])), None);
        let mut later = body(&["a", "b"]);
        later.campaign.clock = true;
        assert_eq!(rebased(&body(&["a"]), &later, &body(&["a", "c"])), None);
    }
}
