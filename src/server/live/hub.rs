//! Looks, for as long as somebody watches, whether anything has changed, whoever changed it, and tells those who watch.

use std::{sync::Arc, time::Duration};

use tokio::sync::{Notify, watch};

use super::{
    heard::{heard, write_down},
    pulse::Pulse,
};
use crate::{
    approval::SubmissionState,
    model::limits,
    office::{Office, OfficeError, arrival::SILENT_MS},
    records::{alert, seen::SeenRow, submission, version},
    server::feed::DisplayReports,
};

/// How often it is looked: the most a page lags behind another server's change.
const LOOK: Duration = Duration::from_secs(1);
/// How often what halls say is written down.
const WRITE: Duration = Duration::from_secs(3);
/// How long emergencies are looked at after their end, milliseconds: "it is over" is shown for ten minutes.
const AFTER_MS: i64 = 15 * 60_000;

/// Tells pages that are looked at what has changed. Cheap to clone.
#[derive(Clone)]
pub(in crate::server) struct LiveHub(Arc<Inner>);

struct Inner {
    pulse: watch::Sender<Pulse>,
    /// Somebody of this server has just changed something.
    poked: Notify,
}

impl LiveHub {
    /// For an office whose halls are heard by `displays`. It works until the office's server ends.
    pub fn start(office: Office, displays: DisplayReports) -> Self {
        let live = Self(Arc::new(Inner { pulse: watch::Sender::default(), poked: Notify::new() }));
        tokio::spawn(look(Arc::downgrade(&live.0), office.clone(), displays.clone()));
        tokio::spawn(keep_writing(Arc::downgrade(&live.0), office, displays));
        live
    }

    /// Has it looked at once.
    pub fn poke(&self) {
        self.0.poked.notify_one();
    }

    /// What is so now, and whatever it becomes.
    pub(super) fn watch(&self) -> Option<watch::Receiver<Pulse>> {
        let room = self.0.pulse.receiver_count() < limits::LIVE_STREAMS;
        room.then(|| {
            self.poke();
            self.0.pulse.subscribe()
        })
    }
}

async fn look(live: std::sync::Weak<Inner>, office: Office, displays: DisplayReports) {
    let mut notices = office.records().notices();
    loop {
        {
            let Some(live) = live.upgrade() else { return };
            if live.pulse.receiver_count() > 0 {
                match pulse(&office, &displays).await {
                    Ok(pulse) => {
                        live.pulse.send_if_modified(|before| std::mem::replace(before, pulse) != pulse);
                    }
                    Err(error) => tracing::warn!(%error, "what has changed cannot be looked at"),
                }
            }
            tokio::select! {
                () = live.poked.notified() => {}
                // Another server has signed a version. Without anybody who could tell, only the other two.
                Ok(()) = notices.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }
}

async fn keep_writing(live: std::sync::Weak<Inner>, office: Office, displays: DisplayReports) {
    while live.upgrade().is_some() {
        if let Err(error) = write_down(&office, &displays).await {
            tracing::warn!(%error, "what halls said cannot be written down");
        }
        tokio::time::sleep(WRITE).await;
    }
}

async fn pulse(office: &Office, displays: &DisplayReports) -> Result<Pulse, OfficeError> {
    let now = office.clock().now().wall;
    let seen = heard(office, displays).await?;
    let of_each = |row: SeenRow| (row.display, row.version, now - row.at > SILENT_MS, row.claims);
    let seen: Vec<_> = seen.into_iter().map(of_each).collect();
    let mut tx = office.records().read().await?;
    let newest = version::list(&mut tx, u64::from(u32::MAX), 1).await?;
    let newest = newest.first().map(|version| (version.n, version.kind));
    let open = submission::in_state(&mut tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await?;
    let alerts = alert::since(&mut tx, now + -AFTER_MS).await?;
    Ok(Pulse::of(newest, &open, &alerts, &seen, now))
}
