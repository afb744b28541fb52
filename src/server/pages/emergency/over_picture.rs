//! `/khan-cap/{id}/hinh-het`: what halls are told once an emergency is over.

use axum::{
    extract::{Path, State},
    response::Response,
};

use crate::{
    child::draw::{DrawRequest, Urgency},
    office::{OfficeError, over_slide},
    records::alert,
    server::{
        live::slide_of,
        pictures::{Keep, WhichPage, encoding, picture, width, within},
        shell::PageError,
        state::PageState,
    },
};

/// Draws it.
pub async fn over_picture(State(state): State<PageState>, Path(id): Path<String>) -> Result<Response, PageError> {
    let office = state.office();
    let live = office.live().await?;
    let mut tx = office.records().read().await.map_err(OfficeError::from)?;
    let record = alert::get(&mut tx, &id).await.map_err(OfficeError::from)?.ok_or(PageError::NotFound)?;
    drop(tx);
    let (slide, commune) = slide_of(&live, &record).zip(live.commune()).ok_or(PageError::NotFound)?;
    let over = over_slide(&record.id, slide, true);
    let width = width(Some(960));
    let request = DrawRequest {
        time_zone: commune.time_zone.clone(),
        encoding: encoding(width),
        ..DrawRequest::new(over, commune.unit.clone(), within(width))
    };
    Ok(picture(&state, request, WhichPage::At(0), Urgency::Listing, Keep::Not).await)
}
