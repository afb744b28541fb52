//! Sending for approval: drafts become frozen revisions, which wait together for somebody else's word.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    actor::Actor,
    authorship::authors_of,
    care::must_care_for_all,
    draft::{Draft, draft_in, right_to_write},
    error::OfficeError,
    item_form,
    live::LiveVersion,
    office::Office,
    placement::{PlaceTo, Placing, with_slides, without_slides},
    publishing::log,
    title::{search_of, title_of},
};
use crate::{
    approval::{
        AccountId, Body, CampaignBody, ItemId, ItemKind, Refusal, Submission, SubmissionId, SubmissionState,
        SubmittedRevision, Tombstone,
    },
    model::{CampaignId, Digest, SlideId, WallTime, limits},
    records::{WriteTransaction, draft, item, revision, submission},
};

/// What is sent for approval, all of it together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sending {
    /// Items of which the sender's drafts are sent.
    pub drafts: Vec<ItemId>,
    /// Items that are to be taken away.
    pub remove: Vec<ItemId>,
    /// Where slides are to be shown.
    pub place: Vec<Placing>,
    /// What the sender says of it to whoever approves.
    pub note: String,
}

/// One change of a submission, on its way.
struct SubmittedChange {
    body: Body,
    /// What it was begun from.
    base: Option<Digest>,
    /// The draft that it was.
    draft: Option<Draft>,
}

