//! The list of slides, each with its state: what was ever written, sent or shown.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::DateTime;

use super::{
    error::OfficeError,
    item_form::DraftText,
    live::Live,
    office::Office,
    title::{title_of, title_of_draft},
};
use crate::{
    approval::{AccountId, Body, ItemId, ItemKind, SlideBody, SlideState, StateOf, SubmissionState},
    model::{Digest, SlideId, WallTime},
    records::{ReadTransaction, draft, item, revision, submission, version},
};

/// One slide of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlideEntry {
    /// The slide.
    pub id: SlideId,
    /// What it is called.
    pub title: String,
    /// Its template's name; empty where nothing is known of it any more.
    pub template: String,
    /// The topic of the commune's plan that it serves.
    pub topic: Option<String>,
    /// Its state.
    pub state: SlideState,
    /// What it looks like.
    pub looks: Looks,
    /// Whether somebody has an unsent change of it.
    pub has_draft: bool,
    /// When it was last written.
    pub changed: WallTime,
    /// Since when it waits.
    pub sent: Option<WallTime>,
    /// Until when it is shown, local time; `None` where it has no end, or is not shown.
    pub until: Option<DateTime>,
    /// What a search looks through, folded.
    pub search: String,
}

/// Where a picture of a slide comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looks {
    /// A revision.
    Revision(Digest),
    /// Somebody's draft, as it was saved so many times.
    Draft(AccountId, u64),
    /// Nothing is left of it.
    Nothing,
}

/// What the states of slides follow from.
struct Facts {
    live: Arc<Live>,
    now: DateTime,
    /// The newest revision of each item that waits, and since when.
    open: HashMap<ItemId, (Digest, WallTime)>,
}

impl Office {
    /// Every slide, the last written first; a slide of which there is nothing but other people's drafts too.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slides(&self) -> Result<Vec<SlideEntry>, OfficeError> {
        let mut tx = self.records().read().await?;
        let facts = self.facts(&mut tx).await?;
        let mut drafts: BTreeMap<ItemId, draft::DraftRow> = BTreeMap::new();
        for row in draft::list(&mut tx).await? {
            drafts.entry(row.item.clone()).or_insert(row);
        }
        let mut entries = Vec::new();
        for row in item::of_kind(&mut tx, ItemKind::Slide).await? {
            let ItemId::Slide(id) = row.id.clone() else { continue };
            let own = drafts.get(&row.id);
            let entry = facts.entry(&mut tx, id, row, own).await?;
            entries.push(entry);
        }
        Ok(entries)
    }

    /// The state of a slide.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slide_state(&self, id: &SlideId) -> Result<SlideState, OfficeError> {
        let mut tx = self.records().read().await?;
        let facts = self.facts(&mut tx).await?;
        facts.state(&mut tx, id).await
    }

    async fn facts(&self, tx: &mut ReadTransaction) -> Result<Facts, OfficeError> {
        let live = self.live_in(tx).await?;
        let mut open = HashMap::new();
        // The newest comes first.
        for sent in submission::in_state(tx, SubmissionState::Open, u32::MAX).await? {
            for entry in sent.items {
                open.entry(entry.item).or_insert((entry.digest, sent.sent));
            }
        }
        let now = live.zone().local(self.clock().now().wall);
        Ok(Facts { live, now, open })
    }
}

impl Facts {
    /// A slide's campaigns: whether one of them lasts, whether there are any, and when the last one ends.
    fn campaigns(&self, id: &SlideId) -> (bool, bool, Option<DateTime>) {
        let ends: Vec<Option<DateTime>> = self.live.campaigns_of(id).map(|body| body.campaign.until).collect();
        let lasts = ends.iter().any(|until| until.is_none_or(|until| until > self.now));
        let last = if ends.iter().any(Option::is_none) { None } else { ends.iter().flatten().max().copied() };
        (lasts, !ends.is_empty(), last)
    }

    async fn state(&self, tx: &mut ReadTransaction, id: &SlideId) -> Result<SlideState, OfficeError> {
        let item = ItemId::Slide(id.clone());
        let (lasts, any, _) = self.campaigns(id);
        let is_live = self.live.body(&item).is_some();
        let mut of = StateOf {
            is_submitted: self.open.contains_key(&item),
            is_live,
            was_live: is_live,
            is_scheduled: lasts,
            has_ended: any && !lasts,
        };
        if !is_live && !of.is_submitted {
            of.was_live = !version::of_item(tx, &item).await?.is_empty();
        }
        Ok(of.state())
    }

    async fn entry(
        &self,
        tx: &mut ReadTransaction,
        id: SlideId,
        row: item::ItemRow,
        own: Option<&draft::DraftRow>,
    ) -> Result<SlideEntry, OfficeError> {
        let state = self.state(tx, &id).await?;
        let sent = self.open.get(&row.id);
        let shown = match sent {
            Some((digest, _)) => revision::get(tx, &row.id, *digest).await?.map(|row| (row.digest, Arc::new(row.body))),
            None => self.live.items.get(&row.id).cloned(),
        };
        let shown = match (shown, own) {
            (None, None) => {
                let rows = revision::of_item(tx, &row.id).await?.into_iter().rev();
                let last = { rows }.find(|row| matches!(row.body, Body::Slide(_)));
                last.map(|row| (row.digest, Arc::new(row.body)))
            }
            (shown, _) => shown,
        };
        let (until, written) = (self.campaigns(&id).2, row.changed);
        let entry = |title, template, topic, looks| SlideEntry {
            id,
            title,
            template,
            topic,
            state,
            looks,
            has_draft: own.is_some(),
            changed: own.map_or(written, |own| own.saved.max(written)),
            sent: sent.map(|(_, at)| *at),
            until,
            search: row.search.clone(),
        };
        Ok(match (shown.as_ref().map(|(digest, body)| (digest, &**body)), own) {
            (Some((digest, body @ Body::Slide(SlideBody { slide, .. }))), _) => entry(
                title_of(body),
                slide.content.template().to_owned(),
                slide.topic.clone(),
                Looks::Revision(*digest),
            ),
            (_, Some(own)) => {
                let text: DraftText = serde_json::from_str(&own.body).unwrap_or_default();
                let topic = Some(text.fields.get("topic").to_owned()).filter(|topic| !topic.is_empty());
                let template = text.fields.get("template").to_owned();
                entry(title_of_draft(&own.item, &text), template, topic, Looks::Draft(own.account.clone(), own.saves))
            }
            _ => entry(row.title.clone(), String::new(), None, Looks::Nothing),
        })
    }
}
