//! Drafts: what somebody has typed and not sent. One a person and item; no text is ever lost.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    actor::Actor,
    error::OfficeError,
    item_form::{self, DraftText},
    office::Office,
    own_words::own_words,
    title::{search_of_draft, title_of_draft},
};
use crate::{
    approval::{AccountId, Body, ItemId, ItemKind, Right},
    form::plain_id,
    model::{Digest, WallTime, limits},
    records::{
        ReadTransaction, WriteTransaction,
        draft::{self, DraftRow},
        item, revision,
    },
};

/// What somebody has typed and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is a draft of.
    pub item: ItemId,
    /// Whose it is.
    pub by: AccountId,
    /// The revision it was begun from; `None` for an item that had none.
    pub base: Option<Digest>,
    /// What was typed.
    pub text: DraftText,
    /// Other people whose words are in it.
    pub with: BTreeSet<AccountId>,
    /// Texts that another window of the same person saved meanwhile: one of them is chosen before it is sent.
    pub kept: Vec<KeptText>,
    /// How often it was saved; the next save names it.
    pub saves: u64,
    /// When it was saved last.
    pub saved: WallTime,
}

/// A text that is kept beside a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// What was typed.
    pub text: DraftText,
    /// When it was saved.
    pub at: WallTime,
}

/// A draft to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSave {
    /// What it is a draft of.
    pub item: ItemId,
    /// The revision it was begun from.
    pub base: Option<Digest>,
    /// What was typed.
    pub text: DraftText,
    /// How often the window knows it to have been saved; 0 where it knows of no draft.
    pub saves: u64,
    /// Other people whose words were taken into it.
    pub with: BTreeSet<AccountId>,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// How often it is saved now: what the next save names. 0 where nothing differs from what is on and there is no draft.
    pub saves: u64,
    /// When.
    pub at: WallTime,
    /// How many texts are kept beside it. More than before: another window has saved meanwhile, and both texts are there.
    pub kept: usize,
    /// Whoever else has a draft of the same item, the last saved first.
    pub others: Vec<(AccountId, WallTime)>,
}

/// A draft's body, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    text: DraftText,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    with: BTreeSet<AccountId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kept: Vec<KeptText>,
}

/// What is asked of whoever writes a thing of that kind.
pub(super) fn right_to_write(kind: ItemKind) -> Right {
    match kind {
        ItemKind::Slide | ItemKind::Campaign => Right::Write,
        ItemKind::Display | ItemKind::Commune => Right::Administer,
    }
}

impl Office {
    /// Begins a new item with what is typed already, such as its template, and gives it its id: for slides and campaigns made
    /// from `words`, what it is about; a display's says nothing.
    ///
    /// # Errors
    /// No right to write such things, or the text is too long.
    pub async fn new_draft(
        &self,
        by: &Actor,
        kind: ItemKind,
        words: &str,
        text: DraftText,
    ) -> Result<Draft, OfficeError> {
        by.must(right_to_write(kind))?;
        if !text.fits() {
            return Err(OfficeError::TooLong);
        }
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        let item = self.free_id(&mut tx, kind, words).await?;
        let (by_id, with) = (by.id().clone(), BTreeSet::new());
        let mut draft = Draft { item, by: by_id, base: None, text, with, kept: Vec::new(), saves: 0, saved: now };
        put_item(&mut tx, &draft.item, &draft.text, now).await?;
        draft.saves = put(&mut tx, &draft).await?.unwrap_or(1);
        tx.commit().await?;
        Ok(draft)
    }

    /// An id that no item has had.
    pub(super) async fn free_id(
        &self,
        tx: &mut ReadTransaction,
        kind: ItemKind,
        words: &str,
    ) -> Result<ItemId, OfficeError> {
        let (stem, first) = match kind {
            ItemKind::Commune => return Ok(ItemId::Commune),
            ItemKind::Display => {
                let random = self.new_id();
                (format!("mh-{}", &random[random.len() - 5..]), String::new())
            }
            ItemKind::Campaign => (shortened(&plain_id(words), "chien-dich"), String::new()),
            ItemKind::Slide => (shortened(&plain_id(words), "trang"), String::new()),
        };
        let mut ending = first;
        for n in 2.. {
            let id: ItemId = format!("{kind}:{stem}{ending}").parse().map_err(|_| OfficeError::TooLong)?;
            if item::get(tx, &id).await?.is_none() {
                return Ok(id);
            }
            ending = format!("-{n}");
        }
        Err(OfficeError::TooLong)
    }

