//! Signing, again and again, what could not be signed when it was decided.

use std::time::Duration;

use crate::office::Office;

/// How often what is left is tried again: a clock that was put right, or a disk with room again, is noticed that soon.
const EVERY: Duration = Duration::from_secs(60);

/// Finishes what was decided and not signed, and takes over what was published from the command line, for as long as the
/// server runs.
pub async fn reconcile_for_ever(office: Office) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = office.reconcile().await {
            tracing::warn!(%error, "what was decided cannot be signed yet; it is tried again");
        }
    }
}
