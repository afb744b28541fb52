//! Where a finding is seen.

use serde::{Deserialize, Serialize};

use crate::model::{FieldPath, Size};

/// Where on the pages of a slide something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FindingPlace {
    /// The page, from 1.
    pub page: usize,
    /// The screen on which that page was drawn, pixels.
    #[serde(serialize_with = "as_text")]
    pub screen: Size,
    /// The field that is shown there.
    pub field: Option<FieldPath>,
    /// The part of the picture.
    #[serde(rename = "place")]
    pub area: Option<PixelArea>,
}

fn as_text<S: serde::Serializer>(size: &Size, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(size)
}

/// An area of a picture, in whole pixels from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PixelArea {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}
