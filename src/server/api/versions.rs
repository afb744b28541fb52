//! `GET /api/v1/versions` and `GET /api/v1/versions/{n}/arrivals`: what was signed, and where it has come.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    asking::Asking,
    error::ApiError,
    submissions::{name, said},
};
use crate::{
    api::{Arrivals, Arrived, Problem, VersionAnswer, Versions},
    approval::ItemKind,
    model::limits,
    office::{Office, OfficeError},
    records::{arrival, version},
};

/// Which versions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionsQuery {
    before: Option<u64>,
    limit: Option<u32>,
}

/// The newest versions
///
/// `ETag` is the version that is live.
#[utoipa::path(
    get, path = "/api/v1/versions", operation_id = "versions", tag = "versions",
    params(
        ("before" = Option<u64>, Query, description = "Versions before that one"),
        ("limit" = Option<u32>, Query, description = "So many at most; 100 are the most"),
    ),
    responses(
        (status = 200, description = "The versions, the newest first", body = Versions),
        (status = 400, description = "The question cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn versions(
    _asking: Asking,
    State(office): State<Office>,
    Query(asked): Query<VersionsQuery>,
) -> Result<Response, ApiError> {
    let live = office.live().await?.n();
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let most = asked.limit.unwrap_or(20).clamp(1, limits::LISTED_VERSIONS);
    let before = asked.before.unwrap_or(u64::from(u32::MAX)).min(u64::from(u32::MAX));
    let rows = version::list(&mut tx, before, most).await.map_err(OfficeError::from)?;
    let mut versions = Vec::new();
    for row in rows {
        let by = match &row.by {
            Some(by) => Some(name(&mut tx, by).await?),
            None => None,
        };
        versions.push(VersionAnswer {
            n: row.n,
            kind: row.kind.to_string(),
            of: row.of,
            submission: row.submission.map(|id| id.0),
            by,
            at: said(row.at),
            programme: row.programme.map(|digest| digest.to_string()),
        });
    }
    Ok(([(header::ETAG, format!("\"{live}\""))], Json(Versions { live, versions })).into_response())
}

/// Where a version has arrived
///
/// As displays say of themselves: nothing proves it.
#[utoipa::path(
    get, path = "/api/v1/versions/{n}/arrivals", operation_id = "arrivals", tag = "versions",
    params(("n" = u64, Path, description = "The version")),
    responses(
        (status = 200, description = "The displays that have it", body = Arrivals),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such version", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn arrivals(
    _asking: Asking,
    State(office): State<Office>,
    Path(n): Path<u64>,
) -> Result<Json<Arrivals>, ApiError> {
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let version = version::get(&mut tx, n).await.map_err(OfficeError::from)?.ok_or(ApiError::NotFound)?;
    let arrived = arrival::of_version(&mut tx, n).await.map_err(OfficeError::from)?;
    Ok(Json(Arrivals {
        version: n,
        of: version.items.iter().filter(|(item, _)| item.kind() == ItemKind::Display).count(),
        arrived: arrived
            .into_iter()
            .map(|(display, at)| Arrived { display: display.to_string(), at: said(at) })
            .collect(),
    }))
}
