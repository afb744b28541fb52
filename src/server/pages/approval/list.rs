//! The submissions at the side: those that wait, and those approved today.

use super::words;
use crate::{
    approval::{ItemId, Submission, SubmissionState},
    form::Language,
    model::limits,
    office::OfficeError,
    records::{ReadTransaction, item, submission},
    server::{pictures::src_of_revision, times::Times},
};

/// How many of the newest submissions are looked through for those of today.
const LOOKED_THROUGH: u32 = 60;
/// Most of today's that are shown.
const TODAYS: usize = 6;

/// One submission in a list.
pub(super) struct SubmissionEntry {
    pub id: String,
    pub title: String,
    pub second: String,
    pub src: Option<String>,
    /// The person who looks wrote some of it.
    pub own: bool,
    pub chosen: bool,
}

/// The submissions at the side.
pub(super) struct Lists {
    pub open: Vec<SubmissionEntry>,
    pub today: Vec<SubmissionEntry>,
}

/// The submissions that wait, those that waited longest first.
pub(super) async fn open(tx: &mut ReadTransaction) -> Result<Vec<Submission>, OfficeError> {
    let mut open = submission::in_state(tx, SubmissionState::Open, limits::OPEN_SUBMISSIONS).await?;
    open.reverse();
    Ok(open)
}

/// Both lists for one reader.
pub(super) async fn lists(
    tx: &mut ReadTransaction,
    open: &[Submission],
    me: &crate::approval::AccountId,
    chosen: Option<&str>,
    times: &Times,
    language: Language,
) -> Result<Lists, OfficeError> {
    let mut lists = Lists { open: Vec::new(), today: Vec::new() };
    for sent in open {
        let kind = match main_item(sent) {
            Some(item) if item.before.is_none() => words::NEW,
            _ => words::CHANGED,
        };
        let second = format!("{} · {}", kind.get(language), times.at(sent.sent));
        lists.open.push(entry(tx, sent, second, me, chosen).await?);
    }
    let today = times.zone().day(times.now());
    for sent in submission::newest(tx, LOOKED_THROUGH).await? {
        let Some((_, at)) = sent.decided.as_ref().filter(|_| sent.state == SubmissionState::Approved) else { continue };
        if times.zone().day(*at) == today && lists.today.len() < TODAYS {
            let second = words::approved(language, &times.at(*at));
            lists.today.push(entry(tx, &sent, second, me, chosen).await?);
        }
    }
    Ok(lists)
}

async fn entry(
    tx: &mut ReadTransaction,
    sent: &Submission,
    second: String,
    me: &crate::approval::AccountId,
    chosen: Option<&str>,
) -> Result<SubmissionEntry, OfficeError> {
    let first = main_item(sent);
    let title = match first {
        Some(first) => title(tx, &first.item).await?,
        None => String::new(),
    };
    Ok(SubmissionEntry {
        id: sent.id.0.clone(),
        title,
        second,
        src: first.and_then(|first| src_of_revision(&first.item, first.digest, 160)),
        own: sent.authors().contains(me),
        chosen: chosen == Some(sent.id.0.as_str()),
    })
}

/// What a submission is about: its first slide, or what it has.
pub(super) fn main_item(submission: &Submission) -> Option<&crate::approval::SubmittedRevision> {
    let slide = submission.items.iter().find(|item| matches!(item.item, ItemId::Slide(_)));
    slide.or(submission.items.first())
}

/// What lists call an item.
pub(super) async fn title(tx: &mut ReadTransaction, id: &ItemId) -> Result<String, OfficeError> {
    Ok(item::get(tx, id).await?.map_or_else(|| id.own().to_owned(), |row| row.title))
}
