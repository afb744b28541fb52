//! Everything a feed says at one version: what is signed.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};

use super::{
    Campaign, DaypartId, Digest, DisplayId, PlaylistId, Priority, Size, Slide, SlideId, StatusBar, Transition,
    WallTime, Zone,
};

/// Everything a feed says at one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Programme {
    /// Counts up by one a publish; 0 is the default slide built into the binary.
    pub version: u64,
    /// When it was signed.
    pub issued_ms: WallTime,
    /// The instant positions are counted from. Never moved by a publish, so that halls on different versions agree on
    /// the slides that did not change.
    pub epoch_ms: WallTime,
    /// The zone in which dates and dayparts are read; signed as its IANA name.
    pub time_zone: Zone,
    /// The commune, for every slide's furniture.
    pub unit: Unit,
    /// The screens that have a name of their own.
    #[serde(default)]
    pub displays: Vec<Display>,
    /// Slides in order, by name.
    #[serde(default)]
    pub playlists: Vec<Playlist>,
    /// Named weekly windows of hours.
    #[serde(default)]
    pub dayparts: Vec<Daypart>,
    /// What is shown, when and where.
    #[serde(default)]
    pub campaigns: Vec<Campaign>,
    /// Every slide of every playlist, and any that wait unscheduled.
    pub slides: Vec<Slide>,
    /// Pictures by the key slides use for them.
    #[serde(default)]
    pub assets: BTreeMap<String, Asset>,
    /// Shown when no campaign is due.
    pub default_slide: Slide,
    /// Why it was signed although checks found errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_spite: Option<String>,
    /// The newest entry of the office's audit log when it was signed: a log that is rewritten afterwards shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Digest>,
}

impl Programme {
    /// The slide of that name; the default slide has one too.
    pub fn slide(&self, id: &SlideId) -> Option<&Slide> {
        self.slides
            .iter()
            .find(|slide| slide.id == *id)
            .or((self.default_slide.id == *id).then_some(&self.default_slide))
    }

    /// Whether a campaign that is not over at that time plays that slide.
    pub fn is_scheduled(&self, id: &SlideId, at: DateTime) -> bool {
        let lasts = |campaign: &&Campaign| campaign.until.is_none_or(|until| until > at);
        self.campaigns.iter().filter(lasts).any(|campaign| self.plays(campaign, id))
    }

    /// What may stand along the foot of a screen while that slide is on: the status bars of all campaigns but emergencies,
    /// where one of those plays the slide. Whether they are really active then is a matter of the hour.
    pub fn status_bar_beside(&self, id: &SlideId) -> StatusBar {
        let usual = || self.campaigns.iter().filter(|campaign| campaign.priority != Priority::Emergency);
        if usual().any(|campaign| self.plays(campaign, id)) { StatusBar::of(usual()) } else { StatusBar::default() }
    }

    fn plays(&self, campaign: &Campaign, id: &SlideId) -> bool {
        self.slides_of(campaign).any(|played| played == id)
    }

    /// The names of the slides that a campaign plays, in order.
    pub fn slides_of(&self, campaign: &Campaign) -> impl Iterator<Item = &SlideId> {
        let own = campaign.playlist.clone();
        self.playlists.iter().filter(move |playlist| playlist.id == own).flat_map(|playlist| &playlist.slides)
    }

    /// The display of that name.
    pub fn display(&self, id: &DisplayId) -> Option<&Display> {
        self.displays.iter().find(|display| display.id == *id)
    }

    /// The renditions a hall with this canvas must have on disk: of each picture any slide uses there, the smallest
    /// that covers it. Each digest once.
    pub fn needed(&self, canvas: Size) -> BTreeMap<Digest, &Rendition> {
        // An emergency in a hall that does not know the time stands above a status bar that says so.
        let emergency = self.campaigns.iter().any(|campaign| campaign.priority == Priority::Emergency);
        let has_status_bar = emergency || !StatusBar::of(self.campaigns.iter()).is_empty();
        let canvases = [StatusBar::page(canvas, false), StatusBar::page(canvas, has_status_bar)];
        let on = |canvas: Size| {
            let slides = self.slides.iter().chain([&self.default_slide]);
            slides
                .filter_map(move |slide| slide.picture_for(canvas))
                .filter_map(move |key| self.assets.get(key)?.rendition_for(canvas))
        };
        canvases.into_iter().flat_map(on).map(|rendition| (rendition.digest, rendition)).collect()
    }
}

