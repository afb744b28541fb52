//! What is asked of whoever draws, for a slide that is being written.

use crate::{
    child::draw::{DrawRequest, Encoding, Judging, PagesWanted},
    model::{Size, SlideId, WallTime},
    office::{LiveVersion, item_form::DraftText, shown},
};

/// The largest picture of the editor, pixels: what its stage shows.
const LARGE: Size = Size::new(960, 960);
/// The small ones of the strip.
const SMALL: Size = Size::new(264, 264);
/// The quality of the small ones.
const SMALL_QUALITY: u8 = 82;

/// How a slide is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Looking {
    /// The page, from 1.
    pub page: usize,
    /// On a screen that stands.
    pub portrait: bool,
}

impl Looking {
    /// The screen it is laid out for.
    pub fn screen(self) -> Size {
        if self.portrait { Size::FULL_HD_PORTRAIT } else { Size::FULL_HD }
    }

    /// The query of an address that looks so.
    pub fn query(self) -> String {
        format!("?trang={}&doc={}", self.page, if self.portrait { "1" } else { "" })
    }
}

/// One large page, judged.
pub(super) fn large(
    live: &LiveVersion,
    id: &SlideId,
    text: &DraftText,
    looking: Looking,
    now: WallTime,
) -> Option<DrawRequest> {
    let request = request(live, id, text, looking, now, LARGE)?;
    Some(DrawRequest { pages: PagesWanted::One(looking.page.saturating_sub(1)), ..request })
}

/// All pages, small; their findings say which of them bear something to be mended.
pub(super) fn small(
    live: &LiveVersion,
    id: &SlideId,
    text: &DraftText,
    looking: Looking,
    now: WallTime,
) -> Option<DrawRequest> {
    let request = request(live, id, text, looking, now, SMALL)?;
    Some(DrawRequest { pages: PagesWanted::All, encoding: Encoding::Jpeg(SMALL_QUALITY), ..request })
}

/// No picture: how many pages there are, how long they take, and what is wrong.
pub(super) fn judged(
    live: &LiveVersion,
    id: &SlideId,
    text: &DraftText,
    looking: Looking,
    now: WallTime,
) -> Option<DrawRequest> {
    Some(DrawRequest { pages: PagesWanted::None, ..request(live, id, text, looking, now, LARGE)? })
}

fn request(
    live: &LiveVersion,
    id: &SlideId,
    text: &DraftText,
    looking: Looking,
    now: WallTime,
    within: Size,
) -> Option<DrawRequest> {
    let commune = live.commune()?;
    let zone = &commune.time_zone;
    let body = shown(id, text, zone.day(now), zone)?;
    let scheduled = live.campaigns_of(id).next().is_some();
    Some(DrawRequest {
        pictures: body.pictures,
        time_zone: zone.clone(),
        screen: looking.screen(),
        judging: Some(Judging::usual(now, scheduled, commune.terms.clone())),
        ..DrawRequest::new(body.slide, commune.unit.clone(), within)
    })
}
