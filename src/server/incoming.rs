//! How far the files are that people are bringing: what a page says while somebody waits for the next one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{approval::AccountId, child::convert::ConvertProgress};

/// How far one file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HowFar {
    /// So many bytes have come, of how many the browser said there are.
    Coming { bytes: u64, of: u64 },
    /// All of it is here, and it is being opened.
    Opening,
    /// So many of its pages are pictures.
    Drawn(ConvertProgress),
}

/// The files that are being brought: one of each person, for nobody watches two. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Incoming(Arc<Mutex<BTreeMap<AccountId, HowFar>>>);

/// A file that somebody is bringing. Dropped, it is brought, or given up.
#[derive(Debug)]
pub(super) struct Bringing {
    who: AccountId,
    files: Incoming,
}

impl Incoming {
    /// That person begins to bring a file of so many bytes.
    pub fn begin(&self, who: AccountId, of: u64) -> Bringing {
        let bringing = Bringing { who, files: self.clone() };
        bringing.is(HowFar::Coming { bytes: 0, of });
        bringing
    }

    /// How far the file of that person is; `None` where nothing is being brought.
    pub fn how_far(&self, who: &AccountId) -> Option<HowFar> {
        self.files().get(who).copied()
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<AccountId, HowFar>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bringing {
    /// So far it is now.
    pub fn is(&self, far: HowFar) {
        self.files.files().insert(self.who.clone(), far);
    }
}

impl Drop for Bringing {
    fn drop(&mut self) {
        self.files.files().remove(&self.who);
    }
}
