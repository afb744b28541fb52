//! The list of slides, each with its state: what was ever written, sent or shown.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::DateTime;

use super::{
    error::OfficeError,
    live::LiveVersion,
    office::Office,
    slide_summary::{Looks, SlideSummaries, SlideSummary, SlideText},
};
use crate::{
    approval::{ItemId, ItemKind, SlideState, StateOf, SubmissionState},
    model::{Digest, SlideId, WallTime},
    records::{
        ReadTransaction,
        draft::{self, DraftHead},
        item, submission, version,
    },
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

/// What the states of slides follow from.
struct Facts {
    live: Arc<LiveVersion>,
    now: DateTime,
    /// The newest revision of each item that waits, and since when.
    open: HashMap<ItemId, (Digest, WallTime)>,
    /// When the campaigns that play a slide end; `None` for one that has no end.
    ends: HashMap<SlideId, Vec<Option<DateTime>>>,
}

impl Office {
    /// Every slide, the last written first; a slide of which there is nothing but other people's drafts too.
    ///
    /// What they say is read from texts that are new since the last time, all else in a few questions: there may be
    /// hundreds.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slides(&self) -> Result<Vec<SlideEntry>, OfficeError> {
        let mut tx = self.records().read().await?;
        let facts = self.facts(&mut tx).await?;
        let were_on: HashSet<ItemId> = version::ever_on(&mut tx, ItemKind::Slide).await?.into_iter().collect();
        let mut drafts: HashMap<ItemId, DraftHead> = HashMap::new();
        for head in draft::heads(&mut tx).await? {
            // The last saved comes first.
            drafts.entry(head.item.clone()).or_insert(head);
        }
        let known = self.kept_summaries();
        let mut used = SlideSummaries::default();
        let mut entries = Vec::new();
        for row in item::of_kind(&mut tx, ItemKind::Slide).await? {
            let ItemId::Slide(id) = row.id.clone() else { continue };
            let own = drafts.get(&row.id);
            let mut said = None;
            for text in facts.texts(&row, own) {
                said = match known.get(&text) {
                    Some(said) => said.clone(),
                    None => text.read(&mut tx).await?.map(Arc::new),
                };
                used.insert(text, said.clone());
                if said.is_some() {
                    break;
                }
            }
            let state = facts.state(&id, were_on.contains(&row.id));
            entries.push(facts.entry(id, row, state, own, said.as_deref()));
        }
        self.keep_summaries(used);
        Ok(entries)
    }

    /// The state of a slide.
    ///
    /// # Errors
    /// What the database says.
    pub async fn slide_state(&self, id: &SlideId) -> Result<SlideState, OfficeError> {
        let mut tx = self.records().read().await?;
        let facts = self.facts(&mut tx).await?;
        let was_live = !version::of_item(&mut tx, &ItemId::Slide(id.clone())).await?.is_empty();
        Ok(facts.state(id, was_live))
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
        let mut ends: HashMap<SlideId, Vec<Option<DateTime>>> = HashMap::new();
        for body in live.campaigns() {
            for slide in body.slides.iter().collect::<HashSet<_>>() {
                ends.entry(slide.clone()).or_default().push(body.campaign.until);
            }
        }
        let now = live.zone().local(self.clock().now().wall);
        Ok(Facts { live, now, open, ends })
    }
}

impl Facts {
    /// A slide's campaigns: whether one of them lasts, whether there are any, and when the last one ends.
    fn campaigns(&self, id: &SlideId) -> (bool, bool, Option<DateTime>) {
        let ends = self.ends.get(id).map(Vec::as_slice).unwrap_or_default();
        let lasts = ends.iter().any(|until| until.is_none_or(|until| until > self.now));
        let last = if ends.iter().any(Option::is_none) { None } else { ends.iter().flatten().max().copied() };
        (lasts, !ends.is_empty(), last)
    }

    fn state(&self, id: &SlideId, was_live: bool) -> SlideState {
        let item = ItemId::Slide(id.clone());
        let (lasts, any, _) = self.campaigns(id);
        let is_live = self.live.body(&item).is_some();
        let of = StateOf {
            is_submitted: self.open.contains_key(&item),
            is_live,
            was_live: is_live || was_live,
            is_scheduled: lasts,
            has_ended: any && !lasts,
        };
        of.state()
    }

    /// The texts of a slide, of which the first that says something of it is shown: what waits or is on, somebody's draft, or
    /// where there is neither, what it said last.
    fn texts(&self, row: &item::ItemRow, own: Option<&DraftHead>) -> Vec<SlideText> {
        let open = self.open.get(&row.id).map(|(digest, _)| *digest);
        let shown = open.or(self.live.digest(&row.id)).map(|digest| SlideText::Revision(row.id.clone(), digest));
        let draft = own.map(|own| SlideText::Draft(own.item.clone(), own.account.clone(), own.saves, own.saved));
        let last = (shown.is_none() && draft.is_none()).then(|| SlideText::Last(row.id.clone(), row.changed));
        [shown, draft, last].into_iter().flatten().collect()
    }

    fn entry(
        &self,
        id: SlideId,
        row: item::ItemRow,
        state: SlideState,
        own: Option<&DraftHead>,
        said: Option<&SlideSummary>,
    ) -> SlideEntry {
        let until = self.campaigns(&id).2;
        let nothing = || SlideSummary { title: row.title, template: String::new(), topic: None, looks: Looks::Nothing };
        let SlideSummary { title, template, topic, looks } = said.cloned().unwrap_or_else(nothing);
        SlideEntry {
            id,
            title,
            template,
            topic,
            state,
            looks,
            has_draft: own.is_some(),
            changed: own.map_or(row.changed, |own| own.saved.max(row.changed)),
            sent: self.open.get(&row.id).map(|(_, at)| *at),
            until,
            search: row.search,
        }
    }
}
