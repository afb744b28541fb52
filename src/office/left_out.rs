//! What a version leaves out because it names something that is not there.

use crate::{
    form::Language,
    model::{CampaignId, DisplayId, SlideId},
};

/// Something that a version leaves out because it names what is not there. Nothing of it stops a version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A campaign plays a slide that is not there.
    Slide {
        /// The campaign; `None` for a playlist that no campaign plays.
        campaign: Option<CampaignId>,
        /// The slide.
        slide: SlideId,
    },
    /// A campaign is for a display that is not there.
    Display {
        /// The campaign.
        campaign: CampaignId,
        /// The display.
        display: DisplayId,
    },
    /// None of the displays that a campaign is for is there, and so the campaign is left out: with no display named it
    /// would play on all of them.
    Campaign {
        /// The campaign.
        campaign: CampaignId,
    },
    /// A slide shows a picture that nobody has brought.
    Picture {
        /// The slide.
        slide: SlideId,
        /// What it calls the picture.
        key: String,
    },
}

impl LeftOut {
    /// It in words, with what to do.
    pub fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Slide { campaign: Some(campaign), slide }, Language::Vi) => {
                format!(
                    "Chiến dịch `{campaign}` có trang `{slide}` đã gỡ, nên bỏ qua trang ấy. Lấy trang ấy ra khỏi danh sách phát."
                )
            }
            (Self::Slide { campaign: Some(campaign), slide }, Language::En) => {
                format!(
                    "Campaign `{campaign}` names the slide `{slide}`, which is not there; it is passed over. Take it off the playlist."
                )
            }
            (Self::Slide { campaign: None, slide }, Language::Vi) => {
                format!("Một danh sách phát có trang `{slide}` đã gỡ, nên bỏ qua trang ấy.")
            }
            (Self::Slide { campaign: None, slide }, Language::En) => {
                format!("A playlist names the slide `{slide}`, which is not there; it is passed over.")
            }
            (Self::Display { campaign, display }, Language::Vi) => {
                format!("Chiến dịch `{campaign}` phát ở màn hình `{display}` không còn nữa. Chọn lại nơi phát.")
            }
            (Self::Display { campaign, display }, Language::En) => {
                format!(
                    "Campaign `{campaign}` is for the display `{display}`, which is not there. Choose its displays again."
                )
            }
            (Self::Campaign { campaign }, Language::Vi) => {
                format!(
                    "Các màn hình của chiến dịch `{campaign}` không còn nữa, nên chiến dịch này không phát. Chọn lại nơi phát."
                )
            }
            (Self::Campaign { campaign }, Language::En) => {
                format!(
                    "None of the displays of campaign `{campaign}` is there, so it does not play. Choose its displays again."
                )
            }
            (Self::Picture { slide, key }, Language::Vi) => {
                format!("Trang `{slide}` thiếu ảnh `{key}`. Đưa ảnh vào trang lại.")
            }
            (Self::Picture { slide, key }, Language::En) => {
                format!("Slide `{slide}` lacks its picture `{key}`. Bring the picture again.")
            }
        }
    }
}