    /// Saves a draft. Where another window of the same person has saved meanwhile, this text is the draft's now and the other
    /// one is kept beside it. Nothing is begun by a text that says what is on.
    ///
    /// # Errors
    /// No right to write such things, there is no such item, or the text is too long.
    pub async fn save_draft(&self, by: &Actor, save: DraftSave) -> Result<Saved, OfficeError> {
        by.must(right_to_write(save.item.kind()))?;
        if !save.text.fits() {
            return Err(OfficeError::TooLong);
        }
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        let live = self.live_in(&mut tx).await?;
        let before = draft::get(&mut tx, &save.item, by.id()).await?.map(read).transpose()?;
        let others = others(&mut tx, &save.item, by.id()).await?;
        let same_as_on = || {
            let typed = live.body(&save.item).map(|body| item_form::write(body, &live.zone()));
            typed.is_some_and(|typed| typed.fields.is_like(&save.text.fields) && typed.pictures == save.text.pictures)
        };
        if before.is_none() && same_as_on() {
            return Ok(Saved { saves: 0, at: now, kept: 0, others });
        }
        if before.is_none() && item::get(&mut tx, &save.item).await?.is_none() && save.item != ItemId::Commune {
            return Err(OfficeError::not_found("item", &save.item));
        }
        let mut draft = match before {
            Some(before) => over(before, &save),
            None => Draft {
                item: save.item,
                by: by.id().clone(),
                base: save.base,
                text: save.text,
                with: BTreeSet::new(),
                kept: Vec::new(),
                saves: 0,
                saved: now,
            },
        };
        draft.with.extend(save.with.into_iter().filter(|other| other != by.id()));
        // Whose lines they are is seen while that person's draft is still there.
        let on = live.body(&draft.item).map(|body| item_form::write(body, &live.zone())).unwrap_or_default();
        let own = own_words(&draft.text, &on);
        for other in drafts_in(&mut tx, &draft.item).await?.into_iter().filter(|other| other.by != *by.id()) {
            if !own_words(&other.text, &on).is_disjoint(&own) {
                draft.with.extend(other.with.into_iter().chain([other.by]));
                draft.with.remove(by.id());
            }
        }
        draft.saved = now;
        if live.body(&draft.item).is_none() {
            put_item(&mut tx, &draft.item, &draft.text, now).await?;
        }
        let saves = put(&mut tx, &draft).await?.ok_or(OfficeError::CutOff)?;
        tx.commit().await?;
        Ok(Saved { saves, at: now, kept: draft.kept.len(), others })
    }

    /// A person's draft of an item.
    ///
    /// # Errors
    /// What the database says.
    pub async fn draft(&self, by: &AccountId, item: &ItemId) -> Result<Option<Draft>, OfficeError> {
        draft::get(&mut self.records().read().await?, item, by).await?.map(read).transpose()
    }

