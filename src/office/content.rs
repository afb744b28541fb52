//! From the bodies of a version back to a content that can be published.
//!
//! Rules: what two campaigns say alike of a playlist or a daypart they share; where their copies differ, the first keeps
//! the id and the others get one of their own. The same holds for pictures. What names something that is not there is
//! left out and told, and never makes a version impossible.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    fold::{Measures, keys_of},
    left_out::LeftOut,
    names::GivenNames,
};
use crate::{
    approval::{Body, CampaignBody, Commune, SlideBody},
    model::{
        Campaign, Daypart, DaypartId, Digest, Display, DisplayId, Playlist, PlaylistId, Slide,
        SlideContent as Template, SlideId,
    },
    publish::{Content, OpenPicture, PictureSource},
};

/// What a list of bodies says, put together.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// What is published.
    pub content: Content,
    /// What it is measured by.
    pub measures: Measures,
    /// What is left out of it.
    pub left_out: Vec<LeftOut>,
}

/// There is no commune among the bodies, and every slide bears its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the commune is not named yet; hint: begin with its name, telephone and address")]
pub struct NoCommune;

/// Puts bodies together. `open` answers how the file of a digest is read.
///
/// # Errors
/// [`NoCommune`].
pub fn assemble<'a>(
    bodies: impl IntoIterator<Item = &'a Body>,
    open: &dyn Fn(Digest) -> OpenPicture,
) -> Result<Assembled, NoCommune> {
    let mut sorted = Sorted::default();
    bodies.into_iter().for_each(|body| sorted.take(body));
    let Sorted { commune, mut displays, mut campaigns, mut slides } = sorted;
    let commune = commune.ok_or(NoCommune)?;
    in_order(&mut displays, &commune.order.displays, |display| &display.id);
    in_order(&mut campaigns, &commune.order.campaigns, |body| &body.campaign.id);
    // As their files are sorted in a folder.
    slides.sort_by_cached_key(|body| format!("{}.toml", body.slide.id));

    let mut left_out = BTreeSet::new();
    let known_displays = displays.iter().map(|display| &display.id).collect();
    let campaigns: Vec<(&CampaignBody, Campaign)> = campaigns
        .into_iter()
        .filter_map(|body| Some((body, somewhere(&body.campaign, &known_displays, &mut left_out)?)))
        .collect();
    let known_slides = slides.iter().map(|body| &body.slide.id).chain([&commune.default_slide.id]).collect();
    let lists = playlists(&campaigns, commune, &known_slides, &mut left_out);
    let windows = dayparts(&campaigns, commune);
    let mut pictures = SlidePictures { named: BTreeMap::new(), open, left_out: &mut left_out };
    let default_slide = pictures.take(&commune.default_slide, &commune.pictures);
    let slides = slides.iter().map(|body| pictures.take(&body.slide, &body.pictures)).collect();
    let pictures = pictures.named.into_iter().map(|(key, (_, source))| (key, source)).collect();

    let (mut playlists, playlist_of) = lists;
    let (mut dayparts, dayparts_of) = windows;
    in_order(&mut playlists, &commune.order.playlists, |playlist| &playlist.id);
    in_order(&mut dayparts, &commune.order.dayparts, |daypart| &daypart.id);
    let names = playlist_of.into_iter().zip(dayparts_of);
    let campaigns = campaigns.into_iter().zip(names);
    let campaigns =
        campaigns.map(|((_, campaign), (playlist, dayparts))| Campaign { playlist, dayparts, ..campaign }).collect();
    let content = Content {
        unit: commune.unit.clone(),
        time_zone: commune.time_zone.clone(),
        epoch_ms: commune.epoch_ms,
        displays: displays.into_iter().cloned().collect(),
        playlists,
        dayparts,
        campaigns,
        slides,
        default_slide,
        pictures,
        notes: Vec::new(),
    };
    let measures = Measures { plan: commune.plan.clone(), terms: commune.terms.clone() };
    Ok(Assembled { content, measures, left_out: left_out.into_iter().collect() })
}

/// Bodies by what they are.
#[derive(Default)]
struct Sorted<'a> {
    commune: Option<&'a Commune>,
    displays: Vec<&'a Display>,
    campaigns: Vec<&'a CampaignBody>,
    slides: Vec<&'a SlideBody>,
}

impl<'a> Sorted<'a> {
    fn take(&mut self, body: &'a Body) {
        match body {
            Body::Commune(commune) => self.commune = Some(commune),
            Body::Display(display) => self.displays.push(display),
            Body::Campaign(campaign) => self.campaigns.push(campaign),
            Body::Slide(slide) => self.slides.push(slide),
            Body::Removed(_) => {}
        }
    }
}

/// Brings what has an id into its order: first what is named, then the rest by id.
fn in_order<T, I: Ord>(things: &mut [T], order: &[I], id: impl Fn(&T) -> &I) {
    let places: BTreeMap<&I, usize> = order.iter().zip(0..).collect();
    let place = |thing: &T| places.get(id(thing)).copied().unwrap_or(usize::MAX);
    things.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| id(a).cmp(id(b))));
}

/// The campaign without displays that are not there; nothing where none is left and it is not for all.
fn somewhere(campaign: &Campaign, known: &BTreeSet<&DisplayId>, left_out: &mut BTreeSet<LeftOut>) -> Option<Campaign> {
    let (displays, gone): (Vec<&DisplayId>, Vec<_>) = campaign.displays.iter().partition(|id| known.contains(id));
    if !gone.is_empty() && displays.is_empty() && campaign.tags.is_empty() {
        left_out.insert(LeftOut::Campaign { campaign: campaign.id.clone() });
        return None;
    }
    let told = |display: &DisplayId| LeftOut::Display { campaign: campaign.id.clone(), display: display.clone() };
    left_out.extend(gone.into_iter().map(told));
    Some(Campaign { displays: displays.into_iter().cloned().collect(), ..campaign.clone() })
}

