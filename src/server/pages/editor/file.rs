//! `POST /trang/{id}/anh`: a picture is brought into a slide; `GET /tep/{digest}`: one that was brought.

use axum::{
    Json,
    extract::{Multipart, Path, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::words;
use crate::{
    approval::ItemId,
    child::convert::{BroughtFile, Converted, ConvertedPicture},
    form::{Language, plain_id},
    model::{Digest, MediaType, SlideId},
    office::{BroughtPicture, DraftSave},
    server::{
        session::Authorised,
        shell::{Go, PageError, Toast},
        state::PageState,
    },
};

/// Longest stem of a picture's key, characters: the rest of a long name says nothing more.
const STEM_CHARS: usize = 40;

/// For which field.
#[derive(Debug, Deserialize)]
pub struct TargetField {
    #[serde(default)]
    o: String,
}

/// A file as it came.
pub(in crate::server) struct Came {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The file of a form; `None` where none was chosen. `on_bytes` is told how many have come.
pub(in crate::server) async fn came(
    mut parts: Multipart,
    mut on_bytes: impl FnMut(usize),
) -> Result<Option<Came>, PageError> {
    while let Some(mut part) = parts.next_field().await.map_err(|_| PageError::BadRequest)? {
        if part.name() == Some("tep") {
            let name = part.file_name().unwrap_or_default().to_owned();
            let mut bytes = Vec::new();
            while let Some(piece) = part.chunk().await.map_err(|_| PageError::BadRequest)? {
                bytes.extend_from_slice(&piece);
                on_bytes(bytes.len());
            }
            return Ok((!bytes.is_empty()).then_some(Came { name, bytes }));
        }
    }
    Ok(None)
}

/// Keeps a picture that was in a file, and answers with the key and the name of its file. `n` is its place among several.
pub(in crate::server) async fn keep(
    who: &Authorised,
    state: &PageState,
    name: &str,
    n: Option<usize>,
    picture: ConvertedPicture,
) -> Result<(String, Digest), PageError> {
    let ConvertedPicture { size, media_type, bytes } = picture;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut stem: String = plain_id(stem).chars().take(STEM_CHARS).collect();
    if stem.is_empty() {
        stem = "anh".to_owned();
    }
    let place = n.map(|n| format!("-{n}")).unwrap_or_default();
    let ending = match media_type {
        MediaType::Png => "png",
        MediaType::Jpeg => "jpg",
        MediaType::WebP => "webp",
    };
    let brought = BroughtPicture { bytes, media_type, size, name: name.chars().take(200).collect() };
    let digest = state.office().keep_picture(&who.actor(), brought).await?;
    Ok((format!("anh/{stem}{place}.{ending}"), digest))
}

/// Takes the picture in.
pub async fn bring(
    who: Authorised,
    State(state): State<PageState>,
    Path(id): Path<SlideId>,
    Query(field): Query<TargetField>,
    headers: HeaderMap,
    parts: Multipart,
) -> Result<Response, PageError> {
    let language = who.language();
    let lively = headers.contains_key("hx-request");
    let refused = |words: String| {
        if lively {
            return Json(json!({ "words": words })).into_response();
        }
        Go::to(&format!("/trang/{id}")).telling(Toast::bad(words)).into_response()
    };
    let Some(file) = came(parts, |_| {}).await? else { return Ok(refused(words::NO_FILE.get(language).to_owned())) };
    let picture = match state.converter().convert(BroughtFile::Bytes(file.bytes), |_| {}).await {
        Ok(Converted::Pictures(pictures)) => pictures.into_iter().next(),
        Ok(Converted::Document(_)) => None,
        Err(error) => return Ok(refused(error.words(language))),
    };
    let Some(picture) = picture else { return Ok(refused(words::NO_PICTURE.get(language).to_owned())) };
    let said = brought(language, picture.size.width, picture.size.height);
    let (key, digest) = keep(&who, &state, &file.name, None, picture).await?;
    if lively {
        let address = format!("/tep/{digest}");
        return Ok(Json(json!({ "key": key, "digest": digest.to_string(), "address": address, "words": said }))
            .into_response());
    }
    let item = ItemId::Slide(id.clone());
    let mut draft = state.office().edit(&who.account.id, &item).await?;
    draft.text.fields.set(field.o, key.clone());
    draft.text.pictures.insert(key, digest);
    let save = DraftSave { item, base: draft.base, text: draft.text, saves: draft.saves, with: Default::default() };
    state.office().save_draft(&who.actor(), save).await?;
    Ok(Go::to(&format!("/trang/{id}?xem=1")).telling(Toast::good(said)).into_response())
}

fn brought(language: Language, width: u32, height: u32) -> String {
    match language {
        Language::Vi => format!("Đã nhận ảnh {width} × {height} điểm."),
        Language::En => format!("The picture is here, {width} × {height} pixels."),
    }
}

/// A picture that was brought, for the editor.
pub async fn file(
    _who: Authorised,
    State(state): State<PageState>,
    Path(digest): Path<Digest>,
) -> Result<Response, PageError> {
    let (mime, bytes) = state.office().picture(digest).await?.ok_or(PageError::NotFound)?;
    let kept = "private, max-age=31536000, immutable".to_owned();
    Ok(([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, kept)], bytes).into_response())
}
