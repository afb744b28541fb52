//! Shows the history.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    compare::{VersionItems, compare, seen},
    words as w,
};
use crate::{
    approval::{AccountId, ItemId, ItemKind, Right, Version, VersionKind},
    form::Language,
    office::OfficeError,
    records::{ReadTransaction, account, arrival, item, version},
    server::{
        pictures::src_of_revision,
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, page, words},
        state::PageState,
        times::Times,
    },
};

/// Versions on one page.
const SHOWN: usize = 20;
/// Pictures of each.
const PICTURES: usize = 2;

#[derive(Template)]
#[template(path = "pages/versions/versions.html")]
struct VersionsPage {
    shell: Shell,
    rows: Vec<VersionLine>,
    older: Option<u64>,
}

/// One version.
struct VersionLine {
    n: u64,
    at: String,
    by: String,
    pictures: Vec<String>,
    what: String,
    arrived: usize,
    of: usize,
    how_far: String,
    complete: String,
    is_on: bool,
    is_signed: bool,
    may_again: bool,
    /// The question, and what would follow, where this one is chosen.
    question: Option<(String, String)>,
}

/// How the page is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct VersionListQuery {
    /// Versions before that one.
    truoc: Option<u64>,
    /// The version that is perhaps to be played again.
    phat_lai: Option<u64>,
}

/// The history, the newest first.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(asked): Query<VersionListQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let live = office.live().await?;
    let times = Times::new(live.zone(), office.clock().now().wall, language);
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let before = asked.truoc.unwrap_or(u64::from(u32::MAX));
    let most = u32::try_from(SHOWN + 1).unwrap_or(u32::MAX);
    let mut versions = version::list(&mut tx, before, most).await.map_err(OfficeError::from)?;
    let older = (versions.len() > SHOWN).then(|| versions[SHOWN - 1].n);
    let after_last = versions.get(SHOWN).cloned();
    versions.truncate(SHOWN);
    let gathered = Gathered::new(&mut tx, &versions, after_last.as_ref()).await?;
    let may = signed_in.account.may(Right::Approve) && live.stopped.is_none();
    let mut rows = Vec::new();
    for version in &versions {
        let mut row = gathered.row(version, &times, language);
        row.is_on = version.n == live.n();
        row.may_again = may && !row.is_on && row.is_signed && version.kind != VersionKind::Stop;
        if row.may_again && asked.phat_lai == Some(version.n) {
            let (now, then) = (gathered.items.get(&live.n()), gathered.items.get(&version.n));
            let (now, then) = (usual(now), usual(then));
            let difference = compare(&now, &then, &|item| gathered.called(item));
            row.question =
                Some((w::question(language, version.n), w::consequence(language, live.n() + 1, &difference)));
        }
        rows.push(row);
    }
    drop(tx);
    let shell = signed_in.shell(OfficeSection::Versions, words::VERSIONS.get(language)).await?;
    Ok(page(&VersionsPage { shell, rows, older }))
}

/// What playing a version again would bring back: displays stay as they are, and emergencies follow their own rule.
fn usual(items: Option<&VersionItems>) -> VersionItems {
    let emergency = |item: &ItemId| item.own().starts_with("khan-cap-");
    let kept = items.into_iter().flatten().filter(|(item, _)| item.kind() != ItemKind::Display && !emergency(item));
    kept.map(|(item, digest)| (item.clone(), *digest)).collect()
}

/// Everything the rows are made of.
struct Gathered {
    items: BTreeMap<u64, VersionItems>,
    /// The version before each.
    before: BTreeMap<u64, u64>,
    arrivals: BTreeMap<u64, Vec<crate::model::WallTime>>,
    names: BTreeMap<AccountId, String>,
    titles: BTreeMap<ItemId, String>,
}

impl Gathered {
    async fn new(
        tx: &mut ReadTransaction,
        versions: &[Version],
        after_last: Option<&Version>,
    ) -> Result<Self, OfficeError> {
        let all: Vec<u64> = versions.iter().chain(after_last).map(|version| version.n).collect();
        let (mut items, mut arrivals) = (BTreeMap::new(), BTreeMap::new());
        for n in &all {
            items.insert(*n, version::items(tx, *n).await?.into_iter().collect());
            let at = arrival::of_version(tx, *n).await?.into_iter().map(|(_, at)| at).collect();
            arrivals.insert(*n, at);
        }
        // What is on is needed to tell what playing an older one again would change.
        if let Some(newest) = version::newest(tx).await? {
            items.entry(newest.n).or_insert_with(|| newest.items.into_iter().collect());
        }
        let before = all.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let names = account::list(tx).await?.into_iter().map(|row| (row.account.id, row.account.name)).collect();
        let campaigns = item::of_kind(tx, ItemKind::Campaign).await?;
        let titles = campaigns.into_iter().map(|row| (row.id, row.title)).collect();
        Ok(Self { items, before, arrivals, names, titles })
    }

    fn called(&self, item: &ItemId) -> String {
        self.titles.get(item).cloned().unwrap_or_else(|| item.own().to_owned())
    }

    fn row(&self, version: &Version, times: &Times, language: Language) -> VersionLine {
        let nothing = VersionItems::new();
        let items = self.items.get(&version.n).unwrap_or(&nothing);
        let earlier = self.before.get(&version.n).and_then(|n| self.items.get(n)).unwrap_or(&nothing);
        let what = match (version.kind, version.of) {
            (VersionKind::TakeBack, Some(of)) => w::take_back(language, of),
            (VersionKind::Import, _) => w::IMPORT.get(language).to_owned(),
            (VersionKind::Alert, _) => w::ALERT.get(language).to_owned(),
            (VersionKind::AlertEnd, _) => w::ALERT_END.get(language).to_owned(),
            (VersionKind::Stop, _) => w::STOP.get(language).to_owned(),
            (VersionKind::Resume, _) => w::RESUME.get(language).to_owned(),
            _ => w::difference(language, &compare(earlier, items, &|item| self.called(item))),
        };
        let by = version.by.as_ref().and_then(|by| self.names.get(by));
        let of = items.keys().filter(|item| item.kind() == ItemKind::Display).count();
        let arrived = self.arrivals.get(&version.n).map(Vec::as_slice).unwrap_or_default();
        let last = arrived.iter().max().filter(|_| of > 0 && arrived.len() >= of);
        let quiet = matches!(version.kind, VersionKind::Stop | VersionKind::Resume);
        VersionLine {
            n: version.n,
            at: times.was(version.at),
            by: by.map_or_else(
                || w::BY_PROGRAM.get(language).to_owned(),
                |name| w::by(language, name, version.kind == VersionKind::Publish),
            ),
            pictures: if quiet { Vec::new() } else { pictures(earlier, items) },
            what,
            arrived: arrived.len().min(of),
            of,
            how_far: w::arrived(language, arrived.len().min(of), of),
            complete: last.map(|at| w::complete(language, &times.at(*at))).unwrap_or_default(),
            is_on: false,
            is_signed: version.programme.is_some(),
            may_again: false,
            question: None,
        }
    }
}

fn pictures(before: &VersionItems, after: &VersionItems) -> Vec<String> {
    let changed = seen(before, after).into_iter();
    changed.filter_map(|(item, digest)| src_of_revision(&item, digest, 160)).take(PICTURES).collect()
}