/// Every playlist, and the name of each campaign's.
fn playlists(
    campaigns: &[(&CampaignBody, Campaign)],
    commune: &Commune,
    known: &BTreeSet<&SlideId>,
    left_out: &mut BTreeSet<LeftOut>,
) -> (Vec<Playlist>, Vec<PlaylistId>) {
    let wanted = campaigns.iter().map(|(body, _)| &body.campaign.playlist);
    let wanted = wanted.chain(commune.playlists.iter().map(|playlist| &playlist.id));
    let mut names: GivenNames<PlaylistId, &[SlideId]> = GivenNames::reserving(wanted.cloned());
    let mut playlists = Vec::new();
    let mut take = |campaign: Option<&Campaign>, id: &PlaylistId, slides: &[SlideId]| {
        let told =
            |slide: &&SlideId| LeftOut::Slide { campaign: campaign.map(|of| of.id.clone()), slide: (*slide).clone() };
        left_out.extend(slides.iter().filter(|id| !known.contains(id)).map(|slide| told(&slide)));
        let slides = slides.iter().filter(|id| known.contains(id)).cloned().collect();
        playlists.push(Playlist { id: id.clone(), slides });
    };
    let mut of = Vec::new();
    for (body, campaign) in campaigns {
        let named = names.name(&body.campaign.playlist, campaign.id.as_str(), &body.slides);
        if named.is_new {
            take(Some(campaign), &named.id, &body.slides);
        }
        of.push(named.id);
    }
    for playlist in &commune.playlists {
        let named = names.name(&playlist.id, playlist.id.as_str(), &playlist.slides);
        if named.is_new {
            take(None, &named.id, &playlist.slides);
        }
    }
    (playlists, of)
}

/// Every daypart, and the names of each campaign's.
fn dayparts(campaigns: &[(&CampaignBody, Campaign)], commune: &Commune) -> (Vec<Daypart>, Vec<Vec<DaypartId>>) {
    let wanted = campaigns.iter().flat_map(|(body, _)| &body.campaign.dayparts);
    let wanted = wanted.chain(commune.dayparts.iter().map(|daypart| &daypart.id));
    let mut names: GivenNames<DaypartId, Vec<&Daypart>> = GivenNames::reserving(wanted.cloned());
    let mut dayparts: Vec<Daypart> = Vec::new();
    let mut take = |id: &DaypartId, of: &[&Daypart]| {
        dayparts.extend(of.iter().map(|daypart| Daypart { id: id.clone(), ..Daypart::clone(daypart) }));
    };
    let mut of = Vec::new();
    for (body, campaign) in campaigns {
        let mut own = Vec::new();
        for id in &campaign.dayparts {
            // Of one name there may be several, which together are its hours.
            let hours: Vec<&Daypart> = body.dayparts.iter().filter(|daypart| daypart.id == *id).collect();
            let named = names.name(id, campaign.id.as_str(), hours.clone());
            if named.is_new {
                take(&named.id, &hours);
            }
            own.push(named.id);
        }
        of.push(own);
    }
    let kept: BTreeSet<&DaypartId> = commune.dayparts.iter().map(|daypart| &daypart.id).collect();
    for id in kept {
        let hours: Vec<&Daypart> = commune.dayparts.iter().filter(|daypart| daypart.id == *id).collect();
        let named = names.name(id, id.as_str(), hours.clone());
        if named.is_new {
            take(&named.id, &hours);
        }
    }
    (dayparts, of)
}

/// The pictures of all slides under one set of keys.
struct SlidePictures<'a> {
    named: BTreeMap<String, (Digest, PictureSource)>,
    open: &'a dyn Fn(Digest) -> OpenPicture,
    left_out: &'a mut BTreeSet<LeftOut>,
}

impl SlidePictures<'_> {
    /// The slide with the keys under which its pictures are published.
    fn take(&mut self, slide: &Slide, pictures: &BTreeMap<String, Digest>) -> Slide {
        let mut keys = BTreeMap::new();
        for key in keys_of(slide) {
            match pictures.get(key) {
                Some(digest) => drop(keys.insert(key.clone(), self.key(slide, key, *digest))),
                None => drop(self.left_out.insert(LeftOut::Picture { slide: slide.id.clone(), key: key.clone() })),
            }
        }
        let mut slide = slide.clone();
        if let Template::Poster(poster) = &mut slide.content {
            for key in [Some(&mut poster.picture), poster.portrait.as_mut()].into_iter().flatten() {
                if let Some(published) = keys.get(key) {
                    key.clone_from(published);
                }
            }
        }
        slide
    }

    fn key(&mut self, slide: &Slide, key: &str, digest: Digest) -> String {
        let published = match self.named.get(key) {
            Some((other, _)) if *other != digest => beside(key, digest),
            _ => key.to_owned(),
        };
        let named_at = format!("slide `{}`", slide.id);
        let source = PictureSource { named_at, digest: Some(digest), open: (self.open)(digest) };
        self.named.entry(published.clone()).or_insert((digest, source));
        published
    }
}

/// A key for another picture of that name: its digest stands before the ending.
fn beside(key: &str, digest: Digest) -> String {
    let (stem, ending) = match key.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
        _ => (key, String::new()),
    };
    format!("{stem}-{digest}{ending}")
}
