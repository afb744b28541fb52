//! Signing, again and again, what could not be signed when it was decided.

use std::time::Duration;

use tokio::time::sleep;

use crate::{
    office::{Office, OfficeError},
    records::DatabaseEngine,
};

/// How often what is left is tried again: a clock that was put right, or a disk with room again, is noticed that soon.
const EVERY: Duration = Duration::from_secs(60);
/// How often it is looked whether another server was cut off between deciding and signing.
const LOOK: Duration = Duration::from_secs(2);

/// Finishes what was decided and not signed, and takes over what was published from the command line, for as long as the
/// server runs.
pub async fn reconcile_for_ever(office: Office) {
    loop {
        until_due(&office).await;
        if let Err(error) = office.reconcile().await {
            tracing::warn!(%error, "what was decided cannot be signed yet; it is tried again");
        }
    }
}

/// Waits for the next time; where several servers are one office, no longer than until one of them leaves a version behind.
async fn until_due(office: &Office) {
    if office.records().engine() != DatabaseEngine::Postgres {
        return sleep(EVERY).await;
    }
    // What could not be signed the last time is not tried every two seconds.
    let known = office.unsigned().await.ok().flatten();
    let left_behind = async {
        loop {
            sleep(LOOK).await;
            if is_left_behind(office, known).await.unwrap_or(false) {
                return;
            }
        }
    };
    tokio::time::timeout(EVERY, left_behind).await.ok();
}

/// Whether a version waits to be signed that did not wait before.
async fn is_left_behind(office: &Office, known: Option<u64>) -> Result<bool, OfficeError> {
    Ok(office.unsigned().await?.is_some_and(|n| known != Some(n)))
}
