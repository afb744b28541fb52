//! What a revision says, in its canonical form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ItemId;
use crate::model::{
    Campaign, CampaignId, CampaignPlan, Daypart, DaypartId, Digest, Display, DisplayId, Playlist, PlaylistId, Slide,
    SlideId, Terms, Unit, WallTime, Zone,
};

/// What one revision of an item says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "most are slides, and all of them are kept behind an `Arc`")]
pub enum Body {
    /// The commune.
    Commune(Commune),
    /// A display.
    Display(Display),
    /// A campaign.
    Campaign(CampaignBody),
    /// A slide.
    Slide(SlideBody),
    /// The item is taken away.
    Removed(Tombstone),
}

/// The commune: what every slide bears, and what is shown when nothing is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Commune {
    /// Its name, telephone and address.
    pub unit: Unit,
    /// The zone in which dates are read.
    pub time_zone: Zone,
    /// The instant positions are counted from.
    pub epoch_ms: WallTime,
    /// Shown when no campaign is due, and by "stop everything".
    pub default_slide: Slide,
    /// The file behind each key that the default slide uses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, Digest>,
    /// Playlists that no campaign plays: kept, so that a folder comes out as it went in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playlists: Vec<Playlist>,
    /// Dayparts that no campaign uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dayparts: Vec<Daypart>,
    /// The order of what has one.
    #[serde(default, skip_serializing_if = "PlaylistOrder::is_empty")]
    pub order: PlaylistOrder,
    /// What the commune has resolved to speak of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub plan: CampaignPlan,
    /// Words that are no longer right.
    #[serde(default, skip_serializing_if = "is_default")]
    pub terms: Terms,
}

/// The order of what has one, as far as it is not that of the ids: what is not named here follows by its id. Campaigns
/// of one priority take turns in it; of the rest it decides only how a folder is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaylistOrder {
    /// Campaigns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<CampaignId>,
    /// Displays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub displays: Vec<DisplayId>,
    /// Playlists, those of campaigns too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub playlists: Vec<PlaylistId>,
    /// Dayparts, those of campaigns too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dayparts: Vec<DaypartId>,
}

impl PlaylistOrder {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A campaign with its playlist and dayparts folded in: one thing to write, one thing to approve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CampaignBody {
    /// Title, dates, priority, displays; it names its playlist and dayparts by id.
    pub campaign: Campaign,
    /// The slides of its playlist, in order.
    pub slides: Vec<SlideId>,
    /// Its weekly windows of hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dayparts: Vec<Daypart>,
}

/// A slide and the pictures it names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlideBody {
    /// The slide.
    pub slide: Slide,
    /// The file behind each key that the slide uses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pictures: BTreeMap<String, Digest>,
}

/// That an item is taken away: a change like any other, that somebody else approves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tombstone {
    /// The item.
    pub item: ItemId,
}

impl Body {
    /// The item it is a revision of.
    pub fn item(&self) -> ItemId {
        match self {
            Self::Commune(_) => ItemId::Commune,
            Self::Display(display) => ItemId::Display(display.id.clone()),
            Self::Campaign(body) => ItemId::Campaign(body.campaign.id.clone()),
            Self::Slide(body) => ItemId::Slide(body.slide.id.clone()),
            Self::Removed(tombstone) => tombstone.item.clone(),
        }
    }

    /// Its canonical form: JSON without spaces and with sorted names, in the way of RFC 8785 (there are no fractions in it).
    pub fn canonical(&self) -> String {
        let mut value = serde_json::to_value(self).expect("the types of `model` have names for keys");
        // Whether a map keeps its names sorted or as they came is a feature that any other crate may turn on.
        value.sort_all_objects();
        value.to_string()
    }

    /// The digest of its canonical form, by which the revision is named and approved.
    pub fn digest(&self) -> Digest {
        Digest::of(self.canonical().as_bytes())
    }

    /// Reads a canonical form.
    ///
    /// # Errors
    /// What serde says of a text that is none.
    pub fn from_canonical(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_sorts_names_and_comes_back_the_same() {
        let slide: Slide =
            serde_json::from_str(r#"{"id":"a","template":"slogan","text":"Gần dân","kicker":"CCHC"}"#).unwrap();
        let body = Body::Slide(SlideBody { slide, pictures: BTreeMap::new() });
        let text = body.canonical();
        assert_eq!(text, r#"{"kind":"slide","slide":{"id":"a","kicker":"CCHC","template":"slogan","text":"Gần dân"}}"#);
        assert_eq!(Body::from_canonical(&text).unwrap(), body);
        assert_eq!(body.digest(), Digest::of(text.as_bytes()));
    }
}
