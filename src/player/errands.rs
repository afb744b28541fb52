//! Errands of other processes, which a display runs for them because the store is its own.

use std::time::Duration;

use crate::{
    feed::{CollectError, Collected},
    model::report,
    store::{Errand, ErrandOutcome, Errands, PostedErrand, Store},
};

/// Between two looks: whoever asks stands by.
const LOOK: Duration = Duration::from_millis(500);

/// Waits for the next one.
pub(super) async fn next(errands: &Errands) -> (PostedErrand, Errand) {
    loop {
        if let Some(errand) = errands.next() {
            return errand;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// What is to be told of a cycle that was run for somebody.
pub(super) fn outcome(collected: &Result<Collected, CollectError>, store: &Store) -> ErrandOutcome {
    let version = store.current().map_or(0, |edition| edition.version());
    match collected {
        Ok(Collected::New { files, bytes, .. }) => ErrandOutcome::Taken { version, files: *files, bytes: *bytes },
        Ok(_) => ErrandOutcome::Taken { version, files: 0, bytes: 0 },
        Err(error) => ErrandOutcome::Refused { why: report(error) },
    }
}
