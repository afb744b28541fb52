//! `HEAD /api/v1/assets/{sha}`: is that picture here? `PUT`: here it is.

use std::path::{Path as FilePath, PathBuf};

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt as _;
use tokio::{io::AsyncWriteExt as _, time::timeout};

use super::{asking::Asking, error::ApiError, guard::InterfaceState};
use crate::{
    api::{KeptAsset, Problem},
    child::convert::{BroughtFile, Converted, ConvertedPicture},
    model::{Digest, Hasher, limits},
    office::{BroughtPicture, Office, OfficeError, Original, OriginalKind, random},
    server::state::PageState,
};

/// Bytes of a file by which its kind is known.
const HEAD: usize = 1_024;

/// Under what names pictures lie in the office's folder while they come.
const COMING: (&str, &str) = ("coming-", ".part");

/// Takes away what an end in mid-coming has left in an office's folder. Called before anything can come.
///
/// # Errors
/// The folder cannot be read, or one of them not be taken away.
pub fn sweep(office: &Office) -> std::io::Result<()> {
    for entry in std::fs::read_dir(office.data())? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(COMING.0) && name.ends_with(COMING.1)) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Whether the office has a picture
///
/// Its `ETag` is the SHA-256 of the file that is shown in its place: the same picture, decoded and encoded anew.
#[utoipa::path(
    head, path = "/api/v1/assets/{sha}", operation_id = "ask_for_asset", tag = "assets",
    params(("sha" = String, Path, description = "SHA-256 of the file, hexadecimal")),
    responses(
        (status = 200, description = "It is here"),
        (status = 404, description = "It is not: bring it"),
        (status = 401, description = "The token is missing or not good"),
    ),
)]
pub(in crate::server) async fn ask_for_asset(
    _asking: Asking,
    State(office): State<Office>,
    Path(sha): Path<Digest>,
) -> Result<Response, ApiError> {
    let known = office.known_pictures([sha]).await?;
    let kept = known.get(&sha).ok_or(ApiError::NotFound)?;
    Ok((StatusCode::OK, [(header::ETAG, format!("\"{kept}\""))]).into_response())
}

/// Brings a picture
///
/// The body is the file itself: PNG, JPEG, WebP or SVG of 20 MB at most. It is decoded and encoded anew by a process that is
/// locked in, and that is what screens show; the file as it came is handed out again by `export.tar`. Bringing it twice
/// changes nothing.
#[utoipa::path(
    put, path = "/api/v1/assets/{sha}", operation_id = "bring_asset", tag = "assets",
    params(("sha" = String, Path, description = "SHA-256 of the file, hexadecimal")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, description = "It was here already", body = KeptAsset),
        (status = 201, description = "It is kept", body = KeptAsset),
        (status = 400, description = "Not all of it has come", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is missing or not good", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The token may not write", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "It is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "It is no picture that is taken", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It is not the file that the SHA-256 names", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many come at once: ask again after `Retry-After`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(in crate::server) async fn bring_asset(
    asking: Asking,
    State(state): State<PageState>,
    Extension(shared): Extension<InterfaceState>,
    Path(sha): Path<Digest>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|said| said.to_str().ok()?.parse::<u64>().ok());
    if said.is_some_and(|bytes| bytes > limits::BROUGHT_FILE_BYTES) {
        return Err(ApiError::TooLarge);
    }
    let _place = shared.coming.try_acquire().map_err(|_| ApiError::Busy)?;
    let office = state.office();
    let coming = Coming::receive(office.data(), body).await?;
    if coming.digest != sha {
        return Err(ApiError::WrongDigest);
    }
    if let Some(kept) = office.known_pictures([sha]).await?.get(&sha) {
        return Ok(answer(StatusCode::OK, sha, *kept));
    }
    let file = std::fs::File::open(&coming.path).map_err(cannot_keep)?;
    let picture = match state.converter().convert(BroughtFile::File(file), |_| {}).await {
        Ok(Converted::Pictures(pictures)) => <[ConvertedPicture; 1]>::try_from(pictures).ok(),
        Ok(Converted::Document(_)) => None,
        Err(error) => return Err(ApiError::NoPicture(Some(error))),
    };
    let (Some([picture]), Some(kind)) = (picture, OriginalKind::of(&coming.head)) else {
        return Err(ApiError::NoPicture(None));
    };
    let ConvertedPicture { size, media_type, bytes } = picture;
    let brought = BroughtPicture { bytes, media_type, size, name: String::new() };
    let original = Original { file: coming.path.clone(), digest: sha, bytes: coming.bytes, kind };
    let kept = office.keep_original(&asking.actor(), original, brought).await?;
    Ok(answer(StatusCode::CREATED, sha, kept))
}

