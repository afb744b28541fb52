//! What is on each display now, as pictures.

use std::{collections::BTreeMap, sync::Arc};

use super::words;
use crate::{
    approval::{Body, SlideBody},
    form::Language,
    model::{Digest, Display, Programme, Slide, SlideId, WallTime},
    office::{
        OfficeError,
        arrival::{Arrival, Standing},
        on_now::{coming, on_now},
        title_of,
    },
    records::version,
    server::{shell::PageError, state::PageState, times::Times},
};

/// Most pictures of screens; the page of displays has the rest.
const SHOWN: usize = 5;
/// How many slides are shown that come next.
const NEXT: usize = 5;
/// A slide of several pages is looked at again after so long, milliseconds.
const LOOK_MS: i64 = 10_000;
/// Instants of pictures are rounded down to this, milliseconds, so that all who look at once see the same picture.
const STEP_MS: i64 = 5_000;

/// One picture of a screen.
pub(super) struct Tv {
    pub class: &'static str,
    pub src: String,
    /// The same for a telephone, where it is large.
    pub small: Option<String>,
    pub alt: String,
    pub place: String,
    pub second: String,
    /// How long it stays, where it is certain.
    pub seconds: Option<i64>,
    /// What stands across the picture.
    pub stamp: Option<&'static str>,
}

/// One slide that comes next.
pub(super) struct NextSlide {
    pub src: String,
    pub alt: String,
    pub at: String,
}

/// What is on, and what comes next.
#[derive(Default)]
pub(super) struct Screens {
    pub tvs: Vec<Tv>,
    pub coming: Vec<NextSlide>,
    /// After how long to look again, milliseconds; 0 for never.
    pub next_look_ms: i64,
}

/// What is on every display: of those that lag, by the version they have.
pub(super) async fn screens(
    state: &PageState,
    newest: &(Digest, Arc<Programme>),
    arrival: &Arrival,
    times: &Times,
    language: Language,
) -> Result<Screens, PageError> {
    let now = times.now();
    let mut screens = Screens::default();
    let mut by_version: BTreeMap<u64, Vec<&Display>> = BTreeMap::new();
    let of = |standing: Standing| arrival.displays.iter().filter(move |heard| heard.standing == standing);
    // One that is halted shows something else than what is due.
    for heard in of(Standing::Playing).chain(of(Standing::Fetching)).filter(|heard| !heard.halted) {
        let version = if heard.standing == Standing::Fetching { heard.version } else { arrival.version };
        by_version.entry(version).or_default().push(&heard.display);
    }
    for (version, displays) in by_version.into_iter().rev() {
        let Some((digest, programme)) = programme_of(state, newest, version).await? else { continue };
        for group in on_now(&programme, displays, now) {
            let first = &group.displays[0];
            let until = group.slot.until - now;
            screens.next_look_ms = match screens.next_look_ms {
                0 => until.min(LOOK_MS) + 200,
                ms => ms.min(until + 200),
            };
            let big = screens.tvs.is_empty() || (screens.tvs.len() == 1 && group.displays.len() > 1);
            screens.tvs.push(Tv {
                class: class(big, group.screen.is_portrait(), false),
                src: src(digest, first, now, if big { 960 } else { 320 }),
                small: big.then(|| src(digest, first, now, 480)),
                alt: alt(&programme, &group.slot.slide),
                place: words::places(language, group.displays.len(), &first.label),
                second: words::version(language, version),
                seconds: (until < 60_000).then_some((until + 999) / 1_000).filter(|_| big),
                stamp: None,
            });
            if screens.coming.is_empty() && version == arrival.version {
                let slots = coming(&programme, Some(&first.id), now, NEXT);
                screens.coming = (0..)
                    .zip(slots)
                    .map(|(n, slot)| NextSlide {
                        src: src(digest, first, slot.since, 320),
                        alt: alt(&programme, &slot.slide),
                        at: if n == 0 { words::NEXT.get(language).to_owned() } else { times.hour(slot.since) },
                    })
                    .collect();
            }
        }
    }
    for heard in of(Standing::Silent) {
        let (Some(at), Some((digest, programme))) = (heard.at, programme_of(state, newest, heard.version).await?)
        else {
            continue;
        };
        let group = on_now(&programme, [&heard.display], at);
        let Some(slot) = group.first().map(|group| &group.slot) else { continue };
        let upright = heard.display.size.is_some_and(crate::model::Size::is_portrait);
        let big = screens.tvs.is_empty();
        screens.tvs.push(Tv {
            class: class(big, upright, true),
            src: src(digest, &heard.display, at, if big { 960 } else { 320 }),
            small: big.then(|| src(digest, &heard.display, at, 480)),
            alt: alt(&programme, &slot.slide),
            place: heard.display.label.clone(),
            second: words::picture_at(language, &times.at(at)),
            seconds: None,
            stamp: Some(words::LAST_PICTURE.get(language)),
        });
    }
    // What they are meant to show, and that nobody knows of it yet.
    let (digest, programme) = newest;
    for group in on_now(programme, of(Standing::Never).map(|heard| &heard.display), now) {
        let first = &group.displays[0];
        let big = screens.tvs.is_empty();
        screens.tvs.push(Tv {
            class: class(big, group.screen.is_portrait(), true),
            src: src(*digest, first, now, if big { 960 } else { 320 }),
            small: big.then(|| src(*digest, first, now, 480)),
            alt: alt(programme, &group.slot.slide),
            place: words::places(language, group.displays.len(), &first.label),
            second: words::will_play(language, arrival.version),
            seconds: None,
            stamp: Some(words::NEVER.get(language)),
        });
    }
    screens.tvs.truncate(SHOWN);
    Ok(screens)
}

fn class(big: bool, upright: bool, offline: bool) -> &'static str {
    match (big, upright, offline) {
        (true, false, false) => "big",
        (true, true, false) => "big upright",
        (true, false, true) => "big offline",
        (true, true, true) => "big upright offline",
        (false, false, false) => "",
        (false, true, false) => "upright",
        (false, false, true) => "offline",
        (false, true, true) => "offline upright",
    }
}

fn src(programme: Digest, display: &Display, at: WallTime, width: u32) -> String {
    let at = at.0 - at.0.rem_euclid(STEP_MS);
    format!("/hinh/luc/{programme}?o={}&luc={at}&rong={width}", display.id)
}

fn alt(programme: &Programme, slide: &SlideId) -> String {
    let body = |slide: &Slide| Body::Slide(SlideBody { slide: slide.clone(), pictures: BTreeMap::new() });
    programme.slide(slide).map(|slide| title_of(&body(slide))).unwrap_or_default()
}

/// The programme of a version that some display still plays; `None` where the feed has it no longer.
async fn programme_of(
    state: &PageState,
    newest: &(Digest, Arc<Programme>),
    n: u64,
) -> Result<Option<(Digest, Arc<Programme>)>, PageError> {
    if n == newest.1.version {
        return Ok(Some(newest.clone()));
    }
    let mut tx = state.office().records().read().await.map_err(OfficeError::from)?;
    let version = version::get(&mut tx, n).await.map_err(OfficeError::from)?;
    drop(tx);
    let Some(digest) = version.and_then(|version| version.programme) else { return Ok(None) };
    Ok(state.programmes().get(state.office(), digest).await?.map(|programme| (digest, programme)))
}
