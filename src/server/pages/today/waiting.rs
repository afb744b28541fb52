//! What waits for the person who looks: what others sent, what came back, what was begun.

use std::collections::BTreeMap;

use super::words;
use crate::{
    approval::{Account, AccountId, ItemId, Right, SubmissionState},
    form::Language,
    model::limits,
    office::OfficeError,
    records::{ReadTransaction, account, draft, item, submission},
    server::{pictures::src_of_revision, times::Times},
};

/// Most rows.
const ROWS: usize = 6;
/// How many of the newest submissions are looked through for what came back.
const LOOKED_THROUGH: u32 = 100;

/// One thing that waits.
pub(super) struct WaitingItem {
    pub href: String,
    pub src: Option<String>,
    pub icon: &'static str,
    pub title: String,
    pub second: String,
}

/// What waits for that person.
pub(super) async fn waiting(
    tx: &mut ReadTransaction,
    me: &Account,
    times: &Times,
    language: Language,
) -> Result<Vec<WaitingItem>, OfficeError> {
    let names: BTreeMap<AccountId, String> =
        account::list(tx).await?.into_iter().map(|row| (row.account.id, row.account.name)).collect();
    let name = |id: &AccountId| names.get(id).map(String::as_str).unwrap_or_default();
    let mut rows = Vec::new();
    if me.may(Right::Approve) {
        let open = submission::in_state(tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await?;
        for sent in open.iter().rev().filter(|sent| !sent.authors().contains(&me.id)) {
            let Some(first) = sent.items.first() else { continue };
            rows.push(WaitingItem {
                href: format!("/duyet/{}", sent.id),
                src: src_of_revision(&first.item, first.digest, 160),
                icon: icon(&first.item),
                title: title(tx, &first.item).await?,
                second: words::sent_by(language, name(&sent.author), &times.at(sent.sent)),
            });
        }
    }
    let drafts = draft::of_account(tx, &me.id).await?;
    let newest = submission::newest(tx, LOOKED_THROUGH).await?;
    for draft in &drafts {
        let about = |submission: &&crate::approval::Submission| {
            submission.author == me.id && submission.items.iter().any(|item| item.item == draft.item)
        };
        let last = newest.iter().find(about);
        let second = match last {
            Some(sent) if sent.state == SubmissionState::Returned => {
                let by = sent.decided.as_ref().map(|(by, _)| name(by)).unwrap_or_default();
                words::returned(language, by, sent.reason.as_deref().unwrap_or_default())
            }
            _ => words::DRAFT.get(language).to_owned(),
        };
        let src = last.and_then(|sent| sent.items.iter().find(|item| item.item == draft.item));
        rows.push(WaitingItem {
            href: href(&draft.item),
            src: src.and_then(|item| src_of_revision(&item.item, item.digest, 160)),
            icon: icon(&draft.item),
            title: title(tx, &draft.item).await?,
            second,
        });
    }
    rows.truncate(ROWS);
    Ok(rows)
}

async fn title(tx: &mut ReadTransaction, id: &ItemId) -> Result<String, OfficeError> {
    Ok(item::get(tx, id).await?.map_or_else(|| id.own().to_owned(), |row| row.title))
}

fn icon(item: &ItemId) -> &'static str {
    match item {
        ItemId::Slide(_) => "slide",
        ItemId::Campaign(_) => "calendar",
        ItemId::Display(_) => "screen",
        ItemId::Commune => "sliders",
    }
}

/// Where an item is written.
fn href(item: &ItemId) -> String {
    match item {
        ItemId::Slide(id) => format!("/trang/{id}"),
        ItemId::Campaign(id) => format!("/lich/chien-dich/{id}"),
        ItemId::Display(id) => format!("/man-hinh/{id}"),
        ItemId::Commune => "/thiet-lap".to_owned(),
    }
}
