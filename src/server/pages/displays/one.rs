//! `GET /man-hinh/{id}`: what one hall shows right now, worked out and put beside what it says of itself.

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    list::ago,
    looks::{groups, is_portrait, screen},
    standing::{DisplaysNow, claimed_programme},
    words as w,
};
use crate::{
    approval::Right,
    model::{DisplayId, WallTime},
    office::arrival::Standing,
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page},
        state::PageState,
    },
};

/// What is to be done about it.
struct DisplayStep {
    what: &'static str,
    hint: &'static str,
    icon: &'static str,
    words: &'static str,
    href: String,
    is_primary: bool,
}

#[derive(Template)]
#[template(path = "pages/displays/one.html")]
struct OnePage {
    shell: Shell,
    id: DisplayId,
    label: String,
    /// The class, icon and words of its state.
    chip: (&'static str, &'static str, &'static str),
    sentence: String,
    /// What it says of its disk, where that is in trouble.
    disk: Option<&'static str>,
    /// That it is halted, where it says so.
    halted: Option<&'static str>,
    picture: String,
    no_picture: &'static str,
    is_portrait: bool,
    stamp: Option<String>,
    why: String,
    steps: Vec<DisplayStep>,
    facts: Vec<(&'static str, String)>,
    stop_question: String,
    is_on: bool,
    awaits_removal: bool,
}

/// Shows the hall.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let language = signed_in.language();
    let DisplaysNow { times, displays, .. } = DisplaysNow::of(&state, language).await?;
    let display = displays.display(&id).ok_or(PageError::NotFound)?;
    let heard = displays.heard(&id).cloned();
    let newest = displays.arrival.as_ref().map_or(0, |arrival| arrival.version);
    let standing = heard.as_ref().map(|heard| heard.standing);
    let at = heard.as_ref().filter(|heard| heard.standing == Standing::Silent).and_then(|heard| heard.at);
    let shown_at: WallTime = at.unwrap_or(times.now());
    let programme = match &heard {
        Some(heard) => claimed_programme(&state, heard).await?,
        None => None,
    };
    let halted = heard.as_ref().is_some_and(|heard| heard.halted);
    // One that is halted shows something else than what is due.
    let picture = programme
        .filter(|_| !halted)
        .map(|digest| format!("/hinh/luc/{digest}?o={id}&luc={}&rong=960", shown_at.0 - shown_at.0.rem_euclid(1_000)));
    let when = |at: Option<WallTime>| at.map(|at| times.at(at)).unwrap_or_default();
    let version = heard.as_ref().map_or(0, |heard| heard.version);
    let since = heard.as_ref().and_then(|heard| heard.since);
    let sentence = match standing {
        None => w::SENTENCE_WAITS.get(language).to_owned(),
        Some(Standing::Never) => w::SENTENCE_NEVER.get(language).to_owned(),
        Some(Standing::Playing) => w::sentence_playing(language, version, &when(since)),
        Some(Standing::Fetching) => w::sentence_fetching(language, newest, version),
        Some(Standing::Silent) => w::sentence_silent(language, &when(at), version),
    };
    let in_memory = heard.as_ref().is_some_and(|heard| heard.in_memory);
    let chip = match standing {
        Some(Standing::Playing | Standing::Fetching) if halted => ("waiting", "alert", w::HALTED),
        Some(Standing::Playing) if in_memory => ("waiting", "alert", w::TO_LOOK_AT),
        None => ("waiting", "hourglass", w::AWAITS),
        Some(Standing::Never) => ("unscheduled", "clock", w::NEVER),
        Some(Standing::Playing) => ("playing", "play", w::PLAYING),
        Some(Standing::Fetching) => ("waiting", "download", w::FETCHING),
        Some(Standing::Silent) => ("waiting", "wifi-off", w::NO_CONTACT),
    };
    let peer = seen_peer(&state, &id).await?;
    let is_admin = signed_in.account.may(Right::Administer);
    let mut facts = Vec::new();
    if heard.as_ref().is_some_and(|heard| heard.at.is_some()) {
        let claimed = w::AS_CLAIMED.get(language);
        facts.push((w::VERSION.get(language), format!("{version} ({claimed})")));
        facts.push((w::SINCE.get(language), when(since)));
        facts.push((
            w::LAST_HEARD.get(language),
            heard.as_ref().and_then(|heard| heard.at).map(|at| ago(at, &times, language)).unwrap_or_default(),
        ));
    }
    facts.push((w::SCREEN.get(language), screen(&display, language)));
    let groups = groups(&display);
    if !groups.is_empty() {
        facts.push((w::GROUPS.get(language), groups.join(", ")));
    }
    facts.push((w::CODE.get(language), id.to_string()));
    if is_admin && !peer.is_empty() {
        facts.push((w::FROM_ADDRESS.get(language), peer));
    }
    let shell = signed_in.shell(OfficeSection::Displays, display.label.clone()).await?;
    Ok(page(&OnePage {
        shell,
        label: display.label.clone(),
        chip: (chip.0, chip.1, chip.2.get(language)),
        sentence,
        disk: in_memory.then(|| w::DISK_SAID.get(language)),
        halted: halted.then(|| w::HALTED_SAID.get(language)),
        no_picture: if halted { w::HALTED_PICTURE } else { w::WAITING_PICTURE }.get(language),
        picture: picture.unwrap_or_default(),
        is_portrait: is_portrait(&display),
        stamp: at.map(|at| w::last_picture(language, &times.at(at))),
        why: format!("/lich/vi-sao?o={id}&luc={}", shown_at.0),
        steps: steps(standing, in_memory, halted, &id, is_admin, language),
        facts,
        stop_question: w::stop_question(language, &display.label),
        is_on: heard.is_some(),
        awaits_removal: matches!(displays.waiting.get(&id), Some(None)),
        id,
    }))
}

fn steps(
    standing: Option<Standing>,
    in_memory: bool,
    halted: bool,
    id: &DisplayId,
    is_admin: bool,
    language: crate::form::Language,
) -> Vec<DisplayStep> {
    let kit = |what: crate::form::Words, hint: crate::form::Words, is_primary| DisplayStep {
        what: what.get(language),
        hint: hint.get(language),
        icon: "usb",
        words: w::KIT.get(language),
        href: if is_admin { format!("/man-hinh/{id}/bo-cai") } else { String::new() },
        is_primary,
    };
    let told = |what: crate::form::Words, hint: crate::form::Words| DisplayStep {
        what: what.get(language),
        hint: hint.get(language),
        icon: "",
        words: "",
        href: String::new(),
        is_primary: false,
    };
    let mut steps = match standing {
        Some(Standing::Silent) => {
            let stick = DisplayStep {
                icon: "usb",
                words: w::USB.get(language),
                href: format!("/man-hinh/{id}/usb"),
                is_primary: true,
                ..told(w::BRING_STICK, w::BRING_STICK_HINT)
            };
            vec![told(w::ASK_HEAD, w::ASK_HEAD_HINT), stick]
        }
        // What to do about its disk comes first: the rest comes by itself.
        Some(Standing::Fetching) if !in_memory => vec![told(w::WAIT_FETCH, w::WAIT_FETCH_HINT)],
        Some(Standing::Never) | None => vec![kit(w::SET_UP, w::SET_UP_HINT, true)],
        Some(Standing::Fetching | Standing::Playing) => Vec::new(),
    };
    if halted {
        steps.insert(0, told(w::HALTED_ASK, w::HALTED_ASK_HINT));
    }
    if in_memory {
        steps.push(told(w::DISK_RESTART, w::DISK_RESTART_HINT));
        steps.push(kit(w::DISK_CHANGE, w::DISK_CHANGE_HINT, false));
    }
    steps
}

/// The address a display was last heard from.
async fn seen_peer(state: &PageState, id: &DisplayId) -> Result<String, PageError> {
    let seen = crate::server::live::heard(state.office(), state.displays()).await?;
    Ok(seen.into_iter().find(|row| row.display == *id).map(|row| row.peer).unwrap_or_default())
}
