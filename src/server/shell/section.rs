//! The eight words at the side of the page.

use super::words;
use crate::form::Words;

/// One of the eight places of the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) enum OfficeSection {
    /// Hôm nay.
    Today,
    /// Trang.
    Slides,
    /// Lịch phát.
    Schedule,
    /// Duyệt.
    Approve,
    /// Phiên bản.
    Versions,
    /// Màn hình.
    Displays,
    /// Khẩn cấp.
    Emergency,
    /// Thiết lập.
    Settings,
}

impl OfficeSection {
    /// Those of the office's daily work, in the order of the rail.
    pub const DAILY: [Self; 6] =
        [Self::Today, Self::Slides, Self::Schedule, Self::Approve, Self::Versions, Self::Displays];

    /// Its word.
    pub const fn words(self) -> Words {
        match self {
            Self::Today => words::TODAY,
            Self::Slides => words::SLIDES,
            Self::Schedule => words::SCHEDULE,
            Self::Approve => words::APPROVE,
            Self::Versions => words::VERSIONS,
            Self::Displays => words::DISPLAYS,
            Self::Emergency => words::EMERGENCY,
            Self::Settings => words::SETTINGS,
        }
    }

    /// Where it is.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Today => "/",
            Self::Slides => "/trang",
            Self::Schedule => "/lich",
            Self::Approve => "/duyet",
            Self::Versions => "/phien-ban",
            Self::Displays => "/man-hinh",
            Self::Emergency => "/khan-cap",
            Self::Settings => "/thiet-lap",
        }
    }

    /// The name of its icon.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Slides => "slide",
            Self::Schedule => "calendar",
            Self::Approve => "stamp",
            Self::Versions => "layers",
            Self::Displays => "screen",
            Self::Emergency => "siren",
            Self::Settings => "sliders",
        }
    }
}
