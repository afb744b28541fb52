//! What another process asks of the owner of a store: to take in a folder with a feed's tree, such as a stick.
//!
//! An errand is a file in the store's folder `errands`, and so is its answer, which the owner writes beside it. Whoever may
//! write there may write the store itself, so an errand gives nobody a right; what is taken in is verified like anything else.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{
    StoreError,
    disk::{self, Disk, RealDisk},
};
use crate::model::Digest;

/// Largest errand or answer that is read, bytes: a path and a few words.
const ERRAND_BYTES: u64 = 16 << 10;

/// Most errands that are looked at; nobody has more than one hand to plug in sticks with.
const ERRANDS: usize = 16;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// The folder that holds the tree, as an absolute path.
    pub from: PathBuf,
    /// The digest of the root file that whoever asks was handed.
    pub root: Digest,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrandOutcome {
    /// The hall has the programme of the folder, or a newer one.
    Taken {
        /// Version that is in the store now; 0 where nothing was published.
        version: u64,
        /// Files that came for it.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// It was not taken in.
    Refused {
        /// Why.
        why: String,
    },
}

/// The errands of one store.
#[derive(Debug, Clone)]
pub struct Errands {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
}

/// An errand that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedErrand {
    name: String,
}

impl Errands {
    /// Those of the store in that folder.
    pub fn of(store: &Path) -> Self {
        Self { disk: Arc::new(RealDisk::default()), dir: store.join("errands") }
    }

    /// Hands one in.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn post(&self, errand: &Errand) -> Result<PostedErrand, StoreError> {
        let name = format!("{}.json", std::process::id());
        let answer = self.dir.join(answer_to(&name));
        let failed = |path: PathBuf| move |source| StoreError::Write { path, source };
        self.disk.make_dir(&self.dir).map_err(failed(self.dir.clone()))?;
        self.disk.remove(&answer).map_err(failed(answer.clone()))?;
        self.write(&name, errand)?;
        Ok(PostedErrand { name })
    }

    /// The answer, once there is one; the errand is done with then.
    pub fn answer(&self, posted: &PostedErrand) -> Option<ErrandOutcome> {
        let name = answer_to(&posted.name);
        let outcome = self.read(&name)?;
        self.disk.remove(&self.dir.join(name)).ok();
        Some(outcome)
    }

    /// Takes one back that nobody has answered.
    pub fn take_back(&self, posted: &PostedErrand) {
        self.disk.remove(&self.dir.join(&posted.name)).ok();
    }

    /// Throws away what was left by processes that have gone.
    pub fn clear(&self) {
        for (name, _) in self.disk.list(&self.dir).unwrap_or_default() {
            self.disk.remove(&self.dir.join(name)).ok();
        }
    }

    /// The next errand to be run, if there is one. One that cannot be read is thrown away.
    pub fn next(&self) -> Option<(PostedErrand, Errand)> {
        let names = self.disk.list(&self.dir).unwrap_or_default().into_iter().map(|(name, _)| name);
        let asked = |name: &String| name.ends_with(".json") && !name.ends_with(ANSWER);
        names.filter(asked).take(ERRANDS).find_map(|name| match self.read(&name) {
            Some(errand) => Some((PostedErrand { name }, errand)),
            None => {
                self.disk.remove(&self.dir.join(name)).ok();
                None
            }
        })
    }

    /// Says what came of it. That it cannot be said keeps nobody from playing.
    pub fn settle(&self, posted: &PostedErrand, outcome: &ErrandOutcome) {
        if let Err(error) = self.write(&answer_to(&posted.name), outcome) {
            tracing::warn!(%error, "what came of an errand could not be told");
        }
        self.take_back(posted);
    }

    fn write(&self, name: &str, what: &impl Serialize) -> Result<(), StoreError> {
        let path = self.dir.join(name);
        let text = serde_json::to_vec(what).expect("paths are checked to be text, the rest has a JSON form");
        disk::replace(&*self.disk, &path, &text).map_err(|source| StoreError::Write { path, source })
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&self.disk.read(&self.dir.join(name), ERRAND_BYTES).ok()?).ok()
    }
}

const ANSWER: &str = ".answer.json";

fn answer_to(name: &str) -> String {
    format!("{}{ANSWER}", name.strip_suffix(".json").unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_is_run_once_and_its_answer_read_once() {
        let dir = tempfile::tempdir().unwrap();
        let errands = Errands::of(dir.path());
        assert!(errands.next().is_none());
        let errand = Errand { from: "/media/usb".into(), root: Digest::of(b"root") };
        let posted = errands.post(&errand).unwrap();
        let (found, asked) = errands.next().unwrap();
        assert_eq!((&found, &asked), (&posted, &errand));
        let outcome = ErrandOutcome::Taken { version: 3, files: 2, bytes: 10 };
        errands.settle(&found, &outcome);
        assert!(errands.next().is_none());
        assert_eq!((errands.answer(&posted), errands.answer(&posted)), (Some(outcome), None));
    }

    #[test]
    fn what_is_no_errand_is_thrown_away() {
        let dir = tempfile::tempdir().unwrap();
        let errands = Errands::of(dir.path());
        std::fs::create_dir(dir.path().join("errands")).unwrap();
        std::fs::write(dir.path().join("errands/1.json"), "nonsense").unwrap();
        assert!(errands.next().is_none());
        assert!(!dir.path().join("errands/1.json").exists());
    }
}
