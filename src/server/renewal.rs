//! Keeps a served feed's signatures fresh for as long as the server runs.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    clock::Clock,
    feed::{self, Lifetimes, Renew},
};

/// How often it is looked whether anything is due.
const LOOK: Duration = Duration::from_secs(600);
/// How long before a root's end the log says so, milliseconds: a year and a half.
const ROOT_ALARM_MS: i64 = 548 * 86_400_000;

/// Renews what is due, now and every ten minutes, until it is dropped. A failure is logged and tried again.
pub async fn renew_for_ever(feed_dir: PathBuf, keys_dir: PathBuf, clock: Clock) {
    loop {
        let (feed_dir, keys_dir, clock) = (feed_dir.clone(), keys_dir.clone(), clock.clone());
        let done = tokio::task::spawn_blocking(move || renew_once(&feed_dir, &keys_dir, &clock)).await;
        if let Err(error) = done {
            tracing::error!(%error, "renewing the feed's signatures panicked");
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn renew_once(feed_dir: &Path, keys_dir: &Path, clock: &Clock) {
    let now = clock.now().wall;
    match feed::renew(feed_dir, keys_dir, Renew::Due, Lifetimes::SERVED, now) {
        Ok(renewed) => {
            if !renewed.roles.is_empty() {
                tracing::info!(roles = ?renewed.roles, good_until = %renewed.good_until, "signatures renewed");
            }
            if renewed.root_until - now < ROOT_ALARM_MS {
                tracing::warn!(
                    until = %renewed.root_until,
                    "the root grows old; hint: fetch its keys and run `bangtin feed rotate --replace none`"
                );
            }
        }
        Err(error) => tracing::warn!(%error, "the feed's signatures could not be renewed"),
    }
}