impl Office {
    /// Sends drafts and what belongs to them for approval; the drafts are gone with that. An earlier submission of the same
    /// person that this one says anew is taken back.
    ///
    /// # Errors
    /// [`OfficeError::Mistakes`], [`OfficeError::NothingNew`], [`OfficeError::TwoTexts`], a note that is too long, no right
    /// to write such things or for such displays, or there is no such draft or campaign.
    pub async fn send(&self, by: &Actor, sending: &Sending) -> Result<SubmissionId, OfficeError> {
        let mut tx = self.records().write().await?;
        for item in sending.drafts.iter().chain(&sending.remove) {
            by.must_now(&mut tx, right_to_write(item.kind())).await?;
        }
        let live = self.live_in(&mut tx).await?;
        let mut changes = self.changes(&mut tx, by.id(), &live, sending).await?;
        self.place(&mut tx, by, &live, sending, &mut changes).await?;
        let id = self.submit(&mut tx, by, &live, changes, &sending.note).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Sends bodies as they are, such as those of a whole folder: what says nothing new is passed over. `None` where all of
    /// it is on already. What the same person has sent already with the same note and still waits is not sent again.
    ///
    /// # Errors
    /// As [`Office::send`]; and [`Refusal::Overtaken`] where `expected` is not the newest version.
    pub async fn send_bodies(
        &self,
        by: &Actor,
        bodies: Vec<Body>,
        note: &str,
        expected: Option<u64>,
    ) -> Result<Option<SubmissionId>, OfficeError> {
        let mut tx = self.records().write().await?;
        let live = self.live_in(&mut tx).await?;
        if expected.is_some_and(|expected| expected != live.n()) {
            return Err(Refusal::Overtaken.into());
        }
        let mut changes = BTreeMap::new();
        let mut gone = BTreeSet::new();
        for body in bodies {
            let item = body.item();
            by.must_now(&mut tx, right_to_write(item.kind())).await?;
            let is_gone = matches!(body, Body::Removed(_)) && live.body(&item).is_none();
            if let (Body::Removed(_), ItemId::Slide(id)) = (&body, &item) {
                gone.insert(id.clone());
            }
            if !is_gone && live.digest(&item) != Some(body.digest()) {
                let base = live.digest(&item);
                changes.insert(item, SubmittedChange { body, base, draft: None });
            }
        }
        if changes.is_empty() {
            return Ok(None);
        }
        off_playlists(&live, &gone, &mut changes);
        if let Some(waiting) = waits_already(&mut tx, by, &changes, note).await? {
            return Ok(Some(waiting));
        }
        let id = self.submit(&mut tx, by, &live, changes, note).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// The drafts and removals that are sent.
    async fn changes(
        &self,
        tx: &mut WriteTransaction,
        by: &AccountId,
        live: &LiveVersion,
        sending: &Sending,
    ) -> Result<BTreeMap<ItemId, SubmittedChange>, OfficeError> {
        let mut changes = BTreeMap::new();
        for item in &sending.drafts {
            let draft = draft_in(tx, item, by).await?.ok_or_else(|| OfficeError::not_found("draft", item))?;
            if !draft.kept.is_empty() {
                return Err(OfficeError::TwoTexts { item: item.clone() });
            }
            let before = live.body(item).map(|body| &**body);
            let reading = item_form::read(item, &draft.text, before, &live.zone());
            let Some(body) = reading.value else {
                return Err(OfficeError::Mistakes { item: item.clone(), mistakes: reading.mistakes });
            };
            if live.digest(item) == Some(body.digest()) {
                return Err(OfficeError::NothingNew { item: item.clone() });
            }
            changes.insert(item.clone(), SubmittedChange { body, base: draft.base, draft: Some(draft) });
        }
        let mut gone: BTreeSet<SlideId> = BTreeSet::new();
        for item in &sending.remove {
            let on = live.digest(item).ok_or_else(|| OfficeError::not_found("item", item))?;
            let body = Body::Removed(Tombstone { item: item.clone() });
            changes.insert(item.clone(), SubmittedChange { body, base: Some(on), draft: None });
            gone.extend(if let ItemId::Slide(id) = item { Some(id.clone()) } else { None });
        }
        off_playlists(live, &gone, &mut changes);
        Ok(changes)
    }

    /// Adds what the campaigns have to say so that slides are shown where they are to be.
    async fn place(
        &self,
        tx: &mut WriteTransaction,
        by: &Actor,
        live: &LiveVersion,
        sending: &Sending,
        changes: &mut BTreeMap<ItemId, SubmittedChange>,
    ) -> Result<(), OfficeError> {
        let slide_of = |item: &ItemId| if let ItemId::Slide(id) = item { Some(id.clone()) } else { None };
        let sent: Vec<SlideId> = sending.drafts.iter().filter_map(slide_of).collect();
        for placing in &sending.place {
            by.must_now(tx, right_to_write(ItemKind::Campaign)).await?;
            let slides = if placing.slides.is_empty() { &sent } else { &placing.slides };
            let is_there = |slide: &&SlideId| {
                let item = ItemId::Slide((*slide).clone());
                live.body(&item).is_some() || changes.contains_key(&item)
            };
            if let Some(missing) = slides.iter().find(|slide| !is_there(slide)) {
                return Err(OfficeError::not_found("slide", missing));
            }
            let campaigns: Vec<CampaignId> = match &placing.to {
                PlaceTo::Campaigns(campaigns) => campaigns.clone(),
                PlaceTo::Place(place) => match place.found_in(live) {
                    Some(body) => vec![body.campaign.id.clone()],
                    None => {
                        let titled = slides.first().map(|slide| ItemId::Slide(slide.clone()));
                        let title = titled.map(|item| match (changes.get(&item), live.body(&item)) {
                            (Some(change), _) => title_of(&change.body),
                            (None, Some(body)) => title_of(body),
                            (None, None) => item.own().to_owned(),
                        });
                        let title = title.unwrap_or_default();
                        let item = self.free_id(tx, ItemKind::Campaign, &title).await?;
                        // Its id is taken with that.
                        item::put(tx, &item, &title, "", self.clock().now().wall).await?;
                        let ItemId::Campaign(id) = item.clone() else { continue };
                        let body = Body::Campaign(place.campaign(id.clone(), title));
                        changes.insert(item, SubmittedChange { body, base: None, draft: None });
                        vec![id]
                    }
                },
            };
            for id in campaigns {
                let item = ItemId::Campaign(id.clone());
                let on = live.digest(&item);
                let now = changes.get(&item).map(|change| &change.body).or(live.body(&item).map(|body| &**body));
                let Some(Body::Campaign(body)) = now else { return Err(OfficeError::not_found("campaign", id)) };
                let body: CampaignBody = with_slides(body, slides);
                let change = changes.entry(item).or_insert(SubmittedChange {
                    body: Body::Campaign(body.clone()),
                    base: on,
                    draft: None,
                });
                change.body = Body::Campaign(body);
            }
        }
        // A campaign that plays them already says nothing new.
        changes.retain(|item, change| change.draft.is_some() || live.digest(item) != Some(change.body.digest()));
        Ok(())
    }

    /// Freezes changes into a submission.
    async fn submit(
        &self,
        tx: &mut WriteTransaction,
        by: &Actor,
        live: &LiveVersion,
        changes: BTreeMap<ItemId, SubmittedChange>,
        note: &str,
    ) -> Result<SubmissionId, OfficeError> {
        let note = note.trim();
        if note.chars().count() > limits::NOTE_CHARS || changes.len() > limits::SUBMITTED_ITEMS {
            return Err(OfficeError::TooLong);
        }
        let Some(first) = changes.keys().next().cloned() else {
            return Err(sending_nothing(live));
        };
        must_care_for_all(&by.now(tx).await?, live, changes.values().map(|change| &change.body))?;
        let now = self.clock().now().wall;
        let mut items = Vec::new();
        for (item, change) in &changes {
            let digest = change.body.digest();
            let base = change.base;
            // A playlist that the program has added to or taken from was written by nobody but whoever said so.
            let authors = match is_playlist_alone(live, &change.body) {
                true => [by.id().clone()].into(),
                false => authors_of(tx, live, &change.body, base, by.id(), change.draft.as_ref()).await?,
            };
            if !matches!(change.body, Body::Removed(_)) {
                item::put(tx, item, &title_of(&change.body), &search_of(&change.body), now).await?;
            }
            revision::insert(tx, &change.body, base, Some(by.id()), now).await?;
            self.also_wrote(tx, item, digest, &authors).await?;
            items.push(SubmittedRevision { item: item.clone(), digest, before: live.digest(item), authors });
            if change.draft.is_some() {
                draft::delete(tx, item, by.id()).await?;
            }
        }
        self.take_back_older(tx, by, &changes, now).await?;
        let id = SubmissionId(self.new_id());
        let submission = Submission {
            id: id.clone(),
            author: by.id().clone(),
            note: note.to_owned(),
            sent: now,
            state: SubmissionState::Open,
            decided: None,
            reason: None,
            version: None,
            items,
        };
        submission::insert(tx, &submission).await?;
        let named: Vec<String> = changes.keys().map(ToString::to_string).collect();
        let detail = serde_json::json!({ "first": first, "items": named }).to_string();
        log(tx, Some(by), now, "send", &id.0, &detail).await?;
        Ok(id)
    }

    /// Whoever sends the very same words as somebody else has written them too.
    async fn also_wrote(
        &self,
        tx: &mut WriteTransaction,
        item: &ItemId,
        digest: Digest,
        authors: &BTreeSet<AccountId>,
    ) -> Result<(), OfficeError> {
        for sent in submission::of_item(tx, item).await? {
            let is_open = sent.state == SubmissionState::Open;
            let same = |entry: &&SubmittedRevision| entry.item == *item && entry.digest == digest;
            let Some(entry) = sent.items.iter().find(same).filter(|_| is_open) else { continue };
            if !authors.is_subset(&entry.authors) {
                let authors = entry.authors.union(authors).cloned().collect();
                submission::set_item(tx, &sent.id, &SubmittedRevision { authors, ..entry.clone() }).await?;
            }
        }
        Ok(())
    }

    /// Takes back what the same person has sent before and says anew now.
    async fn take_back_older(
        &self,
        tx: &mut WriteTransaction,
        by: &Actor,
        changes: &BTreeMap<ItemId, SubmittedChange>,
        now: WallTime,
    ) -> Result<(), OfficeError> {
        for older in submission::in_state(tx, SubmissionState::Open, u32::MAX).await? {
            let is_said_anew = older.items.iter().all(|entry| changes.contains_key(&entry.item));
            if older.author == *by.id() && is_said_anew {
                let state = SubmissionState::Withdrawn;
                let decided =
                    submission::DecidedSubmission { state, by: by.id(), at: now, reason: None, version: None };
                submission::decide(tx, &older.id, &decided).await?;
                log(tx, Some(by), now, "withdraw", &older.id.0, "{\"sent\":\"anew\"}").await?;
            }
        }
        Ok(())
    }
}

/// Whether all that a body changes of what is on is which slides its playlist ends with or lacks.
pub(super) fn is_playlist_alone(live: &LiveVersion, body: &Body) -> bool {
    let Body::Campaign(after) = body else { return false };
    let on = live.body(&body.item()).map(|body| &**body);
    let Some(Body::Campaign(before)) = on else { return false };
    super::placement::rebased(before, after, before).is_some()
}

/// A slide that is taken away is taken off the playlists too.
fn off_playlists(live: &LiveVersion, gone: &BTreeSet<SlideId>, changes: &mut BTreeMap<ItemId, SubmittedChange>) {
    for body in live.campaigns().filter(|body| body.slides.iter().any(|slide| gone.contains(slide))) {
        let item = ItemId::Campaign(body.campaign.id.clone());
        let base = live.digest(&item);
        let without = || SubmittedChange { body: Body::Campaign(without_slides(body, gone)), base, draft: None };
        changes.entry(item).or_insert_with(without);
    }
}

/// The open submission of the same person that says just this, and the same of it.
async fn waits_already(
    tx: &mut WriteTransaction,
    by: &Actor,
    changes: &BTreeMap<ItemId, SubmittedChange>,
    note: &str,
) -> Result<Option<SubmissionId>, OfficeError> {
    let open = submission::in_state(tx, SubmissionState::Open, u32::MAX).await?;
    let says_this = |sent: &&Submission| {
        let same = |entry: &SubmittedRevision| {
            changes
                .get(&entry.item)
                .is_some_and(|change| change.body.digest() == entry.digest && change.base == entry.before)
        };
        let own = sent.author == *by.id() && sent.note == note.trim();
        own && sent.items.len() == changes.len() && sent.items.iter().all(same)
    };
    Ok(open.iter().find(says_this).map(|sent| sent.id.clone()))
}

fn sending_nothing(live: &LiveVersion) -> OfficeError {
    let item = live.items.keys().next().cloned().unwrap_or(ItemId::Commune);
    OfficeError::NothingNew { item }
}
