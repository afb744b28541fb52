//! The page a person sees who opens the feed's address in a browser.

use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};

use super::{displays::LastSeen, state::AppState};
use crate::{
    feed::{self, ClockDoubt, OfficeClock},
    model::{DisplayId, WallTime},
    server::http::Caller,
};

/// Says in Vietnamese which version is out and which displays play it, to whoever may know; to others, that this is a feed.
pub(super) async fn status_page(State(shared): State<AppState>, caller: Caller) -> Response {
    if !shared.site.status_to.allows(caller) {
        return page(
            "<h1>Bảng Tin</h1><p>Đây là nguồn tin cho màn hình nhà văn hóa. Không có gì để xem ở đây.</p>",
            "",
        );
    }
    let tree = shared.site.feed.tree();
    let read = tokio::task::spawn_blocking(move || feed::repository_state(&*tree)).await;
    let heard = heard_from(&shared.displays.all(), shared.site.clock.now().wall);
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
    let doubt = clock_in_doubt(&shared.site.office_clock, shared.site.clock.now().wall);
    page(&format!("{said}{doubt}"), &heard)
}

/// Says that this machine's clock must be looked at, where that is so.
fn clock_in_doubt(clock: &OfficeClock, now: WallTime) -> String {
    let days = |ms: i64| ms.unsigned_abs().div_ceil(86_400_000);
    match (clock.doubt(now), clock.signed_ahead_ms(now)) {
        (Some(ClockDoubt::Jump { now, issued }), _) => format!(
            "<p><b>Đồng hồ của máy này có thể sai</b>: nhanh hơn lần ký trước {} ngày. Chưa ký gì thêm. Hãy chỉnh lại \
             đồng hồ của máy; nếu đồng hồ đúng, chạy <code>bangtin feed resign</code> một lần.</p>",
            days(now - issued)
        ),
        (Some(ClockDoubt::Disagrees { told_by, .. }), _) => format!(
            "<p><b>Đồng hồ của máy này có thể sai</b>: nhanh hơn giờ của {}. Chưa ký gì thêm. Hãy chỉnh lại đồng hồ của \
             máy.</p>",
            escaped(&told_by)
        ),
        (None, Some(ahead)) => format!(
            "<p><b>Nguồn tin đã ký trước giờ {} ngày</b>, và các màn hình tin giờ đó. Nếu đồng hồ của máy này đúng, chạy \
             <code>bangtin feed resign --time-was-wrong</code>.</p>",
            days(ahead)
        ),
        (None, None) => String::new(),
    }
}

/// How the page looks. It stands in the page, for a feed alone serves no files beside its own.
const STYLE: &str = "body{font:1.25rem/1.6 system-ui,sans-serif;max-width:40rem;margin:10vh auto;padding:0 1rem;\
                     color:#1c2b22}h1{color:#0b6b3a}td{padding:0 1rem 0 0}";
/// What the page may load: that style, known by its SHA-256 in base64, and nothing else.
const CONTENT: &str = "default-src 'none'; style-src 'sha256-vj2AbwfOM0q11d0M71jmb2ZVIgkohi9l4hYg2pebsOg='; \
                       frame-ancestors 'none'";

fn page(said: &str, heard: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Bảng Tin</title><style>{STYLE}</style>{said}{heard}</html>"
    );
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, CONTENT),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, Html(page)).into_response()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Digest;

    /// The bytes of a base64 text, as hexadecimal digits.
    fn hex(base64: &str) -> String {
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits = base64.chars().filter_map(|digit| digits.find(digit)).map(|six| format!("{six:06b}"));
        let bits: Vec<char> = bits.collect::<String>().chars().collect();
        let bytes = bits.chunks_exact(8).map(|byte| byte.iter().collect::<String>());
        bytes.map(|byte| format!("{:02x}", u8::from_str_radix(&byte, 2).unwrap())).collect()
    }

    #[test]
    fn the_style_of_the_page_is_the_one_it_allows() {
        let allowed = CONTENT.split("'sha256-").nth(1).unwrap().split('\'').next().unwrap();
        assert_eq!(hex(allowed), Digest::of(STYLE.as_bytes()).to_string());
    }
}
