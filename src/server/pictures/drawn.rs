//! Answers with one page of a slide, drawn as a hall draws it.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    child::draw::{DrawError, DrawRequest, Drawing, Encoding, PagesWanted, Urgency},
    model::Size,
    server::state::PageState,
};

/// The widths in which pictures are drawn, pixels: others would only fill the cache.
const WIDTHS: [u32; 6] = [160, 320, 480, 640, 960, 1280];
/// Pictures up to this width are photographs of pages, small and quick; larger ones are exact.
const LISTED_WIDTH: u32 = 480;

/// Which page of a slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum WhichPage {
    /// That one, from 0; after the last, the last.
    At(usize),
    /// The one that is on so many milliseconds after the slide began.
    After(i64),
}

/// How long a browser may keep a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum Keep {
    /// For ever: its address says everything it was made from.
    ForEver,
    /// Not at all.
    Not,
}

/// The nearest width in which pictures are drawn, not smaller than what is asked for where there is one.
pub(in crate::server) fn width(asked: Option<u32>) -> u32 {
    let asked = asked.unwrap_or(640);
    WIDTHS.into_iter().find(|width| *width >= asked).unwrap_or(WIDTHS[WIDTHS.len() - 1])
}

/// What a picture of that width lies within, whichever way the screen stands.
pub(in crate::server) fn within(width: u32) -> Size {
    Size::new(width, width * 2)
}

/// How a picture of that width is written.
pub(in crate::server) fn encoding(width: u32) -> Encoding {
    if width <= LISTED_WIDTH { Encoding::Jpeg(86) } else { Encoding::Png }
}

/// Draws a page and answers with its picture.
pub(in crate::server) async fn picture(
    state: &PageState,
    request: DrawRequest,
    which: WhichPage,
    urgency: Urgency,
    keep: Keep,
) -> Response {
    let media_type = request.encoding.media_type();
    let pages = match which {
        WhichPage::At(page) => PagesWanted::One(page),
        WhichPage::After(_) => PagesWanted::All,
    };
    let drawing = match state.drawer().draw(DrawRequest { pages, ..request }, urgency).await {
        Ok(drawing) => drawing,
        Err(DrawError::Superseded) => return StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            tracing::warn!(%error, "a picture for the page was not drawn");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let Some(bytes) = chosen(&drawing, which) else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let caching = match keep {
        Keep::ForEver => "private, max-age=31536000, immutable",
        Keep::Not => "no-store",
    };
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

fn chosen(drawing: &Drawing, which: WhichPage) -> Option<Vec<u8>> {
    let page = match which {
        WhichPage::At(page) => {
            let own = drawing.pages.get(page).filter(|page| page.picture.is_some());
            own.or_else(|| drawing.pages.iter().find(|page| page.picture.is_some()))
        }
        WhichPage::After(ms) => {
            let mut left = ms;
            let on = drawing.pages.iter().find(|page| {
                left -= i64::try_from(page.shown_ms).unwrap_or(i64::MAX);
                left < 0
            });
            on.or(drawing.pages.last())
        }
    };
    Some(page?.picture.as_ref()?.to_vec())
}
