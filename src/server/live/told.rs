//! How far a version has come, as pages tell it.

use super::words;
use crate::{
    form::Language,
    model::Display,
    office::arrival::{Arrival, Heard, Standing},
    server::times::Times,
};

/// The tag of displays that hang in village halls; all others are counted apart.
const HALLS: &str = "nha-van-hoa";
/// Most displays that are named; the page of displays has the rest.
const NAMED: usize = 3;

/// How far a version has come, as pages tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct ArrivalTold {
    /// "12 trên 14".
    pub of: String,
    /// "nhà văn hóa đang phát phiên bản 37, từ 09:12."
    pub rest: String,
    /// Where the displays stand that are in no hall.
    pub others: Option<String>,
    /// How many boxes of each kind the bar has.
    pub playing: usize,
    /// In contact, not there yet.
    pub fetching: usize,
    /// Without contact, or never heard.
    pub silent: usize,
    /// Those that lag, and why.
    pub lagging: Vec<Lag>,
    /// "Và 4 nơi nữa".
    pub more: Option<String>,
}

/// A display that lags, or is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Lag {
    /// The name of its icon.
    pub icon: &'static str,
    /// Whether it will come by itself.
    pub comes: bool,
    /// Which display, and what is with it.
    pub what: String,
    /// What it plays, and what to do.
    pub next: String,
    /// Its page.
    pub href: String,
}

impl ArrivalTold {
    /// How far a version has come, to one reader, and what is to be looked at.
    pub fn of(arrival: &Arrival, times: &Times, language: Language) -> Self {
        Self::counting(arrival, is_in_hall, &arrival.to_look_at(), times, language)
    }

    /// The same with all displays in one, and those alone that lag.
    pub fn all(arrival: &Arrival, times: &Times, language: Language) -> Self {
        Self::counting(arrival, |_| false, &arrival.lagging(), times, language)
    }

    fn counting(
        arrival: &Arrival,
        in_hall: fn(&Display) -> bool,
        lagging: &[&Heard],
        times: &Times,
        language: Language,
    ) -> Self {
        let halls = arrival.of(in_hall);
        let (counted, others) = if halls.displays.is_empty() {
            (arrival.clone(), None)
        } else {
            (halls, Some(arrival.of(|display| !in_hall(display))))
        };
        let since = counted.since().map(|since| times.at(since)).unwrap_or_default();
        let halls = others.is_some();
        let (of, rest) =
            words::sentence(language, counted.playing(), counted.displays.len(), halls, arrival.version, &since);
        let others = others.filter(|others| !others.displays.is_empty()).map(|others| {
            let only = (others.displays.len() == 1).then(|| others.displays[0].display.label.as_str());
            words::others(language, others.playing(), others.displays.len(), only, arrival.version)
        });
        let more = lagging.len().saturating_sub(NAMED);
        let fetching = counted.count(Standing::Fetching);
        Self {
            of,
            rest,
            others,
            playing: counted.playing(),
            fetching,
            silent: counted.displays.len() - counted.playing() - fetching,
            lagging: lagging.iter().take(NAMED).map(|heard| Lag::of(heard, times, language)).collect(),
            more: (more > 0).then(|| words::and_more(language, more)),
        }
    }
}

/// Whether it hangs in a village hall.
fn is_in_hall(display: &Display) -> bool {
    display.tags.iter().any(|tag| tag == HALLS)
}

impl Lag {
    fn of(heard: &Heard, times: &Times, language: Language) -> Self {
        let label = heard.display.label.as_str();
        let (icon, what, next) = match (heard.standing, heard.at) {
            (Standing::Fetching | Standing::Playing, _) if heard.halted => {
                ("alert", words::halted(language, label), words::HALTED_NEXT.get(language).to_owned())
            }
            (Standing::Fetching, _) => {
                ("download", words::fetching(language, label), words::fetching_next(language, heard.version))
            }
            (Standing::Playing, _) => {
                ("alert", words::cannot_keep(language, label), words::CANNOT_KEEP_NEXT.get(language).to_owned())
            }
            (Standing::Never, _) | (_, None) => {
                ("wifi-off", words::never(language, label), words::NEVER_NEXT.get(language).to_owned())
            }
            (_, Some(at)) => {
                ("wifi-off", words::silent(language, label, &times.at(at)), words::silent_next(language, heard.version))
            }
        };
        let href = format!("/man-hinh/{}", heard.display.id);
        Self { icon, comes: heard.standing == Standing::Fetching && !heard.halted, what, next, href }
    }
}
