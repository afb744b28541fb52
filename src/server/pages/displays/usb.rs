//! `/man-hinh/{id}/usb`: what a hall without a line needs, as a ZIP to be unpacked onto a stick, and how it is carried.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{standing::DisplaysNow, words as w, zip_tree::ZipTree};
use crate::{
    form::{Language, Words},
    model::{Display, DisplayId},
    office::OfficeError,
    server::{
        session::Authorised,
        shell::{PageError, Shell, page},
        state::PageState,
    },
};

/// The steps, each with its hint.
const STEPS: [(Words, Words); 3] =
    [(w::USB_UNPACK, w::USB_UNPACK_HINT), (w::USB_CARRY, w::USB_CARRY_HINT), (w::USB_PLUG, w::USB_PLUG_HINT)];
/// The name of the sheet inside the ZIP.
const SHEET: &str = "HUONG-DAN.html";

#[derive(Template)]
#[template(path = "pages/displays/usb.html")]
struct UsbPage {
    shell: Shell,
    id: DisplayId,
    label: String,
    lead: String,
    steps: [(Words, Words); 3],
}

/// The sheet that travels with it: a file of its own, which needs nothing beside it.
#[derive(Template)]
#[template(path = "pages/displays/usb_sheet.html")]
struct UsbSheet {
    language: &'static str,
    style: &'static str,
    unit: String,
    label: String,
    lead: String,
    title: &'static str,
    by_hand: &'static str,
    command: String,
    steps: Vec<(usize, &'static str, &'static str)>,
}

/// The display for which something is carried. Nothing is signed for one that still waits to be approved.
fn carried_to(known: &DisplaysNow, id: &DisplayId) -> Result<Display, PageError> {
    known.displays.heard(id).map(|heard| heard.display.clone()).ok_or(PageError::NotFound)
}

/// Shows the steps.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let known = DisplaysNow::of(&state, language).await?;
    let display = carried_to(&known, &id)?;
    let until = office.good_until().await?.ok_or(PageError::NotFound)?;
    let version = known.displays.arrival.as_ref().map_or(0, |arrival| arrival.version);
    let shell = signed_in.task(w::USB.get(language)).await?;
    let lead = w::usb_lead(language, version, &known.times.ahead(until));
    Ok(page(&UsbPage { shell, label: display.label, lead, steps: STEPS, id }))
}

/// Makes the ZIP and hands it out.
pub async fn download(
    signed_in: Authorised,
    State(state): State<PageState>,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let known = DisplaysNow::of(&state, language).await?;
    let display = carried_to(&known, &id)?;
    let making = state.downloads().export(office.data()).ok_or(PageError::TooOften)?;
    let failed = |source| OfficeError::Disk { what: "what a display needs cannot be packed".to_owned(), source };
    let tree = Arc::new(ZipTree::create(making.path()).map_err(failed)?);
    let exported = office.export_for(&signed_in.actor(), &id, tree.clone()).await?;
    let lead = w::usb_lead(language, exported.version, &known.times.ahead(exported.good_until));
    let unit = known.live.commune().map(|commune| commune.unit.name.clone()).unwrap_or_default();
    let sheet = sheet(&id, unit, display.label, lead, language);
    let finish = move || tree.finish(SHEET, &sheet);
    tokio::task::spawn_blocking(finish).await.map_err(|_| OfficeError::CutOff)?.map_err(failed)?;
    let name = format!("mang-usb-{id}-phien-ban-{}.zip", exported.version);
    Ok(making.send(&name, "application/zip").await.map_err(failed)?)
}

fn sheet(id: &DisplayId, unit: String, label: String, lead: String, language: Language) -> String {
    let steps = (1..).zip(STEPS).map(|(n, (what, hint))| (n, what.get(language), hint.get(language)));
    let sheet = UsbSheet {
        language: if language == Language::Vi { "vi" } else { "en" },
        style: include_str!("sheet.css"),
        unit,
        label,
        lead,
        title: w::USB.get(language),
        by_hand: w::USB_BY_HAND.get(language),
        command: format!("bangtin collect --from USB --root root.json --data du-lieu --display {id}"),
        steps: steps.collect(),
    };
    sheet.render().unwrap_or_default()
}
