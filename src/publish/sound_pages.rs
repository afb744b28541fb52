//! Pages in whose pixels nothing was found, by the digest of all that this follows from: they need not be drawn again.
//!
//! Rules: only what was drawn and had nothing said about its pixels is remembered; what can be said without pixels is said
//! anew each time; another build of the program has seen nothing yet.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use crate::{
    check::ViewingConditions,
    clock,
    compose::LaidSlide,
    model::{Digest, WallTime, limits},
};

/// What is remembered of pages, and what is seen of them this time.
#[derive(Debug, Default)]
pub struct SoundPages {
    known: BTreeSet<Digest>,
    seen: Mutex<BTreeSet<Digest>>,
}

impl SoundPages {
    /// Takes up what [`SoundPages::to_text`] wrote down; nothing where another build wrote it, or somebody else.
    pub fn from_text(text: &str) -> Self {
        let mut lines = text.lines();
        let is_own = lines.next() == Some(heading(clock::build_time()).as_str());
        let known = lines.filter(|_| is_own).take(limits::SOUND_PAGES).filter_map(|line| line.parse().ok()).collect();
        Self { known, seen: Mutex::default() }
    }

    /// What to remember for the next time: the pages that were there this time, a line each.
    pub fn to_text(&self) -> String {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = seen.iter().take(limits::SOUND_PAGES).map(Digest::to_string);
        [heading(clock::build_time())].into_iter().chain(lines).map(|line| line + "\n").collect()
    }

    /// Whether nothing is remembered.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Whether that page is remembered.
    pub(super) fn has(&self, page: &Digest) -> bool {
        self.known.contains(page)
    }

    /// Notes a page in whose pixels there is nothing to be found.
    pub(super) fn note(&self, page: Digest) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(page);
    }
}

fn heading(build: WallTime) -> String {
    format!("pages in whose pixels nothing was found, by the build of {}", build.0)
}

/// The name of a page, from 0, by all that its pixels and the judgement on them follow from: the scene, which names its
/// pictures by their digests, and from where it is looked at.
pub(super) fn name_of(laid: &LaidSlide, page: usize, viewing: &ViewingConditions) -> Option<Digest> {
    let on = laid.pages.pages.get(page)?;
    let from = (viewing.screen, viewing.panel_inches, viewing.distance_m);
    // What is debugged of a scene is all of it, and its fractions in full.
    Some(Digest::of(format!("{:?} {:?} {from:?}", on.scene, on.qr).as_bytes()))
}
