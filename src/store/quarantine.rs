//! What the program was making when it died. Whatever it dies of twice is not tried again.
//!
//! A picture that crashes a decoder or a driver would otherwise take the player down, be due again when it is started
//! anew, and leave the screen to its supervisor for ever. What is about to be made for the first time since the start is
//! written down before, and crossed out after: what is still there at the next start is what killed the last one. A power
//! cut looks the same, so that one death is no proof, and after [`STARTS`] starts there is another trial.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{
    Store,
    disk::{self, Disk},
};
use crate::model::Digest;

/// Deaths after which a thing is not tried again.
const DEATHS: u32 = 2;

/// Starts of the program after which it is tried once more: some weeks, where the mains is cut daily.
const STARTS: u32 = 20;

/// Largest file of notes that is read, bytes; each thing in it has about 110.
const NOTES_BYTES: u64 = 1 << 20;

/// What may be made, and what has killed the program too often. Shared by all who make things in one process; one process
/// at a time may have that of a store.
#[derive(Debug, Default)]
pub struct Quarantine {
    file: Option<(Arc<dyn Disk>, PathBuf)>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    notes: Notes,
    /// What has been made since the start, and so is written down no more.
    sound: BTreeSet<Digest>,
}

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Notes {
    /// What is being made. A screen and the thread that prepares its next page may be at work at once.
    at_work: BTreeSet<Digest>,
    /// What has killed the program.
    deaths: BTreeMap<Digest, Deaths>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Deaths {
    times: u32,
    /// Starts of the program since the last of them.
    starts: u32,
}

/// Why a thing was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrashLoop {
    /// Making it panicked just now.
    JustNow,
    /// It has killed the program too often to be tried.
    Before,
}

impl Quarantine {
    /// That of a hall's store. To be opened once at a start: what is still noted as being made is what the last run died
    /// of. Notes that cannot be read are begun anew.
    pub fn of(store: &Store) -> Self {
        let (disk, path) = (store.shared.disk.clone(), store.dir().join("quarantine.json"));
        let read = disk.read(&path, NOTES_BYTES).ok();
        let mut notes: Notes = read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let quarantine = Self { file: Some((disk, path)), inner: Mutex::default() };
        if notes.at_work.is_empty() && notes.deaths.is_empty() {
            return quarantine;
        }
        for deaths in notes.deaths.values_mut() {
            deaths.starts += 1;
            if deaths.starts >= STARTS {
                *deaths = Deaths { times: DEATHS - 1, starts: 0 };
            }
        }
        for died_of in std::mem::take(&mut notes.at_work) {
            let deaths = notes.deaths.entry(died_of).or_default();
            *deaths = Deaths { times: deaths.times + 1, starts: 0 };
        }
        quarantine.inner().notes = notes;
        quarantine.write(&quarantine.inner().notes);
        quarantine
    }

    /// Makes that thing by `make`, unless it has killed the program twice. A panic counts as a death that was survived.
    ///
    /// # Errors
    /// [`CrashLoop`] where it was not made.
    pub fn make<T>(&self, what: Digest, make: impl FnOnce() -> T) -> Result<T, CrashLoop> {
        {
            let mut inner = self.inner();
            if inner.notes.deaths.get(&what).is_some_and(|deaths| deaths.times >= DEATHS) {
                return Err(CrashLoop::Before);
            }
            if !inner.sound.contains(&what) && inner.notes.at_work.insert(what) {
                self.write(&inner.notes);
            }
        }
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(make));
        let mut inner = self.inner();
        let noted = inner.notes.at_work.remove(&what);
        let known = inner.notes.deaths.contains_key(&what);
        match &made {
            Ok(_) => {
                inner.sound.insert(what);
                inner.notes.deaths.remove(&what);
            }
            Err(_) => inner.notes.deaths.entry(what).or_default().times += 1,
        }
        if noted || known || made.is_err() {
            self.write(&inner.notes);
        }
        made.map_err(|_| CrashLoop::JustNow)
    }

    /// Notes that cannot be written protect nobody, and stop nobody either.
    fn write(&self, notes: &Notes) {
        let Some((disk, path)) = &self.file else { return };
        let text = serde_json::to_vec(notes).expect("plain data with text keys has a JSON form");
        if let Err(error) = disk::replace(&**disk, path, &text) {
            tracing::warn!(path = %path.display(), %error, "what is being made cannot be noted");
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
