//! What was heard of displays: here, not yet written down, and by whoever else serves the same office.

use std::collections::BTreeMap;

use crate::{
    model::DisplayId,
    office::{Office, OfficeError},
    records::{
        arrival,
        seen::{self, SeenRow},
        version,
    },
    server::feed::DisplayReports,
};

/// What was heard of every display, the newest word of each.
///
/// # Errors
/// The database does not answer.
pub(in crate::server) async fn heard(office: &Office, displays: &DisplayReports) -> Result<Vec<SeenRow>, OfficeError> {
    let written = seen::list(&mut office.records().read().await?).await?;
    let mut all: BTreeMap<DisplayId, SeenRow> = written.into_iter().map(|row| (row.display.clone(), row)).collect();
    for (display, last) in displays.of_programme() {
        let row = all.entry(display.clone()).or_insert_with(|| SeenRow {
            display,
            version: last.version,
            since: last.since,
            at: last.at,
            peer: String::new(),
            claims: last.claims,
        });
        if row.at <= last.at {
            // What this server has heard begins with its own start; what is written may be older.
            row.since = if row.version == last.version { row.since.min(last.since) } else { last.since };
            (row.version, row.at, row.claims) = (last.version, last.at, last.claims);
        }
    }
    Ok(all.into_values().collect())
}

/// Writes down what was heard since the last time: many displays in one change of the database. A version that is not out
/// has arrived nowhere, whoever claims so.
///
/// # Errors
/// The database does not answer; what was not written comes again with each display's next word.
pub(super) async fn write_down(office: &Office, displays: &DisplayReports) -> Result<(), OfficeError> {
    let said = displays.take_unwritten();
    if said.is_empty() {
        return Ok(());
    }
    let mut tx = office.records().write().await?;
    let newest = version::list(&mut tx, u64::from(u32::MAX), 1).await?.first().map_or(0, |version| version.n);
    let rows: Vec<SeenRow> = said
        .into_iter()
        .filter(|(_, last, _)| last.version <= newest)
        .map(|(display, last, peer)| SeenRow {
            display,
            version: last.version,
            since: last.since,
            at: last.at,
            peer: peer.map(|peer| peer.to_string()).unwrap_or_default(),
            claims: last.claims,
        })
        .collect();
    seen::put(&mut tx, &rows).await?;
    for row in rows.iter().filter(|row| row.version > 0) {
        arrival::insert(&mut tx, row.version, &row.display, row.since).await?;
    }
    Ok(tx.commit().await?)
}
