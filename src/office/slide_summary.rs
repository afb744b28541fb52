//! What a list says of a text of a slide: read once, because no text ever changes under its name.

use std::{collections::HashMap, sync::Arc};

use super::{
    error::OfficeError,
    item_form::DraftText,
    title::{title_of, title_of_draft},
};
use crate::{
    approval::{AccountId, Body, ItemId, SlideBody},
    model::{Digest, WallTime},
    records::{ReadTransaction, draft, revision},
};

/// What a list says of a text of a slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SlideSummary {
    /// What it is called.
    pub(super) title: String,
    /// Its template's name.
    pub(super) template: String,
    /// The topic of the commune's plan that it serves.
    pub(super) topic: Option<String>,
    /// What it looks like.
    pub(super) looks: Looks,
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

/// A text of a slide, by a name under which it never says anything else.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum SlideText {
    /// A revision.
    Revision(ItemId, Digest),
    /// A draft, as it was saved so many times, the last time at that instant: one that is begun anew counts from one again.
    Draft(ItemId, AccountId, u64, WallTime),
    /// The last revision of a slide that was last changed at that instant.
    Last(ItemId, WallTime),
}

/// What is known of texts; `None` where one says nothing of a slide, as that it is taken away.
pub(super) type SlideSummaries = HashMap<SlideText, Option<Arc<SlideSummary>>>;

impl SlideText {
    /// Reads the text.
    pub(super) async fn read(&self, tx: &mut ReadTransaction) -> Result<Option<SlideSummary>, OfficeError> {
        Ok(match self {
            Self::Revision(item, digest) => {
                let row = revision::get(tx, item, *digest).await?;
                row.and_then(|row| SlideSummary::of(row.digest, &row.body))
            }
            Self::Draft(item, account, ..) => draft::get(tx, item, account).await?.as_ref().map(SlideSummary::of_draft),
            Self::Last(item, _) => {
                let rows = revision::of_item(tx, item).await?.into_iter().rev();
                { rows }.find_map(|row| SlideSummary::of(row.digest, &row.body))
            }
        })
    }
}

impl SlideSummary {
    /// Of a revision; `None` where it is none of a slide.
    pub(super) fn of(digest: Digest, body: &Body) -> Option<Self> {
        let Body::Slide(SlideBody { slide, .. }) = body else { return None };
        let (template, topic) = (slide.content.template().to_owned(), slide.topic.clone());
        Some(Self { title: title_of(body), template, topic, looks: Looks::Revision(digest) })
    }

    fn of_draft(row: &draft::DraftRow) -> Self {
        let text: DraftText = serde_json::from_str(&row.body).unwrap_or_default();
        Self {
            title: title_of_draft(&row.item, &text),
            template: text.fields.get("template").to_owned(),
            topic: Some(text.fields.get("topic").to_owned()).filter(|topic| !topic.is_empty()),
            looks: Looks::Draft(row.account.clone(), row.saves),
        }
    }
}
