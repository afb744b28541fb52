//! `/man-hinh/{id}/to-huong-dan`: the page of A4 that goes with the stick, on paper; and the same as a file of the kit.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    address::feed_address,
    qr::qr_path,
    setup_code::{setup_code, trusted_root},
    standing::DisplaysNow,
    words as w,
};
use crate::{
    approval::Commune,
    folder::SetupCode,
    form::{Language, Words},
    model::{Display, DisplayId},
    server::{
        session::Authorised,
        shell::{PageError, Shell, page},
        state::PageState,
        times::Times,
    },
};

/// How long a kit should be used, milliseconds: after that a root may have been replaced.
pub(super) const GOOD_MS: i64 = 7 * 86_400_000;

/// What stands on the sheet.
pub(super) struct KitSheet {
    pub unit: String,
    pub hotline: String,
    pub label: String,
    pub id: DisplayId,
    pub address: String,
    /// What the screen shows when it takes the kit.
    pub code: SetupCode,
    pub qr: Option<(i32, String)>,
    pub printed: String,
    pub until: String,
    pub goes_with: &'static str,
    language: Language,
}

impl KitSheet {
    /// Of a display whose kit has that code.
    pub fn of(
        display: &Display,
        code: SetupCode,
        commune: Option<&Commune>,
        address: &str,
        times: &Times,
        language: Language,
    ) -> Self {
        let day = |at| times.zone().local(at).strftime("%d/%m/%Y").to_string();
        Self {
            unit: commune.map(|commune| commune.unit.name.clone()).unwrap_or_default(),
            hotline: commune.map(|commune| commune.unit.hotline.clone()).unwrap_or_default(),
            label: display.label.clone(),
            id: display.id.clone(),
            address: address.to_owned(),
            code,
            qr: qr_path(address),
            printed: w::printed(language, &day(times.now())),
            until: w::use_until(language, &day(times.now() + GOOD_MS)),
            goes_with: w::goes_with(language),
            language,
        }
    }

    /// Words in the sheet's language.
    pub fn t(&self, words: Words) -> &'static str {
        words.get(self.language)
    }
}

#[derive(Template)]
#[template(path = "pages/displays/sheet.html")]
struct SheetPage {
    shell: Shell,
    id: DisplayId,
    sheet: KitSheet,
}

/// The sheet as a file of its own, that needs nothing beside it.
#[derive(Template)]
#[template(path = "pages/displays/sheet_alone.html")]
struct SheetAlone<'a> {
    sheet: &'a KitSheet,
    language: &'static str,
    style: &'static str,
}

/// Shows the sheet, to be printed.
pub async fn show(
    signed_in: Authorised,
    State(state): State<PageState>,
    headers: HeaderMap,
    Path(id): Path<DisplayId>,
) -> Result<Response, PageError> {
    let (office, language) = (state.office(), signed_in.language());
    let DisplaysNow { live, times, displays } = DisplaysNow::of(&state, language).await?;
    let display = displays.display(&id).ok_or(PageError::NotFound)?;
    let (address, _) = feed_address(office, &headers, signed_in.caller).await?;
    let code = setup_code(trusted_root(office).await?, id.clone()).await?;
    let shell = signed_in.task(w::SHEET.get(language)).await?;
    Ok(page(&SheetPage { shell, id, sheet: KitSheet::of(&display, code, live.commune(), &address, &times, language) }))
}

/// The sheet as a file.
pub(super) fn alone(sheet: &KitSheet, language: Language) -> String {
    let language = if language == Language::Vi { "vi" } else { "en" };
    let page = SheetAlone { sheet, language, style: include_str!("sheet.css") };
    page.render().unwrap_or_default()
}
