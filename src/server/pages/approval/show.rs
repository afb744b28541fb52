//! Shows a submission, or the list where none waits.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    card::{ItemCard, cards},
    list::{Lists, lists, main_item, open, title},
    words as w,
};
use crate::{
    approval::{AccountId, Right, Submission, SubmissionId, SubmissionState},
    office::{OfficeError, arrival::Arrival},
    records::{account, submission},
    server::{
        live::{ArrivalTold, heard, words as live_words},
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

#[derive(Template)]
#[template(path = "pages/approval/approval.html")]
struct ApprovalPage {
    shell: Shell,
    waiting: String,
    lists: Lists,
    one: Option<One>,
}

/// The submission that is shown.
struct One {
    id: String,
    title: String,
    author: String,
    sent: String,
    note: String,
    cards: Vec<ItemCard>,
    /// "Đề nghị 1 trên 3", and the next one.
    place: Option<String>,
    next: Option<String>,
    is_open: bool,
    may_decide: bool,
    may_withdraw: bool,
    /// Why the person who looks cannot decide, or what became of it.
    why_not: Option<String>,
    newer: Option<String>,
    becomes: String,
    returning: bool,
    done: Option<Done>,
    left: String,
}

/// What became of what was approved.
struct Done {
    chip: String,
    arrived: Option<(String, ArrivalTold)>,
}

/// How the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ApprovalQuery {
    /// The form to return it stands on the page: for browsers without scripts.
    #[serde(default)]
    tra_lai: u8,
}

/// The list, with the first submission that waits for the person who looks.
pub async fn list(signed_in: Authorised, State(state): State<PageState>) -> Result<Response, PageError> {
    let mut tx = state.office().records().read().await.map_err(OfficeError::from)?;
    let open = open(&mut tx).await?;
    let me = &signed_in.account.id;
    let first = open.iter().find(|sent| !sent.authors().contains(me)).or(open.first()).cloned();
    show_one(&signed_in, &state, first, &open, false).await
}

/// One submission.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<String>,
    Query(asked): Query<ApprovalQuery>,
) -> Result<Response, PageError> {
    let mut tx = state.office().records().read().await.map_err(OfficeError::from)?;
    let found = submission::get(&mut tx, &SubmissionId(id)).await.map_err(OfficeError::from)?;
    let found = found.ok_or(PageError::NotFound)?;
    let open = open(&mut tx).await?;
    show_one(&signed_in, &state, Some(found), &open, asked.tra_lai == 1).await
}

async fn show_one(
    signed_in: &Authorised,
    state: &PageState,
    shown: Option<Submission>,
    open: &[Submission],
    returning: bool,
) -> Result<Response, PageError> {
    let (office, language, me) = (state.office(), signed_in.language(), &signed_in.account);
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let chosen = shown.as_ref().map(|shown| shown.id.0.as_str());
    let lists = lists(&mut tx, open, &me.id, chosen, &times, language).await?;
    let accounts = account::list(&mut tx).await.map_err(OfficeError::from)?;
    let names: BTreeMap<&AccountId, &str> =
        accounts.iter().map(|row| (&row.account.id, row.account.name.as_str())).collect();
    let name = |id: &AccountId| names.get(id).copied().unwrap_or_default().to_owned();
    let one = match shown {
        None => None,
        Some(shown) => {
            let cards = cards(state, &mut tx, &shown, &live, &times, language).await?;
            let others: Vec<&Submission> = open.iter().filter(|sent| sent.id != shown.id).collect();
            let mine = |sent: &&&Submission| !sent.authors().contains(&me.id);
            let is_open = shown.state == SubmissionState::Open;
            let own = shown.authors().contains(&me.id);
            let at = open.iter().position(|sent| sent.id == shown.id);
            let approvers = || -> Vec<String> {
                let may = |row: &&account::AccountRow| {
                    row.account.may(Right::Approve) && !shown.authors().contains(&row.account.id)
                };
                accounts.iter().filter(may).map(|row| row.account.name.clone()).collect()
            };
            let newer = match (shown.state, main_item(&shown)) {
                (SubmissionState::Withdrawn, Some(main)) => {
                    let about = |sent: &&Submission| sent.items.iter().any(|item| item.item == main.item);
                    open.iter().find(about).map(|sent| sent.id.0.clone())
                }
                _ => None,
            };
            let decided = shown.decided.as_ref();
            let why_not = match shown.state {
                SubmissionState::Open if live.stopped.is_some() => Some(w::STOPPED.get(language).to_owned()),
                SubmissionState::Open if own => Some(w::own(language, &approvers())),
                SubmissionState::Open if !me.may(Right::Approve) => Some(w::NO_RIGHT.get(language).to_owned()),
                SubmissionState::Returned => {
                    let by = decided.map(|(by, _)| name(by)).unwrap_or_default();
                    Some(w::returned(language, &by, shown.reason.as_deref().unwrap_or_default()))
                }
                SubmissionState::Withdrawn if newer.is_some() => Some(w::CHANGED_SINCE.get(language).to_owned()),
                SubmissionState::Withdrawn => Some(w::WITHDRAWN.get(language).to_owned()),
                SubmissionState::Open | SubmissionState::Approved => None,
            };
            let done = match (shown.state, decided) {
                (SubmissionState::Approved, Some((by, at))) => {
                    let chip = w::approved_at(language, &times.at(*at), &name(by));
                    Some(Done { chip, arrived: arrived(state, &times, shown.version, language).await? })
                }
                _ => None,
            };
            let main = main_item(&shown).map(|main| main.item.clone());
            Some(One {
                title: match main {
                    Some(main) => title(&mut tx, &main).await?,
                    None => String::new(),
                },
                author: name(&shown.author),
                sent: w::sent(language, &times.at(shown.sent)),
                note: shown.note.clone(),
                cards,
                place: at.map(|at| w::place(language, at + 1, open.len())),
                next: others.iter().find(mine).map(|sent| sent.id.0.clone()),
                is_open,
                may_decide: is_open && why_not.is_none(),
                may_withdraw: is_open && shown.author == me.id,
                why_not,
                newer,
                becomes: w::becomes(language, live.n() + 1),
                returning: returning && is_open && !own,
                done,
                left: w::left(language, others.len()),
                id: shown.id.0,
            })
        }
    };
    drop(tx);
    let shell = signed_in.shell(OfficeSection::Approve, words::APPROVE.get(language)).await?;
    Ok(page(&ApprovalPage { waiting: w::waiting(language, open.len()), shell, lists, one }))
}

/// How far the version has come that a submission became; `None` while it is not signed.
async fn arrived(
    state: &PageState,
    times: &Times,
    version: Option<u64>,
    language: crate::form::Language,
) -> Result<Option<(String, ArrivalTold)>, PageError> {
    let Some(n) = version else { return Ok(None) };
    let Some((_, programme)) = state.programmes().newest(state.office()).await? else { return Ok(None) };
    if programme.version < n {
        return Ok(None);
    }
    let seen = heard(state.office(), state.displays()).await?;
    let arrival = Arrival::new(n, &programme.displays, &seen, times.now());
    let sentence = live_words::arrived(language, n, arrival.playing(), arrival.displays.len());
    Ok(Some((sentence, ArrivalTold::all(&arrival, times, language))))
}