impl Slide {
    /// The key of the picture this slide shows on that canvas, if it shows one.
    pub fn picture_for(&self, canvas: Size) -> Option<&str> {
        match &self.content {
            super::SlideContent::Poster(poster) => {
                let portrait = poster.portrait.as_deref().filter(|_| canvas.is_portrait());
                Some(portrait.unwrap_or(&poster.picture))
            }
            _ => None,
        }
    }
}

/// The commune: fields of `campaign.toml` used by every slide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Such as "UBND xã Mai Phụ".
    pub name: String,
    /// The line above slogans, such as "CẢI CÁCH HÀNH CHÍNH".
    pub kicker: String,
    /// Telephone number people may call.
    pub hotline: String,
    /// Address printed in the furniture, without `https://`.
    pub portal: String,
    /// A mark on every page, such as "DỮ LIỆU MẪU".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// How slides come on unless they say otherwise.
    pub transition: Transition,
    /// Milliseconds a transition takes.
    pub transition_ms: u64,
    /// Nothing moves: slides come on at once, and the ticker's sentences take turns standing still.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reduced_motion: bool,
}

/// One screen known to the feed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Display {
    /// Its name, kept for life.
    pub id: DisplayId,
    /// What people call it; may change.
    pub label: String,
    /// Groups it belongs to.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Its canvas, if the office fixes it; otherwise the window's size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

impl Display {
    /// Whether that campaign is for it: by name, by a tag, or because it is for all.
    pub fn shows(&self, campaign: &Campaign) -> bool {
        let everyone = campaign.displays.is_empty() && campaign.tags.is_empty();
        everyone || campaign.displays.contains(&self.id) || campaign.tags.iter().any(|tag| self.tags.contains(tag))
    }
}

/// Slides in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Playlist {
    /// Its name.
    pub id: PlaylistId,
    /// Names of slides; one may come more than once.
    pub slides: Vec<SlideId>,
}

/// A named weekly window of hours in the programme's time zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Daypart {
    /// Its name.
    pub id: DaypartId,
    /// The days on which it starts; empty means every day.
    #[serde(default)]
    pub days: Vec<Weekday>,
    /// When it starts.
    pub from: Time,
    /// When it ends; at or before `from` means on the next day.
    pub until: Time,
}

/// A day of the week by its English three-letter name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// All of them from Monday, with the names files use.
    pub const ALL: [(&'static str, Self); 7] = [
        ("mon", Self::Mon),
        ("tue", Self::Tue),
        ("wed", Self::Wed),
        ("thu", Self::Thu),
        ("fri", Self::Fri),
        ("sat", Self::Sat),
        ("sun", Self::Sun),
    ];
}

/// One picture in all the sizes the feed offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Digest of the original, for approval; the original itself is not in the feed.
    pub original: Digest,
    /// The sizes, smallest first.
    pub renditions: Vec<Rendition>,
}

impl Asset {
    /// The smallest rendition that covers the picture's place on that canvas; the largest where none does.
    pub fn rendition_for(&self, canvas: Size) -> Option<&Rendition> {
        let covers = |rendition: &&Rendition| {
            let place = rendition.size.contained_in(canvas);
            rendition.size.width >= place.width && rendition.size.height >= place.height
        };
        self.renditions.iter().find(covers).or(self.renditions.last())
    }
}

/// One asset in one size: a file named by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// The file's name.
    pub digest: Digest,
    /// The file's length, bytes.
    pub bytes: u64,
    /// Pixels.
    pub size: Size,
    /// What the bytes are.
    pub media_type: MediaType,
}

/// The picture formats a hall decodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MediaType {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/webp")]
    WebP,
}
