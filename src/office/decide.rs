//! What becomes of a submission: approving publishes, sending back says why, and its author may take it back.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    actor::Actor,
    alerts_over::without_over,
    care::must_care_for_all,
    draft::{Draft, put},
    error::OfficeError,
    item_form,
    live::LiveVersion,
    office::Office,
    placement::rebased,
    publishing::{NewVersion, PublishedItems, PublishedVersion, log},
    send::is_playlist_alone,
    title::{search_of, title_of},
};
use crate::{
    approval::{Body, CampaignBody, Decision, Refusal, Submission, SubmissionId, SubmittedRevision, VersionKind},
    model::{WallTime, limits},
    records::{ReadTransaction, WriteTransaction, draft, item, revision, submission},
};

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// It is approved, and with that published.
    Published(PublishedVersion),
    /// It is with its author again, as drafts.
    Draft,
}

/// One item of a submission that is about to be approved, with what it says.
struct Approved {
    entry: SubmittedRevision,
    body: Arc<Body>,
    /// It was fitted to what was published since it was sent.
    is_rebased: bool,
}

impl Office {
    /// Decides about a submission. Approving publishes it at once.
    ///
    /// # Errors
    /// [`Refusal`], [`OfficeError::Found`] where readers could not read it, there is no such submission, and what hinders a
    /// publish.
    pub async fn decide(&self, by: &Actor, id: &SubmissionId, decision: Decision<'_>) -> Result<Decided, OfficeError> {
        match decision {
            Decision::Approve => self.approve(by, id).await.map(Decided::Published),
            Decision::Return(_) | Decision::Withdraw => self.send_back(by, id, decision).await.map(|()| Decided::Draft),
        }
    }

    async fn approve(&self, by: &Actor, id: &SubmissionId) -> Result<PublishedVersion, OfficeError> {
        // Asked before the right to publish is waited for, and again once it is held.
        open_for(&mut self.records().read().await?, by, id, Decision::Approve).await?;
        let mut publishing = self.begin_publishing().await?;
        let live = Arc::clone(&publishing.live);
        if live.stopped.is_some() {
            return Err(Refusal::Stopped.into());
        }
        let mut tx = self.records().read().await?;
        let submission = open_for(&mut tx, by, id, Decision::Approve).await?;
        let approved = approved(&mut tx, &live, &submission).await?;
        must_care_for_all(&by.now(&mut tx).await?, &live, approved.iter().map(|approved| &*approved.body))?;
        let now = self.clock().now().wall;
        let mut items: PublishedItems = without_over(&mut tx, &live, now).await?;
        drop(tx);
        for Approved { entry, body, .. } in &approved {
            match &**body {
                Body::Removed(_) => drop(items.remove(&entry.item)),
                _ => drop(items.insert(entry.item.clone(), (entry.digest, Arc::clone(body)))),
            }
        }
        let prepared = publishing.prepare(&items, false).await?;
        let changed: BTreeSet<_> = approved.iter().map(|approved| approved.entry.item.clone()).collect();
        let findings = prepared.errors_in(&changed, now);
        if !findings.is_empty() {
            return Err(OfficeError::Found { findings });
        }
        let mut tx = self.records().write().await?;
        let submission = open_for(&mut tx, by, id, Decision::Approve).await?;
        for Approved { entry, body, .. } in approved.iter().filter(|approved| approved.is_rebased) {
            revision::insert(&mut tx, body, entry.before, Some(&submission.author), now).await?;
            submission::set_item(&mut tx, id, entry).await?;
        }
        let n = publishing.next();
        let (state, reason) = (submission.decide(&by.account, Decision::Approve)?, None);
        let decided = submission::DecidedSubmission { state, by: by.id(), at: now, reason, version: Some(n) };
        if !submission::decide(&mut tx, id, &decided).await? {
            return Err(Refusal::Decided { state: submission.state }.into());
        }
        for Approved { entry, body, .. } in &approved {
            if !matches!(&**body, Body::Removed(_)) {
                item::put(&mut tx, &entry.item, &title_of(body), &search_of(body), now).await?;
            }
        }
        let (kind, submission_id, by_id) = (VersionKind::Publish, Some(id), Some(by.id()));
        let new = NewVersion { kind, of: None, submission: submission_id, by: by_id, items: &items, at: now };
        let n = publishing.record(&mut tx, new).await?;
        let digests: Vec<_> = approved.iter().map(|of| (of.entry.item.to_string(), of.entry.digest)).collect();
        let detail = serde_json::json!({ "version": n, "items": digests }).to_string();
        log(&mut tx, Some(by), now, "approve", &id.0, &detail).await?;
        tx.commit().await?;
        publishing.sign(n, prepared).await
    }

