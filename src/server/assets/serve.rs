//! Hands the page's files out under an address that changes with what is in them.

use std::{collections::BTreeMap, io::Write as _, sync::LazyLock};

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};

use super::files::{FILES, File};
use crate::model::Digest;

/// Shorter bodies are sent as they are: they fit into one packet anyway.
const WORTH_COMPRESSING: usize = 512;

/// Every file in both codings, and the first digits of the digest of all of them. One digest for all lets a script name
/// another, and a style a face, by nothing but its name.
static SERVED: LazyLock<Served> = LazyLock::new(Served::new);

struct Served {
    /// "/assets/1a2b3c4d/".
    base: String,
    files: BTreeMap<&'static str, (&'static File, Option<Vec<u8>>)>,
}

impl Served {
    fn new() -> Self {
        let all: Vec<u8> = FILES.iter().flat_map(|file| [file.name.as_bytes(), file.bytes].concat()).collect();
        let digest = Digest::of(&all).to_string();
        let files = FILES.iter().map(|file| (file.name, (file, compressed(file)))).collect();
        Self { base: format!("/assets/{}/", &digest[..8]), files }
    }
}

/// The file as gzip, where that is shorter; faces of letters are compressed already.
fn compressed(file: &File) -> Option<Vec<u8>> {
    if file.bytes.len() < WORTH_COMPRESSING || file.mime.starts_with("font/") || file.mime == "image/webp" {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(file.bytes).ok()?;
    encoder.finish().ok().filter(|shorter| shorter.len() < file.bytes.len())
}

/// Where a file of the page is found: "/assets/1a2b3c4d/office.css".
pub(in crate::server) fn address(name: &str) -> String {
    debug_assert!(SERVED.files.contains_key(name), "`{name}` is no file of the page");
    format!("{}{name}", SERVED.base)
}

/// One file. Whoever asks by an older digest gets today's: a page that was open while the program was replaced goes on.
pub(in crate::server) async fn serve(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some((file, short)) = SERVED.files.get(name.as_str()) else { return StatusCode::NOT_FOUND.into_response() };
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = takes.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip"));
    let today = SERVED.base.contains(&digest);
    let caching = if today { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = match short {
        Some(short) if gzip => Body::from(short.as_slice()).into_response(),
        _ => Body::from(file.bytes).into_response(),
    };
    let said = response.headers_mut();
    if short.is_some() {
        said.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if gzip {
            said.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    said.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
    said.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    said.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of a first visit's styles and scripts on the wire.
    const FIRST_VISIT: usize = 60 << 10;

    #[test]
    fn styles_and_scripts_of_a_first_visit_fit_into_60_kilobytes() {
        let only_where_needed = ["sortable.js", "hx-sse.js"];
        let visited = |file: &&File| {
            (file.mime.starts_with("text/") || file.name == "icons.svg") && !only_where_needed.contains(&file.name)
        };
        let bytes: usize =
            FILES.iter().filter(visited).map(|file| compressed(file).map_or(file.bytes.len(), |c| c.len())).sum();
        assert!(bytes < FIRST_VISIT, "{bytes} bytes");
    }

    #[test]
    fn what_others_made_is_what_they_made() {
        let noted = include_str!("THIRD-PARTY.md");
        for (name, bytes) in [
            ("vendor/htmx.min.js", include_bytes!("vendor/htmx.min.js").as_slice()),
            ("vendor/hx-sse.min.js", include_bytes!("vendor/hx-sse.min.js")),
            ("vendor/Sortable.min.js", include_bytes!("vendor/Sortable.min.js")),
            ("fonts/be-vietnam-pro-500.woff2", include_bytes!("fonts/be-vietnam-pro-500.woff2")),
            ("fonts/be-vietnam-pro-700.woff2", include_bytes!("fonts/be-vietnam-pro-700.woff2")),
            ("fonts/be-vietnam-pro-800.woff2", include_bytes!("fonts/be-vietnam-pro-800.woff2")),
        ] {
            let line = noted.lines().find(|line| line.starts_with(&format!("| `{name}`"))).expect(name);
            assert!(line.contains(&Digest::of(bytes).to_string()), "{name}");
        }
    }

    #[test]
    fn no_script_needs_what_the_page_forbids() {
        for file in FILES.iter().filter(|file| file.mime.starts_with("text/javascript")) {
            let text = std::str::from_utf8(file.bytes).unwrap();
            let ours = !["htmx.js", "hx-sse.js", "sortable.js"].contains(&file.name);
            assert!(
                !ours
                    || !["eval(", "new Function", "innerHTML", "http://", "https://"]
                        .iter()
                        .any(|word| text.contains(word)),
                "{}",
                file.name
            );
        }
    }
}
