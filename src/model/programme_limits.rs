//! Whether a programme keeps within the limits: asked before it is signed and before a hall takes it.
//!
//! Counts are compared before anything is walked through, so that a hostile programme is refused at the cost of reading
//! a few lengths. Ids that come twice and names of nothing are no matter of limits: the first counts, the others are
//! passed over.

use serde::Serialize;
use serde_json::Value;

use super::{Asset, Campaign, Display, Playlist, Programme, Rendition, Slide, WallTime, Zone, limits};

/// What is beyond a limit, and where in the programme it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitExceeded {
    /// More of something than is allowed.
    #[error("{place}: {count} {what}; at most {most} are allowed")]
    TooMany {
        /// Where, such as "slide `khai-sinh`, `steps`".
        place: String,
        /// Of what, in the plural.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// How many there may be.
        most: u64,
    },
    /// A number that is too small or too large.
    #[error("{place}: {value}; allowed are {allowed}")]
    OutOfRange {
        /// Where.
        place: String,
        /// The number.
        value: Box<str>,
        /// Which numbers are allowed, such as "8000 to 900000".
        allowed: Box<str>,
    },
    /// The zone has no name that is known, so that dates and hours would be read in another.
    #[error("time_zone: `{0}` is not a time zone")]
    UnknownZone(String),
}

type CheckedProgramme = Result<(), LimitExceeded>;

impl Programme {
    /// Whether everything in it keeps within [`limits`]. Needs time in proportion to the size of a programme within the
    /// limits, and next to none for one far beyond them.
    ///
    /// # Errors
    ///
    /// Says the first thing that is beyond a limit, and a time zone that is none.
    pub fn within_limits(&self) -> CheckedProgramme {
        self.within_counts()?;
        within("version", self.version, 0, limits::VERSION)?;
        instant("issued_ms", self.issued_ms)?;
        instant("epoch_ms", self.epoch_ms)?;
        zone(&self.time_zone)?;
        within("transition_ms", self.unit.transition_ms, 0, limits::TRANSITION_MAX_MS)?;
        self.displays.iter().try_for_each(canvas)?;
        self.assets.iter().try_for_each(|(key, asset)| renditions(key, asset))?;
        self.slides.iter().chain([&self.default_slide]).try_for_each(duration)
    }

    /// Whether there is no more of anything than [`limits`] allow: what decides how much time and memory it takes to
    /// play. Numbers out of their range do no harm there, since they are brought into it where they are used.
    ///
    /// # Errors
    ///
    /// Says the first thing of which there is too much.
    pub fn within_counts(&self) -> CheckedProgramme {
        at_most("programme", "slides", self.slides.len(), limits::SLIDES)?;
        at_most("programme", "playlists", self.playlists.len(), limits::PLAYLISTS)?;
        at_most("programme", "dayparts", self.dayparts.len(), limits::DAYPARTS)?;
        at_most("programme", "campaigns", self.campaigns.len(), limits::CAMPAIGNS)?;
        at_most("programme", "displays", self.displays.len(), limits::DISPLAYS)?;
        at_most("programme", "pictures", self.assets.len(), limits::ASSETS)?;
        let entries = self.playlists.iter().map(|playlist| playlist.slides.len()).sum();
        at_most("programme", "entries of playlists", entries, limits::PLAYLIST_ENTRIES_IN_ALL)?;
        texts("unit", &self.unit)?;
        self.playlists.iter().try_for_each(playlist)?;
        for daypart in &self.dayparts {
            at_most(&format!("daypart `{}`", daypart.id), "days", daypart.days.len(), 7)?;
        }
        self.campaigns.iter().try_for_each(campaign)?;
        self.displays.iter().try_for_each(display)?;
        for (key, asset) in &self.assets {
            text("the name of a picture", key, limits::FIELD_CHARS)?;
            at_most(&format!("picture `{key}`"), "renditions", asset.renditions.len(), limits::RENDITIONS)?;
        }
        let slides = self.slides.iter().chain([&self.default_slide]);
        slides.into_iter().try_for_each(|slide| texts(&format!("slide `{}`", slide.id), slide))
    }
}

fn at_most(place: &str, what: &'static str, count: usize, most: usize) -> CheckedProgramme {
    if count <= most {
        return Ok(());
    }
    Err(LimitExceeded::TooMany { place: place.to_owned(), what, count: count as u64, most: most as u64 })
}

fn within(place: &str, value: impl Into<i128>, least: impl Into<i128>, most: impl Into<i128>) -> CheckedProgramme {
    let (value, least, most) = (value.into(), least.into(), most.into());
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let allowed = format!("{least} to {most}").into();
    Err(LimitExceeded::OutOfRange { place: place.to_owned(), value: value.to_string().into(), allowed })
}

