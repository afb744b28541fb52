//! Shows what a phone's foot has no room for.

use askama::Template;
use axum::response::Response;

use super::words;
use crate::{
    form::Words,
    server::{
        session::Authorised,
        shell::{self, OfficeSection, PageError, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "pages/more/more.html")]
struct MorePage {
    shell: Shell,
    sections: [(OfficeSection, Words); 5],
}

/// Shows what a phone's foot has no room for.
pub async fn show(signed_in: Authorised) -> Result<Response, PageError> {
    let mut shell = signed_in.task(shell::words::MORE.get(signed_in.language())).await?;
    shell.is_more = true;
    let sections = [
        (OfficeSection::Emergency, words::EMERGENCY_HINT),
        (OfficeSection::Schedule, words::SCHEDULE_HINT),
        (OfficeSection::Displays, words::DISPLAYS_HINT),
        (OfficeSection::Versions, words::VERSIONS_HINT),
        (OfficeSection::Settings, words::SETTINGS_HINT),
    ];
    Ok(page(&MorePage { shell, sections }))
}