    async fn send_back(&self, by: &Actor, id: &SubmissionId, decision: Decision<'_>) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        let live = self.live_in(&mut tx).await?;
        let submission = open_for(&mut tx, by, id, decision).await?;
        let state = submission.decide(&by.account, decision)?;
        let (act, reason) = match decision {
            Decision::Return(reason) => ("return", Some(reason.trim())),
            Decision::Approve | Decision::Withdraw => ("withdraw", None),
        };
        if reason.is_some_and(|reason| reason.chars().count() > limits::NOTE_CHARS) {
            return Err(OfficeError::TooLong);
        }
        let now = self.clock().now().wall;
        let decided = submission::DecidedSubmission { state, by: by.id(), at: now, reason, version: None };
        if !submission::decide(&mut tx, id, &decided).await? {
            return Err(Refusal::Decided { state: submission.state }.into());
        }
        for entry in &submission.items {
            back_to_draft(&mut tx, &live, &submission, entry, now).await?;
        }
        log(&mut tx, Some(by), now, act, &id.0, reason.unwrap_or_default()).await?;
        Ok(tx.commit().await?)
    }
}

/// The submission, if that person may decide so about it.
async fn open_for(
    tx: &mut ReadTransaction,
    by: &Actor,
    id: &SubmissionId,
    decision: Decision<'_>,
) -> Result<Submission, OfficeError> {
    let submission = submission::get(tx, id).await?.ok_or_else(|| OfficeError::not_found("submission", id))?;
    submission.decide(&by.now(tx).await?, decision)?;
    Ok(submission)
}

/// What the items of a submission say, fitted to what was published since it was sent.
async fn approved(
    tx: &mut ReadTransaction,
    live: &LiveVersion,
    submission: &Submission,
) -> Result<Vec<Approved>, OfficeError> {
    let mut approved = Vec::new();
    for entry in &submission.items {
        let row = revision::get(tx, &entry.item, entry.digest).await?;
        let body = row.ok_or_else(|| OfficeError::not_found("revision", entry.digest))?.body;
        let on = live.digest(&entry.item);
        if on == entry.before {
            approved.push(Approved { entry: entry.clone(), body: Arc::new(body), is_rebased: false });
            continue;
        }
        let before = match entry.before {
            Some(before) => revision::get(tx, &entry.item, before).await?.map(|row| row.body),
            None => None,
        };
        let fitted = fitted(before.as_ref(), &body, live.body(&entry.item).map(|body| &**body));
        let Some(fitted) = fitted else { return Err(Refusal::Overtaken.into()) };
        let body = Body::Campaign(fitted);
        let entry = SubmittedRevision { digest: body.digest(), before: on, ..entry.clone() };
        approved.push(Approved { entry, body: Arc::new(body), is_rebased: true });
    }
    // What two submissions both added is there already.
    approved
        .retain(|approved| !approved.is_rebased || live.digest(&approved.entry.item) != Some(approved.entry.digest));
    Ok(approved)
}

fn fitted(before: Option<&Body>, after: &Body, live: Option<&Body>) -> Option<CampaignBody> {
    match (before, after, live) {
        (Some(Body::Campaign(before)), Body::Campaign(after), Some(Body::Campaign(live))) => {
            rebased(before, after, live)
        }
        _ => None,
    }
}

/// Gives what was frozen back to its author as a draft, unless the author has begun another one. What the program has made
/// of a campaign is made again when it is sent again.
async fn back_to_draft(
    tx: &mut WriteTransaction,
    live: &LiveVersion,
    submission: &Submission,
    entry: &SubmittedRevision,
    now: WallTime,
) -> Result<(), OfficeError> {
    let Some(row) = revision::get(tx, &entry.item, entry.digest).await? else { return Ok(()) };
    let is_made_again = matches!(row.body, Body::Removed(_)) || is_playlist_alone(live, &row.body);
    if is_made_again || draft::get(tx, &entry.item, &submission.author).await?.is_some() {
        return Ok(());
    }
    let mut with = entry.authors.clone();
    with.remove(&submission.author);
    let draft = Draft {
        item: entry.item.clone(),
        by: submission.author.clone(),
        base: row.parent,
        text: item_form::write(&row.body, &live.zone()),
        with,
        kept: Vec::new(),
        saves: 0,
        saved: now,
    };
    put(tx, &draft).await?;
    Ok(())
}