fn answer(status: StatusCode, sha: Digest, kept: Digest) -> Response {
    (status, Json(KeptAsset { sha256: sha.to_string(), kept: kept.to_string() })).into_response()
}

/// A file that has come; it is gone when this is dropped.
struct Coming {
    path: PathBuf,
    digest: Digest,
    bytes: u64,
    /// Its first bytes.
    head: Vec<u8>,
}

impl Drop for Coming {
    fn drop(&mut self) {
        std::fs::remove_file(&self.path).ok();
    }
}

impl Coming {
    /// Takes a body in, within the limits of length and patience.
    async fn receive(data: &FilePath, body: Body) -> Result<Self, ApiError> {
        timeout(limits::ASSET_TIME, Self::in_pieces(data, body)).await.unwrap_or(Err(ApiError::CutOff))
    }

    async fn in_pieces(data: &FilePath, body: Body) -> Result<Self, ApiError> {
        let path = data.join(format!("{}{}{}", COMING.0, random::hex::<16>(), COMING.1));
        let mut options = tokio::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        options.mode(0o600);
        let mut file = options.open(&path).await.map_err(cannot_keep)?;
        let mut coming = Self { path, digest: Digest::of(b""), bytes: 0, head: Vec::new() };
        let (mut pieces, mut hasher) = (body.into_data_stream(), Hasher::default());
        loop {
            let piece = match timeout(limits::ASSET_PAUSE, pieces.next()).await {
                Ok(None) => break,
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(_))) | Err(_) => return Err(ApiError::CutOff),
            };
            coming.bytes += piece.len() as u64;
            if coming.bytes > limits::BROUGHT_FILE_BYTES {
                return Err(ApiError::TooLarge);
            }
            let room = HEAD.saturating_sub(coming.head.len()).min(piece.len());
            coming.head.extend_from_slice(&piece[..room]);
            hasher.update(&piece);
            file.write_all(&piece).await.map_err(cannot_keep)?;
        }
        file.flush().await.map_err(cannot_keep)?;
        coming.digest = hasher.finish();
        Ok(coming)
    }
}

fn cannot_keep(source: std::io::Error) -> ApiError {
    OfficeError::Disk { what: "a picture that comes cannot be kept".to_owned(), source }.into()
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use futures_util::stream;

    use super::*;
    use crate::{clock::Clock, office::OfficeOptions};

    #[tokio::test(start_paused = true)]
    async fn a_picture_that_comes_byte_by_byte_holds_its_place_for_a_quarter_of_an_hour_at_most() {
        let data = tempfile::tempdir().unwrap();
        let slow = stream::unfold(0, |sent: u32| async move {
            tokio::time::sleep(Duration::from_secs(20)).await;
            // An endless one would hang the test.
            (sent < 10_000).then(|| (Ok::<_, std::io::Error>(b"a".to_vec()), sent + 1))
        });
        let began = tokio::time::sleep(limits::ASSET_TIME + Duration::from_secs(1));
        let came = tokio::select! {
            came = Coming::receive(data.path(), Body::from_stream(slow)) => Some(came.map(|_| ())),
            () = began => None,
        };
        assert!(matches!(came, Some(Err(ApiError::CutOff))), "{came:?}");
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0, "nothing of it stays");
    }

    #[tokio::test]
    async fn what_a_kill_left_of_pictures_is_gone_at_the_next_start_and_nothing_else() {
        let data = tempfile::tempdir().unwrap();
        let office = Office::open(OfficeOptions::in_folder(data.path(), Clock::system())).await.unwrap();
        let (left, kept) = (data.path().join("coming-0a.part"), data.path().join("backup.tar.part"));
        fs::write(&left, "half").unwrap();
        fs::write(&kept, "half").unwrap();
        sweep(&office).unwrap();
        assert!(!left.exists() && kept.exists() && data.path().join("bangtin.db").exists());
    }
}
