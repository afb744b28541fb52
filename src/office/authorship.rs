//! Who wrote some of what is sent: none of them may approve it.
//!
//! Whose words they are is told by whoever takes them over, and besides seen by the words themselves: a line that stands in
//! another person's draft, or in what was once sent, and not in what is on, is that person's.

use std::collections::BTreeSet;

use super::{
    draft::{Draft, drafts_in},
    error::OfficeError,
    item_form::{self, DraftText},
    live::LiveVersion,
    own_words::own_words,
};
use crate::{
    approval::{AccountId, Body, ItemId},
    model::Digest,
    records::{ReadTransaction, revision, submission},
};

/// Everybody who wrote some of a revision since the one that is on: whoever sends it; whose words were taken into the draft;
/// everybody who wrote a revision of the item since, was it sent, returned or taken back; whoever wrote what the draft was
/// begun from; whoever sent the very same words at any time; and everybody whose own lines stand in it.
pub(super) async fn authors_of(
    tx: &mut ReadTransaction,
    live: &LiveVersion,
    body: &Body,
    base: Option<Digest>,
    sender: &AccountId,
    draft: Option<&Draft>,
) -> Result<BTreeSet<AccountId>, OfficeError> {
    let (item, digest) = (&body.item(), body.digest());
    let mut authors: BTreeSet<AccountId> = [sender.clone()].into();
    authors.extend(draft.iter().flat_map(|draft| draft.with.iter().cloned()));
    let on = live.digest(item);
    let before = typed_before(live, item);
    let own = own_words(&item_form::write(body, &live.zone()), &before);
    let revisions = revision::of_item(tx, item).await?;
    let since = on.and_then(|on| revisions.iter().find(|row| row.digest == on)).map(|row| row.made);
    let is_new = |made| since.is_none_or(|since| made >= since);
    let mut counted: BTreeSet<Digest> = [digest].into();
    // What was on once has been approved; what was written to get there ends at it.
    let mut chain = base;
    while let Some(from) = chain.filter(|from| Some(*from) != on && counted.insert(*from)) {
        chain = revisions.iter().find(|row| row.digest == from).and_then(|row| row.parent);
    }
    for row in revisions.iter().filter(|row| Some(row.digest) != on) {
        let words = || own_words(&item_form::write(&row.body, &live.zone()), &before);
        if counted.contains(&row.digest) || is_new(row.made) || !words().is_disjoint(&own) {
            counted.insert(row.digest);
            authors.extend(row.author.clone());
        }
    }
    for sent in submission::of_item(tx, item).await? {
        for entry in sent.items.iter().filter(|entry| entry.item == *item) {
            if counted.contains(&entry.digest) || Some(entry.digest) != on && is_new(sent.sent) {
                authors.extend(entry.authors.iter().cloned());
            }
        }
    }
    for other in drafts_in(tx, item).await? {
        let texts = [&other.text].into_iter().chain(other.kept.iter().map(|kept| &kept.text));
        if texts.map(|text| own_words(text, &before)).any(|words| !words.is_disjoint(&own)) {
            authors.extend(other.with.iter().cloned());
            authors.insert(other.by);
        }
    }
    Ok(authors)
}

/// What is on, as it would be typed.
fn typed_before(live: &LiveVersion, item: &ItemId) -> DraftText {
    live.body(item).map(|body| item_form::write(body, &live.zone())).unwrap_or_default()
}
