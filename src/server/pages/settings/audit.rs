//! `/thiet-lap/nhat-ky`: who did what, and whether the log is as it was written.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    acts::{ACTS, words_of},
    tabs::Tab,
    words as w,
};
use crate::{
    office::OfficeError,
    records::audit::{self, AuditRow, Verdict},
    server::{
        session::Authorised,
        shell::{OfficeSection, PageError, Shell, in_query, page, words},
        state::PageState,
        times::Times,
    },
};

/// Rows on one page.
const ROWS: usize = 100;
/// Rows that are looked through for those that fit a filter: the rest is asked for by "older".
const LOOKED_THROUGH: u32 = 2_000;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
pub struct AuditQuery {
    #[serde(default)]
    truoc: String,
    #[serde(default)]
    ai: String,
    #[serde(default)]
    viec: String,
    #[serde(default)]
    kiem: String,
}

impl AuditQuery {
    fn is_by(&self, account: &str) -> bool {
        self.ai == account
    }

    fn is_of(&self, act: &str) -> bool {
        self.viec == act
    }
}

/// One row.
struct AuditLine {
    seq: u64,
    when: String,
    who: String,
    what: String,
    about: String,
    from: String,
}

#[derive(Template)]
#[template(path = "pages/settings/audit.html")]
struct AuditPage {
    shell: Shell,
    tab: Tab,
    rows: Vec<AuditLine>,
    people: Vec<(String, String)>,
    acts: Vec<(&'static str, &'static str)>,
    asked: AuditQuery,
    older: Option<String>,
    /// What a walk through the log found.
    verdict: Option<String>,
    verdict_is_good: bool,
}

/// Shows the log, the newest first.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Query(asked): Query<AuditQuery>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let zone = office.live().await?.zone();
    let times = Times::new(zone, office.clock().now().wall, language);
    let people: BTreeMap<String, String> =
        office.accounts().await?.into_iter().map(|entry| (entry.account.id.0, entry.account.name)).collect();
    let before = asked.truoc.parse::<u64>().unwrap_or(u64::from(u32::MAX));
    let filtered = !asked.ai.is_empty() || !asked.viec.is_empty();
    let most = if filtered { LOOKED_THROUGH } else { ROWS as u32 };
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let found = audit::list(&mut tx, before, most).await.map_err(OfficeError::from)?;
    let verdict = match asked.kiem.is_empty() {
        true => None,
        false => Some(match audit::verify(&mut tx).await.map_err(OfficeError::from)? {
            Verdict::Whole { rows, .. } => (true, w::whole(language, rows)),
            Verdict::Broken { seq } => (false, w::broken(language, seq)),
            Verdict::Cut { version, .. } => (false, w::cut(language, version)),
        }),
    };
    drop(tx);
    let looked_through = found.len();
    let last = found.last().map(|row| row.seq);
    let fits = |row: &AuditRow| {
        let who = row.account.as_ref().map_or("", |account| account.0.as_str());
        (asked.ai.is_empty() || asked.ai == who) && (asked.viec.is_empty() || asked.viec == row.act)
    };
    let fitting: Vec<AuditRow> = found.into_iter().filter(fits).take(ROWS).collect();
    let is_full = fitting.len() == ROWS;
    let older =
        if is_full { fitting.last().map(|row| row.seq) } else { last.filter(|_| looked_through == most as usize) };
    let name = |account: &str| people.get(account).cloned();
    let row = |row: AuditRow| AuditLine {
        seq: row.seq,
        when: times.at(row.at),
        who: match &row.account {
            Some(account) => name(&account.0).unwrap_or_else(|| account.0.clone()),
            None => w::PROGRAM.get(language).to_owned(),
        },
        what: words_of(&row.act, language),
        about: name(&row.subject).unwrap_or(row.subject),
        from: row.ip,
    };
    let rows = fitting.into_iter().map(row).collect();
    let mut seen = BTreeSet::new();
    let acts =
        ACTS.iter().map(|(act, words)| (*act, words.get(language))).filter(|(_, words)| seen.insert(*words)).collect();
    let shell = signed_in.shell(OfficeSection::Settings, words::SETTINGS.get(language)).await?;
    Ok(page(&AuditPage {
        shell,
        tab: Tab::Audit,
        rows,
        people: people.into_iter().collect(),
        acts,
        older: older.filter(|seq| *seq > 1).map(|seq| {
            format!("/thiet-lap/nhat-ky?truoc={seq}&ai={}&viec={}", in_query(&asked.ai), in_query(&asked.viec))
        }),
        asked,
        verdict_is_good: verdict.as_ref().is_some_and(|(good, _)| *good),
        verdict: verdict.map(|(_, words)| words),
    }))
}
