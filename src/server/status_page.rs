//! The page a person sees who opens the feed's address in a browser.

use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};

use super::{displays::LastSeen, state::AppState};
use crate::{
    feed,
    model::{DisplayId, WallTime},
};

/// Says in Vietnamese which version is out.
pub(super) async fn status_page(State(shared): State<AppState>) -> Response {
    let dir = shared.feed_dir.clone();
    let read = tokio::task::spawn_blocking(move || feed::repository_state(&dir)).await;
    let heard = heard_from(&shared.displays.all(), shared.clock.now().wall);
    let said = match read {
        Ok(Ok(latest)) => {
            let until = latest.expires.good_until();
            match latest.programme {
                Some(programme) => {
                    let local = |instant: WallTime| {
                        programme.time_zone.local(instant).strftime("%H:%M ngày %d/%m/%Y").to_string()
                    };
                    format!(
                        "<h1>{}</h1><p>Đang phát phiên bản <b>{}</b>, ký lúc {}.</p><p>{} trang tin. Chữ ký có giá trị đến {}.</p>",
                        escaped(&programme.unit.name),
                        programme.version,
                        local(programme.issued_ms),
                        programme.slides.len(),
                        local(until),
                    )
                }
                None => "<h1>Bảng Tin</h1><p>Nguồn tin đã sẵn sàng, chưa có phiên bản nào.</p>".to_owned(),
            }
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "the feed cannot be read");
            "<h1>Bảng Tin</h1><p>Chưa đọc được nguồn tin.</p>".to_owned()
        }
        Err(_) => "<h1>Bảng Tin</h1>".to_owned(),
    };
    let page = format!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Bảng Tin</title><style>body{{font:1.25rem/1.6 system-ui,sans-serif;max-width:40rem;margin:10vh auto;\
         padding:0 1rem;color:#1c2b22}}h1{{color:#0b6b3a}}td{{padding:0 1rem 0 0}}</style>{said}{heard}</html>"
    );
    ([(header::CACHE_CONTROL, "no-cache")], Html(page)).into_response()
}

/// The displays that have asked, with the version each plays.
fn heard_from(displays: &[(DisplayId, LastSeen)], now: WallTime) -> String {
    if displays.is_empty() {
        return String::new();
    }
    let row = |(display, seen): &(DisplayId, LastSeen)| {
        let minutes = (now - seen.at).max(0) / 60_000;
        format!("<tr><td>{display}<td>phiên bản {}<td>{minutes} phút trước", seen.version)
    };
    let rows: String = displays.iter().map(row).collect();
    format!("<p>{} màn hình đã liên lạc:</p><table>{rows}</table>", displays.len())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
