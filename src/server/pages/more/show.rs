//! Shows what a phone's foot has no room for.

use askama::Template;
use axum::response::Response;

use super::words;
use crate::{
    form::Words,
    server::{
        session::SignedIn,
        shell::{self, PageError, Section, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "pages/more/more.html")]
struct MorePage {
    shell: Shell,
    sections: [(Section, Words); 5],
}

/// Shows what a phone's foot has no room for.
pub async fn show(signed_in: SignedIn) -> Result<Response, PageError> {
    let mut shell = signed_in.task(shell::words::MORE.get(signed_in.language())).await?;
    shell.is_more = true;
    let sections = [
        (Section::Emergency, words::EMERGENCY_HINT),
        (Section::Schedule, words::SCHEDULE_HINT),
        (Section::Displays, words::DISPLAYS_HINT),
        (Section::Versions, words::VERSIONS_HINT),
        (Section::Settings, words::SETTINGS_HINT),
    ];
    Ok(page(&MorePage { shell, sections }))
}