    /// Everybody's drafts of an item, the last saved first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn drafts_of(&self, item: &ItemId) -> Result<Vec<Draft>, OfficeError> {
        drafts_in(&mut self.records().read().await?, item).await
    }

    /// A person's drafts, the last saved first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn my_drafts(&self, by: &AccountId) -> Result<Vec<Draft>, OfficeError> {
        draft::of_account(&mut self.records().read().await?, by).await?.into_iter().map(read).collect()
    }

    /// Takes another person's text in the place of one's own, which is kept beside it. Whoever wrote it is then one of its
    /// authors.
    ///
    /// # Errors
    /// No right to write such things, or there is no such draft.
    pub async fn take_text(&self, by: &Actor, item: &ItemId, from: &AccountId) -> Result<Draft, OfficeError> {
        by.must(right_to_write(item.kind()))?;
        let now = self.clock().now().wall;
        let mut tx = self.records().write().await?;
        let Some(theirs) = draft::get(&mut tx, item, from).await? else {
            return Err(OfficeError::not_found("draft", item));
        };
        let theirs = read(theirs)?;
        let mut mine = match draft::get(&mut tx, item, by.id()).await? {
            Some(mine) => keeping(read(mine)?),
            None => Draft { saves: 0, kept: Vec::new(), with: BTreeSet::new(), by: by.id().clone(), ..theirs.clone() },
        };
        (mine.text, mine.base, mine.saved) = (theirs.text, theirs.base, now);
        mine.with.extend(theirs.with.into_iter().chain([theirs.by]));
        mine.with.remove(by.id());
        mine.saves = put(&mut tx, &mine).await?.ok_or(OfficeError::CutOff)?;
        tx.commit().await?;
        Ok(mine)
    }

    /// Chooses a text that is kept beside a draft, from 0: it and the draft's own change places.
    ///
    /// # Errors
    /// There is no such text.
    pub async fn choose_text(&self, by: &Actor, item: &ItemId, kept: usize) -> Result<Draft, OfficeError> {
        self.change_kept(by, item, |draft| {
            let chosen = draft.kept.get_mut(kept)?;
            std::mem::swap(&mut chosen.text, &mut draft.text);
            std::mem::swap(&mut chosen.at, &mut draft.saved);
            Some(())
        })
        .await
    }

    /// Lets go of a text that is kept beside a draft, from 0: what is wanted of it is in the draft.
    ///
    /// # Errors
    /// There is no such text.
    pub async fn drop_text(&self, by: &Actor, item: &ItemId, kept: usize) -> Result<Draft, OfficeError> {
        let drop = |draft: &mut Draft| (kept < draft.kept.len()).then(|| drop(draft.kept.remove(kept)));
        self.change_kept(by, item, drop).await
    }

    async fn change_kept(
        &self,
        by: &Actor,
        item: &ItemId,
        change: impl FnOnce(&mut Draft) -> Option<()>,
    ) -> Result<Draft, OfficeError> {
        let mut tx = self.records().write().await?;
        let draft = draft::get(&mut tx, item, by.id()).await?;
        let mut draft = read(draft.ok_or_else(|| OfficeError::not_found("draft", item))?)?;
        change(&mut draft).ok_or_else(|| OfficeError::not_found("text", item))?;
        draft.saves = put(&mut tx, &draft).await?.ok_or(OfficeError::CutOff)?;
        tx.commit().await?;
        Ok(draft)
    }

    /// Gives up a draft, with what is kept beside it.
    ///
    /// # Errors
    /// There is none.
    pub async fn discard_draft(&self, by: &Actor, item: &ItemId) -> Result<(), OfficeError> {
        let mut tx = self.records().write().await?;
        if !draft::delete(&mut tx, item, by.id()).await? {
            return Err(OfficeError::not_found("draft", item));
        }
        Ok(tx.commit().await?)
    }

    /// What an editor of that item begins with: the person's own draft, or what is on, or what was last sent or on, or what
    /// somebody else has written of it so far.
    ///
    /// # Errors
    /// There is no such item.
    pub async fn edit(&self, by: &AccountId, item: &ItemId) -> Result<Draft, OfficeError> {
        let mut tx = self.records().read().await?;
        if let Some(draft) = draft::get(&mut tx, item, by).await? {
            return read(draft);
        }
        let live = self.live_in(&mut tx).await?;
        let at = self.clock().now().wall;
        let begun = |base: Option<Digest>, text, with| Draft {
            item: item.clone(),
            by: by.clone(),
            base,
            text,
            with,
            kept: Vec::new(),
            saves: 0,
            saved: at,
        };
        if let Some((digest, body)) = live.items.get(item) {
            return Ok(begun(Some(*digest), item_form::write(body, &live.zone()), BTreeSet::new()));
        }
        let revisions = revision::of_item(&mut tx, item).await?;
        let last = revisions.into_iter().rev().find(|row| !matches!(row.body, Body::Removed(_)));
        match last {
            Some(row) => Ok(begun(Some(row.digest), item_form::write(&row.body, &live.zone()), BTreeSet::new())),
            None if item::get(&mut tx, item).await?.is_some() || *item == ItemId::Commune => {
                let others = drafts_in(&mut tx, item).await?;
                let newest = others.into_iter().max_by_key(|other| other.saved);
                // Whoever goes on from their words writes with them.
                Ok(newest.map_or_else(
                    || begun(None, DraftText::default(), BTreeSet::new()),
                    |Draft { by, with, text, .. }| begun(None, text, with.into_iter().chain([by]).collect()),
                ))
            }
            None => Err(OfficeError::not_found("item", item)),
        }
    }
}

