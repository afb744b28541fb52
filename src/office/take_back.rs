//! Playing an earlier version again, stopping everything, and going on.

use std::sync::Arc;

use super::{
    actor::Actor,
    alerts_over::{OVER, alerts_of, shown_until, without_alerts},
    care::must_care_for_all,
    error::OfficeError,
    live::LiveVersion,
    office::Office,
    publishing::{NewVersion, PublishedItems, PublishedVersion, Publishing, log},
};
use crate::{
    approval::{AlertState, ItemId, ItemKind, Refusal, Right, VersionKind},
    model::{Digest, WallTime, limits},
    records::{ReadTransaction, alert, revision, version},
};

impl Office {
    /// Plays version `n` again, as a new version: its slides, campaigns and commune. Displays stay as they are, so that a
    /// hall that was added since keeps its name; so does an emergency that is on.
    ///
    /// # Errors
    /// No right to approve, everything is stopped, there is no such version or it is a stop, and what hinders a publish.
    pub async fn take_back(&self, by: &Actor, n: u64) -> Result<PublishedVersion, OfficeError> {
        by.must(Right::Approve)?;
        let publishing = self.begin_publishing().await?;
        if publishing.live.stopped.is_some() {
            return Err(Refusal::Stopped.into());
        }
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let earlier = self.version_in(&mut tx, n).await?;
        if earlier.stopped.is_some() {
            return Err(OfficeError::not_found("version", n));
        }
        let items = again(&mut tx, &earlier, &publishing.live, now).await?;
        let account = by.now(&mut tx).await?;
        drop(tx);
        must_care_for_all(&account, &publishing.live, items.values().map(|(_, body)| &**body))?;
        self.publish_again(publishing, by, VersionKind::TakeBack, Some(n), items, now, "take-back", "").await
    }

    /// Stops everything: halls show the commune's greeting and nothing else, an emergency neither, until it goes on. It takes
    /// one person and holds at once.
    ///
    /// # Errors
    /// No right to stop, everything is stopped already, and what hinders a publish.
    pub async fn stop(&self, by: &Actor, reason: &str) -> Result<PublishedVersion, OfficeError> {
        by.must(Right::Stop)?;
        let reason = reason.trim();
        if reason.chars().count() > limits::NOTE_CHARS {
            return Err(OfficeError::TooLong);
        }
        let publishing = self.begin_publishing().await?;
        if publishing.live.stopped.is_some() && publishing.live.campaigns().next().is_none() {
            return Err(Refusal::Stopped.into());
        }
        let now = self.clock().now().wall;
        let mut items = publishing.live.items.clone();
        items.retain(|item, _| matches!(item.kind(), ItemKind::Commune | ItemKind::Display));
        self.publish_again(publishing, by, VersionKind::Stop, None, items, now, "stop", reason).await
    }

    /// Goes on with what was on before everything was stopped, without what is left out: a slide with a mistake is taken off
    /// first. An emergency that still holds is on again.
    ///
    /// # Errors
    /// No right to stop, nothing is stopped, and what hinders a publish.
    pub async fn resume(&self, by: &Actor, without: &[ItemId]) -> Result<PublishedVersion, OfficeError> {
        by.must(Right::Stop)?;
        let publishing = self.begin_publishing().await?;
        let Some(stopped) = publishing.live.stopped else { return Err(Refusal::NotStopped.into()) };
        let now = self.clock().now().wall;
        let mut tx = self.records().read().await?;
        let of = self.before_stop(&mut tx, stopped).await?;
        let before = self.version_in(&mut tx, of).await?;
        let mut items = again(&mut tx, &before, &publishing.live, now).await?;
        drop(tx);
        items.retain(|item, _| *item == ItemId::Commune || !without.contains(item));
        let detail = without.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        self.publish_again(publishing, by, VersionKind::Resume, Some(of), items, now, "resume", &detail).await
    }

    /// What was on when everything was stopped: of several stops in a row, before the first.
    async fn before_stop(&self, tx: &mut ReadTransaction, stopped: u64) -> Result<u64, OfficeError> {
        let mut of = stopped;
        loop {
            of = of.checked_sub(1).filter(|of| *of > 0).ok_or_else(|| OfficeError::not_found("version", stopped))?;
            // A number may never have been used.
            if let Some(version) = version::get(tx, of).await? {
                match self.load(tx, version).await?.stopped {
                    Some(earlier) => of = earlier,
                    None => return Ok(of),
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what a version is made of, said once")]
    async fn publish_again(
        &self,
        mut publishing: Publishing<'_>,
        by: &Actor,
        kind: VersionKind,
        of: Option<u64>,
        items: PublishedItems,
        at: WallTime,
        act: &str,
        detail: &str,
    ) -> Result<PublishedVersion, OfficeError> {
        let prepared = publishing.prepare(&items, true).await?;
        let mut tx = self.records().write().await?;
        let right = if kind == VersionKind::TakeBack { Right::Approve } else { Right::Stop };
        by.must_now(&mut tx, right).await?;
        let new = NewVersion { kind, of, submission: None, by: Some(by.id()), items: &items, at };
        let n = publishing.record(&mut tx, new).await?;
        log(&mut tx, Some(by), at, act, &format!("version:{n}"), detail).await?;
        tx.commit().await?;
        publishing.sign(n, prepared).await
    }
}

/// What an earlier version says, with the displays and the emergencies of now.
async fn again(
    tx: &mut ReadTransaction,
    earlier: &LiveVersion,
    live: &LiveVersion,
    now: WallTime,
) -> Result<PublishedItems, OfficeError> {
    let mut items = without_alerts(tx, earlier).await?;
    items.retain(|item, _| item.kind() != ItemKind::Display);
    items.extend(
        live.items
            .iter()
            .filter(|(item, _)| item.kind() == ItemKind::Display)
            .map(|(item, on)| (item.clone(), on.clone())),
    );
    // Those that a stop has taken off hold again too.
    let mut alerts = alerts_of(tx, live).await?;
    for alert in alert::on(tx, now).await? {
        if !alerts.iter().any(|known| known.id == alert.id) {
            alerts.push(alert);
        }
    }
    for alert in alerts.iter().filter(|alert| shown_until(alert) > now) {
        let is_over = alert.state == AlertState::Ended;
        for (item, digest) in newest_of(&alert.items).filter(|(item, _)| !is_over || item.own().ends_with(OVER)) {
            let known = live.items.get(item).or(earlier.items.get(item)).filter(|(on, _)| on == digest);
            let body = match known {
                Some((_, body)) => Arc::clone(body),
                None => match revision::get(tx, item, *digest).await? {
                    Some(row) => Arc::new(row.body),
                    None => continue,
                },
            };
            items.insert(item.clone(), (*digest, body));
        }
    }
    Ok(items)
}

/// Of each item of an emergency the revision that was added last.
fn newest_of(items: &[(ItemId, Digest)]) -> impl Iterator<Item = &(ItemId, Digest)> {
    items
        .iter()
        .enumerate()
        .filter(|(n, (item, _))| !items[n + 1..].iter().any(|(later, _)| later == item))
        .map(|(_, of)| of)
}
