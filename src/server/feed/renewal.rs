//! Keeps a served feed's signatures fresh for as long as the server runs.

use std::time::Duration;

use crate::{
    feed::{OfficeClock, RepositoryError},
    office::{Office, OfficeError},
};

/// How often it is looked whether anything is due.
const LOOK: Duration = Duration::from_secs(600);
/// How long before a root's end the log says so, milliseconds: a year and a half.
const ROOT_ALARM_MS: i64 = 548 * 86_400_000;

/// Renews what is due, now and every ten minutes, until it is dropped. A failure is logged and tried again; what it says of
/// this machine's clock is noted in `office_clock`.
pub async fn renew_for_ever(office: Office, office_clock: OfficeClock) {
    loop {
        renew_once(&office, &office_clock).await;
        tokio::time::sleep(LOOK).await;
    }
}

async fn renew_once(office: &Office, office_clock: &OfficeClock) {
    let outcome = office.renew(office_clock).await;
    let now = office.clock().now().wall;
    match outcome {
        Ok(renewed) => {
            if !renewed.roles.is_empty() {
                tracing::info!(roles = ?renewed.roles, good_until = %renewed.good_until, "signatures renewed");
            }
            if let Some(ahead_ms) = office_clock.signed_ahead_ms(now) {
                tracing::warn!(
                    ahead_ms,
                    "the feed was signed ahead of this machine's clock, and halls believe that time; hint: if that \
                     clock was wrong, run `bangtin feed resign --time-was-wrong`"
                );
            }
            if renewed.root_until - now < ROOT_ALARM_MS {
                tracing::warn!(
                    until = %renewed.root_until,
                    "the root grows old; hint: fetch its keys and run `bangtin feed rotate --replace none`"
                );
            }
        }
        Err(OfficeError::Feed(RepositoryError::Clock(doubt))) => tracing::warn!("the clock is in doubt: {doubt}"),
        Err(error) => {
            tracing::warn!(%error, cause = ?std::error::Error::source(&error), "the feed's signatures could not be renewed")
        }
    }
}
