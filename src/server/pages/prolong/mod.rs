//! Gia hạn: by one press a campaign or a slide that ends soon is proposed for a month more.

mod end;
mod post;
mod words;

pub(super) use self::end::CampaignEnd;
pub use self::post::{campaign, slide};
