//! From a content to the bodies of its items: playlists and dayparts are folded into the campaigns that use them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    approval::{Body, CampaignBody, Commune, PlaylistOrder, SlideBody},
    model::{Campaign, CampaignPlan, Daypart, Digest, Playlist, PlaylistId, Slide, SlideContent as Template, Terms},
    publish::Content,
};

/// What a content is measured by, which halls never see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measures {
    /// What the commune has resolved to speak of.
    pub plan: CampaignPlan,
    /// Words that are no longer right.
    pub terms: Terms,
}

/// The bodies of everything in a content, the commune first. `pictures` has the file behind each key; a key that is not
/// among them is left without one. [`super::content::assemble`] gives the same content back.
pub fn fold(content: &Content, measures: Measures, pictures: &BTreeMap<String, Digest>) -> Vec<Body> {
    let used_playlists: BTreeSet<&PlaylistId> = content.campaigns.iter().map(|campaign| &campaign.playlist).collect();
    let used_dayparts: BTreeSet<_> = content.campaigns.iter().flat_map(|campaign| &campaign.dayparts).collect();
    let commune = Commune {
        unit: content.unit.clone(),
        time_zone: content.time_zone.clone(),
        epoch_ms: content.epoch_ms,
        default_slide: content.default_slide.clone(),
        pictures: pictures_of(&content.default_slide, pictures),
        playlists: content.playlists.iter().filter(|list| !used_playlists.contains(&list.id)).cloned().collect(),
        dayparts: content.dayparts.iter().filter(|daypart| !used_dayparts.contains(&daypart.id)).cloned().collect(),
        order: PlaylistOrder {
            campaigns: order(content.campaigns.iter().map(|campaign| &campaign.id)),
            displays: order(content.displays.iter().map(|display| &display.id)),
            playlists: order(content.playlists.iter().map(|playlist| &playlist.id)),
            dayparts: order(content.dayparts.iter().map(|daypart| &daypart.id)),
        },
        plan: measures.plan,
        terms: measures.terms,
    };
    let displays = content.displays.iter().cloned().map(Body::Display);
    let campaigns = content.campaigns.iter().map(|campaign| Body::Campaign(fold_campaign(campaign, content)));
    let slides = content
        .slides
        .iter()
        .map(|slide| Body::Slide(SlideBody { slide: slide.clone(), pictures: pictures_of(slide, pictures) }));
    let mut seen = BTreeSet::new();
    let bodies = [Body::Commune(commune)].into_iter().chain(displays).chain(campaigns).chain(slides);
    // Of two things with one name the first counts, as it does in halls.
    bodies.filter(|body| seen.insert(body.item())).collect()
}

/// The keys of the pictures that a slide shows.
pub fn keys_of(slide: &Slide) -> impl Iterator<Item = &String> {
    let poster = match &slide.content {
        Template::Poster(poster) => Some(poster),
        _ => None,
    };
    poster.into_iter().flat_map(|poster| [Some(&poster.picture), poster.portrait.as_ref()]).flatten()
}

fn pictures_of(slide: &Slide, pictures: &BTreeMap<String, Digest>) -> BTreeMap<String, Digest> {
    keys_of(slide).filter_map(|key| Some((key.clone(), *pictures.get(key)?))).collect()
}

fn fold_campaign(campaign: &Campaign, content: &Content) -> CampaignBody {
    let playlist: Option<&Playlist> = content.playlists.iter().find(|playlist| playlist.id == campaign.playlist);
    let is_used = |daypart: &&Daypart| campaign.dayparts.contains(&daypart.id);
    CampaignBody {
        campaign: campaign.clone(),
        slides: playlist.map(|playlist| playlist.slides.clone()).unwrap_or_default(),
        dayparts: content.dayparts.iter().filter(is_used).cloned().collect(),
    }
}

/// Ids in their order, where it is not that of the ids.
fn order<'a, I: Ord + Clone + 'a>(ids: impl Iterator<Item = &'a I>) -> Vec<I> {
    let ids: Vec<&I> = ids.collect();
    if ids.is_sorted() { Vec::new() } else { ids.into_iter().cloned().collect() }
}