fn instant(place: &str, at: WallTime) -> CheckedProgramme {
    within(place, at.0, WallTime::FIRST.0, WallTime::LAST.0)
}

fn zone(zone: &Zone) -> CheckedProgramme {
    if zone.is_known() { Ok(()) } else { Err(LimitExceeded::UnknownZone(zone.name().chars().take(80).collect())) }
}

/// Bytes are looked at first: letters are counted only where there may be too many.
fn text(place: &str, words: &str, most: usize) -> CheckedProgramme {
    if words.len() <= most { Ok(()) } else { at_most(place, "characters", words.chars().count(), most) }
}

fn playlist(playlist: &Playlist) -> CheckedProgramme {
    let place = format!("playlist `{}`", playlist.id);
    at_most(&place, "slides", playlist.slides.len(), limits::PLAYLIST_ENTRIES)
}

fn campaign(campaign: &Campaign) -> CheckedProgramme {
    let place = format!("campaign `{}`", campaign.id);
    campaign.title.iter().try_for_each(|title| text(&format!("{place}, `title`"), title, limits::FIELD_CHARS))?;
    at_most(&place, "dayparts", campaign.dayparts.len(), limits::DAYPARTS)?;
    at_most(&place, "displays", campaign.displays.len(), limits::DISPLAYS)?;
    at_most(&place, "tags", campaign.tags.len(), limits::TAGS)?;
    at_most(&place, "sentences in the ticker", campaign.ticker.len(), limits::LIST_ENTRIES)?;
    campaign.tags.iter().try_for_each(|tag| text(&format!("{place}, `tags`"), tag, limits::FIELD_CHARS))?;
    let letters = campaign.ticker.iter().map(|sentence| sentence.chars().count()).sum();
    at_most(&format!("{place}, `ticker`"), "characters", letters, limits::TICKER_CHARS)
}

fn display(display: &Display) -> CheckedProgramme {
    let place = format!("display `{}`", display.id);
    text(&place, &display.label, limits::FIELD_CHARS)?;
    at_most(&place, "tags", display.tags.len(), limits::TAGS)?;
    display.tags.iter().try_for_each(|tag| text(&place, tag, limits::FIELD_CHARS))
}

fn canvas(display: &Display) -> CheckedProgramme {
    let Some(size) = display.size else { return Ok(()) };
    let (least, most) = (limits::CANVAS_MIN, limits::CANVAS_MAX);
    let place = format!("display `{}`", display.id);
    [size.width, size.height].into_iter().try_for_each(|side| within(&place, side, least, most))
}

fn renditions(key: &str, asset: &Asset) -> CheckedProgramme {
    asset.renditions.iter().try_for_each(|rendition| {
        let Rendition { bytes, size, .. } = rendition;
        let place = format!("picture `{key}`, a rendition");
        within(&place, *bytes, 0, limits::ASSET_BYTES)?;
        let side = |side: u32| within(&place, side, 1, limits::PICTURE_SIDE);
        side(size.width).and_then(|()| side(size.height))
    })
}

fn duration(slide: &Slide) -> CheckedProgramme {
    let Some(shown_ms) = slide.duration_ms else { return Ok(()) };
    let (least, most) = (limits::SLIDE_MIN_MS, limits::SLIDE_MAX_MS);
    within(&format!("slide `{}`, `duration_ms`", slide.id), shown_ms, least, most)
}

/// Every text of it, and of all together as many letters as a slide may have. By way of the serialised form, so that no
/// field is forgotten when a template gets a new one.
fn texts(place: &str, of: &impl Serialize) -> CheckedProgramme {
    // Plain data under string keys: it has a serialised form.
    let Ok(Value::Object(fields)) = serde_json::to_value(of) else { return Ok(()) };
    let mut letters = 0;
    for (name, value) in &fields {
        walk(&format!("{place}, `{name}`"), value, &mut letters)?;
    }
    at_most(place, "characters", letters, limits::SLIDE_CHARS)
}

fn walk(place: &str, value: &Value, letters: &mut usize) -> CheckedProgramme {
    match value {
        Value::String(words) => {
            text(place, words, limits::FIELD_CHARS)?;
            *letters += words.chars().count();
            Ok(())
        }
        Value::Array(entries) => {
            at_most(place, "entries", entries.len(), limits::LIST_ENTRIES)?;
            entries.iter().try_for_each(|entry| walk(place, entry, letters))
        }
        Value::Object(fields) => fields.values().try_for_each(|field| walk(place, field, letters)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
