//! `/man-hinh/{id}/bo-cai`: what a hall is set up with: its `play.toml`, the trusted root, and the sheet for whoever goes.

use std::io::{Cursor, Write as _};

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    address::feed_address,
    looks::screen,
    setup_code::{setup_code, trusted_root},
    sheet::{GOOD_MS, KitSheet, alone},
    standing::DisplaysNow,
    words as w,
};
use crate::{
    folder::HallConfig,
    model::{Display, DisplayId, ScreenHours},
    office::OfficeError,
    server::{
        http::comes,
        session::Authorised,
        shell::{PageError, Shell, page},
        state::PageState,
    },
};

#[derive(Template)]
#[template(path = "pages/displays/kit.html")]
struct KitPage {
    shell: Shell,
    id: DisplayId,
    label: String,
    screen: String,
    lead: String,
    kit: String,
    address: String,
    is_local: bool,
    is_waiting: bool,
    heard: bool,
    sheet: KitSheet,
}

/// Shows the steps.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let DisplaysNow { live, times, displays } = DisplaysNow::of(&state, language).await?;
    let display = displays.display(&id).ok_or(PageError::NotFound)?;
    let (address, is_local) = feed_address(office, &headers, signed_in.caller).await?;
    // A display that the programme does not name yet is heard all the same.
    let heard = displays.heard(&id).is_some_and(|heard| heard.at.is_some())
        || state.displays().all().iter().any(|(own, _)| *own == id);
    let until = times.zone().local(times.now() + GOOD_MS).strftime("%d/%m/%Y").to_string();
    let shell = signed_in.task(w::ADD.get(language)).await?;
    let code = setup_code(trusted_root(office).await?, id.clone()).await?;
    let sheet = KitSheet::of(&display, code, live.commune(), &address, &times, language);
    Ok(page(&KitPage {
        shell,
        label: display.label.clone(),
        screen: screen(&display, language),
        lead: w::kit_lead(language, &display.label, &until),
        kit: w::kit_of(language, &display.label),
        address,
        is_local,
        is_waiting: displays.heard(&id).is_none(),
        heard,
        sheet,
        id,
    }))
}

/// Hands the kit out as one file.
pub async fn download(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let DisplaysNow { live, times, displays } = DisplaysNow::of(&state, language).await?;
    let display = displays.display(&id).ok_or(PageError::NotFound)?;
    let (address, _) = feed_address(office, &headers, signed_in.caller).await?;
    let root = trusted_root(office).await?;
    let code = setup_code(root.clone(), id.clone()).await?;
    let sheet = alone(&KitSheet::of(&display, code, live.commune(), &address, &times, language), language);
    let unit = live.commune().map(|commune| commune.unit.name.clone());
    let bytes = packed(&display, unit, &address, &root, &sheet)
        .map_err(|source| OfficeError::Disk { what: "a hall kit cannot be packed".to_owned(), source })?;
    let name = format!("bo-cai-{id}.zip");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::SET_COOKIE, comes(&name)),
    ];
    Ok((headers, bytes).into_response())
}

/// The files of a kit in one folder.
fn packed(
    display: &Display,
    unit: Option<String>,
    address: &str,
    root: &[u8],
    sheet: &str,
) -> std::io::Result<Vec<u8>> {
    let config = HallConfig {
        screen_on: ScreenHours::default(),
        feed: Some(address.to_owned()),
        root: Some("root.json".into()),
        display: Some(display.id.clone()),
        label: Some(display.label.clone()),
        unit,
        data: "du-lieu".into(),
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let config = config.to_toml();
    let files: [(&str, &[u8]); 3] =
        [("play.toml", config.as_bytes()), ("root.json", root), ("to-huong-dan.html", sheet.as_bytes())];
    for (name, bytes) in files {
        zip.start_file(format!("bangtin-{}/{name}", display.id), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
