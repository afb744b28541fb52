//! `GET /api/openapi.json`: the interface described for programs.

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

use super::{alerts, assets, check, displays, export, now, submissions, versions};

/// The description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bảng Tin",
        description = "What programs may do in an office: bring pictures, check slides and campaigns, send them for approval, read what is on and where it has arrived, put out emergencies. Nothing is shown before a person has approved it, emergencies excepted. Every error is `application/problem+json` (RFC 9457) and says what to do next; `Accept-Language: vi` or `en` chooses its language.",
    ),
    paths(
        assets::ask_for_asset,
        assets::bring_asset,
        check::check,
        submissions::submit,
        submissions::submission,
        versions::versions,
        versions::arrivals,
        displays::displays,
        now::now,
        export::export,
        alerts::put_out,
    ),
    tags(
        (name = "content", description = "Slides and campaigns"),
        (name = "assets", description = "Pictures"),
        (name = "versions", description = "What was signed, and where it has come"),
        (name = "displays", description = "Displays, and what is due on them"),
        (name = "alerts", description = "Emergencies"),
    ),
    security(("token" = [])),
    modifiers(&BearerToken),
)]
struct Interface;

/// How programs say who they are.
struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.description =
            Some("A token of one's own account page, or of `bangtin account token`. None approves.".to_owned());
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

static DOCUMENT: LazyLock<serde_json::Value> =
    LazyLock::new(|| serde_json::to_value(Interface::openapi()).expect("the description has names for keys"));

/// The description as JSON.
pub(in crate::server) fn described() -> &'static serde_json::Value {
    &DOCUMENT
}

/// Hands the description out. There is nothing in it that is not in the source.
pub(in crate::server) async fn document() -> Response {
    let text = described().to_string();
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}
