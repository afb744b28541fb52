//! Shows every component.

use askama::Template;
use axum::{Extension, response::Response};

use crate::{
    approval::SlideState,
    server::shell::{PageLook, Shell, page},
};

#[derive(Template)]
#[template(path = "pages/components/components.html")]
struct ComponentsPage {
    shell: Shell,
    states: [SlideState; 6],
}

/// Shows every component.
pub async fn show(Extension(look): Extension<PageLook>) -> Response {
    page(&ComponentsPage { shell: Shell::bare(look, "Thành phần"), states: SlideState::ALL })
}