/// Everybody's drafts of an item.
pub(super) async fn drafts_in(tx: &mut ReadTransaction, item: &ItemId) -> Result<Vec<Draft>, OfficeError> {
    draft::of_item(tx, item).await?.into_iter().map(read).collect()
}

/// A person's draft of an item.
pub(super) async fn draft_in(
    tx: &mut ReadTransaction,
    item: &ItemId,
    by: &AccountId,
) -> Result<Option<Draft>, OfficeError> {
    draft::get(tx, item, by).await?.map(read).transpose()
}

/// The draft with a newer text of the same person; where the window did not know of the newest save, with that kept.
fn over(before: Draft, save: &DraftSave) -> Draft {
    let is_newer = before.saves == save.saves;
    let mut draft = if is_newer || before.text == save.text { before } else { keeping(before) };
    draft.text = save.text.clone();
    draft.base = save.base.or(draft.base);
    draft
}

/// The draft with its own text kept beside it, once.
fn keeping(mut draft: Draft) -> Draft {
    if !draft.kept.iter().any(|kept| kept.text == draft.text) {
        draft.kept.push(KeptText { text: draft.text.clone(), at: draft.saved });
    }
    let over = draft.kept.len().saturating_sub(limits::KEPT_TEXTS);
    draft.kept.drain(..over);
    draft
}

async fn others(
    tx: &mut ReadTransaction,
    item: &ItemId,
    by: &AccountId,
) -> Result<Vec<(AccountId, WallTime)>, OfficeError> {
    let rows = draft::of_item(tx, item).await?;
    Ok(rows.into_iter().filter(|row| row.account != *by).map(|row| (row.account, row.saved)).collect())
}

pub(super) async fn put(tx: &mut WriteTransaction, draft: &Draft) -> Result<Option<u64>, OfficeError> {
    let kept = Kept { text: draft.text.clone(), with: draft.with.clone(), kept: draft.kept.clone() };
    let row = DraftRow {
        item: draft.item.clone(),
        account: draft.by.clone(),
        base: draft.base,
        body: serde_json::to_string(&kept).expect("texts have names for keys"),
        saves: draft.saves,
        saved: draft.saved,
    };
    Ok(draft::save(tx, &row).await?)
}

/// An item of which there is nothing but drafts is called what the last of them says.
async fn put_item(tx: &mut WriteTransaction, item: &ItemId, text: &DraftText, at: WallTime) -> Result<(), OfficeError> {
    Ok(item::put(tx, item, &title_of_draft(item, text), &search_of_draft(item, text), at).await?)
}

fn read(row: DraftRow) -> Result<Draft, OfficeError> {
    let kept: Kept = serde_json::from_str(&row.body).map_err(|_| OfficeError::not_found("draft", &row.item))?;
    let Kept { text, with, kept } = kept;
    Ok(Draft { item: row.item, by: row.account, base: row.base, text, with, kept, saves: row.saves, saved: row.saved })
}

/// A name short enough to be read out, cut between words.
fn shortened(id: &str, otherwise: &str) -> String {
    const CHARS: usize = 40;
    let mut short = String::new();
    for part in id.split('-').filter(|part| !part.is_empty()) {
        if !short.is_empty() && short.len() + part.len() >= CHARS {
            break;
        }
        if !short.is_empty() {
            short.push('-');
        }
        short.extend(part.chars().take(CHARS));
    }
    if short.is_empty() { otherwise.to_owned() } else { short }
}
