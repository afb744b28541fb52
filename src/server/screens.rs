//! A page on which the screens of offscreen halls can be watched in a browser.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};

/// A hall's name and the picture it keeps current.
pub type NamedScreen = (String, PathBuf);

/// The page at `/`, and the pictures it shows.
pub fn screens(screens: Vec<NamedScreen>) -> Router {
    Router::new().route("/", get(page)).route("/screen/{index}", get(screen)).with_state(Arc::new(screens))
}

async fn page(State(screens): State<Arc<Vec<NamedScreen>>>) -> Html<String> {
    let figures: String = screens
        .iter()
        .enumerate()
        .map(|(index, (name, _))| {
            format!(r#"<figure><img src="/screen/{index}" alt="{name}"><figcaption>{name}</figcaption></figure>"#)
        })
        .collect();
    Html(format!(
        r#"<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bảng Tin: các màn hình</title>
<style>
body {{ margin: 0; padding: 4vmin; background: #14261d; color: #f6efdf; font: 600 18px/1.4 system-ui, sans-serif; }}
h1 {{ font-size: 24px; margin: 0 0 3vmin; }}
main {{ display: grid; gap: 3vmin; grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); }}
figure {{ margin: 0; }}
img {{ width: 100%; display: block; border-radius: 6px; background: #0c1913; box-shadow: 0 6px 30px #0008; }}
figcaption {{ padding: 10px 2px; }}
</style>
<h1>Các màn hình đang phát</h1><main>{figures}</main>
<script>
// Each picture is asked for anew once the last one has come: a slow line makes the page slower, not fuller.
for (const img of document.images) {{
  const again = () => setTimeout(() => {{ img.src = img.src.split("?")[0] + "?" + Date.now(); }}, 500);
  img.onload = img.onerror = again;
  again();
}}
</script></html>"#
    ))
}

async fn screen(State(screens): State<Arc<Vec<NamedScreen>>>, Path(index): Path<usize>) -> Response {
    let Some((_, path)) = screens.get(index) else { return StatusCode::NOT_FOUND.into_response() };
    match tokio::fs::read(path).await {
        Ok(png) => ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "no-store")], png).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
