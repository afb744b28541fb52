//! What must not be composed, and what is being composed just now: the memory by which a crash costs one page.
//!
//! A panic is caught here, and what panicked twice is not tried again while the process lives. What ends the process is
//! nothing a process can remember: whoever started it is told what is begun and what is done, and says at the next start
//! what to leave out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::model::Digest;

/// Panics after which a thing is not tried again in this process.
const PANICS: u32 = 2;

/// Who is told of what is being composed.
pub type ComposeWitness = Box<dyn Fn(Composing<'_>) + Send + Sync>;

/// What is being composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composing<'a> {
    /// It is begun.
    Begun(Digest, &'a str),
    /// It is done, well or not; the process is still alive.
    Done(Digest),
}

/// What may be composed. Shared by all who compose in one process.
#[derive(Default)]
pub struct Quarantine {
    witness: Option<ComposeWitness>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    avoided: BTreeSet<Digest>,
    panics: BTreeMap<Digest, u32>,
}

/// Why a thing was not composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrashLoop {
    /// It panicked just now.
    JustNow,
    /// It has crashed too often to be tried.
    Before,
}

impl Quarantine {
    /// One that leaves `avoided` out from the beginning, and tells `witness` what it composes.
    pub fn watched(avoided: BTreeSet<Digest>, witness: ComposeWitness) -> Self {
        Self { witness: Some(witness), inner: Mutex::new(Inner { avoided, ..Inner::default() }) }
    }

    /// Leaves these out from now on, and none but these.
    pub fn avoid(&self, avoided: BTreeSet<Digest>) {
        let mut inner = self.inner();
        // What has another chance has it whole.
        let freed: Vec<Digest> = inner.avoided.difference(&avoided).copied().collect();
        for what in freed {
            inner.panics.remove(&what);
        }
        inner.avoided = avoided;
    }

    /// Composes that thing by `compose`, unless it has crashed too often. `name` says what it is.
    ///
    /// # Errors
    /// [`CrashLoop`] where it was not composed.
    pub fn guard<T>(&self, what: Digest, name: &str, compose: impl FnOnce() -> T) -> Result<T, CrashLoop> {
        {
            let inner = self.inner();
            let panicked = inner.panics.get(&what).is_some_and(|panics| *panics >= PANICS);
            if panicked || inner.avoided.contains(&what) {
                return Err(CrashLoop::Before);
            }
        }
        self.tell(Composing::Begun(what, name));
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(compose));
        self.tell(Composing::Done(what));
        let mut inner = self.inner();
        match &made {
            Ok(_) => {
                inner.panics.remove(&what);
            }
            Err(_) => *inner.panics.entry(what).or_default() += 1,
        }
        made.map_err(|_| CrashLoop::JustNow)
    }

    fn tell(&self, composing: Composing<'_>) {
        if let Some(witness) = &self.witness {
            witness(composing);
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Quarantine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quarantine").field("inner", &*self.inner()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_panics_twice_is_not_tried_a_third_time_until_it_has_another_chance() {
        let (what, other) = (Digest::of(b"a page"), Digest::of(b"another"));
        let quarantine = Quarantine::default();
        for _ in 0..2 {
            assert_eq!(
                quarantine.guard(what, "a", || panic!("a crash that is caught")),
                Err::<(), _>(CrashLoop::JustNow)
            );
        }
        assert_eq!(quarantine.guard(what, "a", || 7), Err(CrashLoop::Before));
        assert_eq!(quarantine.guard(other, "b", || 7), Ok(7));
        quarantine.avoid(BTreeSet::from([what]));
        quarantine.avoid(BTreeSet::new());
        assert_eq!(quarantine.guard(what, "a", || 7), Ok(7));
    }

    #[test]
    fn whoever_watches_knows_what_is_being_composed_at_any_moment() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let witness = {
            let told = told.clone();
            Box::new(move |composing: Composing<'_>| told.lock().unwrap().push(format!("{composing:?}")))
        };
        let (what, avoided) = (Digest::of(b"a page"), Digest::of(b"another"));
        let quarantine = Quarantine::watched(BTreeSet::from([avoided]), witness);
        quarantine.guard(what, "a", || assert_eq!(told.lock().unwrap().len(), 1)).unwrap();
        assert_eq!(quarantine.guard(avoided, "b", || 7), Err(CrashLoop::Before));
        assert_eq!(told.lock().unwrap().len(), 2, "begun and done, and nothing of what is left out");
    }
}
