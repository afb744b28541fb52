//! What is written and approved, by name.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::model::{CampaignId, DisplayId, SlideId};

/// The kinds of things that are written and approved.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::Display, strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ItemKind {
    /// The commune: its name, telephone, waiting slide.
    Commune,
    /// A display.
    Display,
    /// A campaign, with its playlist and dayparts.
    Campaign,
    /// A slide, with its pictures.
    Slide,
}

/// One thing that is written and approved, such as `slide:khau-hieu-01`; kept for life.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ItemId {
    /// The commune; there is one.
    Commune,
    /// A display.
    Display(DisplayId),
    /// A campaign.
    Campaign(CampaignId),
    /// A slide.
    Slide(SlideId),
}

/// Text that should have named an item and does not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no item: expected `commune`, or `slide:`, `campaign:` or `display:` and an id")]
pub struct BadItemId(String);

impl ItemId {
    /// What it is.
    pub fn kind(&self) -> ItemKind {
        match self {
            Self::Commune => ItemKind::Commune,
            Self::Display(_) => ItemKind::Display,
            Self::Campaign(_) => ItemKind::Campaign,
            Self::Slide(_) => ItemKind::Slide,
        }
    }

    /// Its own id within its kind, as it stands in addresses.
    pub fn own(&self) -> &str {
        match self {
            Self::Commune => "commune",
            Self::Display(id) => id.as_str(),
            Self::Campaign(id) => id.as_str(),
            Self::Slide(id) => id.as_str(),
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commune => f.write_str("commune"),
            item => write!(f, "{}:{}", item.kind(), item.own()),
        }
    }
}

impl FromStr for ItemId {
    type Err = BadItemId;

    fn from_str(text: &str) -> Result<Self, BadItemId> {
        let bad = || BadItemId(text.chars().take(80).collect());
        if text == "commune" {
            return Ok(Self::Commune);
        }
        let (kind, own) = text.split_once(':').ok_or_else(bad)?;
        match kind {
            "display" => own.parse().map(Self::Display).map_err(|_| bad()),
            "campaign" => own.parse().map(Self::Campaign).map_err(|_| bad()),
            "slide" => own.parse().map(Self::Slide).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

impl TryFrom<String> for ItemId {
    type Error = BadItemId;
    fn try_from(text: String) -> Result<Self, BadItemId> {
        text.parse()
    }
}

impl From<ItemId> for String {
    fn from(item: ItemId) -> Self {
        item.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_as_it_is_written() {
        for text in ["commune", "slide:khau-hieu-01", "campaign:tet", "display:mh-7f3k2"] {
            assert_eq!(text.parse::<ItemId>().unwrap().to_string(), text);
        }
        for bad in ["", "slide:", "slide:../x", "album:x", "slide"] {
            assert!(bad.parse::<ItemId>().is_err(), "{bad}");
        }
    }
}
