//! Shows every component.

use askama::Template;
use axum::{Extension, response::Response};

use crate::{
    approval::SlideState,
    server::shell::{Look, Shell, page},
};

#[derive(Template)]
#[template(path = "pages/components/components.html")]
struct ComponentsPage {
    shell: Shell,
    states: [SlideState; 6],
}

/// Shows every component.
pub async fn show(Extension(look): Extension<Look>) -> Response {
    page(&ComponentsPage { shell: Shell::bare(look, "Thành phần"), states: SlideState::ALL })
}
