//! Who wrote some of what is sent: none of them may approve it.

use std::collections::BTreeSet;

use super::{
    draft::{Draft, drafts_in, typed_before},
    error::OfficeError,
    item_form::DraftText,
    live::Live,
};
use crate::{
    approval::{AccountId, ItemId},
    model::Digest,
    records::{ReadTransaction, revision, submission},
};

/// Texts shorter than this are alike by chance, characters: "on", a theme, an hour.
const OWN_WORDS_CHARS: usize = 12;

/// Everybody who wrote some of a revision since the one that is on: whoever sends it; whose words were taken into the draft,
/// said or found there letter for letter; everybody who wrote a revision of the item since, was it sent, returned or taken
/// back; whoever wrote what the draft was begun from; and whoever sent the very same words at any time.
pub(super) async fn authors_of(
    tx: &mut ReadTransaction,
    live: &Live,
    item: &ItemId,
    digest: Digest,
    base: Option<Digest>,
    sender: &AccountId,
    draft: Option<&Draft>,
) -> Result<BTreeSet<AccountId>, OfficeError> {
    let mut authors: BTreeSet<AccountId> = [sender.clone()].into();
    let on = live.digest(item);
    let revisions = revision::of_item(tx, item).await?;
    let since = on.and_then(|on| revisions.iter().find(|row| row.digest == on)).map(|row| row.made);
    let is_new = |made| since.is_none_or(|since| made >= since);
    // What was on once has been approved; what was written to get there ends at it.
    let mut chain = base;
    let mut begun_from = BTreeSet::new();
    while let Some(from) = chain.filter(|from| Some(*from) != on && begun_from.insert(*from)) {
        chain = revisions.iter().find(|row| row.digest == from).and_then(|row| row.parent);
    }
    for row in &revisions {
        let counts = Some(row.digest) != on && (is_new(row.made) || begun_from.contains(&row.digest));
        if counts || row.digest == digest {
            authors.extend(row.author.clone());
        }
    }
    for sent in submission::of_item(tx, item).await? {
        for entry in sent.items.iter().filter(|entry| entry.item == *item) {
            let counts = Some(entry.digest) != on && (is_new(sent.sent) || begun_from.contains(&entry.digest));
            if counts || entry.digest == digest {
                authors.extend(entry.authors.iter().cloned());
            }
        }
    }
    if let Some(draft) = draft {
        authors.extend(draft.with.iter().cloned());
        let before = typed_before(live, item);
        let own = own_words(&draft.text, &before);
        for other in drafts_in(tx, item).await? {
            let texts = [&other.text].into_iter().chain(other.kept.iter().map(|kept| &kept.text));
            if texts.map(|text| own_words(text, &before)).any(|words| !words.is_disjoint(&own)) {
                authors.extend(other.with.iter().cloned());
                authors.insert(other.by);
            }
        }
    }
    Ok(authors)
}

/// The texts of a draft that are not those of what is on, and long enough to be somebody's own.
fn own_words(text: &DraftText, before: &DraftText) -> BTreeSet<String> {
    let words = |text: &DraftText| -> BTreeSet<String> {
        let lines = text.fields.0.values().flat_map(|text| text.lines());
        let trimmed = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        trimmed.filter(|line| line.chars().count() >= OWN_WORDS_CHARS).collect()
    };
    words(text).difference(&words(before)).cloned().collect()
}
