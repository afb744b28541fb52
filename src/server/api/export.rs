//! `GET /api/v1/export.tar`: a version's content as a folder of slides.

use std::io;

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use serde::Deserialize;
use tokio::sync::mpsc;

use super::{asking::Asking, error::ApiError, guard::InterfaceState};
use crate::{api::Problem, office::Office};

/// Which version.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportQuery {
    version: Option<u64>,
}

/// Pieces that wait to be sent: a slow line holds the reading back, and not the server's memory.
const PIECES: usize = 4;
/// Their length, bytes.
const PIECE: usize = 64 << 10;

/// The content as a folder of slides
///
/// A tar of `campaign.toml`, the slides and their pictures: what `bangtin check`, `preview` and `push` read.
#[utoipa::path(
    get, path = "/api/v1/export.tar", operation_id = "export", tag = "content",
    params(("version" = Option<u64>, Query, description = "A version; without it, what is live")),
    responses(
        (status = 200, description = "The tar", body = Vec<u8>, content_type = "application/x-tar"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such version", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The office has not begun", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too much is handed out at once: ask again after `Retry-After`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn export(
    _asking: Asking,
    State(office): State<Office>,
    Extension(shared): Extension<InterfaceState>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    let place = shared.exports.try_acquire_owned().map_err(|_| ApiError::Busy)?;
    let export = office.export(asked.version).await?;
    let version = export.version;
    let (send, receive) = mpsc::channel(PIECES);
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let mut out = io::BufWriter::with_capacity(PIECE, Pipe(send.clone()));
        let packed = office.pack_export(&export, &mut out).and_then(|()| io::Write::flush(&mut out));
        if let Err(error) = packed {
            // The answer has begun: it is cut, so that nobody takes it for the whole.
            tracing::warn!(%error, version, "the content was not handed out whole");
            send.blocking_send(Err(error)).ok();
        }
    });
    let pieces = stream::unfold(receive, async |mut receive| Some((receive.recv().await?, receive)));
    let headers = [
        (header::CONTENT_TYPE, "application/x-tar".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"bangtin-{version}.tar\"")),
        (header::ETAG, format!("\"{version}\"")),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Sends what is written piece by piece.
struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl io::Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
