//! A mode of a panel as people name it.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::Size;

/// A mode as the technician names it, such as `1920x1080` or `1920x1080@50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedMode {
    /// Pixels.
    pub size: Size,
    /// Frames a second; any, where it is not said.
    pub refresh_hz: Option<u32>,
}

impl FromStr for WantedMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (size, rate) = text.split_once('@').map_or((text, None), |(size, rate)| (size, Some(rate)));
        let refresh_hz = rate.map(str::parse).transpose().map_err(|error| format!("`{text}`: {error}"))?;
        Ok(Self { size: size.parse()?, refresh_hz })
    }
}
