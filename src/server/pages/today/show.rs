//! Shows the first page.

use askama::Template;
use axum::response::Response;

use crate::server::{
    session::SignedIn,
    shell::{PageError, Section, Shell, page, words},
};

#[derive(Template)]
#[template(path = "pages/today/today.html")]
struct TodayPage {
    shell: Shell,
}

/// Shows the first page.
pub async fn show(signed_in: SignedIn) -> Result<Response, PageError> {
    let shell = signed_in.shell(Section::Today, words::TODAY.get(signed_in.language())).await?;
    Ok(page(&TodayPage { shell }))
}
