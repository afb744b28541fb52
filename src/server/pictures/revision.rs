//! `/hinh/ban/{item}/{digest}`: a slide as one of its revisions has it.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::drawn::{Keep, WhichPage, encoding, picture, width, within};
use crate::{
    approval::{Body, Commune, ItemId},
    child::draw::{DrawRequest, Urgency},
    model::{Digest, Size, Slide},
    office::OfficeError,
    records::{revision, version},
    server::state::PageState,
};

/// Which page, which way up, how large, and of which commune.
#[derive(Debug, Deserialize)]
pub(in crate::server) struct RevisionPictureQuery {
    /// The page, from 1.
    trang: Option<usize>,
    /// On a screen that stands on its side.
    #[serde(default)]
    doc: u8,
    /// The width, pixels.
    rong: Option<u32>,
    /// The revision of the commune whose name it bears; without one, the newest, and then nobody keeps the picture.
    xa: Option<Digest>,
}

/// The picture.
pub(in crate::server) async fn revision_picture(
    State(state): State<PageState>,
    Path((item, digest)): Path<(ItemId, Digest)>,
    Query(asked): Query<RevisionPictureQuery>,
) -> Response {
    let keep = if asked.xa.is_some() { Keep::ForEver } else { Keep::Not };
    let found = match found(&state, &item, digest, asked.xa).await {
        Ok(Some(found)) => found,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a revision cannot be read");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let (slide, pictures, commune) = found;
    let width = width(asked.rong);
    let request = DrawRequest {
        pictures,
        time_zone: commune.time_zone,
        screen: if asked.doc == 1 { Size::FULL_HD_PORTRAIT } else { Size::FULL_HD },
        encoding: encoding(width),
        ..DrawRequest::new(slide, commune.unit, within(width))
    };
    let page = WhichPage::At(asked.trang.unwrap_or(1).saturating_sub(1));
    picture(&state, request, page, Urgency::Listing, keep).await
}

/// The slide of a revision, its pictures and the commune; the commune's own slide is the one it waits with.
async fn found(
    state: &PageState,
    item: &ItemId,
    digest: Digest,
    commune: Option<Digest>,
) -> Result<Option<(Slide, BTreeMap<String, Digest>, Commune)>, OfficeError> {
    let mut tx = state.office().records().read().await?;
    let Some(row) = revision::get(&mut tx, item, digest).await? else { return Ok(None) };
    let commune = match commune {
        Some(digest) => Some(digest),
        None => {
            let newest = version::newest(&mut tx).await?;
            newest.and_then(|version| Some(version.items.iter().find(|(item, _)| *item == ItemId::Commune)?.1))
        }
    };
    let commune = match (&row.body, commune) {
        (Body::Commune(commune), _) => commune.clone(),
        (_, Some(digest)) => match revision::get(&mut tx, &ItemId::Commune, digest).await?.map(|row| row.body) {
            Some(Body::Commune(commune)) => commune,
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(match row.body {
        Body::Slide(body) => Some((body.slide, body.pictures, commune)),
        Body::Commune(own) => Some((own.default_slide, own.pictures, commune)),
        Body::Display(_) | Body::Campaign(_) | Body::Removed(_) => None,
    })
}

/// The address of the picture of a revision, where its item is one that can be drawn.
pub(in crate::server) fn src_of_revision(item: &ItemId, digest: Digest, width: u32) -> Option<String> {
    matches!(item, ItemId::Slide(_) | ItemId::Commune).then(|| format!("/hinh/ban/{item}/{digest}?rong={width}"))
}
